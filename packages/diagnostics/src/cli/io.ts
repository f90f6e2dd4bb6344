/** What the command line takes from its process: streams, variables, signals. */
import type { Writable } from 'node:stream';
import { quoted } from '@msk-reach/core/settings';

/** The process as commands see it. */
export interface Io {
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborts when the process is told to stop. */
  readonly interrupted: AbortSignal;
}

/** Writes all of it: a pipe takes a big report in parts. A reader that went away is no error of ours. */
export function write(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      // Later writes only say that the stream is destroyed; its first error says why.
      const why = stream.errored ?? error;
      if (error == null || isGone(why)) resolve();
      else reject(why ?? error);
    });
  });
}

function isGone(error: Error | null | undefined): boolean {
  return error != null && 'code' in error && (error.code === 'EPIPE' || error.code === 'ECONNRESET');
}

/** Why the system refused something: its code, such as EACCES. */
export function codeOrWords(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : quoted(error);
}

/** Colour and progress: only on a terminal, never with NO_COLOR or CI. */
export function isLively(stream: { readonly isTTY?: boolean }, env: Io['env']): boolean {
  return stream.isTTY === true && (env['NO_COLOR'] ?? '') === '' && (env['CI'] ?? '') === '';
}

/** Width to write for: the terminal's, between 60 and 100; 100 where there is none. */
export function widthOf(stream: { readonly columns?: number }): number {
  return Math.min(100, Math.max(60, stream.columns || 100));
}
