/**
 * Faults: what every scriptable part of the lab has in common. A part keeps one file for each kind of
 * fault and one line for it in its `faults/all.ts`; this folder turns those into settings, rules and
 * a JSON Schema.
 */

/** A fragment of JSON Schema (draft 2020-12). @public */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The schema of one fault's value: what it does, in words, and at least one example. @public */
export interface FaultSchema extends JsonSchema {
  readonly description: string;
  readonly examples: readonly unknown[];
}

/** What a kind of fault says about itself, whichever part of the lab it belongs to. @public */
export interface FaultKind {
  readonly schema: FaultSchema;
}

/** The kinds of one part of the lab, by the key under which a scenario names them. @public */
export type FaultKinds = Readonly<Record<string, FaultKind>>;
