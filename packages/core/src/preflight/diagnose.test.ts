import { expect, test } from 'vitest';
import {
  ADDRESSES,
  APEX,
  BOOT,
  CALLER,
  ROLE,
  SENTINEL,
  SERVER,
  broker,
  brokenName,
  danglingName,
  failed,
  healthy,
  hopOf,
  look,
  missingName,
  negative,
  ok,
  refusedHop,
  renamedName,
  resolvedName,
  saslFailed,
  tlsFailed,
  skipped,
  tcpFailed,
  withAdvertised,
  withIdentity,
  withName,
  withPaths,
  withPlacement,
  withoutBrokers,
  withoutToken,
} from '../../test/observations.ts';
import {
  ONE_TEXT,
  at,
  bootAt,
  brokerAt,
  foreign,
  healthyCases,
  naming,
  pairCases,
  singleCases,
  warningCases,
  wordingCases,
} from '../../test/cases.ts';
import type { DeclaredPattern } from '../config/config.ts';
import { diagnose } from './diagnose.ts';
import type { Observation, PathObservation } from './observation.ts';
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

test.each(healthyCases)('healthy: %s gives no fail, no warning and nothing unknown', (_, observation) => {
  const report = diagnose(observation);
  expect([report.rootCauses, warnings(report), unsettled(report), report.status]).toEqual([
    [],
    [],
    [],
    'pass',
  ]);
});

test.each([...singleCases, ...wordingCases])('%s: root causes %j', (_, expected, observation) => {
  const report = diagnose(observation);
  expect(report.rootCauses).toEqual(expected);
  expect(report.status).toBe('fail');
  expect(warnings(report)).toEqual([]);
  for (const id of expected) expect(finding(report, id).fix.commands.length).toBeGreaterThan(0);
});

test.each(warningCases)('%s: warnings %j', (_, expected, observation) => {
  const report = diagnose(observation);
  expect([report.status, warnings(report), report.rootCauses]).toEqual(['warn', expected, []]);
});

test.each(pairCases)('two at once: %s', (_, expected, observation) => {
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
  expect(crd03.settledBy).toContain('arn:aws:iam::111111111111:role/app');
  expect(finding(report, 'CRD04')).toMatchObject({ status: 'skip', blockedBy: ['CRD03'] });
});

test('STS is switched on by the account whose credentials are asked for, not by the caller', () => {
  const off = failed('STS_REGION_DISABLED', 'STS is not activated', { awsCode: 'RegionDisabledException' });
  const first = 'arn:aws:iam::111111111111:role/first';
  const said = (...hops: Parameters<typeof withoutToken>[0]): readonly string[] => {
    const { summary, fix } = finding(diagnose(look(healthy(), withoutToken(hops))), 'CRD05');
    return [
      /account \d+|\(\d+\)/.exec(summary)?.[0] ?? '',
      ...new Set(fix.commands.map(({ owner }) => owner)),
    ];
  };
  expect(said(hopOf(off))).toEqual(['account 222222222222', 'cluster-account', 'client']);
  expect(said(hopOf(off, first), hopOf(skipped()))).toEqual(['(111111111111)', 'client-account', 'client']);
  expect(said(hopOf(ok({ arn: first, expiresAt: '2026-03-01T13:00:00.000Z' }), first), hopOf(off))[0]).toBe(
    'account 222222222222',
  );
});

test('a report lists the brokers by id, however Metadata named them', () => {
  const base = healthy();
  if (base.metadata.outcome !== 'ok') throw new Error('a healthy look has metadata');
  const brokers = base.metadata.value.brokers.toReversed();
  const turned = { ...base, metadata: { ...base.metadata, value: { ...base.metadata.value, brokers } } };
  expect(brokers.map(({ id }) => id)).toEqual([473, 98, 97]);
  expect(diagnose(turned).cluster.brokers.map(({ id }) => id)).toEqual([97, 98, 473]);
});

