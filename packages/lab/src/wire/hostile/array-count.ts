import { Writer } from '@msk-reach/core/protocol';
import type { WireFaultKind } from '../fault-kind.ts';

/** Announces more elements than there are. */
export const arrayCount: WireFaultKind<number> = {
  schema: {
    description:
      'Announce this many elements of the first array (of Metadata: brokers), whatever follows. SaslAuthenticate has no array and stays as it is.',
    type: 'integer',
    minimum: 0,
    maximum: 2_147_483_647,
    examples: [2_147_483_647],
  },
  writer: (value) => new OvercountingWriter(value),
};

class OvercountingWriter extends Writer {
  readonly #announced: number;
  #lied = false;

  constructor(announced: number) {
    super();
    this.#announced = announced;
  }

  override array<T>(items: readonly T[] | null, write: (item: T) => void): void {
    if (this.#lied) {
      super.array(items, write);
      return;
    }
    this.#lied = true;
    if (this.flexible) this.uvarint(this.#announced + 1);
    else this.int32(this.#announced);
    for (const item of items ?? []) write(item);
  }
}
