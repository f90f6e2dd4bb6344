/** What an entry of the catalogue is made of: plain data, words included. */
import type { Owner } from '../report.ts';

/** Layers from the ground up; a failing one blocks those after it. @public */
export const layers: readonly Layer[] = [
  'config',
  'credentials',
  'dns',
  'pattern',
  'tcp',
  'tls',
  'sasl',
  'kafka',
  'brokers',
];

/** @public */
export type Layer =
  | 'config'
  | 'credentials'
  | 'dns'
  | 'pattern'
  | 'tcp'
  | 'tls'
  | 'sasl'
  | 'kafka'
  | 'brokers';

/** An id of the catalogue, such as `DNS03`. @public */
export type CheckId =
  `${'CFG' | 'CRD' | 'DNS' | 'TCP' | 'TLS' | 'SAS' | 'KAF' | 'BRK' | 'PAT' | 'AWS'}${number}`;

/**
 * One way of saying a cause. `{name}` is filled in from the case, the cluster and the identity; what is not known
 * stays a placeholder (`{vpcId}` becomes `<vpc-id>`), so the name has to say what belongs there.
 *
 * `msk-reach check --rate 5` becomes the whole command of the look, with this option in place of the one that was
 * given.
 *
 * @public
 */
export interface Words {
  /** One sentence: what is wrong. */
  readonly summary: string;
  /** Every id it could be, its own first; empty where what was seen decides. */
  readonly candidates?: readonly CheckId[];
  /** What would decide between the candidates. */
  readonly settledBy?: string;
  readonly fix: {
    /** `(1)` is the first command. */
    readonly text: string;
    /** In the order in which they are run. */
    readonly commands: readonly Command[];
  };
}

/** A command, and who runs it. `zone-account`: whoever owns the zone of the names, as the declared pattern has it. @public */
export interface Command {
  readonly owner: Owner | 'zone-account';
  readonly command: string;
}

/** One cause: its words, and its edges in the graph. @public */
export interface Cause {
  readonly id: CheckId;
  readonly level: 'fail' | 'warn' | 'info';
  readonly layer: Layer;
  /** The cause in a few words. */
  readonly title: string;
  /** One sentence for when it is not there. */
  readonly good: string;
  /** `main`, and other ways to say it that its check can choose. */
  readonly words: Readonly<Record<string, Words>> & { readonly main: Words };
  /** The lowest layer that cannot be looked at while this fails (for the same subject); null: it blocks none. */
  readonly blocks: Layer | null;
  /** Checks whose failure it explains where both concern the same subject. */
  readonly explains: readonly CheckId[];
}
