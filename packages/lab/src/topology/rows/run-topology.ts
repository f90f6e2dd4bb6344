/** Puts a topology up and compares every look with what has to come out: as it is, with each change, with each fault. */
import type { Report } from '@msk-reach/core';
import { runCheck } from '../../scenario/check.ts';
import type { FaultSpec, LookSpec, Topology } from '../model.ts';
import { startTopology } from '../run/start-topology.ts';
import type { RunningTopology, TopologyPool } from '../running.ts';
import { changeBrokers, changeBrokersBack } from './brokers.ts';
import { compareLook } from './compare-look.ts';
import type { LookRow, TopologyRow } from './row.ts';
import { exchange, reside, type Resident } from './traffic.ts';

/** What topologies are run with. */
export interface RowOptions {
  readonly say: (text: string) => void;
  readonly signal: AbortSignal;
  readonly pool?: TopologyPool;
}

/** One after the other: first what works, then what may change, then what breaks. */
export async function runTopology(topology: Topology, options: RowOptions): Promise<TopologyRow> {
  const started = performance.now();
  const looks: LookRow[] = [];
  let trouble: string | null = null;
  try {
    await using running = await startTopology(topology, options);
    const run: Run = { running, topology, looks, ...options };
    for (const look of topology.works) await runLook(run, look, { what: 'works', kind: 'works', title: '' });
    for (const [what, change] of Object.entries(topology.changes ?? {}))
      await runFault(run, change, { what, kind: 'change', title: change.title });
    for (const [what, fault] of Object.entries(topology.faults ?? {}))
      await runFault(run, fault, { what, kind: 'fault', title: fault.title });
  } catch (error) {
    options.signal.throwIfAborted();
    trouble = error instanceof Error ? error.message : String(error);
  }
  const ms = Math.round(performance.now() - started);
  return { name: topology.name, title: topology.title, looks, trouble, ms };
}

interface Run extends RowOptions {
  readonly running: RunningTopology;
  readonly topology: Topology;
  readonly looks: LookRow[];
}

type Occasion = Pick<LookRow, 'what' | 'kind' | 'title'>;

async function runFault(run: Run, fault: FaultSpec, occasion: Occasion): Promise<void> {
  const { running, topology, signal } = run;
  signal.throwIfAborted();
  const { patch = {}, brokers = {}, meanwhile, looks } = fault;
  const declare = { ...topology.declare, ...looks[0]?.declare };
  const resident =
    meanwhile === undefined ? undefined : await reside({ running, client: meanwhile, declare, signal });
  try {
    if (Object.keys(patch).length > 0) await running.patch(patch);
    await changeBrokers(running, brokers);
    for (const look of looks) await runLook(run, look, occasion);
    if (resident !== undefined) await finish(run, resident, looks[0]);
    await changeBrokersBack(running, brokers);
    await running.restore();
  } finally {
    resident?.end();
  }
}

/** A client that went on loses nothing, and its own look says what the other one said. */
async function finish({ looks }: Run, resident: Resident, first: LookSpec | undefined): Promise<void> {
  const row = looks.at(-1);
  const { differences, look } = await resident.finish();
  if (row === undefined || first === undefined) return;
  const wanted = (first.expect.rootCauses ?? []).flat();
  const unlike =
    look === undefined || look.rootCauses.join() === wanted.join()
      ? []
      : [`the client's own look says ${look.rootCauses.join(', ') || look.status}`];
  looks[looks.length - 1] = { ...row, differences: [...row.differences, ...differences, ...unlike] };
}

async function runLook(run: Run, { client, ...look }: LookSpec, occasion: Occasion): Promise<void> {
  const { running, topology, looks, say, signal } = run;
  signal.throwIfAborted();
  const declare = { ...topology.declare, ...look.declare };
  const wrap = async (command: readonly string[]) => running.wrap(client, command);
  const result = await runCheck(running.env(client, declare), { signal, wrap });
  signal.throwIfAborted();
  const differences = [...compareLook(look.expect, result)];
  const traffic = (look.traffic ?? occasion.kind !== 'fault') && differences.length === 0;
  if (traffic) differences.push(...(await exchange({ running, client, declare, signal })));
  const ms = Math.round(result.ms);
  looks.push({ ...occasion, client, differences, ...said(result.report as Report | undefined), traffic, ms });
  const word = differences.length === 0 ? 'as expected' : differences.join('; ');
  say(`${topology.name} ${occasion.what} ${client}: ${word} (${ms} ms)`);
}

function said(report: Report | undefined): Pick<LookRow, 'status' | 'causes' | 'pattern' | 'confidence'> {
  if (report === undefined) return { status: 'none', causes: [], pattern: 'none', confidence: 'none' };
  const { status, rootCauses, findings, pattern } = report;
  const warnings = findings.filter((finding) => finding.status === 'warn').map(({ check }) => check);
  const causes = rootCauses.length > 0 ? rootCauses : warnings;
  return { status, causes, pattern: pattern.observed, confidence: pattern.confidence };
}
