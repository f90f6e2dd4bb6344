/**
 * Bundles packages/core as it is published: the modules that `tsc -b` made, in few files, what is loaded on first use
 * still apart. Node takes most of a millisecond for each file that it loads, and core has 200; zod, of which a small part
 * is used, has another 80, and goes along with its licence. All other packages stay imports.
 */
import { copyFileSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const core = fileURLToPath(new URL('../packages/core', import.meta.url));
const inlined = /^zod(?:\/|$)/;

/** Writes packages/core/bundle anew. */
export async function bundle() {
  const dir = join(core, 'bundle');
  const build = await rolldown({
    cwd: core,
    input: entries(),
    platform: 'node',
    external: (id) => /^[@\w]/.test(id) && !inlined.test(id),
    // A room that the entry point needs, and somebody else imports on first use, is simply there already.
    checks: { ineffectiveDynamicImport: false },
  });
  rmSync(dir, { recursive: true, force: true });
  await build.write({ dir, format: 'es', chunkFileNames: '[name].js' });
  await build.close();
  copyFileSync(join(core, 'node_modules/zod/LICENSE'), join(dir, 'LICENSE-zod'));
}

/** What package.json exports: the name of each bundled file, and the module that it is made of. */
function entries() {
  const { exports } = JSON.parse(readFileSync(join(core, 'package.json'), 'utf8'));
  const bundled = Object.values(exports).filter((entry) => entry.bundled !== undefined);
  return Object.fromEntries(bundled.map((entry) => [basename(entry.bundled, '.js'), entry.default]));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle();
