import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { MskReachError } from '../errors.ts';
import { realPorts } from '../ports.ts';
import { type Conversation, type ConversationOptions, openConversation } from './conversation.ts';
import { createFrameReader } from './frames.ts';
import { Reader } from './reader.ts';
import type { ApiRange } from './types.ts';
import { Writer } from './writer.ts';

/** A request as the peer reads it. */
interface Heard {
  readonly key: number;
  readonly version: number;
  readonly correlationId: number;
}
/** What the peer does with one request: the body of an answer, or anything with the socket. */
type Reply = (heard: Heard, socket: Socket) => Buffer | undefined;

const body = (write: (writer: Writer) => void): Buffer => {
  const writer = new Writer();
  write(writer);
  return writer.toBuffer();
};
const rangesBody = (errorCode: number, ranges: readonly (readonly [number, number, number])[]): Buffer =>
  body((w) => {
    w.int16(errorCode);
    w.array(ranges, (range) => range.forEach((n) => w.int16(n)));
  });
/** Version 3's form of an error: no ranges, no throttle time, no tags. */
const errorBody = (errorCode: number): Buffer =>
  body((w) => {
    w.int16(errorCode);
    w.raw(Buffer.of(1, 0, 0, 0, 0, 0));
  });
const framed = (correlationId: number, rest: Buffer): Buffer =>
  body((w) => {
    w.int32(4 + rest.length);
    w.int32(correlationId);
    w.raw(rest);
  });

/** Brokers of Kafka 0.10 to 2.3 behave so: error 35 without ranges, then version 0. The rest stays classic. */
const MSK_LIKE = [
  [3, 7, 8],
  [17, 0, 1],
  [18, 0, 0],
  [36, 0, 1],
] as const;
const oldBroker: Reply = ({ key, version }) =>
  key === 18 ? rangesBody(version === 0 ? 0 : 35, version === 0 ? MSK_LIKE : []) : undefined;

/** One broker on 127.0.0.1 that answers as told, and a conversation with it. */
class Peer implements AsyncDisposable {
  readonly heard: Heard[] = [];
  readonly #server = createServer((socket) => this.#serve(socket));
  readonly #reply: Reply;
  conversation!: Conversation;
  client!: Socket;

  constructor(reply: Reply) {
    this.#reply = reply;
  }

