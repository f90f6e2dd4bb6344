/** Runs tasks, so many at a time, in the order they came. */
export type Pool = <T>(task: () => Promise<T>) => Promise<T>;

export function createPool(size: number): Pool {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= size) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
