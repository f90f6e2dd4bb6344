/** One line for each finding, then one for the report without them: for `jq` and log shippers. */
import type { Format } from './rendering.ts';

export const ndjson: Format = {
  name: 'ndjson',
  render: ({ report: { findings, ...report } }) =>
    [...findings.map((finding) => ({ type: 'finding', ...finding })), { type: 'report', ...report }]
      .map((line) => `${JSON.stringify(line)}\n`)
      .join(''),
};