  static async start(
    reply: Reply,
    options: Partial<ConversationOptions> = {},
    greet: (socket: Socket) => void = () => undefined,
  ): Promise<Peer> {
    const peer = new Peer(reply);
    peer.#server.on('connection', greet);
    peer.#server.listen(0, '127.0.0.1');
    await once(peer.#server, 'listening');
    peer.client = connect((peer.#server.address() as AddressInfo).port, '127.0.0.1');
    await once(peer.client, 'connect');
    peer.conversation = openConversation(peer.client, { clientId: 'test', timeoutMs: 5000, ...options });
    return peer;
  }

  #serve(socket: Socket): void {
    const frames = createFrameReader(100_000, 'the client');
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      for (let rest: Buffer = chunk; rest.length > 0;) {
        const taken = frames.take(rest);
        rest = taken.rest;
        if (taken.frame === null) return;
        const reader = new Reader(taken.frame, { what: 'request' });
        const heard = { key: reader.int16(), version: reader.int16(), correlationId: reader.int32() };
        this.heard.push(heard);
        const answer = this.#reply(heard, socket);
        if (answer !== undefined) socket.write(framed(heard.correlationId, answer));
      }
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.conversation.close();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

const code = (expected: string, more: object = {}): unknown =>
  expect.objectContaining({ code: expected, ...more });

test('ApiVersions falls back to version 0 where the broker names no range beside error 35', async () => {
  await using peer = await Peer.start(oldBroker);
  const ranges = await peer.conversation.apiVersions();
  expect(ranges[0]).toEqual<ApiRange>({ apiKey: 3, minVersion: 7, maxVersion: 8 });
  expect(await peer.conversation.apiVersions()).toBe(ranges);
  expect(peer.heard.map(({ version }) => version)).toEqual([3, 0]);
});

test('ApiVersions falls back to the version that the broker names beside error 35', async () => {
  await using peer = await Peer.start(({ version }) =>
    version === 3 ? rangesBody(35, [[18, 0, 1]]) : Buffer.concat([rangesBody(0, MSK_LIKE), Buffer.alloc(4)]),
  );
  await peer.conversation.apiVersions();
  expect(peer.heard.map(({ version }) => version)).toEqual([3, 1]);
});

test('a broker that refuses every version of ApiVersions is asked twice, not for ever', async () => {
  await using peer = await Peer.start(() => rangesBody(35, []));
  await expect(peer.conversation.apiVersions()).rejects.toEqual(
    code('KAFKA_ERROR', {
      retryable: false,
      details: { api: 'ApiVersions', errorCode: 35, errorName: 'UNSUPPORTED_VERSION', message: null },
    }),
  );
  expect(peer.heard).toHaveLength(2);
});

test('a whole login and Metadata, asked for at once, go one at a time and in order', async () => {
  let inFlight = 0;
  const answers: Record<number, Buffer> = {
    17: body((w) => {
      w.int16(0);
      w.array(['OAUTHBEARER'], (m) => w.string(m));
    }),
    36: body((w) => {
      w.int16(0);
      w.string(null);
      w.bytes(Buffer.alloc(0));
      w.int64(898_000n);
    }),
    3: body((w) => {
      w.int32(0);
      w.array(['b97'], (host) => {
        w.int32(97);
        w.string(host);
        w.int32(9098);
        w.string(null);
      });
      w.string('id');
      w.int32(97);
      w.array([], () => undefined);
      w.int32(-2_147_483_648);
    }),
  };
  await using peer = await Peer.start((heard, socket) => {
    expect(++inFlight).toBe(1);
    setImmediate(() => {
      inFlight--;
      const answer = answers[heard.key] ?? oldBroker(heard, socket);
      if (answer !== undefined) socket.write(framed(heard.correlationId, answer));
    });
    return undefined;
  });
  const { conversation } = peer;
  const [mechanisms, session, cluster] = await Promise.all([
    conversation.handshake('OAUTHBEARER'),
    conversation.authenticate('dG9rZW4'),
    conversation.metadata({ topics: null, includeAuthorizedOperations: false }),
  ]);
  expect(mechanisms).toEqual(['OAUTHBEARER']);
  expect(session).toEqual({ sessionLifetimeMs: 898_000 });
  expect(cluster).toEqual({
    clusterId: 'id',
    controllerId: 97,
    brokers: [{ id: 97, host: 'b97', port: 9098, rack: null }],
    topics: [],
    clusterAuthorizedOperations: null,
  });
  expect(peer.heard.map(({ key, version, correlationId }) => [key, version, correlationId])).toEqual([
    [18, 3, 0],
    [18, 0, 1],
    [17, 1, 2],
    [36, 1, 3],
    [3, 8, 4],
  ]);
});

test.each([
  [true, 11, 10],
  [true, 9, 9],
  [false, 11, 11],
  [true, -11, 11],
])(
  'Metadata with authorized operations %s of a broker up to %i is version %i',
  async (asked, max, version) => {
    const [least, most] = max < 0 ? [11, 11] : [7, max];
    await using peer = await Peer.start((heard, socket) => {
      if (heard.key !== 3)
        return rangesBody(heard.version === 0 ? 0 : 35, [
          [18, 0, 0],
          [3, least, most],
        ]);
      socket.destroy();
      return undefined;
    });
    await expect(
      peer.conversation.metadata({ topics: [], includeAuthorizedOperations: asked }),
    ).rejects.toEqual(code('KAFKA_CLOSED'));
    expect(peer.heard.at(-1)).toMatchObject({ key: 3, version });
  },
);

const login =
  (errorCode: number, text: string | null, bytes = ''): Reply =>
  (heard, socket) => {
    if (heard.key !== 36) return oldBroker(heard, socket);
    return body((w) => {
      w.int16(errorCode);
      w.string(text);
      w.bytes(Buffer.from(bytes));
      w.int64(0n);
    });
  };

test.each([
  ['Access denied', false],
  ['Too many connects', true],
])('a refused login (%s) carries the words of the broker', async (words, retryable) => {
  const message = `[0b1d7a6e-7f3c-4a53-8f5e-2f3a9c1d4e5f]: ${words}`;
  await using peer = await Peer.start(login(58, message));
  await expect(peer.conversation.authenticate('dG9rZW4')).rejects.toEqual(
    code('SASL_REFUSED', {
      retryable,
      details: { api: 'SaslAuthenticate', errorCode: 58, errorName: 'SASL_AUTHENTICATION_FAILED', message },
    }),
  );
});

test.each([null, '', ' '])('a login refused without a word (%j) says so', async (words) => {
  await using peer = await Peer.start(login(58, words));
  await expect(peer.conversation.authenticate('dG9rZW4')).rejects.toEqual(
    code('SASL_REFUSED', { message: 'SaslAuthenticate: the broker refuses the login: no reason given' }),
  );
});

test('a login refused by a challenge is refused', async () => {
  await using peer = await Peer.start(login(0, null, '{"status":"invalid_token"}'));
  await expect(peer.conversation.authenticate('dG9rZW4')).rejects.toEqual(
    code('SASL_REFUSED', { message: expect.stringContaining('{"status":"invalid_token"}') as string }),
  );
});

test('the words of a hostile broker are bounded, printable and do not hold the token', async () => {
  const token = Buffer.from(`https://x/?X-Amz-Signature=${'deadbeef'.repeat(8)}`).toString('base64url');
  await using peer = await Peer.start(
    login(58, `\u001b[2J${token} ${'deadbeef'.repeat(3)} ${'z'.repeat(20_000)}`),
  );
  const error = await peer.conversation.authenticate(token).then(
    () => undefined,
    (e: MskReachError) => e,
  );
  expect(error?.code).toBe('SASL_REFUSED');
  const all = `${error?.message} ${JSON.stringify(error?.details)} ${error?.stack}`;
  expect(all).not.toContain(token.slice(10, 30));
  expect(all).not.toContain('deadbeefdeadbeef');
  expect(all).not.toContain('\u001b');
  expect(all.length).toBeLessThan(3000);
});

test('other error codes are errors by name, retryable where Kafka says so', async () => {
  await using illegal = await Peer.start(login(34, 'no'));
  await expect(illegal.conversation.authenticate('dG9rZW4')).rejects.toEqual(
    code('KAFKA_ERROR', { message: 'SaslAuthenticate: the broker answers ILLEGAL_SASL_STATE (34): no' }),
  );
  await using unknown = await Peer.start(() => errorBody(9999));
  await expect(unknown.conversation.handshake('OAUTHBEARER')).rejects.toEqual(
    code('KAFKA_ERROR', { retryable: false, message: 'ApiVersions: the broker answers UNKNOWN_9999 (9999)' }),
  );
  await using loading = await Peer.start(() => errorBody(14));
  await expect(loading.conversation.apiVersions()).rejects.toEqual(code('KAFKA_ERROR', { retryable: true }));
});

test('a mechanism that is not offered is an error that says what is', async () => {
  await using peer = await Peer.start((heard, socket) =>
    heard.key === 17
      ? body((w) => {
          w.int16(33);
          w.array(['SCRAM-SHA-512', '\u001b[0m'], (m) => w.string(m));
        })
      : oldBroker(heard, socket),
  );
  await expect(peer.conversation.handshake('OAUTHBEARER')).rejects.toEqual(
    code('SASL_MECHANISM_UNSUPPORTED', {
      message: 'SaslHandshake: the broker does not offer OAUTHBEARER; it offers SCRAM-SHA-512, \\u{1b}[0m',
    }),
  );
});

test('a refusal leaves the conversation open, a violation ends it and the stream', async () => {
  let turn = 0;
  await using peer = await Peer.start(() => (turn++ < 2 ? rangesBody(35, []) : Buffer.from('garbage')));
  await expect(peer.conversation.apiVersions()).rejects.toEqual(code('KAFKA_ERROR'));
  await expect(peer.conversation.apiVersions()).rejects.toEqual(code('KAFKA_FRAME_INVALID'));
  expect(peer.client.destroyed).toBe(true);
  await expect(peer.conversation.apiVersions()).rejects.toEqual(
    code('KAFKA_CLOSED', { details: { api: 'ApiVersions', after: 'KAFKA_FRAME_INVALID' } }),
  );
});

test('an answer to another request ends it too', async () => {
  await using peer = await Peer.start(({ correlationId }, socket) => {
    socket.write(framed(correlationId + 1, rangesBody(0, MSK_LIKE)));
    return undefined;
  });
  await expect(peer.conversation.apiVersions()).rejects.toEqual(code('KAFKA_CORRELATION_MISMATCH'));
  expect(peer.client.destroyed).toBe(true);
});

test('bytes that nobody asked for end it, before an answer and behind one', async () => {
  const noted: Record<string, unknown> = { code: 'KAFKA_CLOSED', details: { after: 'KAFKA_FRAME_INVALID' } };
  await using behind = await Peer.start(({ correlationId }, socket) => {
    socket.write(Buffer.concat([framed(correlationId, rangesBody(35, [])), Buffer.alloc(10)]));
    return undefined;
  });
  await expect(behind.conversation.apiVersions()).rejects.toEqual(code('KAFKA_FRAME_INVALID'));
  // A proper frame, but the answer to nothing.
  await using before = await Peer.start(oldBroker, {}, (socket) => {
    socket.write(framed(0, rangesBody(0, MSK_LIKE)));
  });
  await once(before.client, 'close');
  await expect(before.conversation.apiVersions()).rejects.toMatchObject(noted);
});

test('no answer, or one that never ends, is a timeout', async () => {
  for (const reply of [
    (): undefined => undefined,
    (_: Heard, s: Socket): undefined => void s.write('\0\0'),
  ]) {
    await using peer = await Peer.start(reply, { timeoutMs: 60 });
    await expect(peer.conversation.apiVersions()).rejects.toEqual(
      code('KAFKA_TIMEOUT', { retryable: true, message: expect.stringContaining('60 ms') as string }),
    );
    expect(peer.client.destroyed).toBe(true);
  }
});

test('the clock of the timeout is the given one', async () => {
  const sleeps: number[] = [];
  const ports = { sleep: (ms: number): Promise<void> => (sleeps.push(ms), Promise.resolve()) };
  await using peer = await Peer.start(oldBroker, { timeoutMs: 12_345, ports });
  await expect(peer.conversation.apiVersions()).rejects.toEqual(code('KAFKA_TIMEOUT'));
  expect(sleeps).toEqual([12_345]);
});

test('a broker that hangs up is told from one that hangs up in the middle of an answer', async () => {
  const half = Buffer.from('000000640000', 'hex');
  const hangUps: [Reply, unknown][] = [
    [(_, s) => void s.destroy(), code('KAFKA_CLOSED', { retryable: true })],
    [
      (_, s) => void s.resetAndDestroy(),
      code('KAFKA_CLOSED', { message: expect.stringContaining('ECONNRESET') as string }),
    ],
    [
      (_, s) => void s.end(half),
      code('KAFKA_FRAME_INVALID', {
        retryable: true,
        message: 'the connection ended after 6 of 104 bytes of an answer (waiting for ApiVersions)',
      }),
    ],
  ];
  for (const [reply, expected] of hangUps) {
    await using peer = await Peer.start(reply);
    await expect(peer.conversation.apiVersions()).rejects.toEqual(expected);
  }
});

test('a conversation ends by its signal, its owner, or because the stream was gone already', async () => {
  const silence: Reply = () => undefined;
  const stop = new AbortController();
  await using aborted = await Peer.start(silence, { signal: stop.signal });
  const waiting = aborted.conversation.apiVersions();
  const enough = new Error('enough');
  setImmediate(() => stop.abort(enough));
  await expect(waiting).rejects.toEqual(code('ABORTED', { cause: enough }));
  expect(aborted.client.destroyed).toBe(true);

  const deadline = new MskReachError('DEADLINE_EXCEEDED', 'too late');
  await using late = await Peer.start(silence, { signal: AbortSignal.abort(deadline) });
  await expect(late.conversation.apiVersions()).rejects.toBe(deadline);

  await using closed = await Peer.start(silence);
  const left = closed.conversation.apiVersions();
  const queued = closed.conversation.apiVersions();
  // Both must have handlers before either settles.
  const outcomes = Promise.allSettled([left, queued]);
  await new Promise(setImmediate);
  closed.conversation.close();
  closed.conversation.close();
  for (const outcome of await outcomes)
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'CLOSED' } });
  const over = openConversation(closed.client, { clientId: 'test', timeoutMs: 5000, ports: realPorts });
  await expect(over.apiVersions()).rejects.toEqual(code('KAFKA_CLOSED'));
});
