import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { diagnose, isMskReachError } from '@msk-reach/core';
import { Ajv } from 'ajv';
import * as fc from 'fast-check';
import { packTar, type TarEntry } from 'modern-tar';
import { afterAll, expect, test, inject } from 'vitest';
import { names, rendering } from '../../test/renderings.ts';
import { MOST_BYTES } from './layout.ts';
import { packBundle } from './pack.ts';
import { readInput } from './read-input.ts';
import { unpackBundle } from './unpack.ts';

const folder = mkdtempSync(join(tmpdir(), 'msk-reach-bundle-'));
afterAll(() => rmSync(folder, { recursive: true }));

const versions = { 'msk-reach': '0.1.0', node: 'v20.20.2' };
const { observation, report } = rendering('one-broker-without-a-record');
const sound = await packBundle({ observation, report, versions, secrets: [] });
const text = JSON.stringify(observation);

function fileWith(content: Uint8Array | string): string {
  const path = join(folder, 'input');
  writeFileSync(path, content);
  return path;
}

/** A gzipped tar of these entries; files are in the bundle's folder where they do not say otherwise. */
async function archive(
  ...entries: readonly (TarEntry | readonly [name: string, body: string])[]
): Promise<Uint8Array> {
  const all = entries.map((entry): TarEntry => {
    if ('header' in entry) return entry;
    const [name, body] = entry;
    const size = Buffer.byteLength(body);
    return { header: { name: name.includes('/') ? name : `msk-reach-bundle/${name}`, size }, body };
  });
  return gzipSync(await packTar(all));
}

test.each(names)('%s: what was packed is diagnosed elsewhere as it was here', async (name) => {
  const given = rendering(name);
  const packed = await packBundle({ ...given, versions, secrets: [] });
  const read = await readInput(fileWith(packed));
  expect(read).toEqual({ observation: given.observation, report: given.report });
});

test('a bundle holds observation, report and versions, each of its schema', async () => {
  const files = await unpackBundle(sound);
  const schema = (path: string): object =>
    JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as object;
  const ajv = new Ajv({ allowUnionTypes: true });
  for (const [file, path] of [
    ['manifest.json', '../../schemas/bundle.schema.json'],
    ['observation.json', '../../../core/schemas/observation.schema.json'],
    ['report.json', '../../../core/schemas/report.schema.json'],
  ] as const) {
    const validate = ajv.compile(schema(path));
    expect([file, validate(JSON.parse(files.get(file) ?? '')), validate.errors]).toEqual([file, true, null]);
  }
  const manifest = JSON.parse(files.get('manifest.json') ?? '') as { readonly versions: unknown };
  expect([files.size, manifest.versions]).toEqual([3, versions]);
});

test('an observation and a report are read too; anything else with its folder packed again by tar', async () => {
  expect((await readInput(fileWith(text))).report).toEqual(diagnose(observation));
  expect(await readInput(fileWith(JSON.stringify(report)))).toEqual({ observation: null, report });
  const again = await archive({ header: { name: 'msk-reach-bundle/', size: 0, type: 'directory' } }, [
    'observation.json',
    text,
  ]);
  expect((await readInput(fileWith(again))).observation).toEqual(observation);
});

const link = (type: 'symlink' | 'link'): TarEntry => ({
  header: { name: 'msk-reach-bundle/observation.json', size: 0, type, linkname: '/etc/passwd' },
});
const cut = (bytes: Uint8Array, share: number): Uint8Array =>
  bytes.subarray(0, Math.floor(bytes.length * share));
const hostile: readonly (readonly [what: string, content: Uint8Array | string, code: string])[] = [
  ['nothing', '', 'INPUT_INVALID'],
  ['no JSON', 'hello', 'INPUT_INVALID'],
  ['half of an observation', text.slice(0, 5_000), 'INPUT_INVALID'],
  ['half of a gzip', cut(sound, 0.5), 'INPUT_INVALID'],
  ['a gzip without its end', cut(sound, 0.99), 'INPUT_INVALID'],
  ['half of a tar', gzipSync(cut(gunzipSync(sound), 0.5)), 'INPUT_INVALID'],
  ['a tar without its last file', gzipSync(cut(gunzipSync(sound), 0.01)), 'INPUT_INVALID'],
  ['no tar', gzipSync('hello'.repeat(500)), 'INPUT_INVALID'],
  ['an empty tar', gzipSync(Buffer.alloc(1024)), 'INPUT_INVALID'],
  ['a path out of the folder', await archive(['../../etc/cron.d/evil', 'x']), 'INPUT_INVALID'],
  [
    'one behind a file that is right',
    await archive(['observation.json', text], ['msk-reach-bundle/../../x', 'x']),
    'INPUT_INVALID',
  ],
  ['an absolute path', await archive(['/etc/passwd', 'x']), 'INPUT_INVALID'],
  ['a symbolic link', await archive(link('symlink')), 'INPUT_INVALID'],
  ['a hard link', await archive(link('link')), 'INPUT_INVALID'],
  ['a file twice', await archive(['observation.json', text], ['observation.json', '{}']), 'INPUT_INVALID'],
  ['no observation', await archive(['report.json', JSON.stringify(report)]), 'INPUT_INVALID'],
  ['another folder', await archive(['other/observation.json', text]), 'INPUT_INVALID'],
  [
    'a device',
    await archive({ header: { name: 'msk-reach-bundle/observation.json', size: 0, type: 'fifo' } }),
    'INPUT_INVALID',
  ],
  ['a bomb', gzipSync(Buffer.alloc(MOST_BYTES + 1)), 'INPUT_TOO_LARGE'],
  ['too many bytes', Buffer.alloc(MOST_BYTES + 1, 32), 'INPUT_TOO_LARGE'],
];

test.each(hostile)('%s: one coded error that names the file', async (_, content, code) => {
  const path = fileWith(content);
  await expect(readInput(path)).rejects.toMatchObject({
    name: 'MskReachError',
    code,
    message: expect.stringContaining(path) as string,
  });
});

test.each([
  [join(folder, 'not-there.json'), 'INPUT_UNREADABLE'],
  [folder, 'INPUT_UNREADABLE'],
  ...(process.platform === 'win32' ? [] : [['/dev/zero', 'INPUT_TOO_LARGE']]),
])('%s: %s', async (path = '', code = '') => {
  await expect(readInput(path)).rejects.toMatchObject({ code });
});

/** Bytes of a sound bundle or its tar, some of them others. */
const damaged = fc
  .tuple(
    fc.boolean(),
    fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 20 }),
    fc.option(fc.nat(), { nil: undefined }),
  )
  .map(([outside, changes, end]) => {
    const bytes = Buffer.from(outside ? sound : gunzipSync(sound));
    for (const [at, value] of changes) bytes[at % bytes.length] = value;
    const kept = end === undefined ? bytes : bytes.subarray(0, end % bytes.length);
    return outside ? kept : gzipSync(kept, { level: 1 });
  });

test(
  'fuzz: damaged bundles are read, or one coded error',
  { timeout: inject('fuzzRuns') * 120 },
  async () => {
    let read = 0;
    await fc.assert(
      fc.asyncProperty(damaged, async (bytes) => {
        try {
          await unpackBundle(bytes);
          read += 1;
        } catch (error) {
          if (!isMskReachError(error) || !error.code.startsWith('INPUT_')) throw error;
        }
      }),
      { numRuns: inject('fuzzRuns') },
    );
    expect(read).toBeGreaterThan(0);
  },
);
