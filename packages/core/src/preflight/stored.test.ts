import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { diagnose } from './diagnose.ts';
import type { Observation } from './observation.ts';
import type { Report } from './report.ts';

/** What real looks at the lab saw, one file a scenario, with what has to be said of each. */
interface Stored {
  readonly observation: Observation;
  readonly expected: Pick<Report, 'status' | 'rootCauses'> & { readonly warnings: readonly string[] };
}

const folder = new URL('../../test/observations/', import.meta.url);
const json = (url: URL): unknown => JSON.parse(readFileSync(url, 'utf8'));
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const stored = files.map((file) => ({ file, ...(json(new URL(file, folder)) as Stored) }));
const ajv = new Ajv({ allowUnionTypes: true });
const isObservation = ajv.compile(
  json(new URL('../../schemas/observation.schema.json', import.meta.url)) as object,
);
const isReport = ajv.compile(json(new URL('../../schemas/report.schema.json', import.meta.url)) as object);

test('observations are stored', () => {
  expect(files.length).toBeGreaterThan(20);
});

test.each(stored)('$file is diagnosed as it was', ({ observation, expected }) => {
  const report = diagnose(observation);
  const warnings = report.findings.filter(({ status }) => status === 'warn').map(({ check }) => check);
  expect({ status: report.status, rootCauses: report.rootCauses, warnings }).toEqual(expected);
  expect([isObservation(observation), isObservation.errors]).toEqual([true, null]);
  expect([isReport(report), isReport.errors]).toEqual([true, null]);
});
