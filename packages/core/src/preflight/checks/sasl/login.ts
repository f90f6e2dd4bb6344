/** How the login went. MSK refuses with error 58 and one text, so SAS01 and SAS03 are told apart by other evidence. */
import type { Facts } from '../../facts.ts';
import type { PathObservation } from '../../observation.ts';
import { residual, type Case } from '../check.ts';

/** Below this, a clock agrees with AWS's. */
const AGREES_MS = 60_000;
/** SaslAuthenticate error 58 with these words is the quota (SAS04) or a re-authentication, not a refusal of this login. */
const OTHER_TEXTS = /too many connects|cannot change principals|session too short/i;

/** Whether a broker refused this login. */
export function isRefused({ sasl }: PathObservation): boolean {
  if (sasl.outcome !== 'error' || sasl.code !== 'SASL_REFUSED') return false;
  return !OTHER_TEXTS.test(messageOf(sasl.facts?.['message']) || sasl.detail);
}

/** What a broker said. */
export function refusalEvidence(path: PathObservation): string {
  const { host, sasl } = path;
  if (sasl.outcome !== 'error') return host;
  const message = messageOf(sasl.facts?.['message']) || sasl.detail;
  return `${host}: error ${messageOf(sasl.facts?.['errorCode']) || 58}, ${message}`;
}

/** Cases of hosts that did not refuse: let in, or not asked. */
export function otherwiseCase({ host, paths }: Facts['hosts'][number]): Case {
  if (paths.some(({ sasl }) => sasl.outcome === 'ok')) return { status: 'pass', subject: host };
  return { status: 'blocked', subject: host, by: ['SAS01', 'SAS03', ...residual] };
}

/** What keeps the evidence from saying "not allowed" (SAS01); empty when it does say so. */
export function doubts({
  identity,
  endpoint,
  hosts,
}: Pick<Facts, 'identity' | 'endpoint' | 'hosts'>): readonly string[] {
  if (hosts.some(({ paths }) => paths.some(({ sasl }) => sasl.outcome === 'ok'))) return [];
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
