import { expect, test } from 'vitest';
import {
  ADDRESSES,
  APEX,
  BOOT,
  CALLER,
  ID,
  ROLE,
  SENTINEL,
  SERVER,
  broker,
  brokenName,
  failed,
  healthy,
  hopOf,
  look,
  missingName,
  negative,
  ok,
  pathOf,
  refusedHop,
  resolvedName,
  saslFailed,
  skipped,
  tcpFailed,
  tlsFailed,
  withAdvertised,
  withEndpoint,
  withIdentity,
  withName,
  withPaths,
  withoutBrokers,
  withoutToken,
} from '../../test/observations.ts';
import { diagnose } from './diagnose.ts';
import type { AdvertisedBroker, Observation } from './observation.ts';
import type { Finding, Report } from './report.ts';

const finding = (report: Report, id: string): Finding => {
  const found = report.findings.find(({ check }) => check === id);
  if (found === undefined) throw new Error(`no finding ${id}`);
  return found;
};
const warnings = (report: Report): readonly string[] =>
  report.findings.filter(({ status }) => status === 'warn').map(({ check }) => check);
const unsettled = (report: Report): readonly string[] =>
  report.findings
    .filter(({ status }) => status === 'unknown' || status === 'crash')
    .map(({ check }) => check);
const roots = (observation: Observation): readonly string[] => diagnose(observation).rootCauses;

const ONE_TEXT = `User: ${CALLER} is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`;
const bootAt = (path: { readonly host: string }): boolean => path.host === BOOT;
const brokerAt =
  (id: number) =>
  (path: { readonly host: string }): boolean =>
    path.host === broker(id);
const at =
  (address: string) =>
  (path: { readonly address: string }): boolean =>
    path.address === address;
const everywhere = (): boolean => true;
const foreign = (host: string, id = 7): AdvertisedBroker => ({
  id,
  host,
  port: 9098,
  rack: null,
  allowed: false,
  refusedBecause: "outside the cluster's own domain",
});

const MSK = ['10.0.0.0/16'];
const VPC = ['10.1.0.0/16'];
const OWN = ['10.1.7.7', '10.1.8.8'];
const managed = { wildcard: false, zone: `c1.${APEX}` };

const cluster: readonly (readonly [string, Observation])[] = [
  ['any', healthy()],
  ['one broker', healthy({ brokers: [97] })],
  ['100 brokers', healthy({ brokers: Array.from({ length: 100 }, (_, index) => index + 1) })],
  ['any, fixed records', healthy({ wildcard: false })],
  ['phz', healthy({ pattern: 'phz' })],
  ['phz in its block', healthy({ pattern: 'phz', cidrs: MSK, vpcCidrs: VPC })],
  [
    'phz with *.cN.Z alone',
    look(
      healthy({ pattern: 'phz' }),
      withName(missingName(`boot-mskreach.c2.${APEX}`, { role: 'foreign-other-shard' })),
    ),
  ],
  ['privatelink', healthy({ pattern: 'phz-privatelink', cidrs: VPC, vpcCidrs: VPC, addresses: OWN })],
  ['privatelink, no blocks', healthy({ pattern: 'phz-privatelink' })],
  ['privatelink in a shared VPC', healthy({ pattern: 'phz-privatelink', cidrs: MSK, vpcCidrs: VPC })],
  ['local', healthy({ pattern: 'local', vpcCidrs: VPC, addresses: OWN, ...managed })],
  ['local, no blocks', healthy({ pattern: 'local', ...managed })],
  ['local, zone at Z', healthy({ pattern: 'local', wildcard: false })],
  ['rule', healthy({ pattern: 'resolver-rule', cidrs: MSK, vpcCidrs: VPC, ...managed })],
  ['rule, zone at Z', healthy({ pattern: 'resolver-rule', wildcard: false })],
  ['rule, no SOA', healthy({ pattern: 'resolver-rule', wildcard: false, zone: null })],
  ['no roles', look(healthy(), withIdentity({ hops: [], expiresAt: null }))],
  [
    'no roles and no STS',
    look(
      healthy(),
      withIdentity({ hops: [], expiresAt: null, caller: failed('STS_UNREACHABLE'), clock: skipped() }),
    ),
  ],
  ['two minutes off', look(healthy(), withIdentity({ clock: ok({ skewMs: 120_000 }) }))],
];

