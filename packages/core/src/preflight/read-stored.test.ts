import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { healthy } from '../../test/observations.ts';
import { diagnose } from './diagnose.ts';
import type { Observation } from './observation.ts';
import { readStored } from './read-stored.ts';

const folder = new URL('../../test/observations/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));

test.each(files)('%s is read back as it was, and so is its report', async (file) => {
  const { observation } = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as {
    readonly observation: Observation;
  };
  expect(await readStored(JSON.stringify(observation))).toEqual({ observation });
  const report = diagnose(observation);
  expect(await readStored(JSON.stringify(report))).toEqual({ report });
});

test('fields of a later version pass as they are', async () => {
  const later = { ...healthy(), weather: { sky: 'blue' } };
  expect(await readStored(JSON.stringify(later))).toEqual({ observation: later });
});

test.each([
  ['', 'it is not JSON'],
  ['{"schema":', 'it is not JSON'],
  ['[]', 'at the top'],
  ['null', 'it is no observation'],
  ['{}', 'at schema'],
  ['{"schema":"msk-reach/report/1"}', 'it is not a report of msk-reach (at status)'],
  [JSON.stringify({ ...healthy(), paths: [{}] }), 'at paths.0.host'],
  [JSON.stringify({ ...healthy(), takenAt: 'yesterday' }), 'at takenAt'],
  [JSON.stringify({ ...healthy(), metadata: { outcome: 'ok', ms: 1, value: {} } }), 'at metadata.value'],
  [JSON.stringify({ ...healthy(), metadata: { outcome: 'maybe' } }), 'at metadata'],
  [`${'['.repeat(200_000)}${']'.repeat(200_000)}`, 'at the top'],
])('%.40s is one coded error', async (text, said) => {
  await expect(readStored(text)).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    message: expect.stringContaining(said) as string,
  });
});
