/** The Kubernetes manifests of the examples: the schemas of Kubernetes, and what the schemas cannot say. */
import { loadOptions } from '@msk-reach/core';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { CronJob } from 'kubernetes-models/batch/v1/CronJob';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import type { IContainer } from 'kubernetes-models/v1/Container';
import { Service } from 'kubernetes-models/v1/Service';
import { ServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import { describe, expect, test } from 'vitest';
import { manifestFiles, manifests, podOf, type Manifest } from '../manifests.ts';
import { unreadBy } from '../read-by.ts';

const all = manifests();
const kustomization = all.find(({ kind }) => kind === 'Kustomization') as unknown as {
  readonly resources: readonly string[];
  readonly images: readonly { readonly name: string }[];
};
const models = [Deployment, CronJob, Service, ServiceAccount, ConfigMap] as const;
const ofKubernetes = all.filter(({ kind }) => kind !== 'Kustomization');
const named = (kind: string): readonly string[] =>
  all.filter((manifest) => manifest.kind === kind).map(({ metadata }) => metadata.name);

/** @throws where it is not of its schema */
function validate(document: object, kind: string): void {
  const model = models.find((model) => model.kind === kind);
  if (model === undefined) throw new Error(`no schema for ${kind}`);
  // Not on an instance: making one reads every field, known or not.
  Reflect.apply(Reflect.get<{ validate: () => void }, 'validate'>(model.prototype, 'validate'), document, []);
}

describe.each(
  ofKubernetes.map((manifest) => [`${manifest.kind} ${manifest.metadata.name}`, manifest] as const),
)('%s', (_name, document) => {
  test('is of its schema, and has no field that the schema does not know', () => {
    expect(unreadBy(document, (watched) => validate(watched, document.kind))).toEqual([]);
  });
});

test('a mistake would be told', () => {
  const [deployment] = all.filter(({ kind }) => kind === 'Deployment') as [Manifest];
  const spoilt = structuredClone(deployment) as Manifest & { spec: Record<string, unknown> };
  spoilt.spec['replicas'] = 'three';
  expect(() => validate(spoilt, 'Deployment')).toThrow(/replicas must be integer/u);
  spoilt.spec['replicas'] = 3;
  spoilt.spec['replica'] = 3;
  expect(unreadBy(spoilt, (watched) => validate(watched, 'Deployment'))).toEqual(['/spec/replica']);
});

test('kustomize takes every file, and knows every image', () => {
  expect([...kustomization.resources, 'kustomization.yaml'].toSorted()).toEqual(manifestFiles.toSorted());
  const images = ofKubernetes.flatMap(containersOf).map(({ image }) => image);
  expect(new Set(kustomization.images.map(({ name }) => name))).toEqual(new Set(images));
});

test('the settings are what a program loads', async () => {
  const [settings] = all.filter(({ kind }) => kind === 'ConfigMap') as unknown as [
    { readonly data: Readonly<Record<string, string>> },
  ];
  expect(await loadOptions({ env: settings.data })).toEqual({
    bootstrap: 'boot-a1b2c3d4.c1.kafka-serverless.us-east-1.amazonaws.com:9098',
    roles: [{ arn: 'arn:aws:iam::444455556666:role/msk-client', externalId: 'my-id' }],
    pattern: 'phz',
    cidr: ['10.0.0.0/16'],
  });
});

test('the pods are who IRSA makes them', () => {
  const [account] = all.filter(({ kind }) => kind === 'ServiceAccount') as [Manifest];
  expect(account.metadata.annotations).toEqual({
    'eks.amazonaws.com/role-arn': expect.stringMatching(/^arn:aws:iam::\d{12}:role\/\w+$/u) as string,
  });
});

const pods = ofKubernetes.flatMap((manifest) => {
  const pod = podOf(manifest);
  return pod === null ? [] : [[manifest.metadata.name, { manifest, pod }] as const];
});

describe.each(pods)('the pods of %s', (_name, { manifest, pod }) => {
  const { spec } = pod;
  const containers = containersOf(manifest);

  test('have no rights and bounds to what they take', () => {
    expect(spec?.securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: 65532,
      runAsGroup: 65532,
      fsGroup: 65532,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    for (const { securityContext, resources } of containers) {
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(Object.keys({ ...resources?.requests })).toEqual(['cpu', 'memory']);
      expect(Object.keys({ ...resources?.limits })).toEqual(['memory']);
    }
  });

  test('name only what is there', () => {
    expect(named('ServiceAccount')).toContain(spec?.serviceAccountName);
    const volumes = spec?.volumes?.map(({ name }) => name) ?? [];
    for (const { envFrom, volumeMounts, ports, livenessProbe, readinessProbe, startupProbe } of containers) {
      for (const { configMapRef } of envFrom ?? []) expect(named('ConfigMap')).toContain(configMapRef?.name);
      for (const { name } of volumeMounts ?? []) expect(volumes).toContain(name);
      for (const probe of [livenessProbe, readinessProbe, startupProbe])
        if (probe?.httpGet !== undefined)
          expect(ports?.map(({ name }) => name)).toContain(probe.httpGet.port);
    }
  });
});

test('what serves has a probe for each question', () => {
  const serving = pods
    .flatMap(([, { manifest }]) => containersOf(manifest))
    .filter(({ ports }) => ports !== undefined);
  expect(serving.map(({ name }) => name).toSorted()).toEqual(['consumer', 'serve']);
  for (const { livenessProbe, readinessProbe } of serving)
    expect([livenessProbe?.httpGet?.path, readinessProbe?.httpGet?.path]).toEqual(['/livez', '/readyz']);
});

function containersOf(manifest: Manifest): readonly IContainer[] {
  const spec = podOf(manifest)?.spec;
  return [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
}
