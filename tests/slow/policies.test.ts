/** The policies that `msk-reach policy` prints, on real Kafka: each action taken away in turn, as `docs/policies.md` tells. */
import { readFileSync } from 'node:fs';
import { runPreflight, type MskReachOptions } from '@msk-reach/core';
import { startLab, type Lab } from '@msk-reach/lab';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../packages/diagnostics/src/cli/run.ts';
import type { Grant, Statement } from '../../packages/diagnostics/src/policy/documents.ts';
import { sinks } from '../../packages/diagnostics/test/sinks.ts';
import { optionsOf } from '../lab-options.ts';
import * as uses from '../uses.ts';

const CALLER = 'arn:aws:iam::111122223333:user/client';
const WHOSE = { caller: ' of the caller', trust: ' in the trust policy', role: '' };
type Whose = keyof typeof WHOSE;

let lab: Lab;
beforeAll(async () => {
  const names = ['orders', 'payments', 'other'];
  lab = await startLab({ kafka: { topics: names.map((name) => ({ name, partitions: 1 })) } });
});
afterAll(() => lab.close());

test('there is something to read, and a group that left', async () => {
  for (const topic of ['payments', 'other'])
    expect(await uses.outcomeOf(uses.produce(topic), optionsOf(lab))).toBe('works');
  expect(await uses.outcomeOf(uses.consume('payments', 'old'), optionsOf(lab))).toBe('works');
});

/** By the arguments of `msk-reach policy`: what the client then does, and what `check` is told of it. */
const USES: Readonly<
  Record<string, { readonly work: uses.Work; readonly look: Pick<MskReachOptions, 'topic' | 'group'> }>
> = {
  '--check': { work: uses.connect, look: {} },
  '--produce orders': { work: uses.produce('orders'), look: { topic: ['orders'] } },
  '--produce orders --idempotent': {
    work: uses.produceIdempotently('orders'),
    look: { topic: ['orders'] },
  },
  '--produce orders --transactional-id billing-1': {
    work: uses.produceInTransactions('orders', 'billing-1'),
    look: { topic: ['orders'] },
  },
  '--consume payments --group billing': {
    work: uses.consume('payments', 'billing'),
    look: { topic: ['payments'], group: 'billing' },
  },
  '--admin': { work: uses.administer('old'), look: {} },
};

interface Row {
  readonly use: string;
  readonly without: string;
  readonly sees: string;
  readonly finds: string;
}

const page = readFileSync(new URL('../../docs/policies.md', import.meta.url), 'utf8');
const rows: readonly Row[] = [
  ...page.matchAll(/^\| `(--[^`]+)` \| `([^`]+)`([^|]*) \| ([^|]+) \| ([^|]+) \|$/gmu),
].map(([, use = '', action = '', whose = '', sees = '', finds = '']) => ({
  use,
  without: action + whose,
  sees,
  finds,
}));

/** The documents, as the command prints them. */
async function printed(use: string): Promise<Readonly<Record<Whose, readonly Statement[]>>> {
  const { stdout, stderr, out, err } = sinks();
  const where = ['--cluster-arn', lab.clusters[0]?.arn ?? '', '--caller', CALLER];
  const role = ['--role', lab.role ?? '', '--external-id', lab.externalId ?? ''];
  const argv = ['policy', ...where, ...role, ...use.split(' '), '--output', 'json'];
  const code = await run(argv, { stdout, stderr, env: {}, interrupted: new AbortController().signal });
  expect([code, err()]).toEqual([0, '']);
  const { policies } = JSON.parse(out()) as { readonly policies: readonly Grant[] };
  expect(policies.map(({ kind }) => kind)).toEqual(['permissions', 'trust', 'permissions']);
  const [caller = [], trust = [], own = []] = policies.map(({ document }) => document.Statement);
  return { caller, trust, role: own };
}

