/** Every phase, in the order of a first round. */
import { brokerKilled } from './broker-killed.ts';
import { brokerPaused } from './broker-paused.ts';
import { brokerReplaced } from './broker-replaced.ts';
import { dnsOutage } from './dns-outage.ts';
import { lateName } from './late-name.ts';
import type { Phase } from './phase.ts';
import { rollingRestart } from './rolling-restart.ts';
import { stsOutage } from './sts-outage.ts';
import { tooManyConnects } from './too-many-connects.ts';

/** What a round of a long run goes through. */
export const PHASES: readonly Phase[] = [
  stsOutage,
  dnsOutage,
  tooManyConnects,
  brokerKilled,
  brokerPaused,
  rollingRestart,
  brokerReplaced,
  lateName,
];

/** What half a minute has room for. */
export const SHORT_PHASES: readonly Phase[] = [stsOutage, brokerKilled];
