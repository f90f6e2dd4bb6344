import { expect, test } from 'vitest';
import { ATTACK, hostile, names, rendering } from '../../test/renderings.ts';
import { exposition } from './exposition.ts';
import { prometheus } from './prometheus.ts';

interface Read {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const NAME = /^[a-z][a-z0-9_]*$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"/y;
/** What `promtool check metrics` would say of a name. */
const UNCONVENTIONAL =
  /(?:^|_)(?:ms|us|ns|sec|milliseconds|minutes|hours|days|kb|mb|gauge|counter|total|count|sum|bucket)(?:_|$)/;

/** Version 0.0.4 by the letter: throws at the first line that is not in it. */
function strictly(text: string): readonly Read[] {
  expect(text.endsWith('\n')).toBe(true);
  const samples: Read[] = [];
  const series = new Set<string>();
  const families: string[] = [];
  let helped = '';
  for (const line of text.slice(0, -1).split('\n')) {
    const help = /^# HELP (\S+) (.+)$/.exec(line);
    const type = /^# TYPE (\S+) gauge$/.exec(line);
    if (help !== null) helped = help[1] ?? '';
    else if (type !== null) {
      expect([type[1], families.includes(helped)]).toEqual([helped, false]);
      families.push(helped);
    } else {
      const sample = sampleOf(line);
      expect([line, sample.name]).toEqual([line, families.at(-1)]);
      const key = line.slice(0, line.lastIndexOf(' '));
      expect([key, series.has(key)]).toEqual([key, false]);
      series.add(key);
      samples.push(sample);
    }
  }
  for (const name of families)
    expect([name, NAME.test(name), UNCONVENTIONAL.test(name)]).toEqual([name, true, false]);
  return samples;
}

function sampleOf(line: string): Read {
  const parts = /^([a-z_:][a-z0-9_:]*)(?:\{(.*)\})? (-?\d+(?:\.\d+)?(?:e[+-]\d+)?|NaN|[+-]Inf)$/.exec(line);
  if (parts === null) throw new Error(`no sample: ${line}`);
  const [, name = '', given = '', value = ''] = parts;
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  for (let at = 0; at < given.length; at = LABEL.lastIndex + 1) {
    LABEL.lastIndex = at;
    const found = LABEL.exec(given);
    if (found === null) throw new Error(`no label at ${at}: ${line}`);
    const next = given[LABEL.lastIndex];
    if (next !== undefined && next !== ',') throw new Error(`no comma at ${LABEL.lastIndex}: ${line}`);
    labels[found[1] ?? ''] = (found[2] ?? '').replaceAll(/\\(.)/g, (_, one: string) =>
      one === 'n' ? '\n' : one,
    );
  }
  return { name, labels, value: Number(value.replace('Inf', 'Infinity')) };
}

test.each(names)('%s: by the letter of the format, and true', (name) => {
  const { report, ...how } = rendering(name);
  const samples = strictly(prometheus.render({ report, ...how }));
  const holding = samples.filter(({ name, value }) => name === 'msk_reach_check_status' && value === 1);
  expect(holding.map(({ labels }) => [labels['check'], labels['status']])).toEqual(
    report.findings.map(({ check, status }) => [check, status]),
  );
  const causes = samples.filter(({ name, value }) => name === 'msk_reach_root_cause' && value === 1);
  expect(causes.map(({ labels }) => labels['check'])).toEqual(expect.arrayContaining([...report.rootCauses]));
  expect(causes).toHaveLength(report.rootCauses.length);
  for (const { labels } of samples) expect(labels['bootstrap']).toBe(report.cluster.bootstrap);
});

test('a broker that has no record is not up, the others are', () => {
  const samples = strictly(prometheus.render(rendering('one-broker-without-a-record')));
  const up = samples.filter(({ name }) => name === 'msk_reach_broker_up');
  expect(up.map(({ labels, value }) => [labels['broker'], value])).toEqual([
    ['97', 1],
    ['98', 0],
    ['473', 1],
  ]);
});

test.each(names)('%s: hostile text stays text', (name) => {
  const samples = strictly(prometheus.render(hostile(name)));
  const seen = ATTACK.replaceAll(/(?!\n)[\p{Cc}\p{Cs}]/gu, '\ufffd');
  expect(new Set(samples.map(({ labels }) => labels['bootstrap']))).toEqual(new Set([seen]));
});

test('what a number, a help and a repeated series may be', () => {
  const samples = [NaN, Infinity, -Infinity, 1e21, 0.25].map((value) => ({
    labels: { v: String(value) },
    value,
  }));
  const text = exposition(
    [
      {
        name: 'a',
        help: 'one\\two\nthree',
        samples: [...samples, ...samples.map((one) => ({ ...one, value: 7 }))],
      },
    ],
    {},
  );
  expect(text.split('\n').slice(0, 2)).toEqual(['# HELP a one\\\\two\\nthree', '# TYPE a gauge']);
  expect(strictly(text).map(({ value }) => value)).toEqual([NaN, Infinity, -Infinity, 1e21, 0.25]);
});