test.each(cluster)('healthy: %s gives no fail, no warning and nothing unknown', (_, observation) => {
  const report = diagnose(observation);
  expect([report.rootCauses, warnings(report), unsettled(report), report.status]).toEqual([
    [],
    [],
    [],
    'pass',
  ]);
});

const single: readonly (readonly [string, readonly string[], Observation])[] = [
  [
    'CFG01 nothing parsed',
    ['CFG01'],
    look(
      healthy(),
      withEndpoint({
        bootstraps: [],
        kind: 'invalid',
        clusterId: null,
        shard: null,
        region: null,
        nameRegion: null,
        apex: null,
        problems: [
          {
            check: 'CFG01',
            path: 'bootstrap[0]',
            problem: "'localhost' is not a name of MSK",
            expected: 'boot-...',
          },
        ],
      }),
      withIdentity({
        base: skipped(),
        hops: [],
        caller: skipped(),
        clock: skipped(),
        token: skipped(),
        expiresAt: null,
      }),
      withoutBrokers,
      (seen) => ({ ...seen, names: [], paths: [] }),
    ),
  ],
  [
    'CFG03 refused token',
    ['CFG03'],
    look(
      healthy(),
      withEndpoint({
        region: 'eu-west-1',
        problems: [
          {
            check: 'CFG03',
            path: 'region',
            problem: "the Region given is 'eu-west-1'",
            expected: 'us-east-1',
          },
        ],
      }),
      withIdentity({ token: ok({ region: 'eu-west-1', lifetimeMs: 900_000 }) }),
      withPaths(bootAt, saslFailed()),
      withoutBrokers,
    ),
  ],
  [
    'CFG03 from the token alone',
    ['CFG03'],
    look(
      healthy(),
      withIdentity({ token: ok({ region: 'eu-west-1', lifetimeMs: 900_000 }) }),
      withPaths(bootAt, saslFailed()),
      withoutBrokers,
    ),
  ],
  [
    'CRD01',
    ['CRD01'],
    look(
      healthy(),
      withoutToken([hopOf(skipped())], {
        base: failed('CREDENTIALS_UNAVAILABLE', 'Could not load credentials from any providers'),
        clock: skipped(),
      }),
    ),
  ],
  [
    'CRD01 unknown key',
    ['CRD01'],
    look(
      healthy(),
      withoutToken([
        refusedHop('The security token included in the request is invalid.', 'InvalidClientTokenId'),
      ]),
    ),
  ],
  [
    'CRD01 unknown key without roles',
    ['CRD01'],
    look(
      healthy(),
      withIdentity({
        hops: [],
        caller: failed('STS_REFUSED', 'x', {
          awsCode: 'InvalidClientTokenId',
          awsMessage: 'The security token included in the request is invalid.',
        }),
      }),
      withPaths(bootAt, saslFailed()),
      withoutBrokers,
    ),
  ],
  ['CRD03 one text', ['CRD03'], look(healthy(), withoutToken([refusedHop(ONE_TEXT)]))],
  [
    'CRD03 trust policy words',
    ['CRD03'],
    look(
      healthy(),
      withoutToken([refusedHop(`${ONE_TEXT} because no role trust policy allows the sts:AssumeRole action`)]),
    ),
  ],
  [
    'CRD03 tags',
    ['CRD03'],
    look(healthy(), withoutToken([refusedHop(ONE_TEXT.replace('sts:AssumeRole', 'sts:TagSession'))])),
  ],
  [
    'CRD03 second hop',
    ['CRD03'],
    look(
      healthy(),
      withoutToken([
        hopOf(ok({ arn: 'x', expiresAt: '2026-03-01T13:00:00.000Z' }), 'arn:aws:iam::111111111111:role/base'),
        refusedHop(ONE_TEXT),
      ]),
    ),
  ],
  [
    'CRD04 identity policy words',
    ['CRD04'],
    look(
      healthy(),
      withoutToken([
        refusedHop(`${ONE_TEXT} because no identity-based policy allows the sts:AssumeRole action`),
      ]),
    ),
  ],
  [
    'CRD04 service control policy',
    ['CRD04'],
    look(
      healthy(),
      withoutToken([refusedHop(`${ONE_TEXT} with an explicit deny in a service control policy`)]),
    ),
  ],
  [
    'CRD05 unreachable',
    ['CRD05'],
    look(
      healthy(),
      withoutToken([hopOf(failed('STS_UNREACHABLE', 'connect ETIMEDOUT'))], { clock: skipped() }),
    ),
  ],
  [
    'CRD05 disabled',
    ['CRD05'],
    look(
      healthy(),
      withoutToken([
        hopOf(failed('STS_REGION_DISABLED', 'STS is not activated', { awsCode: 'RegionDisabledException' })),
      ]),
    ),
  ],
  [
    'CRD06 expired base',
    ['CRD06'],
    look(
      healthy(),
      withoutToken([hopOf(skipped())], {
        base: failed('CREDENTIALS_EXPIRED', 'ended an hour ago'),
        clock: skipped(),
      }),
    ),
  ],
  [
    'CRD06 ExpiredToken',
    ['CRD06'],
    look(
      healthy(),
      withoutToken([
        refusedHop('The security token included in the request is expired', 'ExpiredTokenException'),
      ]),
    ),
  ],
  [
    'CRD06 expired and refused',
    ['CRD06'],
    look(
      healthy(),
      withIdentity({ hops: [], expiresAt: '2026-03-01T11:00:00.000Z' }),
      withPaths(bootAt, saslFailed()),
      withoutBrokers,
    ),
  ],
  [
    'CRD08 and a refused token',
    ['CRD08'],
    look(
      healthy(),
      withIdentity({ clock: ok({ skewMs: 1_200_000 }) }),
      withPaths(bootAt, saslFailed()),
      withoutBrokers,
    ),
  ],
  [
    'CRD08 seen by STS',
    ['CRD08'],
    look(
      healthy(),
      withoutToken([
        refusedHop('Signature expired: 20260301T110000Z is now earlier than', 'SignatureDoesNotMatch'),
      ]),
    ),
  ],
  [
    'DNS01',
    ['DNS01'],
    look(
      healthy(),
      withoutBrokers,
      ...[BOOT].map((host) => withName(missingName(host, { role: 'bootstrap' }, 'amazonaws.com'))),
      withName(missingName(SENTINEL, { role: 'sentinel' }, 'amazonaws.com')),
      withName(missingName(`boot-mskreach.c2.${APEX}`, { role: 'foreign-other-shard' }, 'amazonaws.com')),
    ),
  ],
  [
    'DNS02',
    ['DNS02'],
    look(
      healthy({ wildcard: false, pattern: 'phz' }),
      ...[97, 98, 473].map((id) => withName(missingName(broker(id), { role: 'broker', brokerId: id }))),
    ),
  ],
  [
    'DNS02 the only broker',
    ['DNS02'],
    look(
      healthy({ wildcard: false, brokers: [97] }),
      withName(missingName(broker(97), { role: 'broker', brokerId: 97 })),
    ),
  ],
  [
    'DNS03 one stale',
    ['DNS03'],
    look(
      healthy({ wildcard: false, pattern: 'phz' }),
      withName(missingName(broker(98), { role: 'broker', brokerId: 98 })),
    ),
  ],
  [
    'DNS03 NODATA',
    ['DNS03'],
    look(healthy(), withName(missingName(broker(98), { role: 'broker', brokerId: 98 }, APEX, 'NOERROR'))),
  ],
  [
    'DNS03 left-over record of a broker',
    ['DNS03'],
    look(
      healthy(),
      withoutBrokers,
      withName(missingName(BOOT, { role: 'bootstrap' })),
      withName(missingName(SENTINEL, { role: 'sentinel' })),
      withName(missingName(`boot-mskreach.c1.${APEX}`, { role: 'foreign-same-shard' })),
    ),
  ],
  [
    'DNS03 left-over record of the bootstrap',
    ['DNS03'],
    look(
      healthy({ pattern: 'phz' }),
      ...[97, 98, 473].map((id) => withName(missingName(broker(id), { role: 'broker', brokerId: id }))),
      withName(missingName(SENTINEL, { role: 'sentinel' })),
      withName(missingName(`boot-mskreach.c1.${APEX}`, { role: 'foreign-same-shard' })),
    ),
  ],
  [
    'DNS05 SERVFAIL',
    ['DNS05'],
    look(healthy(), withoutBrokers, withName(brokenName(BOOT, { role: 'bootstrap' }))),
  ],
  [
    'DNS05 one broker',
    ['DNS05'],
    look(
      healthy(),
      withName(brokenName(broker(98), { role: 'broker', brokerId: 98 }, failed('DNS_TIMEOUT'))),
    ),
  ],
  ['PAT01 rule declared, wildcard answers', ['PAT01'], healthy({ pattern: 'resolver-rule' })],
  ['PAT01 local declared, wildcard answers', ['PAT01'], healthy({ pattern: 'local' })],
  ['PAT01 phz declared, managed zone answers', ['PAT01'], healthy({ pattern: 'phz', ...managed })],
  [
    'PAT01 phz declared, own VPC answers',
    ['PAT01'],
    healthy({ pattern: 'phz', cidrs: [], vpcCidrs: VPC, addresses: OWN }),
  ],
  ['PAT01 outside the declared block', ['PAT01'], healthy({ pattern: 'phz', cidrs: ['10.9.0.0/16'] })],
  [
    'PAT01 outside the block and dead',
    ['PAT01'],
    look(
      healthy({ cidrs: ['10.9.0.0/16'] }),
      withPaths(everywhere, tcpFailed('TCP_TIMEOUT')),
      withoutBrokers,
    ),
  ],
  ['PAT01 loopback', ['PAT01'], healthy({ addresses: ['127.0.0.1'] })],
  ['TCP01', ['TCP01'], look(healthy(), withPaths(bootAt, tcpFailed('TCP_TIMEOUT')), withoutBrokers)],
  ['TCP01 one broker', ['TCP01'], look(healthy(), withPaths(brokerAt(98), tcpFailed('TCP_TIMEOUT')))],
  ['TCP02 refused', ['TCP02'], look(healthy(), withPaths(bootAt, tcpFailed('TCP_REFUSED')), withoutBrokers)],
  [
    'TCP02 reset in the handshake',
    ['TCP02'],
    look(healthy(), withPaths(brokerAt(98), tlsFailed('TCP_RESET'))),
  ],
  [
    'TLS01',
    ['TLS01'],
    look(
      healthy(),
      withPaths(
        bootAt,
        tlsFailed('TLS_NAME_MISMATCH', {
          certificate: { subject: 'CN=proxy', issuer: 'CN=proxy', names: ['proxy.corp'] },
        }),
      ),
      withoutBrokers,
    ),
  ],
  [
    'TLS02',
    ['TLS02'],
    look(
      healthy(),
      withPaths(
        bootAt,
        tlsFailed('TLS_UNTRUSTED', {
          certificate: { subject: 'CN=x', issuer: 'CN=Corp Proxy CA', names: [] },
        }),
      ),
      withoutBrokers,
    ),
  ],
  ['SAS01', ['SAS01'], look(healthy(), withPaths(bootAt, saslFailed()), withoutBrokers)],
  [
    'SAS03 credentials not confirmed',
    ['SAS03'],
    look(
      healthy(),
      withIdentity({ caller: failed('STS_UNREACHABLE'), clock: skipped(), hops: [] }),
      withPaths(bootAt, saslFailed()),
      withoutBrokers,
    ),
  ],
  ['KAF01 empty', ['KAF01'], look(healthy(), withAdvertised([]))],
  [
    'KAF01 timeout',
    ['KAF01'],
    look(healthy(), withPaths(bootAt, { metadata: failed('KAFKA_TIMEOUT') }), withoutBrokers),
  ],
  [
    'KAF01 hostile frame',
    ['KAF01'],
    look(
      healthy(),
      withPaths(bootAt, {
        apiVersions: failed('KAFKA_FRAME_INVALID', 'length -1'),
        sasl: skipped(),
        metadata: skipped(),
      }),
      withoutBrokers,
    ),
  ],
  [
    'KAF06 all brokers',
    ['KAF06'],
    look(
      healthy(),
      withAdvertised([foreign(`b97-zzzz9999.c1.${APEX}`), foreign(`b98-zzzz9999.c1.${APEX}`, 98)]),
    ),
  ],
  [
    'KAF06 cluster id of one broker',
    ['KAF06'],
    look(healthy(), (seen) => ({
      ...seen,
      paths: seen.paths.map((path) =>
        path.host === broker(98) ? pathOf(path.host, path.address, 'broker', 98, 'other-uuid') : path,
      ),
    })),
  ],
  [
    'BRK01 alone',
    ['BRK01'],
    look(
      healthy(),
      withPaths(brokerAt(98), { apiVersions: failed('KAFKA_CLOSED'), sasl: skipped(), metadata: skipped() }),
    ),
  ],
  ['BRK03', ['BRK03'], look(healthy(), withAdvertised([foreign('evil.example.com')]))],
  [
    'BRK03 look-alike',
    ['BRK03'],
    look(healthy(), withAdvertised([foreign(`b97-${ID}.c1.${APEX}.evil.example`)])),
  ],
];

