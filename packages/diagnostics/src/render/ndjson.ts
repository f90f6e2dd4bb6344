/**
 * For `jq` and log shippers: a line for everything that happens, as it happens; then one for each finding, and one for
 * the report without them. Each says by `type` what it is, and has the fields of that beside it.
 */
import type { Format } from './rendering.ts';

export const ndjson: Format = {
  name: 'ndjson',
  live: ({ seen: { names = [], paths = [] } = {}, ...progress }) =>
    linesOf([
      ...names.map((name) => ({ type: 'name', ...name })),
      ...paths.map((path) => ({ type: 'path', ...path })),
      { type: 'progress', ...progress },
    ]),
  render: ({ report: { findings, ...report } }) =>
    linesOf([...findings.map((finding) => ({ type: 'finding', ...finding })), { type: 'report', ...report }]),
};

function linesOf(lines: readonly object[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
