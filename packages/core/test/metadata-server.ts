/** A scripted instance metadata service on loopback. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface MetadataServer extends AsyncDisposable {
  readonly url: string;
  /** `METHOD path`, and the token that came with it. */
  readonly asked: readonly { readonly what: string; readonly token: string | undefined }[];
}

const MAC = '02:29:96:8f:6a:2d';
export const NIC = `network/interfaces/macs/${MAC}`;
export const PLACEMENT: Readonly<Record<string, string>> = {
  mac: MAC,
  'placement/region': 'eu-west-1',
  'placement/availability-zone': 'eu-west-1b',
  [`${NIC}/vpc-id`]: 'vpc-0a1b2c3d4e5f60718',
  [`${NIC}/vpc-ipv4-cidr-blocks`]: '10.1.0.0/16\n10.2.0.0/16',
  [`${NIC}/subnet-ipv4-cidr-block`]: '10.1.8.0/24',
};

/** Gives what is said of each path below `/latest/meta-data/`; `raw` may answer anything itself. */
export async function startMetadata(
  said: Readonly<Record<string, string>> = PLACEMENT,
  raw: (what: string, response: ServerResponse) => boolean = () => false,
): Promise<MetadataServer> {
  const asked: { what: string; token: string | undefined }[] = [];
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    const token = headers['x-aws-ec2-metadata-token'];
    asked.push({ what: `${method} ${url}`, token: typeof token === 'string' ? token : undefined });
    if (raw(`${method} ${url}`, response)) return;
    if (url === '/latest/api/token') {
      const status = headers['x-aws-ec2-metadata-token-ttl-seconds'] === undefined ? 400 : 200;
      response.writeHead(status).end('dG9rZW4=');
      return;
    }
    const text = said[url.replace('/latest/meta-data/', '')];
    response.writeHead(token !== 'dG9rZW4=' ? 401 : text === undefined ? 404 : 200).end(text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
