import { describe, expect, test } from 'vitest';
import { isMskReachError } from '@msk-reach/core';
import { loadTopology, topologyNames } from './load.ts';
import { mergePatch } from './merge-patch.ts';
import type { Topology } from './model.ts';
import { validateTopology } from './validate.ts';

const S6 = await loadTopology('S6-zone-same-account');

function problemsOf(patch: Readonly<Record<string, unknown>>, topology: Topology = S6): readonly string[] {
  try {
    validateTopology(mergePatch({ ...topology, changes: {}, faults: {} }, patch), 'test');
    return [];
  } catch (error) {
    if (!isMskReachError(error)) throw error;
    expect(error.code).toBe('CONFIG_INVALID');
    return (error.details['problems'] as { pointer: string; expected: string }[]).map(
      ({ pointer, expected }) => `${pointer} ${expected}`,
    );
  }
}

test('every topology of the lab is one, and each of its patches leaves one', async () => {
  const names = await topologyNames();
  expect(names.length).toBeGreaterThan(13);
  for (const name of names) expect((await loadTopology(name)).name).toBe(name);
});

describe('a mistake is told with its place and what would be right', () => {
  const cases: readonly (readonly [string, Readonly<Record<string, unknown>>, RegExp])[] = [
    ['an unknown key', { vpcs: { apps: { dns: true } } }, /^\/vpcs\/apps\/dns no such key/],
    [
      'an account that is not there',
      { zones: { msk: { account: 'nobody' } } },
      /^\/zones\/msk\/account the name of an account/,
    ],
    [
      'a VPC that is not there',
      { zones: { msk: { vpcs: { moon: 'associated' } } } },
      /^\/zones\/msk\/vpcs\/moon the name of a VPC/,
    ],
    [
      'an address of another subnet',
      { clients: { app: { address: '10.1.2.20' } } },
      /^\/clients\/app\/address an address of 10\.1\.1\.0\/24/,
    ],
    [
      'an address that AWS keeps',
      { clients: { app: { address: '10.1.1.2' } } },
      /^\/clients\/app\/address an address that AWS does not keep/,
    ],
    [
      'an address twice',
      { clients: { other: { vpc: 'apps', zone: 'a', address: '10.1.1.20' } } },
      /^\/clients\/other\/address an address that client-app does not have/,
    ],
    [
      'a zone without a subnet',
      { clients: { app: { zone: 'c' } } },
      /^\/clients\/app\/address a zone in which apps has a subnet/,
    ],
    [
      'a subnet outside',
      { vpcs: { apps: { subnets: { b: { cidr: '10.9.0.0/24' } } } } },
      /^\/vpcs\/apps\/subnets\/b\/cidr a block within 10\.1\.0\.0\/16/,
    ],
    [
      'a second block over the first',
      { vpcs: { apps: { moreCidrs: ['10.1.128.0/17'] } } },
      /^\/vpcs\/apps\/moreCidrs\/0 a block beside 10\.1\.0\.0\/16/,
    ],
    [
      'a second block that the peer has',
      { vpcs: { apps: { moreCidrs: ['10.0.128.0/17'] } } },
      /^\/links\/peering\/between VPCs that have no address in common/,
    ],
    [
      'a route to a second block of its own',
      { vpcs: { apps: { moreCidrs: ['100.64.0.0/16'], routes: { '100.64.0.0/16': 'peering' } } } },
      /^\/vpcs\/apps\/routes\/100\.64\.0\.0~116 another block than the VPC's own/,
    ],
    [
      "the lab's own block",
      {
        vpcs: {
          moon: {
            account: 'platform',
            region: 'us-east-1',
            cidr: '198.18.0.0/24',
            subnets: { a: { cidr: '198.18.0.0/25' } },
          },
        },
      },
      /^\/vpcs\/moon\/cidr a block that has nothing of/,
    ],
    [
      'a route to nowhere',
      { vpcs: { apps: { routes: { '10.7.0.0/16': 'hub' } } } },
      /^\/vpcs\/apps\/routes\/10\.7\.0\.0~116 one of peering, blackhole/,
    ],
    [
      'an alias of nothing',
      { zones: { msk: { records: { '*': 'alias:endpoint/none' } } } },
      /^\/zones\/msk\/records\/\* an alias of what is there/,
    ],
    [
      'a second zone of one name',
      {
        zones: {
          again: {
            account: 'platform',
            apex: 'kafka-serverless.us-east-1.amazonaws.com',
            records: {},
            vpcs: { apps: 'associated' },
          },
        },
      },
      /^\/zones\/again\/vpcs\/apps a VPC without a zone for/,
    ],
    [
      'a rule without its endpoint',
      {
        rules: {
          msk: {
            account: 'platform',
            region: 'us-east-1',
            apex: 'example.com',
            via: 'out',
            targets: ['in'],
            vpcs: {},
          },
        },
      },
      /^\/rules\/msk\/via the name of an endpoint/,
    ],
    [
      'a look of nobody',
      { works: [{ client: 'ghost', expect: {} }] },
      /^\/works\/0\/client the name of a client/,
    ],
    [
      'an expectation that cannot be',
      { works: [{ client: 'app', expect: { status: 'pass', rootCauses: ['DNS01'] } }] },
      /^\/works\/0\/expect\/rootCauses nothing/,
    ],
    [
      'a fault that leaves none',
      { faults: { broken: { title: 'x', patch: { clients: { app: { vpc: 'moon' } } }, looks: [] } } },
      /^\/faults\/broken\/patch a patch that leaves a topology; \/clients\/app\/vpc/,
    ],
  ];
  test.each(cases)('%s', (_what, patch, expected) => {
    expect(problemsOf(patch)).toContainEqual(expect.stringMatching(expected));
  });
});

test('VPCs may overlap, but not where they are peered', () => {
  const moon = {
    account: 'platform',
    region: 'us-east-1',
    cidr: '10.1.0.0/16',
    subnets: { a: { cidr: '10.1.1.0/24' } },
  };
  expect(problemsOf({ vpcs: { moon } })).toEqual([]);
  expect(
    problemsOf({ vpcs: { moon }, links: { two: { kind: 'peering', between: ['apps', 'moon'] } } }),
  ).toEqual([expect.stringContaining('/links/two/between VPCs that have no address in common')]);
});

test('a merge patch adds, replaces and takes away (RFC 7396)', () => {
  expect(mergePatch({ a: { b: 1, c: 2 }, d: [1] }, { a: { b: null, e: { f: null, g: 1 } }, d: [2] })).toEqual(
    {
      a: { c: 2, e: { g: 1 } },
      d: [2],
    },
  );
});
