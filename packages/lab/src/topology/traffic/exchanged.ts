/** What the client of `main.ts` says at its end. */

/** Messages sent and seen again. */
export interface Exchanged {
  readonly produced: number;
  readonly consumed: number;
}

/** The same of a client that went on, and its own last look. */
export interface Stayed extends Exchanged {
  readonly status: string;
  readonly rootCauses: readonly string[];
}
