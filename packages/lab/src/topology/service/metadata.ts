/**
 * Instance metadata, second version: a session token first. Source: Amazon EC2 User Guide, "Instance metadata
 * categories".
 */
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** What metadata says of one client. */
export interface MetadataClient {
  /** Where its metadata is served. */
  readonly listen: string;
  readonly name: string;
  readonly account: string;
  readonly vpc: string;
  readonly region: string;
  readonly zone: string;
  readonly address: string;
  readonly vpcCidr: string;
  readonly subnetCidr: string;
}

/** Metadata of several clients, each at an address of its own. */
export interface MetadataServers {
  /** Serves these and no others. */
  set(clients: readonly MetadataClient[]): Promise<void>;
  close(): Promise<void>;
}

/** Serves nobody yet. */
export function metadataServers(): MetadataServers {
  const running = new Map<string, { readonly key: string; readonly server: Server }>();
  const end = async (listen: string): Promise<void> => {
    const server = running.get(listen)?.server;
    running.delete(listen);
    if (server === undefined) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  const set = async (clients: readonly MetadataClient[]): Promise<void> => {
    const wanted = new Map(clients.map((client) => [client.listen, JSON.stringify(client)]));
    for (const [listen, { key }] of running) if (wanted.get(listen) !== key) await end(listen);
    for (const client of clients) {
      if (running.has(client.listen)) continue;
      const server = createServer(answering(client));
      server.listen(80, client.listen);
      await once(server, 'listening');
      running.set(client.listen, { key: JSON.stringify(client), server });
    }
  };
  return { set, close: () => set([]) };
}

function answering(client: MetadataClient): (request: IncomingMessage, response: ServerResponse) => void {
  const texts = metadataOf(client);
  const token = randomBytes(32).toString('base64url');
  return (request, response) => {
    const { url = '', method, headers } = request;
    const say = (status: number, text: string): void => {
      response.writeHead(status, { 'Content-Type': 'text/plain', Server: 'EC2ws' }).end(text);
    };
    if (url === '/latest/api/token')
      return method === 'PUT' && headers['x-aws-ec2-metadata-token-ttl-seconds'] !== undefined
        ? say(200, token)
        : say(method === 'PUT' ? 400 : 405, '');
    if (headers['x-aws-ec2-metadata-token'] !== token) return say(401, '');
    const text = texts[url.replace(/\/$/u, '')];
    return text === undefined ? say(404, '') : say(200, text);
  };
}

/** By path. */
export function metadataOf(client: MetadataClient): Readonly<Record<string, string>> {
  const { account, region, zone, address, vpcCidr, subnetCidr } = client;
  const mac = `02:${(hash(`mac ${client.name}`, 10).match(/../gu) ?? []).join(':')}`;
  const at = `/latest/meta-data/network/interfaces/macs/${mac}`;
  return {
    '/latest/meta-data/instance-id': `i-${hash(client.name, 17)}`,
    '/latest/meta-data/local-ipv4': address,
    '/latest/meta-data/mac': mac,
    '/latest/meta-data/placement/region': region,
    '/latest/meta-data/placement/availability-zone': `${region}${zone}`,
    '/latest/meta-data/network/interfaces/macs': `${mac}/`,
    [`${at}/local-ipv4s`]: address,
    [`${at}/owner-id`]: account,
    [`${at}/vpc-id`]: `vpc-${hash(client.vpc, 17)}`,
    [`${at}/vpc-ipv4-cidr-block`]: vpcCidr,
    [`${at}/vpc-ipv4-cidr-blocks`]: vpcCidr,
    [`${at}/subnet-ipv4-cidr-block`]: subnetCidr,
    '/latest/dynamic/instance-identity/document': JSON.stringify({
      accountId: account,
      availabilityZone: `${region}${zone}`,
      privateIp: address,
      region,
    }),
  };
}

function hash(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}