/** Applies them, less one action of one document. */
async function apply(use: string, without?: string): Promise<void> {
  const documents = await printed(use);
  const [caller = [], trust = [], own = []] = (['caller', 'trust', 'role'] as const).map((whose) =>
    documents[whose]
      .map((statement) => ({
        ...statement,
        Action: statement.Action.filter((action) => action + WHOSE[whose] !== without),
      }))
      .filter(({ Action }) => Action.length > 0),
  );
  await lab.setIam({
    users: { client: { statements: caller.map(permission) } },
    roles: {
      'msk-client': {
        trust: trust.map(({ Principal = {}, ...statement }) => ({ ...statement, Principal })),
        statements: own.map(permission),
      },
    },
  });
}

function permission({ Effect, Action, Resource = [] }: Statement): {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
} {
  return { Effect, Action, Resource };
}

test('the page has a row for each action of each use, and for no other', async () => {
  const onPage = (use: string): readonly string[] =>
    rows.filter((row) => row.use === use).map(({ without }) => without);
  for (const use of Object.keys(USES)) {
    const documents = await printed(use);
    const actions = (whose: Whose): readonly string[] =>
      documents[whose].flatMap(({ Action }) => Action.map((action) => action + WHOSE[whose]));
    const hop = use === '--check' ? [...actions('caller'), ...actions('trust')] : [];
    expect(onPage(use)).toEqual([...hop, ...new Set(actions('role'))]);
  }
  expect(new Set(rows.map(({ use }) => use))).toEqual(new Set(Object.keys(USES)));
});

describe.each(Object.entries(USES))('%s', (use, { work, look }) => {
  test('works by what is printed for it', async () => {
    await apply(use);
    expect(await uses.outcomeOf(work, optionsOf(lab))).toBe('works');
    const { report } = await runPreflight({ ...optionsOf(lab), ...look });
    expect(report).toMatchObject({ status: 'pass', rootCauses: [] });
  });

  test.each(rows.filter((row) => row.use === use))(
    'fails without $without: $sees',
    async ({ without, sees, finds }) => {
      await apply(use, without);
      lab.kafka.clear();
      const outcome = await uses.outcomeOf(work, optionsOf(lab));
      const denied = lab.kafka
        .lines()
        .flatMap((line) => /^authorize denied .* action=(\S+)/u.exec(line)?.[1] ?? []);
      const { report } = await runPreflight({ ...optionsOf(lab), ...look });
      expect({ outcome, finds: report.rootCauses.join() || '-' }).toEqual({ outcome: sees, finds });
      // Connect and AssumeRole are refused before there is anything to authorize.
      expect([...new Set(denied)]).toEqual(/AUTHORIZATION|Coordinator/u.test(sees) ? [without] : []);
    },
  );
});

test.each([
  ['--check', []],
  ['--produce orders', ['--check']],
  ['--produce orders --idempotent', ['--check', '--produce orders']],
  [
    '--produce orders --transactional-id billing-1',
    ['--check', '--produce orders', '--produce orders --idempotent'],
  ],
  ['--consume payments --group billing', ['--check']],
  ['--admin', ['--check']],
])('what is printed for %s is enough for %j and nothing else', async (use, included) => {
  await apply(use);
  const others = {
    ...Object.fromEntries(
      Object.entries(USES).flatMap(([name, { work }]) => (name === use ? [] : [[name, work]])),
    ),
    'another topic written': uses.produce('other'),
    'another topic read': uses.consume('other', 'billing'),
    'another group': uses.consume('payments', 'another'),
    'another transactional id': uses.produceInTransactions('orders', 'billing-2'),
  };
  const working: string[] = [];
  for (const [name, work] of Object.entries(others)) {
    const outcome = await uses.outcomeOf(work, optionsOf(lab));
    if (outcome === 'works') working.push(name);
    else expect(outcome).toMatch(/AUTHORIZATION_FAILED|KafkaJSGroupCoordinatorNotFound/u);
  }
  expect(working).toEqual(included);
});

test('a transaction without `idempotent: true` does without WriteDataIdempotently', async () => {
  await apply('--produce orders --transactional-id billing-1', 'kafka-cluster:WriteDataIdempotently');
  const work = uses.produceInTransactions('orders', 'billing-1', false);
  expect(await uses.outcomeOf(work, optionsOf(lab))).toBe('works');
});
