import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { names, rendering } from '../../test/renderings.ts';
import { formats } from './all.ts';
import { table } from './table.ts';

const place = (path: string): string => fileURLToPath(new URL(`../../test/${path}`, import.meta.url));
const schema = (url: string): object =>
  JSON.parse(readFileSync(new URL(url, import.meta.url), 'utf8')) as object;
/** Golden files change only on purpose: UPDATE_GOLDEN=1, and then each is read. */
function golden(file: string, text: string): string {
  const path = place(`golden/${file}`);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, text);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** Where a format's name is not what its files are called. */
const extensions: Readonly<Record<string, string>> = {
  table: 'txt',
  junit: 'junit.xml',
  health: 'health.json',
  prometheus: 'prom',
};

const every = names.flatMap((name) => formats.map((format) => ({ name, format })));

test.each(every)('$name as $format.name is as the golden file', ({ name, format }) => {
  const text = format.render(rendering(name));
  expect(text).toBe(golden(`${name}.${extensions[format.name] ?? format.name}`, text));
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
