/**
 * A bundle read, in memory and in bounds. Whoever wrote it may have meant harm: names that are no bundle's, links,
 * more bytes than a look can be, an end in the middle.
 */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { MskReachError } from '@msk-reach/core';
import { quoted } from '@msk-reach/core/settings';
import { unpackTar, type TarHeader } from 'modern-tar';
import { FILES, FOLDER, MOST_BYTES, type BundleFile } from './layout.ts';

/** Whether the bytes begin as gzip does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * The files of a bundle as text.
 *
 * @throws MskReachError INPUT_INVALID, INPUT_TOO_LARGE
 */
export async function unpackBundle(bytes: Uint8Array): Promise<ReadonlyMap<BundleFile, string>> {
  const tar = await inflated(bytes);
  const files = new Map<BundleFile, string>();
  // A header is refused before its content is looked at.
  const refuse = (header: TarHeader): boolean => {
    if (isFolder(header)) return false;
    const name = fileOf(header);
    if (name === undefined)
      throw invalid(`${quoted(header.name)} (${header.type ?? 'file'}) is no part of a bundle`);
    return true;
  };
  const entries = await unpackTar(tar, { strict: true, filter: refuse }).catch((error: unknown) => {
    throw error instanceof MskReachError ? error : invalid('it is no tar archive, or not all of one', error);
  });
  for (const { header, data } of entries) {
    const name = fileOf(header);
    if (name === undefined || data === undefined || data.length !== header.size)
      throw invalid('it is not all of a bundle');
    if (files.has(name)) throw invalid(`it holds ${name} twice`);
    files.set(name, new TextDecoder().decode(data));
  }
  return files;
}

async function inflated(bytes: Uint8Array): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: MOST_BYTES });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      throw new MskReachError('INPUT_TOO_LARGE', `it unpacks to more than ${MOST_BYTES} bytes`, {
        cause: error,
      });
    throw invalid('it is not gzip, or not all of it', error);
  }
}

function isFolder({ name, type }: TarHeader): boolean {
  return type === 'directory' && (name === FOLDER || name === `${FOLDER}/`);
}

function fileOf({ name, type = 'file' }: TarHeader): BundleFile | undefined {
  return type === 'file' ? FILES.find((file) => name === `${FOLDER}/${file}`) : undefined;
}

function invalid(problem: string, cause?: unknown): MskReachError {
  return new MskReachError('INPUT_INVALID', problem, { cause });
}
