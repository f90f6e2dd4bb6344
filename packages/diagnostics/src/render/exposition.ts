/** Prometheus' text exposition format, version 0.0.4: families in, text out. */

/** What a family's samples carry. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string | number>>;
  readonly value: number;
}

/** A metric: its samples stand together, after their help and type. */
export interface Family {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

/** The families as text, all of them gauges; one without samples is left out. */
export function exposition(families: readonly Family[], common: Readonly<Record<string, string>>): string {
  return families
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, help, samples }) =>
      [
        `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`,
        `# TYPE ${name} gauge`,
        ...distinct(samples, common).map(([labels, value]) => `${name}${labels} ${numeral(value)}`),
        '',
      ].join('\n'),
    )
    .join('');
}

/** One sample for each set of labels: a second one would make a reader refuse them all. */
function distinct(
  samples: readonly Sample[],
  common: Readonly<Record<string, string>>,
): readonly (readonly [labels: string, value: number])[] {
  const seen = new Map<string, number>();
  for (const { labels, value } of samples) {
    const text = labelled({ ...common, ...labels });
    if (!seen.has(text)) seen.set(text, value);
  }
  return [...seen];
}

function labelled(labels: Readonly<Record<string, string | number>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${inQuotes(String(value))}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/** A label may hold anything but these three as they are; control characters are nobody's label. */
function inQuotes(text: string): string {
  return text
    .replaceAll(/(?!\n)[\p{Cc}\p{Cs}]/gu, '\ufffd')
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n');
}

function numeral(value: number): string {
  return Number.isFinite(value) || Number.isNaN(value) ? String(value) : value > 0 ? '+Inf' : '-Inf';
}
