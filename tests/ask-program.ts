/** Runs a program of `tests/programs` as a child that is asked over IPC, and answers each question once. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Asked extends AsyncDisposable {
  /** @throws when the program ends without an answer */
  readonly ask: <T>(question: unknown) => Promise<T>;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<unknown>;
}

/** Resolves once the program has said its first word. */
export async function startAsked(file: string, env: Readonly<Record<string, string>>): Promise<Asked> {
  const child = fork(fileURLToPath(new URL(`programs/${file}`, import.meta.url)), [], {
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(([code, signal]: unknown[]) => code ?? signal);
  await heard(child, ended);
  return {
    ended,
    ask: async <T>(question: unknown) => {
      const answer = heard(child, ended);
      child.send(question as object);
      return (await answer) as T;
    },
    // After a failure of whoever asked: one that came to its end is gone already.
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function heard(child: ChildProcess, ended: Promise<unknown>): Promise<unknown> {
  const waiting = new AbortController();
  try {
    return await Promise.race([
      once(child, 'message', { signal: waiting.signal }).then(([message]: unknown[]) => message),
      ended.then((code) => {
        throw new Error(`the program ended with ${String(code)} before it answered`);
      }),
    ]);
  } finally {
    waiting.abort();
  }
}
