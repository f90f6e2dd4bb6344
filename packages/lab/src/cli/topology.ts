import { Command } from 'commander';
import { MskReachError } from '@msk-reach/core';
import { loadTopology, topologyNames } from '../topology/load.ts';
import type { FaultSpec, Topology } from '../topology/model.ts';
import { announceTopology, findTopology } from '../topology/run/announce.ts';
import { startTopology } from '../topology/run/start-topology.ts';
import type { RunningTopology } from '../topology/running.ts';
import { changeBrokers } from '../topology/rows/brokers.ts';
import { whenTold } from '../until-told.ts';
import { logFile } from './log-file.ts';
import { runChild } from './run-child.ts';
import { runUntilTold } from './run-until-told.ts';
import { topologyPictureCommand } from './topology-picture.ts';
import { topologyRunCommand } from './topology-run.ts';
import { print, say } from './words.ts';

interface Options {
  readonly fault?: string;
  readonly patch?: string;
  readonly log?: string;
}

type Use = (running: RunningTopology, signal: AbortSignal) => Promise<number>;

/** `msk-lab topology`: VPCs, links, zones and rules as network namespaces with real resolvers. */
export function topologyCommand(done: (exitCode: number) => void): Command {
  const command = new Command('topology')
    .description('VPCs, links, zones, rules and clusters as real networks (Linux, root).')
    .exitOverride()
    .enablePositionalOptions();
  return command
    .addCommand(listCommand().exitOverride())
    .addCommand(topologyPictureCommand(done).exitOverride())
    .addCommand(topologyRunCommand(done).exitOverride())
    .addCommand(withOptions(upCommand(done)).exitOverride())
    .addCommand(withOptions(execCommand(done)).exitOverride());
}

function withOptions(command: Command): Command {
  return command
    .option('--fault <name>', 'one of its own faults or changes, put in force')
    .option('--patch <json>', 'a merge patch over it (RFC 7396), put in force')
    .option('--log <file>', "the lab's own log");
}

function listCommand(): Command {
  return new Command('list').description('The topologies that come with the lab.').action(async () => {
    for (const name of await topologyNames()) {
      const { title, clients, faults = {} } = await loadTopology(name);
      print(`${name.padEnd(34)} ${title}`);
      print(
        `  clients: ${Object.keys(clients).join(', ')}; faults: ${Object.keys(faults).join(', ') || 'none'}`,
      );
    }
  });
}

function upCommand(done: (exitCode: number) => void): Command {
  return new Command('up')
    .description(
      'Put one up, say how its clients are entered, then "ready" (exec finds it); it ends on a signal or with its parent.',
    )
    .argument('<name>', 'a topology of the lab, or a file')
    .addHelpText('after', '\nExample:\n  msk-lab topology up S6-zone-same-account')
    .action(async (name: string, options: Options) => {
      const topology = await loadTopology(name);
      done(await within(topology, options, (running, signal) => untilEnded(topology, running, signal)));
    });
}

function execCommand(done: (exitCode: number) => void): Command {
  return new Command('exec')
    .description(
      'Run a command on one of its clients: of the one that is up, else (or with --fault or --patch) of one of its own.',
    )
    .argument('<name>', 'a topology of the lab, a file, or the own name of one that is up')
    .argument('<client>', 'a client in it')
    .argument('<command...>', 'the command, after --')
    .addHelpText(
      'after',
      '\nExample:\n  msk-lab topology exec S6-zone-same-account app -- npx msk-reach check --pattern phz',
    )
    .action(async (name: string, client: string, command: string[], options: Options) =>
      done(await exec(name, { client, command: command[0] === '--' ? command.slice(1) : command }, options)),
    );
}

interface Asked {
  readonly client: string;
  readonly command: readonly string[];
}

async function exec(name: string, { client, command }: Asked, options: Options): Promise<number> {
  const written = await loadTopology(name).then(
    (topology) => ({ topology, error: undefined }),
    (error: unknown) => ({ topology: undefined, error }),
  );
  const changes = options.fault !== undefined || options.patch !== undefined;
  const found = changes ? undefined : await findTopology({ name, topology: written.topology });
  if (found !== undefined) {
    if (!found.clients.includes(client)) throw unknown(client, 'client', found.clients);
    say(`in ${found.name} as it is up (process ${found.pid})`);
    return runUntilTold((signal) => runChild(found.wrap(client, command), found.env(client), signal));
  }
  const { topology } = written;
  if (topology === undefined) throw written.error;
  if (topology.clients[client] === undefined) throw unknown(client, 'client', Object.keys(topology.clients));
  return within(topology, options, (running, signal) =>
    runChild(running.wrap(client, command), running.env(client), signal),
  );
}

function within(topology: Topology, options: Options, use: Use): Promise<number> {
  return runUntilTold(async (signal) => {
    const change = changeOf(topology, options);
    const running = await startTopology(topology, { say, signal, ...logFile(options.log) });
    try {
      for (const { patch = {}, brokers = {} } of change) {
        await running.patch(patch);
        await changeBrokers(running, brokers);
      }
      return await use(running, signal);
    } finally {
      await running.close();
    }
  });
}

type Change = Pick<FaultSpec, 'patch' | 'brokers'>;

/** What is put in force, in its order: everything is looked up before anything goes up. */
function changeOf({ faults = {}, changes = {} }: Topology, { fault, patch }: Options): readonly Change[] {
  const known = { ...faults, ...changes };
  const spec = fault === undefined ? undefined : known[fault];
  if (fault !== undefined && spec === undefined) throw unknown(fault, 'fault', Object.keys(known));
  return [...(spec === undefined ? [] : [spec]), ...(patch === undefined ? [] : [{ patch: patchOf(patch) }])];
}

function unknown(name: string, what: string, there: readonly string[]): MskReachError {
  return new MskReachError(
    'CONFIG_INVALID',
    `There is no ${what} ${name}; there are: ${there.join(', ') || 'none'}`,
  );
}

function patchOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Readonly<Record<string, unknown>>;
  } catch {
    // Said below.
  }
  throw new MskReachError('CONFIG_INVALID', '--patch: must be a JSON object');
}

async function untilEnded(topology: Topology, running: RunningTopology, signal: AbortSignal): Promise<never> {
  const announced = await announceTopology(topology, running);
  try {
    for (const client of Object.keys(running.topology.clients))
      print(`${client}: ${entrance(running, client)}`);
    print('ready');
    return await whenTold(signal);
  } finally {
    await announced.close();
  }
}

/** What has to stand before a command so that it runs on a client. */
function entrance(running: RunningTopology, client: string): string {
  const env = running.env(client);
  const set = Object.entries(env).filter(([name, value]) => process.env[name] !== value);
  const unset = Object.keys(process.env).filter((name) => env[name] === undefined);
  return [
    'env',
    ...unset.map((name) => `-u ${name}`),
    ...set.map(([name, value]) => `${name}=${value}`),
    ...running.wrap(client, []),
  ].join(' ');
}
