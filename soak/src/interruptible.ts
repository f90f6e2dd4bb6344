import { setTimeout as sleep } from 'node:timers/promises';

/** Rejects with the signal's reason once it is aborted; never resolves. */
export function interruption(signal: AbortSignal): Promise<never> {
  const interrupted = new Promise<never>((_resolve, reject) => {
    const end = (): void => reject(reasonOf(signal));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
  // Whoever races with it hears of it; nobody else has to.
  interrupted.catch(() => undefined);
  return interrupted;
}

/** Waits. @throws the signal's reason */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => Promise.reject(reasonOf(signal)));
}

function reasonOf({ reason }: AbortSignal): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
