/** Policies for people, who paste them, and for machines. */
import type { Grant } from '../policy/documents.ts';
import { paintOf, wrap } from './text.ts';

/** `msk-reach/policy/1`. */
export function policiesAsJson(policies: readonly Grant[]): string {
  return `${JSON.stringify({ schema: 'msk-reach/policy/1', policies }, null, 2)}\n`;
}

/** Each document under a line that says whom it is given to. */
export function policiesAsTable(policies: readonly Grant[], columns: number, colour: boolean): string {
  const paint = paintOf(colour);
  const blocks = policies.map(({ kind, principal, document }) => {
    const whom = principal === 'caller' ? 'the caller' : principal;
    const title = kind === 'trust' ? `Trust policy of ${whom}` : `Permissions of ${whom}`;
    return [...wrap(title, columns).map(paint.bold), JSON.stringify(document, null, 2)].join('\n');
  });
  return `${blocks.join('\n\n')}\n`;
}
