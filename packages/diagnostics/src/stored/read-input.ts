/** A file that somebody sent: a bundle, an observation or a report. */
import { open } from 'node:fs/promises';
import {
  diagnose,
  isMskReachError,
  MskReachError,
  readStored,
  type Observation,
  type Report,
  type Selection,
} from '@msk-reach/core';
import { quoted } from '@msk-reach/core/settings';
import { MOST_BYTES } from './layout.ts';
import { isGzip, unpackBundle } from './unpack.ts';

/** What was in the file. */
export interface Input {
  /** null where it was only a report. */
  readonly observation: Observation | null;
  /** As this version makes it of the observation; as it was stored where there is none. */
  readonly report: Report;
}

/**
 * Reads a file, without a network. What it says is read with suspicion; the message names the file.
 *
 * @throws MskReachError INPUT_UNREADABLE, INPUT_TOO_LARGE, INPUT_INVALID
 */
export async function readInput(path: string, selection: Selection = {}): Promise<Input> {
  try {
    const stored = await readStored(await textIn(await bytesIn(path)));
    if ('report' in stored) return { observation: null, report: stored.report };
    return { observation: stored.observation, report: diagnosed(stored.observation, selection) };
  } catch (error) {
    if (!isMskReachError(error)) throw error;
    const { code, message, cause } = error;
    const words = `${quoted(path)} cannot be used: ${message}; expected a file of msk-reach: ${KINDS}`;
    throw new MskReachError(code, words, { cause });
  }
}

const KINDS = "a bundle of 'msk-reach bundle', an observation or a report";
const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not read it (EACCES)',
};

/** At most one byte more than is read: a device never ends. */
async function bytesIn(path: string): Promise<Uint8Array> {
  try {
    await using file = await open(path, 'r');
    const parts: Buffer[] = [];
    let total = 0;
    for await (const part of file.createReadStream({ end: MOST_BYTES }) as AsyncIterable<Buffer>) {
      parts.push(part);
      total += part.length;
    }
    if (total > MOST_BYTES)
      throw new MskReachError('INPUT_TOO_LARGE', `it has more than ${MOST_BYTES} bytes`);
    return Buffer.concat(parts);
  } catch (error) {
    if (isMskReachError(error)) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new MskReachError('INPUT_UNREADABLE', UNREADABLE[code] ?? `it cannot be read ${code}`.trim(), {
      cause: error,
    });
  }
}

async function textIn(bytes: Uint8Array): Promise<string> {
  if (!isGzip(bytes)) return new TextDecoder().decode(bytes);
  const text = (await unpackBundle(bytes)).get('observation.json');
  if (text === undefined) throw new MskReachError('INPUT_INVALID', 'it holds no observation.json');
  return text;
}

/** Every field has its type; what they say together may still be no look at a cluster. */
function diagnosed(observation: Observation, selection: Selection): Report {
  try {
    return diagnose(observation, selection);
  } catch (error) {
    throw new MskReachError('INPUT_INVALID', 'no look at a cluster is like this', { cause: error });
  }
}
