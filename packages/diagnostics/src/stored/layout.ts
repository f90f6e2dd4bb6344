/**
 * The room of stored looks: one file that carries a look to another machine.
 *
 * A bundle is a gzipped tar with one folder and these files in it, each of a published format. Nothing of it is ever
 * unpacked to a disk.
 */

/** The folder that all files of a bundle are in. */
export const FOLDER = 'msk-reach-bundle';

/** What a bundle holds; `observation.json` is what it is read for. */
export const FILES: readonly BundleFile[] = ['manifest.json', 'observation.json', 'report.json'];

/** One of {@link FILES}. */
export type BundleFile = 'manifest.json' | 'observation.json' | 'report.json';

/** Larger files are not read: a look at 1,000 brokers is some 5 MB. */
export const MOST_BYTES: number = 64 * 1024 * 1024;

/** Which programs made a bundle. */
export interface Manifest {
  readonly schema: 'msk-reach/bundle/1';
  /** RFC 3339. */
  readonly createdAt: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly files: readonly BundleFile[];
}
