import { expect, test } from 'vitest';
import { ADDRESSES, broker, healthy, look, tcpFailed, withPaths } from '../../../../test/observations.ts';
import { at, brokerAt } from '../../../../test/cases.ts';
import type { DeclaredPattern } from '../../../config/config.ts';
import { diagnose } from '../../diagnose.ts';
import type { Finding } from '../../report.ts';

type Change = Parameters<typeof look>[1];

const told = (id: string, pattern: DeclaredPattern, ...changes: readonly Change[]): Finding => {
  const { findings } = diagnose(look(healthy({ pattern }), ...changes));
  const found = findings.find(({ check }) => check === id);
  if (found === undefined) throw new Error(`no finding ${id}`);
  return found;
};
const lost = (address: string): Change => withPaths(brokerAt(98), { ...tcpFailed('TCP_TIMEOUT'), address });
const oneZone = withPaths(at(ADDRESSES[1] ?? ''), tcpFailed('TCP_TIMEOUT'));
const everywhere = withPaths(() => true, tcpFailed('TCP_TIMEOUT'));
const has = ({ fix }: Finding, part: string): boolean =>
  fix.commands.some(({ command }) => command.includes(part));

test.each([
  ['TCP01', everywhere],
  ['TCP03', oneZone],
] as const)('%s sends nobody to a load balancer where the pattern has none', (id, change) => {
  for (const pattern of ['phz', 'resolver-rule', 'local'] as const) {
    const found = told(id, pattern, change);
    expect(has(found, 'elbv2')).toBe(false);
    expect(`${found.fix.text} ${found.settledBy}`).not.toMatch(/NLB|PrivateLink|load balancer/u);
    expect(found.fix.commands[0]?.owner).toBe('cluster-account');
  }
  const any = told(id, 'any', change);
  expect(any.fix.commands.at(-1)?.command).toContain('elbv2');
  expect(any.settledBy).toMatch(/with PrivateLink .* \(8\)/u);
  const privatelink = told(id, 'phz-privatelink', change);
  expect(has(privatelink, 'elbv2 describe-target-health')).toBe(true);
  // The address is one of the client's own interface endpoint: nobody in the cluster's account has it.
  expect(privatelink.fix.commands[0]?.owner).toBe('client-account');
});

test.each([
  ['TCP01', everywhere],
  ['TCP03', oneZone],
] as const)('%s may be an address that nobody has any more, and says what shows it', (id, change) => {
  for (const pattern of ['any', 'phz', 'phz-privatelink'] as const) {
    const found = told(id, pattern, change);
    expect(found.candidates).toEqual([id, 'DNS08']);
    expect(found.settledBy).toMatch(/^\(1\), .*Nobody \(nothing printed\).*old.*\(DNS08\)/u);
    expect(found.fix.commands[0]?.command).toContain('describe-network-interfaces');
    expect(has(found, 'route53 list-resource-record-sets')).toBe(true);
    expect(has(found, 'ec2 describe-route-tables')).toBe(id === 'TCP01' || pattern !== 'phz-privatelink');
  }
});

test('the sentence and the command name the addresses of every host that is lost, and no more than fit', () => {
  const first = (...changes: readonly Change[]): string =>
    told('TCP01', 'phz', ...changes).fix.commands[0]?.command ?? '';
  expect(first(everywhere)).toContain(`Values=${ADDRESSES.join(',')} `);
  expect(first(lost('fd00::1'))).toContain('Name=ipv6-addresses.ipv6-address,Values=fd00::1 ');
  const two = told(
    'TCP01',
    'phz',
    lost('10.0.9.9'),
    withPaths(brokerAt(97), { ...tcpFailed('TCP_TIMEOUT'), address: '10.0.8.8' }),
  );
  expect([two.subjects, two.summary]).toEqual([
    [broker(97), broker(98)],
    expect.stringContaining('10.0.8.8, 10.0.9.9 port 9098'),
  ]);
  const brokers = Array.from({ length: 60 }, (_, index) => index + 1);
  const many = diagnose(
    look(
      healthy({ pattern: 'phz', brokers }),
      ...brokers.map((id) =>
        withPaths(brokerAt(id), { ...tcpFailed('TCP_TIMEOUT'), address: `10.0.3.${id}` }),
      ),
    ),
  ).findings.find(({ check }) => check === 'TCP01');
  expect(many?.summary).toContain('and 56 more port 9098');
  expect(many?.fix.commands[0]?.command).toMatch(/Values=(?:10\.0\.3\.\d+,){19}10\.0\.3\.20 /u);
});
