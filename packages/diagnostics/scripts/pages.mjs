/**
 * Around packing: the pages of docs/causes become part of the package, so that `explain` works where it is installed.
 * In the clone no copy stays behind: the pages are read from docs.
 */
import { cpSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const isPage = (path) => !path.endsWith('README.md');

const target = fileURLToPath(new URL('../causes', import.meta.url));
rmSync(target, { recursive: true, force: true });
if (process.argv[2] === 'copy') {
  cpSync(fileURLToPath(new URL('../../../docs/causes', import.meta.url)), target, {
    recursive: true,
    filter: isPage,
  });
}
