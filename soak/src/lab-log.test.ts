import { expect, test } from 'vitest';
import { LabLog } from './lab-log.ts';

const OURS = 'arn:aws:sts::444455556666:assumed-role/msk-client/msk-reach';
const PEER = 'arn:aws:sts::444455556666:assumed-role/soak-peer/soak-peer';
const USER = 'arn:aws:iam::111122223333:user/client';

test('each side has its own counts, and nobody the lab’s', () => {
  const log = new LabLog();
  for (const line of [
    'auth accepted arn=arn:aws:iam::444455556666:user/topic-maker broker=97 session_ms=20000',
    `auth accepted arn=${OURS} broker=97 session_ms=20000`,
    `auth accepted arn=${OURS} broker=98 session_ms=19000`,
    `auth accepted arn=${PEER} broker=98 session_ms=19000`,
    `auth refused reason=too_many_connects detail=${OURS} broker=98 ref=0`,
    'auth refused reason=session_expired detail="ended 3 s ago" broker=98 ref=0',
    `sts action=AssumeRole outcome=ok caller=${USER} session=msk-reach`,
    `sts action=AssumeRole outcome=ok caller=${USER} session=soak-peer`,
    `sts action=GetCallerIdentity outcome=ok caller=${OURS}`,
    'broker 97 killed',
  ])
    log.heard(line);
  expect(log.of('ours')).toEqual({ logins: 2, throttled: 1, principals: [OURS], stsCalls: 2 });
  expect(log.of('peer')).toEqual({ logins: 1, throttled: 0, principals: [PEER], stsCalls: 1 });
  expect(log.refusals()).toEqual({ session_expired: 1 });
});

test('a principal that changed is seen', () => {
  const log = new LabLog();
  for (const name of ['one', 'two', 'one'])
    log.heard(`auth accepted arn=${OURS}-${name} broker=97 session_ms=20000`);
  expect(log.of('ours').principals).toEqual([`${OURS}-one`, `${OURS}-two`]);
});
