import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const core = fileURLToPath(new URL('..', import.meta.url));

/** The packages that a fresh process loads for these imports, and our own files among them. */
function loadedBy(...specifiers: readonly string[]): {
  readonly packages: readonly string[];
  readonly own: readonly string[];
} {
  const hooks = `import { writeSync } from 'node:fs'; export const load = (url, context, next) => { writeSync(1, url + '\\n'); return next(url, context); };`;
  const script = `
    import { createRequire, register } from 'node:module';
    register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hooks)}));
    for (const specifier of ${JSON.stringify(specifiers)}) await import(specifier);
    for (const path of Object.keys(createRequire(import.meta.url).cache)) console.log(path);
  `;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: core,
    encoding: 'utf8',
    timeout: 30_000,
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const paths = stdout.split('\n');
  const packages = paths.flatMap((path) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
  return { packages: [...new Set(packages)], own: paths.filter((path) => path.includes('/core/dist/')) };
}

test(
  'importing the package loads no other, kafkajs neither, before it is needed',
  { timeout: 120_000 },
  () => {
    const tsc = ['node_modules/typescript/bin/tsc', '-b', 'packages/core'];
    const built = spawnSync(process.execPath, tsc, { cwd: root, encoding: 'utf8', timeout: 90_000 });
    expect(built).toMatchObject({ status: 0, stdout: '' });
    const ours = loadedBy('./dist/index.js');
    expect(ours.packages).toEqual([]);
    expect(ours.own.length).toBeGreaterThan(10);
    expect(ours.own.filter((path) => path.includes('/preflight/observe/'))).toEqual([]);
    const settings = ours.own.filter((path) => path.includes('/dist/settings/'));
    // `options.js` is a list of names without an import: a printed look spells its options by it.
    expect(settings.map((path) => path.split('/').at(-1))).toEqual(
      expect.arrayContaining(['load-options.js', 'options.js']),
    );
    expect(settings).toHaveLength(2);
  },
);

test('what is published exports the same as the workspace, bundled', () => {
  const { exports, publishConfig } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  ) as {
    readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
    readonly publishConfig: { readonly exports: unknown };
  };
  const bundled = Object.entries(exports).map(([path, entry]) => [
    path,
    typeof entry === 'string' ? entry : { types: entry['types'], default: entry['bundled'] },
  ]);
  expect(publishConfig.exports).toEqual(Object.fromEntries(bundled));
});
