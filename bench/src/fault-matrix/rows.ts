/** One cause as both sides tell it, and the page that is made of all of them. */

/** What raw kafkajs came to. */
export interface RawWords {
  /** The first line at level ERROR in its log. */
  readonly firstLog: string | null;
  /** What its user's `await` threw; null where nothing was wrong for it. */
  readonly thrown: string | null;
  readonly ms: number;
}

/** What `msk-reach check` came to. */
export interface OurWords {
  readonly status: string;
  readonly rootCauses: readonly string[];
  /** What it says of the cause. */
  readonly summary: string;
  readonly ms: number;
}

/** One row. */
export interface Row {
  readonly cause: string;
  readonly title: string;
  readonly scenario: string;
  readonly seen: Seen;
}

/** What both sides came to, or why this machine could not let them try. */
export type Seen =
  | {
      readonly ours: OurWords;
      /** null where it was ended after `RAW_LIMIT_MS`. */
      readonly raw: RawWords | null;
    }
  | { readonly because: string };

/** Longer than that nobody waits for an error. */
export const RAW_LIMIT_MS = 60_000;

const seconds = (ms: number): string => (ms / 1000).toFixed(1);

/** One cell: no row or column may end in it, nothing in it is markup, and no folder of this machine is named. */
function cell(text: string): string {
  const plain = text
    .replaceAll(/\S*\/msk-lab-\w+/gu, '.')
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/[|<>\\`*_[\]]/gu, (character) => `\\${character}`)
    .trim();
  return plain.length > 200 ? `${plain.slice(0, 199)}…` : plain;
}

function rawCells(raw: RawWords | null): readonly [string, string] {
  if (raw === null) return ['nothing; it was ended', `> ${seconds(RAW_LIMIT_MS)}`];
  const thrown = raw.thrown === null ? null : cell(raw.thrown);
  const said = raw.firstLog === null || raw.thrown?.includes(raw.firstLog) ? null : cell(raw.firstLog);
  const words = [...(said === null ? [] : [`log: ${said}`]), ...(thrown === null ? [] : [thrown])];
  if (thrown === null) return [[...words, 'goes on'].join('; '), seconds(raw.ms)];
  return [words.join('; '), seconds(raw.ms)];
}

function seenCells(seen: Seen): readonly string[] {
  if ('because' in seen) return [`not tried: ${cell(seen.because)}`, '-', 'not tried', '-'];
  const { ours, raw } = seen;
  const verdict = ours.rootCauses.length > 0 ? `**${ours.rootCauses.join(', ')}** ` : `${ours.status} `;
  return [...rawCells(raw), verdict + cell(ours.summary), seconds(ours.ms)];
}

/** The page. */
export function pageOf(rows: readonly Row[], about: string): string {
  const lines = rows.map(({ cause, title, scenario, seen }) => {
    const named = `[${cause}](causes/${cause}.md) ${cell(title)}`;
    return `| ${[named, ...seenCells(seen), scenario].join(' | ')} |`;
  });
  return `${[
    '# Fault matrix',
    '',
    about,
    '',
    '| cause | raw kafkajs says | after s | msk-reach says | after s | scenario |',
    '|---|---|---|---|---|---|',
    ...lines,
  ].join('\n')}\n`;
}
