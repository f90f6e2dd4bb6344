/** Streams that keep what is written, for the command line as a function. */
import { Writable } from 'node:stream';

/** A process's two outputs. */
export interface Sinks {
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly out: () => string;
  readonly err: () => string;
}

/** @param written called after every write */
export function sinks(written: () => void = () => undefined): Sinks {
  const texts = { out: '', err: '' };
  const sink = (name: keyof typeof texts): Writable =>
    new Writable({
      write(chunk: Buffer, _, done) {
        texts[name] += chunk.toString('utf8');
        written();
        done();
      },
    });
  return { stdout: sink('out'), stderr: sink('err'), out: () => texts.out, err: () => texts.err };
}
