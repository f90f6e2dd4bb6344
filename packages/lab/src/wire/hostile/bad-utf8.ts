import { Writer } from '@msk-reach/core/protocol';
import type { WireFaultKind } from '../fault-kind.ts';

/** Neither byte can occur in UTF-8. */
const NOT_UTF8 = Buffer.of(0xfe, 0xff);

/** Sends text that is none. */
export const badUtf8: WireFaultKind<true> = {
  schema: {
    description:
      'Put bytes that are no UTF-8 in the place of the first text (of Metadata: the host of the first broker). ApiVersions has no text and stays as it is.',
    const: true,
    examples: [true],
  },
  writer: () => new BadTextWriter(),
};

class BadTextWriter extends Writer {
  #spoiled = false;

  override string(value: string | null): void {
    if (this.#spoiled) {
      super.string(value);
      return;
    }
    this.#spoiled = true;
    if (this.flexible) this.uvarint(NOT_UTF8.length + 1);
    else this.int16(NOT_UTF8.length);
    this.raw(NOT_UTF8);
  }
}
