/** BRK02: the brokers are others than a moment ago, or than in an earlier report. Information: they come and go. */
import type { AdvertisedBroker } from '../../observation.ts';
import { canonical } from '../../facts/names.ts';
import type { Facts } from '../../facts.ts';
import { listed } from '../../words.ts';
import type { Check } from '../check.ts';

const MOST_NAMED = 10;

export const brk02: Check = {
  id: 'BRK02',
  layer: 'brokers',
  needs: ['metadata', 'hosts', 'earlier', 'endpoint'],
  run: ({ metadata, hosts, earlier, endpoint }) => {
    if (metadata.outcome !== 'ok') return [{ status: 'blocked', subject: null, waitsFor: 'metadata' }];
    const { brokers, clusterId } = metadata.value;
    const first = namesOf(brokers);
    const later = laterNames(hosts, clusterId);
    const before =
      earlier?.cluster.clusterId === endpoint.clusterId ? namesOf(earlier.cluster.brokers) : null;
    const changes = [
      ...(earlier === null || before === null || before.size === 0
        ? []
        : [changeOf(`the look of ${earlier.startedAt}`, before, later ?? first)]),
      ...(later === null ? [] : [changeOf('the first answer of this look', first, later)]),
    ];
    const about = { subject: null, names: [] };
    if (changes.length === 0) {
      const note =
        'The brokers were named once, and no earlier report was given: there is nothing to compare.';
      return [{ ...about, status: 'skip', note }];
    }
    const seen = changes.filter(({ what }) => what !== '');
    const evidence = seen.map(({ since, what }) => `since ${since}: ${what}`);
    const [told] = seen;
    if (told === undefined) return [{ ...about, status: 'pass' }];
    return [
      {
        ...about,
        status: 'pass',
        words: 'main',
        values: { since: told.since, changes: told.what },
        evidence,
      },
    ];
  },
};

/** What brokers said of this very cluster after the first answer; the last of them counts. Null where nobody said more. */
function laterNames(hosts: Facts['hosts'], clusterId: string | null): ReadonlySet<string> | null {
  const answers = hosts.flatMap(({ role, paths }) =>
    role === 'bootstrap'
      ? []
      : paths.flatMap(({ metadata }) =>
          metadata.outcome === 'ok' &&
          metadata.value.clusterId === clusterId &&
          metadata.value.brokers.length > 0
            ? [metadata.value.brokers]
            : [],
        ),
  );
  const last = answers.at(-1);
  return last === undefined ? null : namesOf(last);
}

function changeOf(
  since: string,
  before: ReadonlySet<string>,
  now: ReadonlySet<string>,
): { readonly since: string; readonly what: string } {
  const came = [...now].filter((name) => !before.has(name));
  const went = [...before].filter((name) => !now.has(name));
  const what = [
    came.length === 0 ? '' : `came: ${listed(came.map(short), MOST_NAMED)}`,
    went.length === 0 ? '' : `gone: ${listed(went.map(short), MOST_NAMED)}`,
  ];
  return { since, what: what.filter((text) => text !== '').join('; ') };
}

function namesOf(brokers: readonly Pick<AdvertisedBroker, 'host' | 'port'>[]): ReadonlySet<string> {
  return new Set(brokers.map(({ host, port }) => `${canonical(host)}:${port}`));
}

function short(name: string): string {
  return name.split(/[.:]/)[0] ?? name;
}
