import * as fc from 'fast-check';
import { createRequire } from 'node:module';
import { expect, inject, test } from 'vitest';
import { watchAnswers } from './answer-watch.ts';
import { watchCoordinators } from './coordinator-watch.ts';

interface Request {
  readonly apiKey: number;
}
/** kafkajs's own encoder: what stands on the wire. */
const kafkajs = createRequire(import.meta.url);
const encode = kafkajs('kafkajs/src/protocol/request') as (parts: {
  correlationId: number;
  clientId: string;
  request: Request;
}) => Promise<{ readonly buffer: Buffer }>;
const { protocol } = kafkajs('kafkajs/src/protocol/requests/findCoordinator') as {
  readonly protocol: (of: {
    version: string;
  }) => (parts: { groupId: string; coordinatorType?: number }) => { request: Request };
};

function watched() {
  const answers: unknown[] = [];
  const tap = watchAnswers([watchCoordinators((...answer) => answers.push(answer))]);
  return { answers, tap };
}

async function asked(version: string, groupId: string, coordinatorType: number): Promise<Buffer> {
  const { request } = protocol({ version })({ groupId, coordinatorType });
  return (await encode({ correlationId: 9, clientId: 'me', request })).buffer;
}

/** An answer of version 0, or of a later one with its throttle time. */
function answer(version: string, errorCode: number): Buffer {
  const bytes = Buffer.alloc(4 + 4 + (version === '0' ? 0 : 4) + 2 + 10);
  bytes.writeInt32BE(bytes.length - 4, 0);
  bytes.writeInt32BE(9, 4);
  bytes.writeInt16BE(errorCode, version === '0' ? 8 : 12);
  return bytes;
}

test.each([
  ['0', 0, 'group'],
  ['1', 0, 'group'],
  ['2', 1, 'transactionalId'],
])(
  "what kafkajs asks in version %s, of type %i, is read with the broker's code",
  async (version, type, kind) => {
    const { answers, tap } = watched();
    tap.sent(await asked(version, 'bestellungen-ä', type));
    tap.received(answer(version, 30));
    tap.received(answer(version, 30));
    expect(answers).toEqual([[kind, 'bestellungen-ä', 30]]);
  },
);

test('kafkajs still asks in versions that are read', () => {
  const { versions } = kafkajs('kafkajs/src/protocol/requests/findCoordinator') as { versions: string[] };
  expect(versions).toEqual(['0', '1', '2']);
});

test('fuzz: what is cut short or made up is passed over', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.uint8Array({ maxLength: 40 }), (sent, received) => {
      const { answers, tap } = watched();
      const request = Buffer.concat([Buffer.from([0, 0, 0, 0, 0, 10, 0, 1]), sent]);
      tap.sent(request);
      tap.received(Buffer.concat([Buffer.from([0, 0, 0, received.length]), received]));
      expect(answers.length).toBeLessThanOrEqual(1);
    }),
    { numRuns: inject('fuzzRuns') },
  );
});
