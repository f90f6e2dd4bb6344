/**
 * `npm run fault-matrix`: every cause as raw kafkajs and as msk-reach tell it, written to `docs/fault-matrix.md`.
 *
 * `--only ID,...` prints those rows and writes nothing.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { causes } from '@msk-reach/core';
import { Ended, loadScenario, untilTold } from '@msk-reach/lab';
import { chosen } from './choose.ts';
import { lookAt } from './look.ts';
import { pageOf, type Row, type Seen } from './rows.ts';

const PAGE = new URL('../../../docs/fault-matrix.md', import.meta.url);
const SCENARIOS = new URL('../../../packages/lab/scenarios/', import.meta.url);

const ABOUT = [
  'Made by `npm run fault-matrix`: each cause is provoked in the lab (real Kafka wherever its behaviour matters), and two programs meet it one after the other. On the right `msk-reach check`, from the start of the process to its end.',
  'On the left kafkajs 2.2.4 with its defaults, AWS\'s signer and `fromTemporaryCredentials`: it connects, sends to every partition and to the topics asked for, joins the group asked for. "log" is its first line at level ERROR; the rest is what the `await` threw, or that it went on.',
].join('\n\n');

const say = (text: string): void => void process.stderr.write(`${text}\n`);

async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { only: { type: 'string' } } });
  const only = values.only?.split(',');
  const scenarios = await Promise.all(
    readdirSync(SCENARIOS, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json'))
      .toSorted()
      .map((name) => loadScenario(fileURLToPath(new URL(name, SCENARIOS)))),
  );
  const told = untilTold();
  const rows: Row[] = [];
  try {
    const shown = chosen(Object.keys(causes), scenarios);
    for (const { id: cause, title } of Object.values(causes)) {
      const scenario = shown.get(cause);
      if (scenario === undefined) continue;
      if (only?.includes(cause) === false) continue;
      const seen = await lookAt(scenario, told.signal);
      rows.push({ cause, title, scenario: scenario.name, seen });
      say(`${cause}: ${inShort(seen)}`);
    }
  } finally {
    told.dispose();
  }
  const page = pageOf(rows, ABOUT);
  if (only === undefined) writeFileSync(PAGE, page);
  else process.stdout.write(page);
}

function inShort(seen: Seen): string {
  if ('because' in seen) return `not tried: ${seen.because}`;
  const { ours, raw } = seen;
  return `ours ${Math.round(ours.ms)} ms, raw kafkajs ${raw === null ? 'ended' : `${Math.round(raw.ms)} ms`}`;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Ended)) throw error;
  say(`fault-matrix: ${error.message}`);
  process.exitCode = error.exitCode;
}
