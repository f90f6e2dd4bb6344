/** The report as one JSON document, `msk-reach/report/1`. */
import type { Format } from './rendering.ts';

export const json: Format = {
  name: 'json',
  render: ({ report }) => `${JSON.stringify(report, null, 2)}\n`,
};
