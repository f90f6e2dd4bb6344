import { readFileSync } from 'node:fs';
import { diagnose, type Observation } from '@msk-reach/core';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { ATTACK, hostile, names, rendering } from '../../test/renderings.ts';
import { changesAsJson, changesAsTable } from '../render/changes.ts';
import { changesBetween, type Look } from './compare.ts';

const isDiff = new Ajv({ allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(new URL('../../schemas/diff.schema.json', import.meta.url), 'utf8')) as object,
);
const healthy = rendering('healthy');
const lookAt = (observation: Observation): Look => ({ observation, report: diagnose(observation) });

test.each(names)('%s: a look differs from itself in nothing, whenever it was', (name) => {
  const { observation } = rendering(name);
  const later = { ...observation, takenAt: '2026-03-01T12:01:00.000Z', durationMs: 9 };
  expect(changesBetween(lookAt(observation), lookAt(later))).toEqual([]);
});

test('answers in another order are the same answers', () => {
  const turned = JSON.parse(
    JSON.stringify(healthy.observation, (key, value: unknown) =>
      key === 'addresses' || key === 'records' ? (value as unknown[]).toReversed() : value,
    ),
  ) as Observation;
  expect(changesBetween(healthy, lookAt(turned))).toEqual([]);
});

test('a broker that came, one that went, a certificate, a principal: each is one change', () => {
  const { observation } = healthy;
  const { metadata, identity, paths } = observation;
  if (metadata.outcome !== 'ok' || identity.caller.outcome !== 'ok') throw new Error('not healthy');
  const [first, ...rest] = metadata.value.brokers;
  if (first === undefined) throw new Error('no broker');
  const brokers = [{ ...first, id: 1201, host: first.host.replace('b97', 'b1201') }, ...rest];
  const renewed = paths.map((path) =>
    path.tls.outcome === 'ok' && path.tls.value.certificate !== null && path.host.startsWith('b98')
      ? {
          ...path,
          tls: {
            ...path.tls,
            value: {
              ...path.tls.value,
              certificate: { ...path.tls.value.certificate, validTo: '2030-01-01T00:00:00.000Z' },
            },
          },
        }
      : path,
  );
  const caller = {
    ...identity.caller,
    value: { ...identity.caller.value, arn: 'arn:aws:iam::1:user/other' },
  };
  const after: Observation = {
    ...observation,
    metadata: { ...metadata, value: { ...metadata.value, brokers } },
    identity: { ...identity, caller },
    paths: renewed,
  };
  const changes = changesBetween(healthy, {
    observation: after,
    report: { ...healthy.report, cluster: diagnose(after).cluster },
  });
  expect(changes.map(({ kind, subject, before, after: now }) => [kind, subject, before, now])).toEqual([
    ['broker', '97', `${first.host}:9098`, null],
    ['broker', '1201', null, `${first.host.replace('b97', 'b1201')}:9098`],
    ['principal', 'principal', identity.caller.value.arn, 'arn:aws:iam::1:user/other'],
    [
      'certificate',
      'b98-abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com',
      expect.stringContaining('until 2027'),
      expect.stringContaining('until 2030'),
    ],
  ]);
});

test('of a report only what it holds is compared', () => {
  const after = rendering('one-broker-without-a-record');
  const changes = changesBetween({ ...healthy, observation: null }, after);
  expect(new Set(changes.map(({ kind }) => kind))).toEqual(
    new Set(['status', 'rootCauses', 'check', 'pattern']),
  );
});

test.each(names)(
  'healthy and %s: JSON of its schema; the table tells checks that turned alike once',
  (name) => {
    const after = rendering(name);
    const changes = changesBetween(healthy, after);
    const comparison = { before: healthy.report, after: after.report, changes };
    const read: unknown = JSON.parse(changesAsJson(comparison));
    expect([isDiff(read), isDiff.errors]).toEqual([true, null]);
    const lines = changesAsTable(comparison, 100, false).split('\n');
    expect(lines.filter((line) => line.endsWith(': pass -> skip')).length).toBeLessThanOrEqual(1);
  },
);

test('hostile text moves no cursor', () => {
  const after = hostile('healthy');
  const changes = changesBetween(healthy, after);
  const text = changesAsTable({ before: healthy.report, after: after.report, changes }, 100, false);
  expect(JSON.stringify(changes)).toContain(JSON.stringify(ATTACK).slice(1, -1));
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{C}]/u);
});
