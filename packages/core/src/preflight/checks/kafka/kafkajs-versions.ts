/** The versions that kafkajs 2.2.4 speaks of each API that producers and consumers need, by the API's key. */
export const KAFKAJS_VERSIONS: ReadonlyMap<number, { readonly min: number; readonly max: number }> = new Map(
  [
    [0, 0, 7],
    [1, 0, 11],
    [2, 0, 3],
    [3, 0, 6],
    [8, 0, 5],
    [9, 1, 4],
    [10, 0, 2],
    [11, 0, 5],
    [12, 0, 3],
    [13, 0, 3],
    [14, 0, 3],
    [17, 0, 1],
    [18, 0, 2],
    [22, 0, 1],
    [36, 0, 1],
  ].map(([key = -1, min = 0, max = 0]) => [key, { min, max }]),
);
