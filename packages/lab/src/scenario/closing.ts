/** What has to be closed, the last opened first. */
export interface ClosingStack {
  /** Remembers what was opened, and returns it. */
  use<T extends { close(): Promise<void> }>(opened: T): T;
  /** Remembers something to do at the end. */
  defer(close: () => Promise<void>): void;
  /** Closes everything, also when some of it fails; then throws the first failure. Idempotent. */
  close(): Promise<void>;
}

/** Closes in reverse order. */
export function closingStack(): ClosingStack {
  const closers: (() => Promise<void>)[] = [];
  let closed: Promise<void> | undefined;
  const closeAll = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (let close = closers.pop(); close !== undefined; close = closers.pop()) {
      await close().catch((failure: unknown) => failures.push(failure));
    }
    if (failures.length > 0) throw failures[0];
  };
  return {
    use(opened) {
      closers.push(() => opened.close());
      return opened;
    },
    defer: (close) => void closers.push(close),
    close: () => (closed ??= closeAll()),
  };
}
