/** The render room: from a report to text, one file a format, each made of pure functions. */
import type { Observation, Progress, Report } from '@msk-reach/core';

/** What a format may show, and where. */
export interface Rendering {
  readonly report: Report;
  /** What the report was made of; the matrix of the brokers needs it. */
  readonly observation: Observation;
  /** Width of the page. */
  readonly columns: number;
  readonly colour: boolean;
  /** From which level on a finding counts as a failure, for formats that know no warnings. */
  readonly failOn: 'fail' | 'warn';
}

/** One format. */
export interface Format {
  readonly name: string;
  /** Text for one event while the look goes on. Absent: nothing is said before the end. */
  readonly live?: (event: Progress) => string;
  /** The whole text, with its last line break. */
  readonly render: (rendering: Rendering) => string;
}
