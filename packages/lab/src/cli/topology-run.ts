import { Command } from 'commander';
import { loadTopology, topologyNames } from '../topology/load.ts';
import type { Topology } from '../topology/model.ts';
import { createTopologyPool } from '../topology/run/engine.ts';
import { byRow, markdown, rowLines, rowOf } from '../topology/rows/report.ts';
import { hasPassed, type TopologyRow } from '../topology/rows/row.ts';
import { runTopology } from '../topology/rows/run-topology.ts';
import { writeBetweenMarkers } from '../topology/rows/markers.ts';
import { runUntilTold } from './run-until-told.ts';
import { print, say } from './words.ts';

const EXIT_NOT_MATCHED = 3;

interface Options {
  readonly json?: boolean;
  readonly markdown?: string;
}

/** `msk-lab topology run`: topologies one after the other, each look compared with what is expected. */
export function topologyRunCommand(done: (exitCode: number) => void): Command {
  return new Command('run')
    .description('Run every look of topologies, and compare with what is expected: one line a row.')
    .argument('[what...]', "rows (S6) or names of the lab's topologies, or files; nothing: all of the lab's")
    .option('--json', 'one JSON object a topology')
    .option('--markdown <file>', 'write the table of the rows into a file, between its markers')
    .addHelpText('after', '\nExample:\n  msk-lab topology run S6 my-topology.json')
    .action(async (what: string[], options: Options) => done(await run(what, options)));
}

function run(what: readonly string[], options: Options): Promise<number> {
  return runUntilTold(async (signal) =>
    runAll(await Promise.all((await chosen(what)).map(loadTopology)), options, signal),
  );
}

async function chosen(what: readonly string[]): Promise<readonly string[]> {
  const shipped = await topologyNames();
  if (what.length === 0) return shipped;
  return what.flatMap((one) => {
    const names = shipped.filter((name) => rowOf(name) === one);
    return names.length > 0 ? names : [one];
  });
}

async function runAll(
  topologies: readonly Topology[],
  { json = false, markdown: file }: Options,
  signal: AbortSignal,
): Promise<number> {
  const went: TopologyRow[] = [];
  await using pool = await createTopologyPool();
  for (const [index, topology] of topologies.entries()) {
    const row = await runTopology(topology, { say, signal, pool });
    went.push(row);
    if (json) print(JSON.stringify(row));
    const next = topologies[index + 1];
    if (json || (next !== undefined && rowOf(next.name) === rowOf(topology.name))) continue;
    const name = rowOf(topology.name);
    for (const line of rowLines(name, byRow(went).get(name) ?? [])) print(line);
  }
  const rows = byRow(went);
  if (file !== undefined) await writeBetweenMarkers(file, 'rows', markdown(rows));
  const passed = [...rows.values()].filter((row) => row.every(hasPassed)).length;
  print(`${passed} passed, ${rows.size - passed} failed`);
  return passed === rows.size ? 0 : EXIT_NOT_MATCHED;
}
