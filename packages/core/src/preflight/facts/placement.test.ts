import { expect, test } from 'vitest';
import { healthy, look, ok, tcpFailed, withPaths, withPlacement } from '../../../test/observations.ts';
import type { Observation } from '../observation.ts';
import { clientBlock } from './placement.ts';

const BLOCKS = ['10.1.0.0/16', '10.2.0.0/16'];
const unreached = look(
  healthy(),
  withPlacement('us-east-1', BLOCKS),
  withPaths(() => true, tcpFailed('TCP_TIMEOUT')),
);

function inSubnet(seen: Observation, subnetCidr: string): Observation {
  const { placement } = seen;
  if (placement == null || placement.vpc.outcome !== 'ok') throw new Error('it is placed nowhere');
  return { ...seen, placement: { ...placement, vpc: ok({ ...placement.vpc.value, subnetCidr }) } };
}

test('of several blocks of a VPC the one with the client counts; where nothing says which, none', () => {
  expect(clientBlock(look(healthy(), withPlacement('us-east-1', ['10.1.0.0/16'])))).toBe('10.1.0.0/16');
  expect(clientBlock(unreached)).toBeUndefined();
  expect(clientBlock(inSubnet(unreached, '10.2.1.0/24'))).toBe('10.2.0.0/16');
  const reached = withPaths(() => true, { tcp: ok({ localAddress: '10.2.1.20' }) });
  expect(clientBlock(look(unreached, reached))).toBe('10.2.0.0/16');
  const declared = { ...unreached, expectation: { ...unreached.expectation, vpcCidrs: ['10.9.0.0/16'] } };
  expect(clientBlock(declared)).toBe('10.9.0.0/16');
});
