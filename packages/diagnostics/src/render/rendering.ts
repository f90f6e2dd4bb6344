/** The render room: from a report to text, one file a format, each a pure function. */
import type { Observation, Report } from '@msk-reach/core';

/** What a format may show, and where. */
export interface Rendering {
  readonly report: Report;
  /** What the report was made of; the matrix of the brokers needs it. */
  readonly observation: Observation;
  /** Width of the page. */
  readonly columns: number;
  readonly colour: boolean;
}

/** One format. */
export interface Format {
  readonly name: string;
  /** The whole text, with its last line break. */
  readonly render: (rendering: Rendering) => string;
}