test('silence about the names alone may be the endpoint, a loop or a cut leg: one finding', () => {
  const [, , silent] = wordingCases.find(([name]) => name.startsWith('DNS05 with a rule')) ?? [];
  if (silent === undefined) throw new Error('there is such a case');
  const report = diagnose(silent);
  expect(finding(report, 'DNS05').candidates).toEqual(['DNS05', 'DNS06', 'DNS07']);
  expect(finding(report, 'DNS05').settledBy).toContain('forwarding loop (DNS06)');
  expect(report.rootCauses).toEqual(['DNS05']);
});

test('a rule of the own Region is behind no border', () => {
  const [, , here] = wordingCases.find(([name]) => name === 'DNS01 with a rule of this Region') ?? [];
  if (here === undefined) throw new Error('there is such a case');
  expect(finding(diagnose(here), 'DNS01').candidates).not.toContain('PAT04');
});

test('commands name the Region and the VPC that metadata told', () => {
  const [, , elsewhere] = wordingCases.find(([name]) => name === 'PAT04 with a rule') ?? [];
  if (elsewhere === undefined) throw new Error('there is such a case');
  const { fix, evidence } = finding(diagnose(elsewhere), 'PAT04');
  expect(fix.commands.map(({ owner }) => owner)).toEqual([
    'client-account',
    ...Array.from({ length: 4 }, () => 'network-account'),
    'client-account',
    'client-account',
  ]);
  expect(fix.commands.at(-1)?.command).toContain('--vpc-id vpc-0123456789abcdef0 --region eu-west-1');
  expect(evidence).toContain('instance metadata: this client runs in eu-west-1');
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

test('brokers that came and went are information, since an earlier look and within this one', () => {
  const said = (observation: Observation, earlier?: Report): Finding =>
    finding(diagnose(observation, earlier === undefined ? {} : { earlier }), 'BRK02');
  const now = look(healthy({ brokers: [97, 474] }), withPaths(brokerAt(474), naming([97, 474])));
  expect(said(now)).toMatchObject({ status: 'pass', summary: 'The brokers are the same as before.' });
  expect(said(healthy())).toMatchObject({ status: 'skip' });
  expect(said(now, diagnose(healthy())).summary).toBe(
    'The brokers changed since the look of 2026-03-01T12:00:00.000Z; came: b474-abcd1234; gone: b98-abcd1234, b473-abcd1234.',
  );
  expect(diagnose(now, { earlier: diagnose(healthy()) }).status).toBe('pass');
  const growing = look(now, withPaths(brokerAt(474), naming([97, 474, 475])));
  expect(said(growing).summary).toBe(
    'The brokers changed since the first answer of this look; came: b475-abcd1234.',
  );
  expect(
    said(healthy(), { ...diagnose(healthy()), cluster: { ...diagnose(now).cluster, clusterId: 'other' } }),
  ).toMatchObject({ status: 'skip' });
});

test('the quota is not a refusal of the login', () => {
  const report = diagnose(look(healthy(), withPaths(brokerAt(98), saslFailed('[0b5c]: Too many connects'))));
  expect(report.rootCauses).toEqual(['SAS04']);
  for (const id of ['SAS01', 'SAS03', 'BRK01']) expect(finding(report, id).status).not.toBe('fail');
});

test('one broker that refuses a login which the others accept does not lack the permission', () => {
  const report = diagnose(look(healthy(), withPaths(brokerAt(98), saslFailed())));
  expect(report.rootCauses).toEqual(['BRK01']);
  expect(finding(report, 'BRK01').summary).toContain('Access denied');
  expect(['SAS01', 'SAS03'].map((id) => finding(report, id).status)).not.toContain('fail');
});

test('an address that fails once it is connected is a warning beside one that serves, and nothing where none does', () => {
  const stalls = tlsFailed('TLS_TIMEOUT');
  const report = diagnose(look(healthy(), withPaths(at(ADDRESSES[1] ?? ''), stalls)));
  expect([report.status, warnings(report)]).toEqual(['warn', ['TCP03']]);
  expect(finding(report, 'TCP03').summary).toContain('takes connections and then fails them');
  const nowhere = diagnose(
    look(
      healthy(),
      withPaths(() => true, stalls),
      withoutBrokers,
    ),
  );
  expect([nowhere.status, warnings(nowhere)]).toEqual(['fail', []]);
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

test('a denial that no zone signs is left open, and names whoever may have to act, in order', () => {
  const denied = look(
    healthy({ pattern: 'phz' }),
    withName(missingName(BOOT, { role: 'bootstrap' }, null)),
    withName(missingName(SENTINEL, { role: 'sentinel' }, null)),
    withoutBrokers,
  );
  const { status, candidates, settledBy, fix } = finding(diagnose(denied), 'DNS13');
  expect([status, candidates]).toEqual(['fail', ['DNS13', 'DNS03']]);
  expect(settledBy).toMatch(/rule.*DNS Firewall.*record left over/u);
  expect(fix.commands.map(({ owner, command }) => `${owner}: ${command.split(' ')[2]}`)).toEqual([
    'client-account: list-resolver-rule-associations',
    'client-account: list-resolver-rules',
    'client-account: list-firewall-rule-group-associations',
    'cluster-account: list-hosted-zones-by-name',
    'cluster-account: list-resource-record-sets',
    'client-account: disassociate-resolver-rule',
    'network-account: update-resolver-rule',
    'cluster-account: change-resource-record-sets',
  ]);
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
    'cluster-account: list-hosted-zones-by-name',
    'network-account: list-hosted-zones-by-name',
    'cluster-account: create-vpc-association-authorization',
    'network-account: create-vpc-association-authorization',
    'client-account: associate-vpc-with-hosted-zone',
    'cluster-account: delete-vpc-association-authorization',
    'network-account: delete-vpc-association-authorization',
    'cluster-account: create-hosted-zone',
  ]);
  expect(gone('amazonaws.com').fix.text).toContain(`was never made, or its name is not exactly ${APEX}`);
  // The list goes on in the alphabet where there is no such zone: another one's id must not pass for its.
  expect(gone('amazonaws.com').fix.commands[1]?.command).toBe(
    `aws route53 list-hosted-zones-by-name --dns-name ${APEX} --query "HostedZones[?Name=='${APEX}.'].[Id,Name]"`,
  );
});

test('answers outside the declared block are an old alias where every shard leads there, else maybe something deeper', () => {
  const outside = healthy({ pattern: 'phz', cidrs: ['10.9.0.0/16'] });
  const elsewhere = resolvedName(`boot-mskreach.c2.${APEX}`, { role: 'foreign-other-shard' }, ['10.9.0.1']);
  const [old, deeper] = [outside, look(outside, withName(elsewhere))].map((observation) =>
    finding(diagnose(observation), 'DNS08'),
  );
  expect([old?.candidates, deeper?.candidates]).toEqual([[], ['DNS08', 'DNS13']]);
  // Nobody is sent after zones and rules that cannot be there.
  expect(old?.fix.commands[0]?.command).toContain('list-hosted-zones-by-name');
  expect(deeper?.fix.commands[0]?.command).toContain('list-hosted-zones-by-vpc');
});

test('a fixed record of one broker whose CNAME leads nowhere is that alias, not a missing record', () => {
  const target = 'old.elb.us-east-1.amazonaws.com';
  const report = diagnose(
    look(healthy(), withName(danglingName(broker(98), { role: 'broker', brokerId: 98 }, target))),
  );
  expect(report.rootCauses).toEqual(['DNS08']);
  expect(finding(report, 'DNS08')).toMatchObject({
    subjects: [broker(98)],
    evidence: [`${broker(98)}: CNAME to ${target}, NXDOMAIN (${SERVER})`],
  });
  for (const id of ['DNS03', 'TCP01'])
    expect(finding(report, id)).toMatchObject({ status: 'skip', blockedBy: ['DNS08'] });
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

test("a second resolver's answers are compared, and are no failure", () => {
  const base = healthy();
  const second = missingName(broker(98), { role: 'broker', brokerId: 98, resolver: '10.1.0.3:53' });
  const report = diagnose({ ...base, resolvers: [SERVER, '10.1.0.3:53'], names: [...base.names, second] });
  expect([report.rootCauses, warnings(report)]).toEqual([[], ['DNS11']]);
  expect(finding(report, 'DNS11').subjects).toEqual([broker(98)]);
  expect(negative('NXDOMAIN', null).soa).toBeNull();
});

test('a denial by a server that is not known to be of this VPC may mean that the VPC was not asked', () => {
  const gone = look(
    healthy({ wildcard: false, zone: 'amazonaws.com', pattern: 'phz' }),
    withName(missingName(BOOT, { role: 'bootstrap' }, 'amazonaws.com')),
    withoutBrokers,
  );
  const candidates = (cidrs: readonly string[]): readonly string[] =>
    finding(diagnose(look(gone, withPlacement('us-east-1', cidrs))), 'DNS01').candidates;
  expect(candidates(['10.9.0.0/16'])).toEqual(['DNS01', 'DNS04']);
  expect(candidates([`${SERVER.split('.').slice(0, 2).join('.')}.0.0/16`])).toEqual([]);
  expect(finding(diagnose(gone), 'DNS01').candidates).toEqual([]);
});

test('commands on the zone are for whoever has it, as the pattern is declared', () => {
  const ownersWith = (pattern: DeclaredPattern): readonly string[] => {
    const stale = look(
      healthy({ pattern, wildcard: false }),
      withName(missingName(broker(98), { role: 'broker', brokerId: 98 })),
    );
    return [...new Set(finding(diagnose(stale), 'DNS03').fix.commands.map(({ owner }) => owner))];
  };
  expect(ownersWith('phz')).toEqual(['cluster-account']);
  expect(ownersWith('phz-privatelink')).toEqual(['client-account']);
});

test.each([
  ['TCP01', tcpFailed('TCP_TIMEOUT')],
  ['TCP05', tlsFailed('TLS_TIMEOUT')],
] as const)('%s is not told by a process that was held up while it waited', (id, failure) => {
  const seen = look(healthy(), withPaths(bootAt, failure), withoutBrokers);
  const held = (lagMs: number): Observation => ({ ...seen, runtime: { ...seen.runtime, lagMs } });
  expect(finding(diagnose(held(2)), id).status).toBe('fail');
  const report = diagnose(held(4_000));
  expect(finding(report, id)).toMatchObject({
    status: 'unknown',
    settledBy: expect.stringContaining('time to spare') as string,
  });
  expect([report.status, report.rootCauses]).toEqual(['unknown', []]);
});

test('an address that takes one connection and drops the next is told by what takes turns there: targets', () => {
  const dropped = (lost: (path: { readonly host: string; readonly address: string }) => boolean): Report =>
    diagnose(look(healthy({ pattern: 'phz-privatelink' }), withPaths(lost, tcpFailed('TCP_TIMEOUT'))));
  const all = finding(dropped(brokerAt(98)), 'TCP01');
  const one = finding(
    dropped(({ host, address }) => host === broker(98) && address === ADDRESSES[0]),
    'TCP03',
  );
  expect([all.status, one.status]).toEqual(['fail', 'warn']);
  expect([all.candidates, one.candidates]).toEqual([
    ['TCP01', 'TCP03'],
    ['TCP03', 'TCP01'],
  ]);
  for (const { settledBy, fix } of [all, one]) {
    expect(settledBy).toContain('the health of its targets');
    expect(fix.commands.map(({ owner }) => owner)).toEqual([
      'cluster-account',
      'cluster-account',
      'cluster-account',
      'cluster-account',
      'client',
    ]);
  }
  const direct = finding(
    diagnose(
      look(
        healthy({ pattern: 'phz' }),
        withPaths(() => true, tcpFailed('TCP_TIMEOUT')),
      ),
    ),
    'TCP01',
  );
  expect(direct.fix.text).toMatch(/not transitive/u);
  expect(direct.fix.text).toMatch(/blackhole of a VPC or Transit Gateway/u);
  expect([...new Set(direct.fix.commands.map(({ owner }) => owner))]).toEqual([
    'cluster-account',
    'client-account',
    'network-account',
  ]);
});

test('an address that loses a dial of several is a warning to every host there, but where the process was held up', () => {
  const [first = '', second = ''] = ADDRESSES;
  const seen = healthy({ pattern: 'phz-privatelink' });
  const again = (...steps: PathObservation['tcp'][]) => [{ address: first, port: 9098, steps }];
  const taken = ok({ localAddress: '10.1.0.20' });
  const redials = again(taken, failed('TCP_TIMEOUT'), taken);
  const report = diagnose({ ...seen, redials });
  const told = finding(report, 'TCP03');
  expect([report.status, warnings(report)]).toEqual(['warn', ['TCP03']]);
  expect(told.subjects).toEqual([BOOT, broker(97), broker(98), broker(473)]);
  expect(told.summary).toContain(`${first} `);
  expect(told.summary).not.toContain(second);
  expect(told.evidence).toEqual([`${first}:9098 dialled 3 times more: 1 had no answer in time`]);
  expect(told.fix.commands[0]?.command).toContain('describe-target-health');
  expect(diagnose({ ...seen, redials: again(taken, taken) }).status).toBe('pass');
  const heldUp = { ...seen, redials, runtime: { ...seen.runtime, lagMs: 4_000 } };
  expect(diagnose(heldUp).status).toBe('pass');
  const alone = diagnose({ ...look(seen, withPaths(brokerAt(98), tcpFailed('TCP_TIMEOUT'))), redials });
  expect([alone.rootCauses, warnings(alone)]).toEqual([['TCP01'], []]);
});

test('a CNAME out of AWS that leads nowhere useful is one cause, whatever block its address is in; one that serves is none', () => {
  const away = look(
    healthy({ pattern: 'phz' }),
    ...healthy().names.flatMap(({ host, role, brokerId }) =>
      role === 'bootstrap' || role === 'broker'
        ? [withName(renamedName(host, { role, brokerId }, 'blocked.example'), true)]
        : [],
    ),
  );
  const dropped = withPaths(() => true, tcpFailed('TCP_TIMEOUT'));
  const report = diagnose(look(away, dropped, withoutBrokers));
  expect(report.rootCauses).toEqual(['DNS08']);
  const told = finding(report, 'DNS08');
  expect(told.summary).toContain('to blocked.example (');
  expect(told.candidates).toEqual(['DNS08', 'DNS09']);
  expect(told.settledBy).toContain('DNS Firewall');
  expect(told.fix.commands.map(({ owner }) => owner)).toContain('client-account');
  expect(diagnose(away).rootCauses).toEqual([]);
  const one = renamedName(broker(98), { role: 'broker', brokerId: 98 }, 'blocked.example', ['10.1.1.99']);
  const alone = diagnose(
    look(healthy({ pattern: 'phz' }), withName(one, true), withPaths(brokerAt(98), tcpFailed('TCP_TIMEOUT'))),
  );
  expect(alone.rootCauses).toEqual(['DNS08']);
});

test('a broker that fails behind PrivateLink may be a target that does; elsewhere it is the broker', () => {
  const broken = (pattern: DeclaredPattern): Finding =>
    finding(diagnose(look(healthy({ pattern }), withPaths(brokerAt(98), tlsFailed('TLS_TIMEOUT')))), 'BRK01');
  expect(broken('phz-privatelink').candidates).toEqual(['BRK01', 'TCP03']);
  expect(broken('phz-privatelink').settledBy).toContain("load balancer's targets");
  expect(broken('phz').candidates).toEqual(['BRK01']);
});

test('the policy of a user is put to the user, that of a session to its role', () => {
  const commandFor = (principal: string): string => {
    const text = `User: ${principal} is not authorized to perform: sts:AssumeRole on resource: ${ROLE} because no identity-based policy allows it`;
    const report = diagnose(look(healthy(), withoutToken([refusedHop(text)])));
    return finding(report, 'CRD04').fix.commands[0]?.command ?? '';
  };
  expect(commandFor('arn:aws:iam::111111111111:user/team/ann')).toContain('put-user-policy --user-name ann ');
  expect(commandFor(CALLER)).toContain('put-role-policy --role-name app ');
});

test('a reason of OpenSSL comes without its library and source line', () => {
  const detail = `${BOOT}: 808C:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../ssl3_record.c:350:`;
  const failure = { ...tlsFailed('TLS_PROTOCOL'), tls: failed('TLS_PROTOCOL', detail) };
  const report = diagnose(look(healthy(), withPaths(bootAt, failure), withoutBrokers));
  expect(finding(report, 'TLS04').summary).toMatch(/does not speak TLS: wrong version number\.$/);
});
