/** What a look left behind, read back: an observation or a report, by whomever it was written. */
import { MskReachError } from '../errors.ts';
import type { Observation } from './observation.ts';
import type { Report } from './report.ts';

/** What was stored. @public */
export type Stored = { readonly observation: Observation } | { readonly report: Report };

/**
 * Reads the JSON text of an observation or a report. Its `schema` says which; every field that is known has to have
 * its type, and others pass as they are.
 *
 * @throws MskReachError INPUT_INVALID
 * @public
 */
export async function readStored(text: string): Promise<Stored> {
  const json = parsed(text);
  const schema = typeof json === 'object' && json !== null && 'schema' in json ? json.schema : null;
  const read =
    schema === 'msk-reach/report/1'
      ? (await import('./read-report.ts')).reportIn(json)
      : (await import('./read-observation.ts')).readObservation(json);
  if ('problem' in read) throw invalid(read.problem);
  return read;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('it is not JSON');
  }
}

function invalid(problem: string): MskReachError {
  return new MskReachError('INPUT_INVALID', problem);
}
