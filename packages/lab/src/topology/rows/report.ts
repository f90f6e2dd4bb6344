/** The rows' lines and their table. Topologies of one row stand together. */
import { hasPassed, type LookRow, type TopologyRow } from './row.ts';

/** `S5` of `S5-privatelink`; a topology of somebody's own is a row by itself. */
export function rowOf(name: string): string {
  return /^S\d+(?=-)/u.exec(name)?.[0] ?? name;
}

/** Rows in the order in which they first come. */
export function byRow(topologies: readonly TopologyRow[]): ReadonlyMap<string, readonly TopologyRow[]> {
  const rows = new Map<string, TopologyRow[]>();
  for (const one of topologies) rows.set(rowOf(one.name), [...(rows.get(rowOf(one.name)) ?? []), one]);
  return rows;
}

/** One line a row, and below it what is not as expected. */
export function rowLines(row: string, topologies: readonly TopologyRow[]): readonly string[] {
  const looks = topologies.flatMap((one) => one.looks);
  const passed = topologies.every(hasPassed);
  const seconds = Math.round(topologies.reduce((sum, { ms }) => sum + ms, 0) / 1_000);
  const line = `${row} ${passed ? 'pass' : 'FAIL'}: works ${worksWords(looks)}; diagnosed ${faultWords(looks) || 'nothing'} (${seconds} s)`;
  return [line, ...topologies.flatMap(differenceLines)];
}

/** A table in Markdown. */
export function markdown(rows: ReadonlyMap<string, readonly TopologyRow[]>): string {
  const lines = [...rows].flatMap(([row, topologies]) =>
    topologies.map((one) =>
      [
        '',
        hasPassed(one) ? row : `${row} (not as expected)`,
        one.title,
        worksWords(one.looks),
        faultList(one.looks),
        '',
      ]
        .join(' | ')
        .trim(),
    ),
  );
  return ['| row | topology | works | diagnosed |', '|---|---|---|---|', ...lines].join('\n');
}

function worksWords(looks: readonly LookRow[]): string {
  const well = looks.filter(({ kind }) => kind !== 'fault');
  const words = well.map(
    ({ what, client, pattern, confidence, traffic }) =>
      `${what === 'works' ? client : what} (${pattern}, ${confidence}${traffic ? ', traffic' : ''})`,
  );
  return [...new Set(words)].join(', ') || 'nothing';
}

function faultWords(looks: readonly LookRow[]): string {
  return [...grouped(looks)].map(([what, causes]) => `${what} ${causes.join(' or ')}`).join(', ');
}

function faultList(looks: readonly LookRow[]): string {
  const titles = new Map(looks.map(({ what, title }) => [what, title]));
  return [...grouped(looks)]
    .map(([what, causes]) => `${titles.get(what) ?? what}: ${causes.join(' or ')}`)
    .join('; ');
}

/** By fault, what its looks said. */
function grouped(looks: readonly LookRow[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const { kind, what, causes, status } of looks) {
    if (kind !== 'fault' || (causes.length === 0 && status === 'pass')) continue;
    const known = found.get(what) ?? new Set();
    known.add(causes.length > 0 ? causes.join('+') : status);
    found.set(what, known);
  }
  return new Map([...found].map(([what, causes]) => [what, [...causes]]));
}

function differenceLines({ name, looks, trouble }: TopologyRow): readonly string[] {
  return [
    ...looks.flatMap(({ what, client, differences }) =>
      differences.map((difference) => `    ${name} ${what} ${client}: ${difference}`),
    ),
    ...(trouble === null ? [] : [`    ${name}: ${trouble}`]),
  ];
}
