import { readFileSync } from 'node:fs';
import type { Observation } from '@msk-reach/core';
import { expect, test } from 'vitest';
import { hostsOf } from './hosts.ts';

const { observation } = JSON.parse(
  readFileSync(
    new URL('../../../core/test/observations/two-brokers-two-causes.json', import.meta.url),
    'utf8',
  ),
) as { readonly observation: Observation };

test('an address that failed says more of its broker than one that was only dialled', () => {
  const broker = hostsOf(observation).find(({ brokerId }) => brokerId === 473);
  expect(broker?.paths.map(({ tls }) => tls.outcome).toSorted()).toEqual(['error', 'skipped']);
  expect(broker?.best?.tls).toMatchObject({ outcome: 'error', code: 'TLS_NAME_MISMATCH' });
});

test('one address that lets in is enough', () => {
  const broker = hostsOf(observation).find(({ brokerId }) => brokerId === 97);
  expect(broker?.best?.sasl.outcome).toBe('ok');
});
