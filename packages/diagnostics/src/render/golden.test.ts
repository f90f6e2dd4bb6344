import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { diagnose, type Observation } from '@msk-reach/core';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { formats } from './all.ts';
import type { Rendering } from './rendering.ts';
import { table } from './table.ts';

const place = (path: string): string => fileURLToPath(new URL(`../../test/${path}`, import.meta.url));
const schema = (url: string): object =>
  JSON.parse(readFileSync(new URL(url, import.meta.url), 'utf8')) as object;
const names = readdirSync(place('observations')).map((file) => file.replace(/\.json$/, ''));
const rendering = (name: string, more: Partial<Rendering> = {}): Rendering => {
  const observation = JSON.parse(readFileSync(place(`observations/${name}.json`), 'utf8')) as Observation;
  return { observation, report: diagnose(observation), columns: 100, colour: false, ...more };
};

/** Golden files change only on purpose: UPDATE_GOLDEN=1, and then each is read. */
function golden(file: string, text: string): string {
  const path = place(`golden/${file}`);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, text);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

const every = names.flatMap((name) => formats.map((format) => ({ name, format })));

test.each(every)('$name as $format.name is as the golden file', ({ name, format }) => {
  const text = format.render(rendering(name));
  expect(text).toBe(golden(`${name}.${format.name === 'table' ? 'txt' : format.name}`, text));
});

test('colour is for terminals that want it', () => {
  const text = table.render(rendering('one-broker-without-a-record', { colour: true, columns: 80 }));
  expect(text).toBe(golden('one-broker-without-a-record.colour-80.txt', text));
});

test.each(names)(
  '%s: no line of the table is wider than the page, but for words that cannot be broken',
  (name) => {
    for (const columns of [80, 100]) {
      const wide = table
        .render(rendering(name, { columns }))
        .split('\n')
        .filter((line) => line.length > columns)
        .filter((line) => !/^\s*(?:['"{]|\S*$)/.test(line));
      expect(wide).toEqual([]);
    }
  },
);

test.each(names)('%s: JSON and NDJSON are of their schemas', (name) => {
  const ajv = new Ajv();
  const isReport = ajv.compile(schema('../../../core/schemas/report.schema.json'));
  const isLine = ajv.compile(schema('../../schemas/ndjson-line.schema.json'));
  const textOf = (format: string): string =>
    formats.find((one) => one.name === format)?.render(rendering(name)) ?? '';
  expect([isReport(JSON.parse(textOf('json'))), isReport.errors]).toEqual([true, null]);
  const lines = textOf('ndjson')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly type: string });
  expect(lines.filter((line) => !isLine(line))).toEqual([]);
  expect(lines.at(-1)?.type).toBe('report');
});
