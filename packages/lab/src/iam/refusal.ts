/** A refusal as AWS words it: data, not an exception, since refusing is what half of this code is for. */

/** What a service refuses a request with. @public */
export interface Refusal {
  readonly refused: true;
  /** HTTP status. */
  readonly status: number;
  /** AWS's error code. */
  readonly code: string;
  /** AWS's text; empty when AWS sends none. */
  readonly message: string;
}

/** Makes a refusal. `status` defaults to 400. @public */
export function refuse(code: string, message: string, status = 400): Refusal {
  return { refused: true, status, code, message };
}

/** Tells a refusal from a result. @public */
export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value;
}
