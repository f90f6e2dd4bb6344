import { expect, test } from 'vitest';
import {
  APEX,
  BOOT,
  broker,
  brokenName,
  healthy,
  look,
  missingName,
  resolvedName,
  SENTINEL,
  withName,
  withPlacement,
  withResolver,
  type Healthy,
} from '../../../test/observations.ts';
import type { DeclaredPattern } from '../../config/config.ts';
import { diagnose } from '../diagnose.ts';
import type { Observation } from '../observation.ts';
import type { PatternVerdict } from '../report.ts';

const MSK = '10.0.0.0/16';
const VPC = '10.1.0.0/16';
const REMOTE = ['10.0.1.10', '10.0.2.10'];
const OWN = ['10.1.7.7', '10.1.8.8'];
/** Where a VPC with the endpoint of PrivateLink lies that others share. */
const SHARED = ['10.3.1.10', '10.3.2.10'];
const FOREIGN = `boot-mskreach.c1.${APEX}`;
const FAR = `boot-mskreach.c2.${APEX}`;

/** What AWS does not say: where the managed zone of a cluster stands, and so whose SOA denies. */
const MANAGED: readonly (readonly [string, string | null])[] = [
  ['at Z', APEX],
  ['at cN.Z', `c1.${APEX}`],
  ['one a name', 'amazonaws.com'],
  ['without a SOA', null],
];
/** What is known of the client's place, and of where the answers must lie. */
type Known = (declared: DeclaredPattern, cidr: string) => Healthy;
const KNOWN: readonly (readonly [string, Known])[] = [
  ['nothing declared', () => ({})],
  ['the pattern', (pattern) => ({ pattern })],
  ['the pattern and the VPC', (pattern) => ({ pattern, vpcCidrs: [VPC] })],
  ['all', (pattern, cidr) => ({ pattern, vpcCidrs: [VPC], cidrs: [cidr] })],
  ['the VPC alone', () => ({ vpcCidrs: [VPC] })],
];
type Row = readonly [
  string,
  Exclude<DeclaredPattern, 'any'>,
  string,
  (known: Healthy, zone: string | null) => Observation,
];
const wild =
  (addresses: readonly string[]): Row[3] =>
  (known) =>
    healthy({ ...known, addresses });
const exact =
  (addresses: readonly string[]): Row[3] =>
  (known, zone) =>
    healthy({ ...known, addresses, wildcard: false, zone });
/** A wildcard of another cluster answers for what the names' own zones do not hold. */
const beside =
  (addresses: readonly string[], elsewhere: readonly string[]): Row[3] =>
  (known) =>
    look(
      healthy({ ...known, addresses }),
      ...([SENTINEL, FOREIGN, FAR] as const).map((host) =>
        withName(resolvedName(host, { role: roleOf(host) }, elsewhere)),
      ),
    );
const roleOf = (host: string) =>
  host === SENTINEL ? 'sentinel' : host === FOREIGN ? 'foreign-same-shard' : 'foreign-other-shard';

const ROWS: readonly Row[] = [
  ['a zone with a wildcard', 'phz', MSK, wild(REMOTE)],
  ['PrivateLink in the own VPC', 'phz-privatelink', VPC, wild(OWN)],
  ['PrivateLink in a shared VPC', 'phz-privatelink', '10.3.0.0/16', wild(SHARED)],
  ['a local cluster', 'local', VPC, exact(OWN)],
  ['a local cluster beside a wildcard, one zone a name', 'local', VPC, beside(OWN, REMOTE)],
  ['a resolver rule', 'resolver-rule', MSK, exact(REMOTE)],
  ['a rule to one zone a name, a wildcard beside them', 'resolver-rule', MSK, beside(REMOTE, SHARED)],
];
const cases = ROWS.flatMap(([name, pattern, cidr, make]) =>
  MANAGED.flatMap(([where, zone]) =>
    KNOWN.map(([what, known]) => [name, where, what, pattern, make(known(pattern, cidr), zone)] as const),
  ),
);
const likes = ({ observed, alternatives }: PatternVerdict): readonly string[] => [observed, ...alternatives];

test.each(cases)('%s, managed zone %s, known: %s', (_row, _where, _what, right, observation) => {
  const { pattern, findings, status } = diagnose(observation);
  expect(likes(pattern)).toContain(right);
  // Either it is right, or it says that it is not sure and lists what is.
  expect([pattern.observed === right || pattern.confidence === 'weak', status]).toEqual([true, 'pass']);
  if (pattern.declared !== 'any') expect(pattern.observed).toBe(right);
  const pat01 = findings.find(({ check }) => check === 'PAT01');
  expect(pat01?.status).toBe(pattern.declared === 'any' ? 'skip' : 'pass');
});

