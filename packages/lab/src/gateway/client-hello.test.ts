import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { connect, type ConnectionOptions } from 'node:tls';
import * as fc from 'fast-check';
import { beforeAll, expect, test, inject } from 'vitest';
import { MAX_CLIENT_HELLO_BYTES, parseClientHello } from './client-hello.ts';

const NAME = 'b97-abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com';

/** What Node's own TLS client says first. */
async function realHello(options: ConnectionOptions): Promise<Buffer> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, ...options });
  client.on('error', () => client.destroy());
  const [socket] = (await once(server, 'connection')) as [Socket];
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  client.destroy();
  socket.destroy();
  server.close();
  return bytes;
}

/** The same handshake message cut into records of these lengths; what is left goes into a last one. */
function inRecords(hello: Buffer, lengths: readonly number[]): Buffer {
  let rest = hello.subarray(5);
  const records: Buffer[] = [];
  for (const length of [...lengths, rest.length]) {
    const fragment = rest.subarray(0, length);
    rest = rest.subarray(length);
    if (fragment.length === 0) continue;
    const header = Buffer.of(22, 3, 1, 0, 0);
    header.writeUInt16BE(fragment.length, 3);
    records.push(header, fragment);
  }
  return Buffer.concat(records);
}

let hello: Buffer;
beforeAll(async () => {
  hello = await realHello({ servername: NAME });
});

test('the name in a real ClientHello is found, in lower case', async () => {
  expect(parseClientHello(hello)).toEqual({ state: 'hello', serverName: NAME });
  const upper = await realHello({ servername: NAME.toUpperCase(), maxVersion: 'TLSv1.2' });
  expect(parseClientHello(upper)).toEqual({ state: 'hello', serverName: NAME });
});

test('a ClientHello without a name has none', async () => {
  expect(parseClientHello(await realHello({}))).toEqual({ state: 'hello', serverName: undefined });
});

test('bytes after the ClientHello do not matter', () => {
  const more = Buffer.concat([hello, Buffer.from('anything')]);
  expect(parseClientHello(more)).toEqual({ state: 'hello', serverName: NAME });
});

test('however it is cut into records, the name is the same', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 50 }), (lengths) => {
      expect(parseClientHello(inRecords(hello, lengths))).toEqual({ state: 'hello', serverName: NAME });
    }),
    { numRuns: 500 },
  );
});

test('of a part it says how much is needed: more than is there, never more than there will be', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 5 }), fc.nat(), (lengths, cut) => {
      const whole = inRecords(hello, lengths);
      const size = cut % whole.length;
      const said = parseClientHello(whole.subarray(0, size));
      expect(said.state).toBe('incomplete');
      const needed = said.state === 'incomplete' ? said.needed : 0;
      expect(needed).toBeGreaterThan(size);
      expect(needed).toBeLessThanOrEqual(whole.length);
    }),
    { numRuns: 1000 },
  );
});

test('fuzz: any bytes get one of the three answers, and a name is always a DNS name', () => {
  const mangled = fc.tuple(fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 8 })).map(([at, bytes]) => {
    const copy = Buffer.from(hello);
    copy.set(bytes.subarray(0, copy.length - (at % copy.length)), at % copy.length);
    return copy;
  });
  const withHeader = fc.uint8Array({ maxLength: 300 }).map((bytes) => inRecords(Buffer.from(bytes), []));
  const anything = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(fc.oneof(mangled, withHeader, anything), (bytes) => {
      const said = parseClientHello(bytes);
      expect(['hello', 'incomplete', 'invalid']).toContain(said.state);
      const name = said.state === 'hello' ? (said.serverName ?? 'none') : 'none';
      expect(name).toMatch(/^[a-z0-9_.-]{1,253}$/u);
    }),
    { numRuns: inject('fuzzRuns') },
  );
});

test.each([
  ['text', Buffer.from('GET / HTTP/1.1\r\n\r\n'), /not a TLS/u],
  ['an alert', Buffer.of(21, 3, 1, 0, 2, 1, 0), /not a TLS handshake/u],
  ['SSL 2', Buffer.of(22, 2, 0, 0, 2), /version/u],
  ['an empty record', Buffer.of(22, 3, 1, 0, 0), /0 bytes/u],
  ['a record that is too long', Buffer.of(22, 3, 1, 0xff, 0xff), /65535 bytes/u],
  ['a ServerHello', Buffer.of(22, 3, 1, 0, 4, 2, 0, 0, 1), /not a ClientHello/u],
  ['a ClientHello that is too long', Buffer.of(22, 3, 1, 0, 4, 1, 0xff, 0xff, 0xff), /16777219 bytes/u],
])('%s is refused', (_what, bytes, reason) => {
  expect(parseClientHello(bytes)).toEqual({ state: 'invalid', reason: expect.stringMatching(reason) });
});

test('two names are one too many', () => {
  const name = Buffer.from(NAME);
  const entry = Buffer.concat([Buffer.of(0, 0, name.length), name]);
  const extension = Buffer.concat([Buffer.of(0, 0, 0, entry.length + 2, 0, entry.length), entry]);
  const withExtensions = (extensions: Buffer): Buffer => {
    const fixed = Buffer.concat([Buffer.of(3, 3), Buffer.alloc(32), Buffer.of(0, 0, 2, 0x13, 1, 1, 0)]);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(extensions.length);
    const body = Buffer.concat([fixed, length, extensions]);
    const header = Buffer.of(1, 0, 0, 0);
    header.writeUIntBE(body.length, 1, 3);
    return inRecords(Buffer.concat([Buffer.alloc(5), header, body]), []);
  };
  expect(parseClientHello(withExtensions(extension))).toEqual({ state: 'hello', serverName: NAME });
  const twice = withExtensions(Buffer.concat([extension, extension]));
  expect(parseClientHello(twice)).toEqual({ state: 'invalid', reason: 'two server names' });
});

test('a name that is no DNS name is refused', () => {
  const at = hello.indexOf(NAME);
  for (const character of ['\0', '/', ' ', 'ü']) {
    const copy = Buffer.from(hello);
    copy.write(character, at, 'latin1');
    expect(parseClientHello(copy)).toMatchObject({ state: 'invalid' });
  }
  expect(hello.length).toBeLessThan(MAX_CLIENT_HELLO_BYTES);
});
