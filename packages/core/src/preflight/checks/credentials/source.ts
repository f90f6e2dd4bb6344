/** What is to be said of those who hand out credentials under a session name that does not stay. */
import type { Case } from '../check.ts';

/** A container's agent cannot be told to keep a name; a profile can. */
export function sourceWords(source: string): Required<Pick<Case, 'words' | 'values'>> {
  const profile = /^profile ([\w-]+)/.exec(source)?.[1];
  const words = /\bcontainer\b/.test(source) ? 'container' : 'main';
  return { words, values: { source, ...(profile === undefined ? {} : { profile }) } };
}