const fixed = (zone: string | null, known: Healthy = {}): PatternVerdict =>
  diagnose(healthy({ ...known, wildcard: false, zone })).pattern;

test('fixed records of a zone are a zone, and look like a managed one at Z', () => {
  expect(fixed(APEX)).toMatchObject({ observed: 'phz', confidence: 'weak' });
  expect(fixed(APEX).alternatives).toEqual(['phz-privatelink', 'resolver-rule', 'local']);
  expect(fixed(`c1.${APEX}`).alternatives).not.toContain('phz');
});

test('only declared blocks that do not overlap make it certain', () => {
  const strong = (options: Healthy): string => diagnose(healthy(options)).pattern.confidence;
  expect(strong({ pattern: 'phz', cidrs: [MSK], vpcCidrs: [VPC] })).toBe('strong');
  expect(strong({ pattern: 'phz', cidrs: ['10.0.0.0/8'], vpcCidrs: [VPC] })).toBe('weak');
  expect(strong({ pattern: 'phz', cidrs: [MSK] })).toBe('weak');
  expect(strong({ cidrs: [MSK], vpcCidrs: [VPC] })).toBe('weak');
});

test.each<readonly [string, DeclaredPattern, Observation]>([
  ['a rule, and a wildcard answers', 'resolver-rule', healthy({ pattern: 'resolver-rule' })],
  ['a local cluster, and the addresses are remote', 'local', healthy({ pattern: 'local', vpcCidrs: [VPC] })],
  [
    'a rule, and the addresses are the own ones',
    'resolver-rule',
    healthy({ pattern: 'resolver-rule', vpcCidrs: [VPC], addresses: OWN, wildcard: false, zone: null }),
  ],
  [
    'a zone, and the managed zone answers',
    'phz',
    healthy({ pattern: 'phz', wildcard: false, zone: `c1.${APEX}` }),
  ],
])('declared is %s: PAT01', (_, declared, observation) => {
  const { pattern, rootCauses } = diagnose(observation);
  expect(likes(pattern)).not.toContain(declared);
  expect(rootCauses).toContain('PAT01');
});

test('a server that gives another part each time does not seem to lead elsewhere', () => {
  const rotating = look(
    healthy({ pattern: 'phz', vpcCidrs: [VPC] }),
    withName(resolvedName(BOOT, { role: 'bootstrap' }, ['10.0.1.10']), true),
    withName(resolvedName(broker(97), { role: 'broker', brokerId: 97 }, ['10.0.2.10']), true),
    withName(resolvedName(SENTINEL, { role: 'sentinel' }, ['10.0.3.10'])),
  );
  expect(diagnose(rotating).pattern).toMatchObject({ observed: 'phz', confidence: 'weak' });
});

test('where the sentinel got no answer, a cluster nobody made stands in for it', () => {
  const seen = look(healthy(), withName(brokenName(SENTINEL, { role: 'sentinel' })));
  expect(diagnose(seen).pattern.observed).toBe('phz');
  const neither = look(seen, withName(brokenName(FOREIGN, { role: 'foreign-same-shard' })));
  expect(diagnose(neither).pattern).toMatchObject({ observed: 'unknown', confidence: 'none' });
});

test('the evidence counts the brokers, says what cannot be seen, and what another resolver makes of it', () => {
  const managed = { wildcard: false, zone: `c1.${APEX}` };
  const seen = look(
    healthy({ pattern: 'resolver-rule', ...managed }),
    withName(missingName(broker(98), { role: 'broker', brokerId: 98 }, `c1.${APEX}`)),
    withPlacement('eu-west-1', [VPC]),
    withResolver('10.1.0.9:53'),
  );
  const { evidence } = diagnose(seen).pattern;
  const has = (words: string): boolean => evidence.some((line) => line.includes(words));
  expect(has('2 of 3 brokers lead where the bootstrap leads')).toBe(true);
  expect(has(`broker ${broker(98)}: NXDOMAIN`)).toBe(true);
  expect(has("outside the client's own VPC (10.1.0.0/16, by instance metadata)")).toBe(true);
  expect(has('this client runs in eu-west-1')).toBe(true);
  expect(has('whose zone or rule answers cannot be seen from here')).toBe(true);
  expect(has('as 10.1.0.9:53 answers, it looks like phz (weak)')).toBe(true);
});
