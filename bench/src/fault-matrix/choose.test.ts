import { expect, test } from 'vitest';
import { validateScenario } from '@msk-reach/lab';
import { chosen } from './choose.ts';

const scenario = (name: string, more: object) =>
  validateScenario({ schema: 'msk-lab/scenario/1', name, ...more }, `${name}.json`);

test('a cause is shown by the plainest scenario that has it alone, on real brokers where one does', () => {
  const both = scenario('a-both', { expect: { rootCauses: ['DNS03', 'TCP01'] } });
  const wire = scenario('b-wire', { engine: 'wire', expect: { rootCauses: ['DNS03'] } });
  const long = scenario('c-long', { description: 'x'.repeat(300), expect: { rootCauses: ['DNS03'] } });
  const plain = scenario('d-plain', { expect: { rootCauses: [['DNS03', 'DNS02']] } });
  const hosts = scenario('a', { dns: { hosts: { '@b98': '127.0.0.9' } }, expect: { rootCauses: ['DNS10'] } });
  const warned = scenario('e-warned', { expect: { status: 'warn', warnings: ['TCP03'] } });
  const shown = chosen(['DNS03', 'TCP03', 'TCP01', 'DNS10'], [both, wire, long, plain, warned, hosts]);
  expect([...shown].map(([id, { name }]) => [id, name])).toEqual([
    ['DNS03', 'd-plain'],
    ['TCP03', 'e-warned'],
    // Its own hosts file needs root, and nothing else shows the cause.
    ['DNS10', 'a'],
  ]);
  expect(chosen(['DNS03'], [both, wire]).get('DNS03')?.name).toBe('b-wire');
});