test.each(single)('%s: root causes %j', (_, expected, observation) => {
  const report = diagnose(observation);
  expect(report.rootCauses).toEqual(expected);
  expect(report.status).toBe('fail');
  expect(warnings(report)).toEqual([]);
  for (const id of expected) expect(finding(report, id).fix.commands.length).toBeGreaterThan(0);
});

const pairs: readonly (readonly [string, readonly string[], Observation])[] = [
  [
    'stale record and a filtered address',
    ['DNS03', 'TCP01'],
    look(
      healthy({ wildcard: false }),
      withName(missingName(broker(98), { role: 'broker', brokerId: 98 })),
      withPaths(brokerAt(473), tcpFailed('TCP_TIMEOUT')),
    ),
  ],
  [
    'stale record and SERVFAIL',
    ['DNS03', 'DNS05'],
    look(
      healthy({ wildcard: false }),
      withName(missingName(broker(98), { role: 'broker', brokerId: 98 })),
      withName(brokenName(broker(473), { role: 'broker', brokerId: 473 })),
    ),
  ],
  [
    'filtered and refused',
    ['TCP01', 'TCP02'],
    look(
      healthy(),
      withPaths(brokerAt(98), tcpFailed('TCP_TIMEOUT')),
      withPaths(brokerAt(97), tcpFailed('TCP_REFUSED')),
    ),
  ],
  [
    'filtered and intercepted',
    ['TCP01', 'TLS02'],
    look(
      healthy(),
      withPaths(brokerAt(98), tcpFailed('TCP_TIMEOUT')),
      withPaths(brokerAt(97), tlsFailed('TLS_UNTRUSTED')),
    ),
  ],
  [
    'no role and no name',
    ['CRD03', 'DNS01'],
    look(
      healthy(),
      withoutToken([refusedHop(ONE_TEXT)]),
      withName(missingName(BOOT, { role: 'bootstrap' }, 'amazonaws.com')),
      withName(missingName(`boot-mskreach.c2.${APEX}`, { role: 'foreign-other-shard' }, 'amazonaws.com')),
    ),
  ],
  [
    'no role and filtered',
    ['CRD04', 'TCP01'],
    look(
      healthy(),
      withoutToken([refusedHop(`${ONE_TEXT} because no identity-based policy allows it`)]),
      withPaths(bootAt, tcpFailed('TCP_TIMEOUT')),
    ),
  ],
  [
    'Region and clock',
    ['CFG03', 'CRD08'],
    look(
      healthy(),
      withIdentity({
        token: ok({ region: 'eu-west-1', lifetimeMs: 900_000 }),
        clock: ok({ skewMs: -1_200_000 }),
      }),
      withPaths(bootAt, saslFailed()),
      withoutBrokers,
    ),
  ],
  [
    'foreign broker and a stranger',
    ['KAF06', 'BRK03'],
    look(healthy(), withAdvertised([foreign(`b97-zzzz9999.c1.${APEX}`), foreign('evil.example.com', 8)])),
  ],
  [
    'wrong pattern and filtered',
    ['PAT01', 'TCP01'],
    look(healthy({ pattern: 'resolver-rule' }), withPaths(brokerAt(98), tcpFailed('TCP_TIMEOUT'))),
  ],
  [
    'Region and stale zone',
    ['CFG03'],
    look(
      healthy({ wildcard: false }),
      withIdentity({ token: ok({ region: 'eu-west-1', lifetimeMs: 900_000 }) }),
      withPaths(bootAt, saslFailed()),
      withoutBrokers,
    ),
  ],
];

