/** A bundle written: observation, report and versions as one `.tar.gz`. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Observation, Report } from '@msk-reach/core';
import { packTar } from 'modern-tar';
import { FILES, FOLDER, type BundleFile, type Manifest } from './layout.ts';
import { redacted } from './redact.ts';

/** What goes into a bundle. */
export interface BundleContent {
  readonly observation: Observation;
  readonly report: Report;
  readonly versions: Readonly<Record<string, string>>;
  /** Texts that must not be in there. */
  readonly secrets: readonly string[];
}

/** The bundle's bytes; the same content makes the same bytes. */
export async function packBundle({
  observation,
  report,
  versions,
  secrets,
}: BundleContent): Promise<Uint8Array> {
  const manifest: Manifest = {
    schema: 'msk-reach/bundle/1',
    createdAt: observation.takenAt,
    versions,
    files: FILES,
  };
  const content: Readonly<Record<BundleFile, object>> = {
    'manifest.json': manifest,
    'observation.json': observation,
    'report.json': report,
  };
  const mtime = new Date(observation.takenAt);
  const files = FILES.map((name) => {
    const body = Buffer.from(`${JSON.stringify(redacted(content[name], secrets), null, 2)}\n`);
    return { header: { name: `${FOLDER}/${name}`, size: body.length, mtime, mode: 0o600 }, body };
  });
  return promisify(gzip)(await packTar(files));
}
