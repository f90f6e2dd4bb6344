/** The Kubernetes manifests of the examples, as data. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { ICronJob } from 'kubernetes-models/batch/v1/CronJob';
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IPodTemplateSpec } from 'kubernetes-models/v1/PodTemplateSpec';
import { parseAllDocuments } from 'yaml';

const folder = fileURLToPath(new URL('../packages/examples/kubernetes/', import.meta.url));

/** One document. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
}

/** The names of the files. */
export const manifestFiles: readonly string[] = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

/** Every document. @throws where a file is no YAML, or a key stands twice */
export function manifests(): readonly Manifest[] {
  return manifestFiles.flatMap((file) =>
    parseAllDocuments(readFileSync(`${folder}${file}`, 'utf8')).map((document) => {
      const [wrong] = [...document.errors, ...document.warnings];
      if (wrong !== undefined) throw wrong;
      return document.toJS() as Manifest;
    }),
  );
}

/** The pods that a manifest makes; null where it makes none. */
export function podOf(manifest: Manifest): IPodTemplateSpec | null {
  if (manifest.kind === 'Deployment') return (manifest as unknown as IDeployment).spec?.template ?? null;
  if (manifest.kind !== 'CronJob') return null;
  return (manifest as unknown as ICronJob).spec?.jobTemplate.spec?.template ?? null;
}

/** A container of them all, by its name. */
export function containerNamed(name: string): IContainer {
  const pods = manifests().flatMap((manifest) => podOf(manifest) ?? []);
  const containers = pods.flatMap(({ spec }) => [
    ...(spec?.initContainers ?? []),
    ...(spec?.containers ?? []),
  ]);
  const found = containers.find((container) => container.name === name);
  if (found === undefined) throw new Error(`no manifest has a container ${name}`);
  return found;
}