test.each(pairs)('two at once: %s', (_, expected, observation) => {
  expect([...roots(observation)].sort()).toEqual([...expected].sort());
});

test('what a cause breaks is skipped under it and named once', () => {
  const report = diagnose(
    look(healthy({ wildcard: false }), withName(missingName(broker(98), { role: 'broker', brokerId: 98 }))),
  );
  const dns03 = finding(report, 'DNS03');
  expect(dns03.subjects).toEqual([broker(98)]);
  expect(dns03.fix.text).toContain('stays cached up to 300 s');
  for (const id of ['DNS02', 'TCP01', 'TLS01', 'SAS01', 'BRK01']) {
    expect(finding(report, id)).toMatchObject({ status: 'skip', blockedBy: ['DNS03'] });
  }
  expect(finding(report, 'KAF01').status).toBe('pass');
});

test("a refused AssumeRole with AWS's one text is one finding with both candidates", () => {
  const report = diagnose(look(healthy(), withoutToken([refusedHop(ONE_TEXT)])));
  const crd03 = finding(report, 'CRD03');
  expect(crd03.candidates).toEqual(['CRD03', 'CRD04']);
  expect(crd03.subjects).toEqual([ROLE]);
  expect(crd03.settledBy).toContain('CloudTrail of account 222222222222');
  expect(crd03.settledBy).toContain(CALLER);
  expect(finding(report, 'CRD04')).toMatchObject({ status: 'skip', blockedBy: ['CRD03'] });
});

