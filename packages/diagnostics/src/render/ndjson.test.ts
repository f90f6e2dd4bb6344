import { readdirSync, readFileSync } from 'node:fs';
import type { Observation, Progress } from '@msk-reach/core';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { ndjson } from './ndjson.ts';

const read = (url: string): unknown => JSON.parse(readFileSync(new URL(url, import.meta.url), 'utf8'));
const observations = readdirSync(new URL('../../test/observations/', import.meta.url)).map((file) => ({
  file,
  observation: read(`../../test/observations/${file}`) as Observation,
}));
const isLine = new Ajv().compile(read('../../schemas/ndjson-line.schema.json') as object);

type Line = Readonly<Record<string, unknown>>;
const linesOf = (event: Progress): readonly Line[] => {
  const text = ndjson.live?.(event) ?? '';
  expect(text.endsWith('\n')).toBe(true);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
};

test('an event by itself is one line', () => {
  const event: Progress = { phase: 'identity', done: 0, total: 1 };
  expect(linesOf(event)).toEqual([{ type: 'progress', ...event }]);
});

test.each(observations)('$file: what was seen goes before the progress that it makes', ({ observation }) => {
  const { names, paths } = observation;
  const event: Progress = { phase: 'names', done: 1, total: 2, subject: 'host', seen: { names, paths } };
  const lines = linesOf(event);
  expect(lines).toEqual([
    ...names.map((name) => ({ type: 'name', ...name })),
    ...paths.map((path) => ({ type: 'path', ...path })),
    { type: 'progress', phase: 'names', done: 1, total: 2, subject: 'host' },
  ]);
  expect(lines.filter((line) => !isLine(line))).toEqual([]);
});

test.each([
  { type: 'progress', phase: 'lunch', done: 0, total: 1 },
  { type: 'progress', phase: 'names', done: 0 },
  { type: 'path', host: 'h', port: 9098 },
  { type: 'name', host: 'h' },
  { type: 'finding', check: 'DNS01' },
  { type: 'report', schema: 'msk-reach/report/1' },
  { type: 'other' },
  { phase: 'names', done: 0, total: 1 },
])('%j is no line', (line) => {
  expect(isLine(line)).toBe(false);
});
