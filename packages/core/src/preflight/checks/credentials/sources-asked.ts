/** The sources of base credentials that were asked and had none, in plain words. */
import type { Failure } from './outcomes.ts';

/** By the names of the SDK's links. */
const WORDS: Readonly<Record<string, string>> = {
  Env: 'the environment',
  SSO: 'SSO',
  Ini: 'the profile',
  Process: 'a credential process',
  TokenFile: 'web identity',
  Container: 'the container',
  remoteProvider: 'instance metadata',
};
const MOST = 8;

/** What each said, one line a source, the last one first; null where fewer than two were asked: the failure's own words do. */
export function sourcesAsked(
  failure: Failure,
): { readonly detail: string; readonly evidence: readonly string[] } | null {
  const given: unknown = failure.facts?.['links'];
  const links = (Array.isArray(given) ? given.slice(0, MOST) : []).flatMap((one: unknown) => {
    const { link, reason } = (one ?? {}) as { readonly link?: unknown; readonly reason?: unknown };
    return typeof link === 'string' && typeof reason === 'string'
      ? [{ name: WORDS[link] ?? link, reason }]
      : [];
  });
  if (links.length < 2) return null;
  const names = [...new Set(links.map(({ name }) => name))];
  // What ended the chain may be no link's own word, as a deadline.
  const last = failure.detail.split('; ').at(-1) ?? '';
  const isTold = links.some(({ reason }) => last.includes(reason));
  return {
    detail: `there are none in ${names.slice(0, -1).join(', ')} or ${names.at(-1)}`,
    evidence: [
      ...(isTold ? [] : [last]),
      ...links.toReversed().map(({ name, reason }) => `${name}: ${reason}`),
    ],
  };
}