test('words that AWS adds decide between the sides', () => {
  const blamed = (words: string): readonly string[] => {
    const report = diagnose(look(healthy(), withoutToken([refusedHop(`${ONE_TEXT} ${words}`)])));
    return [...report.rootCauses, ...finding(report, report.rootCauses[0] ?? '').candidates];
  };
  expect(blamed('because no identity-based policy allows the sts:AssumeRole action')).toEqual(['CRD04']);
  expect(blamed('because no role trust policy allows the sts:AssumeRole action')).toEqual(['CRD03']);
  expect(blamed('with an explicit deny in a resource control policy')).toEqual(['CRD03']);
  expect(blamed('because no VPC endpoint policy allows the sts:AssumeRole action')).toEqual(['CRD04']);
});

test('SAS01 only with proof; otherwise one SAS03 with candidates', () => {
  const proven = diagnose(look(healthy(), withPaths(bootAt, saslFailed()), withoutBrokers));
  expect(finding(proven, 'SAS01')).toMatchObject({ status: 'fail', candidates: [] });
  expect(finding(proven, 'SAS03')).toMatchObject({ status: 'skip', blockedBy: ['SAS01'] });
  const doubtful = diagnose(
    look(
      healthy(),
      withIdentity({ clock: ok({ skewMs: 200_000 }) }),
      withPaths(bootAt, saslFailed()),
      withoutBrokers,
    ),
  );
  expect(finding(doubtful, 'SAS03')).toMatchObject({ status: 'fail', candidates: ['SAS03', 'SAS01'] });
  expect(finding(doubtful, 'SAS03').settledBy).not.toBe('');
  expect(finding(doubtful, 'SAS01')).toMatchObject({ status: 'skip', blockedBy: ['SAS03'] });
  const explained = diagnose(
    look(
      healthy(),
      withIdentity({ clock: ok({ skewMs: 1_200_000 }) }),
      withPaths(bootAt, saslFailed()),
      withoutBrokers,
    ),
  );
  for (const id of ['SAS01', 'SAS03', 'KAF01'])
    expect(finding(explained, id)).toMatchObject({ status: 'skip', blockedBy: ['CRD08'] });
});

