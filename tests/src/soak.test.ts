/** Endurance in short: `npm run soak` for half a minute. */
import { expect, test } from 'vitest';
import { run } from '../run-program.ts';

const LAST_LINE =
  /^soak: acknowledged (?<acknowledged>\d+), consumed (?<consumed>\d+), lost (?<lost>\d+), restarts \d+, max gap \d+ ms$/u;

/** The soak has to take out a test's NODE_ENV itself: kafkajs tries again less often under it. */
const env = Object.fromEntries(
  Object.entries({ ...process.env, NODE_ENV: 'test' }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  ),
);

test('nothing is lost through an STS outage and a broker killed, with sessions of 5 s', async () => {
  const { code, stdout, stderr } = await run('soak/dist/main.js', ['--minutes', '0.5', '--seed', '1'], env);
  const { acknowledged, consumed, lost } = LAST_LINE.exec(stdout.trimEnd())?.groups ?? {};
  expect(stderr).toMatch(/STS .* for [\d.]+ s: acknowledged/u);
  expect(stderr).toMatch(/broker \d+ is killed with -9 .*: acknowledged/u);
  expect(stderr).toContain('as arn:aws:sts::444455556666:assumed-role/msk-client/msk-reach;');
  expect(stderr).toContain("raw kafkajs with AWS's signer: ");
  const last = stderr.trimEnd().split('\n').at(-1);
  expect({ code, lost, consumed, last }).toEqual({ code: 0, lost: '0', consumed: acknowledged, last });
  expect(Number(acknowledged)).toBeGreaterThan(1_000);
}, 300_000);
