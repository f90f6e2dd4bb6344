/** What every measured process is: asked over IPC, it answers with one number. */
import type { Said } from '../process.ts';
import type { Side } from '../comparison.ts';

/** Whose process this is. */
export const side: Side = process.argv[2] === 'peer' ? 'peer' : 'ours';

/**
 * Answers every question with what `measure` gives, and ends when nobody can ask any more.
 *
 * @param close lets go of what `measure` holds
 */
export function serve(
  measure: (command: string) => Promise<number>,
  close: () => Promise<void> = async () => undefined,
): void {
  process.on('message', (command) => {
    void answer(() => measure(String(command)));
  });
  process.once('disconnect', () => {
    void close().finally(() => process.exit());
  });
}

/** Tells the one value of this process, and lets it end by itself. */
export async function answerOnce(measure: () => Promise<number>): Promise<void> {
  await answer(measure);
  process.disconnect();
}

async function answer(measure: () => Promise<number>): Promise<void> {
  await say(
    await measure().then(
      (value): Said => ({ value }),
      (error: unknown): Said => ({
        failure: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }),
    ),
  );
}

function say(said: Said): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(said, undefined, {}, (error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
}