test('the quota is not a refusal of the login', () => {
  const report = diagnose(look(healthy(), withPaths(brokerAt(98), saslFailed('[0b5c]: Too many connects'))));
  expect(report.rootCauses).toEqual(['BRK01']);
  expect(finding(report, 'BRK01').summary).toContain('Too many connects');
});

test('a dead address beside a living one is a warning, not an outage', () => {
  const report = diagnose(look(healthy(), withPaths(at(ADDRESSES[1] ?? ''), tcpFailed('TCP_TIMEOUT'))));
  expect([report.status, report.rootCauses, warnings(report)]).toEqual(['warn', [], ['TCP03']]);
  expect(finding(report, 'TCP03').summary).toContain(ADDRESSES[1]);
});

test('a declared zone without a wildcard is a warning while every broker resolves', () => {
  const report = diagnose(healthy({ pattern: 'phz', wildcard: false }));
  expect([report.status, warnings(report)]).toEqual(['warn', ['DNS02']]);
  expect(report.pattern).toMatchObject({ observed: 'phz', confidence: 'weak' });
});

test('a zone that is associated but empty, and one that shadows, are told by the SOA', () => {
  const gone = (zone: string): Finding =>
    finding(
      diagnose(
        look(
          healthy({ wildcard: false, zone }),
          withoutBrokers,
          withName(missingName(BOOT, { role: 'bootstrap' }, zone)),
        ),
      ),
      'DNS01',
    );
  expect(gone(APEX).summary).toContain('holds no record');
  expect(gone(`c1.${APEX}`).candidates).toEqual(['DNS01', 'DNS13', 'PAT03']);
  const commands = gone('amazonaws.com').fix.commands.map(
    ({ owner, command }) => `${owner}: ${command.split(' ')[2]}`,
  );
  expect(commands).toEqual([
    'client-account: list-hosted-zones-by-vpc',
    'cluster-account: create-vpc-association-authorization',
    'client-account: associate-vpc-with-hosted-zone',
    'cluster-account: delete-vpc-association-authorization',
  ]);
});

