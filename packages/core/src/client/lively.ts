/** Numbers of kafkajs's options that change after it was given them. */

/**
 * kafkajs takes its options when it is made and reads them at each use: as a number, or (2.2.4, network/connection.js)
 * as a Long of its own, which whatever has a bigint as `value` is. A test holds kafkajs to that.
 */
export function lively(read: () => number): number {
  const long = {
    get value() {
      return BigInt(read());
    },
    valueOf: read,
  };
  return long as unknown as number;
}
