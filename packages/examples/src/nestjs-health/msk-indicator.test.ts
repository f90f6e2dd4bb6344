import { HealthIndicatorService } from '@nestjs/terminus';
import type { HealthState } from '@msk-reach/core';
import { expect, test } from 'vitest';
import { MskIndicator } from './msk-indicator.ts';

const state: HealthState = { status: 'pass', output: 'words', ageMs: 5, stale: false, rootCauses: [] };

test.each([
  ['pass', 'up'],
  ['warn', 'degraded'],
  ['fail', 'down'],
] as const)('readiness that says %s is %s', (status, expected) => {
  const probes = { liveness: () => state, readiness: () => ({ ...state, status }) };
  const indicator = new MskIndicator(probes, new HealthIndicatorService());
  const { output, ageMs, stale, rootCauses } = state;
  const said = { msk: { status: expected, output, ageMs, stale, rootCauses } };
  expect(indicator.readiness('msk')).toEqual(said);
  expect(indicator.liveness('msk')).toMatchObject({ msk: { status: 'up' } });
});
