/** One thing that was tried: what came of it, and how long it took. */

/** The outcome of one attempt. Everything observed is a `Step`. @public */
export type Step<T> =
  | { readonly outcome: 'ok'; readonly value: T; readonly ms: number }
  | {
      readonly outcome: 'error';
      /** An {@link ErrorCode}. */
      readonly code: string;
      /** For people; bounded, no secrets. */
      readonly detail: string;
      readonly ms: number;
      /** Facts for machines (errno, DNS answer, broker's error code, ...); plain JSON. */
      readonly facts?: Readonly<Record<string, unknown>>;
    }
  | { readonly outcome: 'skipped'; readonly because: string };