test('a server that is silent for everything is told from a broken forward', () => {
  const silent = failed('DNS_TIMEOUT');
  const all = healthy().names.map(({ host, role, brokerId }) => brokenName(host, { role, brokerId }, silent));
  const report = diagnose(look(healthy(), ...all.map((name) => withName(name)), withoutBrokers));
  expect(report.rootCauses).toEqual(['DNS05']);
  expect(finding(report, 'DNS05').candidates).toEqual(['DNS05', 'DNS04']);
  expect(finding(report, 'DNS01')).toMatchObject({ status: 'skip', blockedBy: ['DNS05'] });
});

test("the system's own lookup decides where the system is asked", () => {
  const viaSystem = (
    host: string,
    lookup: Observation['names'][number]['lookup'],
  ): Observation['names'][number] => ({
    ...resolvedName(host, { role: 'broker', brokerId: 98, resolver: 'system' }),
    lookup,
  });
  const base = healthy();
  const system: Observation = {
    ...base,
    resolvers: ['system'],
    names: base.names.map((name) => ({ ...name, resolver: 'system', lookup: ok({ addresses: ADDRESSES }) })),
  };
  expect(diagnose(system).status).toBe('pass');
  expect(roots(look(system, withName(viaSystem(broker(98), failed('DNS_NOT_FOUND')))))).toEqual(['DNS03']);
  expect(roots(look(system, withName(viaSystem(broker(98), failed('DNS_SERVER_FAILURE')))))).toEqual([
    'DNS05',
  ]);
});

