import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeBetweenMarkers } from './markers.ts';
import { byRow, markdown, rowLines, rowOf } from './report.ts';
import type { LookRow, TopologyRow } from './row.ts';

const look = (more: Partial<LookRow> = {}): LookRow => ({
  what: 'works',
  kind: 'works',
  title: '',
  client: 'app',
  differences: [],
  status: 'pass',
  causes: [],
  pattern: 'phz',
  confidence: 'strong',
  traffic: true,
  ms: 1_000,
  ...more,
});
const fault = (more: Partial<LookRow> = {}): LookRow =>
  look({
    what: 'not-associated',
    kind: 'fault',
    title: 'The zone is not associated',
    status: 'fail',
    causes: ['DNS01'],
    traffic: false,
    ...more,
  });
const topology = (name: string, looks: readonly LookRow[], trouble: string | null = null): TopologyRow => ({
  name,
  title: `About ${name}`,
  looks,
  trouble,
  ms: 2_400,
});

test('a row is the number in front of a name, or all of a name', () => {
  expect([rowOf('S5-privatelink'), rowOf('S12-rule'), rowOf('my-own')]).toEqual(['S5', 'S12', 'my-own']);
});

test('topologies of one row make one line', () => {
  const all = [topology('S6-one', [look(), fault()]), topology('S6-two', [look({ client: 'job' })])];
  expect(rowLines('S6', all)).toEqual([
    'S6 pass: works app (phz, strong, traffic), job (phz, strong, traffic); diagnosed not-associated DNS01 (5 s)',
  ]);
});

test('what is not as expected stands below the line', () => {
  const bad = topology('S6-one', [look(), fault({ differences: ['exit 0 instead of 3'] })], 'no unbound');
  expect(rowLines('S6', [bad])).toEqual([
    expect.stringMatching(/^S6 FAIL: /),
    '    S6-one not-associated app: exit 0 instead of 3',
    '    S6-one: no unbound',
  ]);
});

test('a topology that did not start has not passed', () => {
  expect(rowLines('S6', [topology('S6-one', [])])[0]).toMatch(/^S6 FAIL: works nothing; diagnosed nothing/);
});

test('the table goes between the markers of a page', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'msk-reach-'));
  try {
    const file = join(folder, 'page.md');
    await writeFile(file, 'before\n<!-- rows -->\nold\n<!-- /rows -->\nafter\n');
    await writeBetweenMarkers(file, 'rows', markdown(byRow([topology('S6-one', [look(), fault()])])));
    const page = await readFile(file, 'utf8');
    expect(page.split('\n')).toEqual([
      'before',
      '<!-- rows -->',
      '| row | topology | works | diagnosed |',
      '|---|---|---|---|',
      '| S6 | About S6-one | app (phz, strong, traffic) | The zone is not associated: DNS01 |',
      '<!-- /rows -->',
      'after',
      '',
    ]);
    await expect(writeBetweenMarkers(file, 'other', '')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  } finally {
    await rm(folder, { recursive: true });
  }
});
