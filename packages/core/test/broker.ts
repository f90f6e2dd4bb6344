/** Brokers for tests: the handshake and Metadata, over real TLS on loopback. It proves nothing about Kafka. */
import type { Duplex } from 'node:stream';
import { ApiKeys, createFrameReader, Reader, Writer } from '../src/kafka/protocol.ts';
import type { BrokerAddress } from '../src/kafka/types.ts';
import type { Issued } from './authority.ts';
import { startTls, type TestServer } from './servers.ts';

export interface BrokerScript {
  readonly certificate: Issued;
  /** Answered to Metadata. */
  readonly brokers: () => readonly BrokerAddress[];
  readonly clusterId?: string;
  readonly mechanisms?: readonly string[];
  /** Who looks after a group; an error code in its place. The last broker by default. */
  readonly coordinator?: () => Omit<BrokerAddress, 'rack'> | number;
  /** Requests that get no answer, by API key. */
  readonly silentTo?: readonly number[];
  /** What a login gets; null = accepted. */
  readonly login?: (
    token: string,
    sni: string,
  ) => { readonly errorCode: number; readonly message: string } | null;
}

export interface TestBroker extends TestServer {
  /** Every request, in order. */
  readonly requests: readonly { readonly apiKey: number; readonly version: number; readonly sni: string }[];
  /** Every token that was presented, as `SNI token`. */
  readonly tokens: readonly string[];
}

const RANGES = [
  [ApiKeys.ApiVersions, 0, 3],
  [ApiKeys.SaslHandshake, 0, 1],
  [ApiKeys.SaslAuthenticate, 0, 1],
  [ApiKeys.Metadata, 4, 8],
  [ApiKeys.FindCoordinator, 0, 2],
  [ApiKeys.DescribeGroups, 0, 4],
] as const;

export async function startBroker(
  script: BrokerScript,
  at: { address?: string; port?: number } = {},
): Promise<TestBroker> {
  const requests: { apiKey: number; version: number; sni: string }[] = [];
  const tokens: string[] = [];
  const server = await startTls(
    script.certificate,
    (socket) => {
      const sni = String(Reflect.get(socket, 'servername'));
      serve(socket, (header, reader) => {
        requests.push({ apiKey: header.apiKey, version: header.version, sni });
        if (script.silentTo?.includes(header.apiKey) === true) return null;
        if (header.apiKey === ApiKeys.SaslAuthenticate) return authenticate(reader, script, tokens, sni);
        return answer(header, reader, script);
      });
    },
    at,
  );
  return Object.assign(server, { requests, tokens });
}

interface Header {
  readonly apiKey: number;
  readonly version: number;
}

function serve(socket: Duplex, handle: (header: Header, reader: Reader) => Writer | null): void {
  const frames = createFrameReader(1_000_000, 'the client');
  socket.on('data', (chunk: Buffer) => {
    const { frame } = frames.take(chunk);
    if (frame === null) return;
    const reader = new Reader(frame, { what: 'a request' });
    const header = { apiKey: reader.int16(), version: reader.int16() };
    const correlationId = reader.int32();
    reader.nullableString();
    const writer = handle(header, reader);
    if (writer === null) return;
    const body = writer.toBuffer();
    const head = Buffer.alloc(8);
    head.writeInt32BE(body.length + 4);
    head.writeInt32BE(correlationId, 4);
    socket.write(Buffer.concat([head, body]));
  });
}

function answer({ apiKey, version }: Header, reader: Reader, script: BrokerScript): Writer {
  const writer = new Writer();
  if (apiKey === ApiKeys.ApiVersions) {
    writer.flexible = version >= 3;
    writer.int16(0);
    writer.array(RANGES, (range) => {
      for (const number of range) writer.int16(number);
      writer.tags();
    });
    if (version >= 1) writer.int32(0);
    writer.tags();
  } else if (apiKey === ApiKeys.SaslHandshake) {
    writer.int16(0);
    writer.array(script.mechanisms ?? ['OAUTHBEARER', 'AWS_MSK_IAM'], (mechanism) =>
      writer.string(mechanism),
    );
  } else if (apiKey === ApiKeys.FindCoordinator) {
    findCoordinator(writer, version, script);
  } else if (apiKey === ApiKeys.DescribeGroups) {
    describeGroups(writer, version, reader);
  } else {
    metadata(writer, version, reader, script);
  }
  return writer;
}

function findCoordinator(writer: Writer, version: number, { brokers, coordinator }: BrokerScript): void {
  const found = coordinator?.() ?? brokers().at(-1) ?? 15;
  if (version >= 1) writer.int32(0);
  writer.int16(typeof found === 'number' ? found : 0);
  if (version >= 1) writer.string(null);
  const { id, host, port } = typeof found === 'number' ? { id: -1, host: '', port: -1 } : found;
  writer.int32(id);
  writer.string(host);
  writer.int32(port);
}

/** Nobody ever joined any group, and everybody may. */
function describeGroups(writer: Writer, version: number, reader: Reader): void {
  const groups = reader.array(2, () => reader.string());
  if (version >= 1) writer.int32(0);
  writer.array(groups, (group) => {
    writer.int16(0);
    for (const text of [group, 'Dead', '', '']) writer.string(text);
    writer.array([], () => undefined);
    if (version >= 3) writer.int32(0x148);
  });
}

function metadata(
  writer: Writer,
  version: number,
  reader: Reader,
  { brokers, clusterId = 'test-cluster' }: BrokerScript,
): void {
  // kafkajs asks for all topics by null; there are none.
  const topics = reader.nullableArray(2, () => reader.string()) ?? [];
  writer.int32(0);
  writer.array(brokers(), ({ id, host, port, rack }) => {
    writer.int32(id);
    writer.string(host);
    writer.int32(port);
    writer.string(rack);
  });
  writer.string(clusterId);
  writer.int32(brokers()[0]?.id ?? -1);
  writer.array(topics, (topic) => {
    writer.int16(0);
    writer.string(topic);
    writer.boolean(false);
    writer.array([], () => undefined);
    if (version >= 8) writer.int32(8);
  });
  if (version >= 8) writer.int32(8);
}

function authenticate(reader: Reader, { login }: BrokerScript, tokens: string[], sni: string): Writer {
  // RFC 7628: the fields are between \x01.
  const fields = reader.bytes().toString().split(String.fromCodePoint(1));
  const token = fields.find((field) => field.startsWith('auth=Bearer '))?.slice('auth=Bearer '.length) ?? '';
  tokens.push(`${sni} ${token}`);
  const refusal = login?.(token, sni) ?? null;
  const writer = new Writer();
  writer.int16(refusal?.errorCode ?? 0);
  writer.string(refusal?.message ?? null);
  writer.bytes(Buffer.alloc(0));
  writer.int64(900_000n);
  return writer;
}