test('what a deadline left open is unknown, never a pass', () => {
  const late = look(
    { ...healthy(), ended: 'deadline' },
    withPaths(brokerAt(98), {
      tcp: skipped('deadline'),
      tls: skipped(),
      apiVersions: skipped(),
      sasl: skipped(),
      metadata: skipped(),
    }),
  );
  const report = diagnose(late);
  expect([report.status, report.rootCauses]).toEqual(['unknown', []]);
  expect(finding(report, 'TCP01')).toMatchObject({ status: 'unknown', subjects: [broker(98)] });
  expect(finding(report, 'TCP01').settledBy).not.toBe('');
  expect(finding(report, 'BRK01').status).toBe('unknown');
});

test('nothing looked at is unknown throughout', () => {
  const nothing: Observation = {
    ...healthy(),
    ended: 'interrupted',
    names: [],
    paths: [],
    metadata: skipped('interrupted'),
    identity: {
      ...healthy().identity,
      base: skipped('i'),
      hops: [],
      caller: skipped('i'),
      clock: skipped('i'),
      token: skipped('i'),
      expiresAt: null,
    },
  };
  const report = diagnose(nothing);
  expect(report.status).toBe('unknown');
  expect(report.findings.filter(({ status }) => status === 'pass').map(({ check }) => check)).toEqual([
    'CFG01',
    'CFG03',
  ]);
});

test('no pattern declared is a skip', () => {
  expect(finding(diagnose(healthy()), 'PAT01')).toMatchObject({ status: 'skip', blockedBy: [] });
});

test('checks that are not asked for are skipped and explain nothing', () => {
  const observation = look(healthy(), withPaths(bootAt, tcpFailed('TCP_TIMEOUT')), withoutBrokers);
  const only = diagnose(observation, { only: ['TLS01'] });
  expect(finding(only, 'TLS01').status).toBe('unknown');
  expect(finding(only, 'TCP01')).toMatchObject({ status: 'skip', summary: 'Not asked for.' });
  expect(only.rootCauses).toEqual([]);
  const without = diagnose(healthy({ pattern: 'phz', wildcard: false }), { skip: ['DNS02'] });
  expect(without.status).toBe('pass');
});

test('the likeliest root cause comes first: what explains most', () => {
  const observation = look(
    healthy(),
    withPaths(brokerAt(98), tcpFailed('TCP_REFUSED')),
    withPaths(brokerAt(97), tcpFailed('TCP_TIMEOUT')),
    withPaths(brokerAt(473), tcpFailed('TCP_REFUSED')),
  );
  expect(roots(observation)).toEqual(['TCP02', 'TCP01']);
});

test('text from outside loses control characters, is bounded, and never reaches a shell command', () => {
  const evil = `b97-x.c1.${APEX}\u001b[31m; rm -rf /\n${'a'.repeat(5000)}`;
  const report = diagnose(look(healthy(), withAdvertised([foreign(evil)])));
  const text = JSON.stringify(report);
  expect(text).not.toContain('\\u001b');
  expect(text.length).toBeLessThan(60_000);
  for (const { command } of report.findings.flatMap(({ fix }) => fix.commands))
    expect(command).not.toContain('rm -rf');
});

test('a name asked of a second resolver does not count', () => {
  const base = healthy();
  const second = missingName(broker(98), { role: 'broker', brokerId: 98, resolver: '10.1.0.3:53' });
  expect(
    diagnose({ ...base, resolvers: [SERVER, '10.1.0.3:53'], names: [...base.names, second] }).status,
  ).toBe('pass');
  expect(negative('NXDOMAIN', null).soa).toBeNull();
});
