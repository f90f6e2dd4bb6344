/** One page for each cause: carried by the package, or in the repository's `docs/causes`. */
import { readFileSync } from 'node:fs';

const places: readonly URL[] = [
  new URL('../causes/', import.meta.url),
  new URL('../../../docs/causes/', import.meta.url),
];

/** The page of a cause as Markdown; null where there is none. `id` has to be one of the catalogue. */
export function pageOf(id: string): string | null {
  for (const place of places) {
    try {
      return readFileSync(new URL(`${id}.md`, place), 'utf8');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
  return null;
}
