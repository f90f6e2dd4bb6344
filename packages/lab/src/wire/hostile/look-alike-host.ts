import { changeLastBroker } from '../change-last-broker.ts';
import type { WireFaultKind } from '../fault-kind.ts';

/** What looks like the broker's own name and is not, each made from it. */
const LOOK_ALIKES = {
  'suffix-appended': (host: string): string => `${host}.example.com`,
  'other-cluster': (host: string): string => host.replace(/-([a-z0-9]{8})\./u, '-zzzz9999.'),
  'other-shard': (host: string): string => host.replace(/\.c\d+\./u, '.c999.'),
  'other-region': (host: string): string =>
    host.replace(/(\.kafka-serverless\.)[a-z0-9-]+\./u, '$1xx-fake-1.'),
  'label-inserted': (host: string): string => host.replace('.kafka-serverless.', '.evil.kafka-serverless.'),
  'dot-missing': (host: string): string => host.replace('.amazonaws.com', 'amazonaws.com'),
  // The second letter is a Cyrillic one.
  homoglyph: (host: string): string => host.replace('amazonaws', 'am\u0430zonaws'),
  'nul-appended': (host: string): string => `${host}\0.example.com`,
};

/** Names a host that only looks like one of the cluster's. */
export const lookAlikeHost: WireFaultKind<keyof typeof LOOK_ALIKES> = {
  schema: {
    description:
      "Metadata names a look-alike of the last broker's own host: another domain behind it, another cluster, shard or Region, a label more, a dot less, a letter of another alphabet, or a NUL and another domain.",
    enum: Object.keys(LOOK_ALIKES),
    examples: ['suffix-appended', 'homoglyph'],
  },
  answer: (value, answer) => changeLastBroker(answer, ({ host }) => ({ host: LOOK_ALIKES[value](host) })),
};
