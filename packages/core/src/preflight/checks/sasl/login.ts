/** How the login went. MSK refuses with error 58 and one text, so SAS01 and SAS03 are told apart by other evidence. */
import type { Facts } from '../../facts.ts';
import type { PathObservation } from '../../observation.ts';
import { residual, type Case } from '../check.ts';

/** Below this, a clock agrees with AWS's. */
const AGREES_MS = 60_000;
/** MSK's words when the cluster's quota of connection attempts is used up: error 58 too. */
const THROTTLED = /too many connects/i;
/** What a broker says of a re-authentication, with error 58 too: no refusal of this login. */
const REAUTHENTICATION = /cannot change principals|session too short/i;

/** Whether a broker refused this login. */
function isRefused({ sasl }: PathObservation): boolean {
  const text = refusalText(sasl);
  return text !== null && !THROTTLED.test(text) && !REAUTHENTICATION.test(text);
}

/** Whether a broker turned this login away for the cluster's quota (SAS04). */
export function isThrottled({ sasl }: PathObservation): boolean {
  const text = refusalText(sasl);
  return text !== null && THROTTLED.test(text);
}

function refusalText(sasl: PathObservation['sasl']): string | null {
  if (sasl.outcome !== 'error' || sasl.code !== 'SASL_REFUSED') return null;
  return messageOf(sasl.facts?.['message']) || sasl.detail;
}

/** Whether any broker let these credentials in. */
function isAccepted({ paths }: Facts['hosts'][number]): boolean {
  return paths.some(({ sasl }) => sasl.outcome === 'ok');
}

/**
 * Where a host refused the login, and nobody else let the same principal in: the permission is the cluster's, so one
 * broker that refuses among others that accept has another reason, which the matrix of brokers names.
 */
export function refusalsOf(
  host: Facts['hosts'][number],
  hosts: readonly Facts['hosts'][number][],
): readonly PathObservation[] {
  return hosts.some(isAccepted) ? [] : host.paths.filter(isRefused);
}

/** What a broker said. */
export function refusalEvidence(path: PathObservation): string {
  const { host, sasl } = path;
  if (sasl.outcome !== 'error') return host;
  const message = messageOf(sasl.facts?.['message']) || sasl.detail;
  return `${host}: error ${messageOf(sasl.facts?.['errorCode']) || 58}, ${message}`;
}

/** Cases of hosts that did not refuse: let in, or not asked. */
export function otherwiseCase(host: Facts['hosts'][number]): Case {
  if (isAccepted(host)) return { status: 'pass', subject: host.host };
  return { status: 'blocked', subject: host.host, by: ['SAS01', 'SAS02', 'SAS03', 'SAS04', ...residual] };
}

/** What keeps the evidence from saying "not allowed" (SAS01); empty when it does say so. */
export function doubts({ identity, endpoint }: Pick<Facts, 'identity' | 'endpoint'>): readonly string[] {
  const { caller, clock, token } = identity;
  const signed = token.outcome === 'ok' ? token.value.region : endpoint.region;
  const found: string[] = [];
  if (caller.outcome !== 'ok') found.push('STS did not confirm these credentials');
  if (clock.outcome !== 'ok') found.push("the clock was not compared with AWS's");
  else if (Math.abs(clock.value.skewMs) >= AGREES_MS)
    found.push(`the clock is ${Math.round(clock.value.skewMs / 1000)} s off`);
  if (endpoint.nameRegion === null) found.push("the bootstrap's name carries no Region to compare with");
  else if (signed !== endpoint.nameRegion) found.push('the signing Region is not the one in the name');
  return found;
}

function messageOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
