/**
 * The service of a topology as a process: the lab in the namespace `service`, with its brokers, STS and instance
 * metadata. Reads tasks and writes answers; ends with its input.
 */
import { createInterface } from 'node:readline';
import { isMskReachError, MskReachError } from '@msk-reach/core';
import { startLab } from '../../lab.ts';
import { makeLabFolder } from '../../lab-folder.ts';
import type { Lab } from '../../lab-interface.ts';
import { createBrokerPool } from '../../scenario/broker-pool.ts';
import { closingStack } from '../../scenario/closing.ts';
import { clusterNames } from '../../scenario/environment.ts';
import { fileNames } from '../../scenario/files.ts';
import type { ServiceLine, ServiceRequest, ServiceStarted, ServiceTask } from './messages.ts';
import { metadataServers } from './metadata.ts';

const closing = closingStack();
const folder = closing.use(await makeLabFolder());
const metadata = closing.use(metadataServers());
const say = (text: string): void => write({ kind: 'say', text });
const log = (text: string): void => write({ kind: 'log', text });
const pool = closing.use(await createBrokerPool({ directory: folder.path, say, log }));
const ended = new AbortController();
let lab: Lab | undefined;

const lines = createInterface({ input: process.stdin });
let turn: Promise<void> = Promise.resolve();
lines.on('line', (line) => {
  const request = JSON.parse(line) as ServiceRequest;
  // One after the other, as they came.
  turn = turn.then(() => answer(request));
});
lines.on('close', () => {
  ended.abort();
  void turn
    .then(async () => {
      await lab?.close();
      await closing.close();
    })
    .then(
      () => process.exit(0),
      () => process.exit(1),
    );
});

async function answer({ id, task }: ServiceRequest): Promise<void> {
  try {
    write({ kind: 'done', id, value: (await perform(task)) ?? null });
  } catch (error) {
    const code = isMskReachError(error) ? error.code : 'INTERNAL';
    write({ kind: 'failed', id, code, message: error instanceof Error ? error.message : String(error) });
  }
}

/** How each task is done. */
const WAYS: {
  readonly [K in ServiceTask['do']]: (task: Extract<ServiceTask, { do: K }>) => Promise<unknown>;
} = {
  start: ({ scenario, stsEndpoint }) => start(scenario, stsEndpoint),
  stop: async () => {
    await lab?.close();
    lab = undefined;
  },
  setMetadata: ({ clients }) => metadata.set(clients),
  setIam: ({ section }) => running().setIam(section),
  setSts: ({ faults }) => running().setFaults({ sts: faults }),
  addBroker: ({ cluster, id }) => nothing(running().addBroker(id, cluster)),
  stopBroker: ({ cluster, id }) => running().stopBroker(id, cluster),
  replaceBroker: ({ cluster, id, by }) => nothing(running().replaceBroker(id, by, cluster)),
};

function perform(task: ServiceTask): Promise<unknown> {
  const way = WAYS[task.do] as (task: ServiceTask) => Promise<unknown>;
  return way(task);
}

/** A broker is not for the line. */
async function nothing(done: Promise<unknown>): Promise<void> {
  await done;
}

async function start(scenario: Parameters<typeof startLab>[0], stsEndpoint: string): Promise<ServiceStarted> {
  await lab?.close();
  lab = await startLab(scenario, { pool, say, log, stsEndpoint, signal: ended.signal });
  return {
    gateways: Object.fromEntries(
      lab.clusters.map(({ name, gateway }) => [name, gateway.addresses.map(({ address }) => address)]),
    ),
    sts: new URL(lab.stsEndpoint).host,
    credentials: hostOf(lab.env['AWS_CONTAINER_CREDENTIALS_FULL_URI']),
    env: lab.env,
    names: { ...clusterNames(lab.clusters), ...fileNames(lab.scenario.files, lab.directory) },
    emptyFile: lab.childEnv()['AWS_CONFIG_FILE'] ?? '',
  };
}

function hostOf(url: string | undefined): string | null {
  return url === undefined ? null : new URL(url).host;
}

function running(): Lab {
  if (lab === undefined) throw new MskReachError('INTERNAL', 'topology: no lab runs');
  return lab;
}

function write(line: ServiceLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
