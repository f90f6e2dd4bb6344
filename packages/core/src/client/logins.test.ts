import { expect, test } from 'vitest';
import { MskReachError } from '../errors.ts';
import { createLogins } from './logins.ts';

const denied = new MskReachError('SASL_REFUSED', 'Access denied', {
  details: { message: '[id]: Access denied' },
});
const throttled = new MskReachError('SASL_REFUSED', 'Too many connects', { retryable: true });

function logins(renew: () => Promise<void> = async () => undefined) {
  let now = 0;
  let clock = 1_700_000_000_000;
  const waits: number[] = [];
  const pauses: number[] = [];
  let renewals = 0;
  const account = createLogins({
    identity: {
      renew: async () => {
        renewals += 1;
        await renew();
      },
    },
    ports: {
      now: () => clock + now,
      monotonic: () => now,
      random: () => 0,
      sleep: async (ms) => {
        waits.push(ms);
        now += ms;
      },
    },
    connections: { pause: (ms) => void pauses.push(ms) },
    bootstrap: 'boot:9098',
    ended: new AbortController().signal,
  });
  /** A refusal of a token that is signed now. */
  const refuse = (error = denied) => account.refused(error, account.begin());
  return {
    account,
    refuse,
    waits,
    pauses,
    renewals: () => renewals,
    advance: (ms: number) => void (now += ms),
    setClock: (ms: number) => void (clock += ms),
  };
}

test('a refusal is met with fresh credentials at once, and is over when they are accepted', async () => {
  const { account, refuse, waits, renewals } = logins();
  expect(await refuse()).toMatchObject({ code: 'SASL_REFUSED', retryable: true });
  expect([renewals(), waits, account.trouble()]).toEqual([1, [0], null]);
  account.accepted(account.begin());
  expect((await refuse()).retryable).toBe(true);
});

test('connections that are refused together renew once', async () => {
  const { account, renewals } = logins();
  const attempt = account.begin();
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => account.refused(denied, attempt)));
  expect(outcomes.every(({ retryable }) => retryable)).toBe(true);
  expect(renewals()).toBe(1);
  // One that was still under way with the old token says nothing about the new credentials.
  expect((await account.refused(denied, attempt)).retryable).toBe(true);
  expect(renewals()).toBe(1);
});

test('fresh credentials that are refused too are a refusal for good, with one sentence and one command', async () => {
  const { account, refuse, waits, renewals } = logins();
  await refuse();
  await refuse();
  const last = await refuse();
  expect(last).toMatchObject({ code: 'SASL_REFUSED', retryable: false });
  expect(last.message).toContain('npx msk-reach check --bootstrap boot:9098');
  expect(account.trouble()).toBe(last);
  expect([renewals(), waits]).toEqual([2, [0, 1_000]]);
  account.accepted(account.begin());
  expect(account.trouble()).toBeNull();
});

test.each([
  [-3_600_000, "This machine's clock was set 3600 s back since a broker last let the client in"],
  [86_400_000, "This machine's clock was set 86400 s forward since a broker last let the client in"],
  [59_000, "a permission is missing or was taken away, or this machine's clock is wrong"],
])(
  'a clock that was moved by %i ms is what a refusal for good tells of, if it is enough',
  async (ms, words) => {
    const { refuse, setClock } = logins();
    setClock(ms);
    await refuse();
    await refuse();
    expect((await refuse()).message).toContain(words);
  },
);

test('a login that was under way when the clock was moved does not hide that', async () => {
  const { account, refuse, setClock } = logins();
  const attempt = account.begin();
  setClock(3_600_000);
  account.accepted(attempt);
  for (let round = 0; round < 2; round += 1) await refuse();
  expect((await refuse()).message).toContain('set 3600 s forward');
});

test('a clock that was set right before a login that worked has nothing to do with a refusal after it', async () => {
  const { account, refuse, setClock } = logins();
  setClock(120_000);
  account.accepted(account.begin());
  for (let round = 0; round < 2; round += 1) await refuse();
  expect((await refuse()).message).toContain('a permission is missing');
});

test('a refusal much later begins anew', async () => {
  const { refuse, advance, renewals } = logins();
  for (let round = 0; round < 3; round += 1) await refuse();
  advance(30_001);
  expect((await refuse()).retryable).toBe(true);
  expect(renewals()).toBe(3);
});

test('a role that is gone ends it at once, with the words of STS', async () => {
  const gone = new MskReachError('STS_REFUSED', 'not authorized to perform: sts:AssumeRole');
  const { account, refuse } = logins(() => Promise.reject(gone));
  expect(await refuse()).toBe(gone);
  expect(account.trouble()).toBe(gone);
});

test("STS's absence ends nothing", async () => {
  const away = new MskReachError('STS_UNREACHABLE', 'no answer', { retryable: true });
  const { account, refuse } = logins(() => Promise.reject(away));
  expect(await refuse()).toMatchObject({ code: 'SASL_REFUSED', retryable: true });
  expect(account.failed(away)).toBe(away);
  expect(account.trouble()).toBeNull();
});

test('too many connects hold back every connection, longer each time, and cost no credentials', async () => {
  const { account, refuse, pauses, renewals } = logins();
  for (let round = 0; round < 4; round += 1) expect((await refuse(throttled)).retryable).toBe(true);
  account.accepted(account.begin());
  await refuse(throttled);
  expect([pauses, renewals()]).toEqual([[1_000, 2_000, 4_000, 4_000, 1_000], 0]);
});

test('a connection that may not change its principal is made anew', async () => {
  const changed = new MskReachError('SASL_REFUSED', 'x', {
    details: { message: 'Cannot change principals during re-authentication from a: b' },
  });
  const { refuse, renewals } = logins();
  expect((await refuse(changed)).retryable).toBe(true);
  expect(renewals()).toBe(0);
});
