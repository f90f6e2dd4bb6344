/** A lab leaves nothing behind, however it ends. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MAIN = join(ROOT, 'packages/lab/dist/cli/main.js');
/** What the contract allows. */
const END_MS = 10_000;

/** One broker, and an address that nobody answers, which takes a child. Kafka takes one more: a JVM. */
const scenario = (engine: Engine) => ({
  schema: 'msk-lab/scenario/1',
  name: 'lifecycle',
  engine,
  cluster: { brokers: [97] },
  network: { faults: [{ address: 1, fault: { blackhole: true } }] },
});
const PROCESSES = { wire: 2, kafka: 3 } as const;

type Engine = 'kafka' | 'wire';

interface Up {
  readonly child: ChildProcess;
  readonly folder: string;
  readonly lines: string[];
  /** Every process of it that was seen. */
  readonly pids: Set<number>;
}

const opened: Up[] = [];

afterEach(() => {
  for (const { child, folder, pids } of opened.splice(0)) {
    child.kill('SIGKILL');
    // A test that failed leaves none either.
    for (const pid of pids) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Starts `up` below a command, with a temporary folder of its own or a given one. */
function start(engine: Engine, command: readonly string[], place?: string): Up {
  const folder = mkdtempSync(join(tmpdir(), 'msk-lab-test-'));
  const file = join(folder, 'scenario.json');
  writeFileSync(file, JSON.stringify(scenario(engine)));
  const [program = '', ...args] = command.map((word) => (word === 'SCENARIO' ? file : word));
  const temporary = place ?? mkdtempSync(join(folder, 'tmp-'));
  const env = { ...process.env, TMPDIR: temporary };
  const child = spawn(program, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const up: Up = { child, folder: temporary, lines: [], pids: new Set() };
  child.stdout
    ?.setEncoding('utf8')
    .on('data', (text: string) => up.lines.push(...text.trimEnd().split('\n')));
  opened.push({ ...up, folder });
  return up;
}

/** Starts a program that has halted its broker when it says that it is ready. */
function startScript(): Up {
  const script = `
    import { startLab } from '@msk-reach/lab';
    const lab = await startLab({ cluster: { brokers: [97], processes: true } });
    await lab.pauseBroker(97);
    console.log('ready');
    setInterval(() => undefined, 1000);`;
  return start('kafka', [process.execPath, '--input-type=module', '--eval', script]);
}

async function until(what: string, condition: () => boolean, ms: number): Promise<void> {
  const deadline = Date.now() + ms;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`${ms} ms passed: ${what}`);
    await sleep(50);
  }
}

const ready = (up: Up): Promise<void> => until('ready', () => up.lines.includes('ready'), 40_000);

/** The processes below one, itself included. */
function family(pid: number): readonly number[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const pairs = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/u).map(Number));
  const found = [pid];
  for (const parent of found)
    found.push(...pairs.flatMap(([child, of]) => (of === parent && child !== undefined ? [child] : [])));
  return found;
}

function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
}

/** Whether a process is Kafka's, and not a look at what Java there is. */
function isLauncher(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.includes('java') && stdout.includes('io.mskreach.lab.Launcher');
}

async function gone(pids: readonly number[]): Promise<void> {
  await until(`processes ${pids.join(', ')} to end`, () => !pids.some(isAlive), END_MS);
}

function familyOf(up: Up): readonly number[] {
  const pids = family(pidOf(up));
  for (const pid of pids) up.pids.add(pid);
  return pids;
}

const pidOf = ({ child }: Up): number => child.pid ?? Number.NaN;

test.each([
  ['SIGINT', 'wire'],
  ['SIGTERM', 'kafka'],
  ['SIGHUP', 'wire'],
] as const)('%s ends the lab and leaves nothing (%s)', async (signal, engine) => {
  const up = start(engine, [process.execPath, MAIN, 'up', 'SCENARIO']);
  await ready(up);
  const pids = familyOf(up);
  expect(pids.length).toBeGreaterThanOrEqual(PROCESSES[engine]);
  up.child.kill(signal);
  await gone(pids);
  expect(readdirSync(up.folder)).toEqual([]);
});

test('a signal while it starts leaves nothing', async () => {
  const up = start('kafka', [process.execPath, MAIN, 'up', 'SCENARIO']);
  await until('the JVM', () => familyOf(up).some(isLauncher), 30_000);
  const pids = familyOf(up);
  up.child.kill('SIGTERM');
  await gone(pids);
  expect(up.lines).not.toContain('ready');
  expect(readdirSync(up.folder)).toEqual([]);
});

test('it ends when its parent is killed', async () => {
  const up = start('wire', ['sh', '-c', `"$0" "$1" up "$2"; true`, process.execPath, MAIN, 'SCENARIO']);
  await ready(up);
  const pids = familyOf(up);
  up.child.kill('SIGKILL');
  await gone(pids);
  expect(readdirSync(up.folder)).toEqual([]);
});

test('it ends when npx is killed, which hands on no signal', async () => {
  const up = start('wire', ['npx', 'msk-lab', 'up', 'SCENARIO']);
  await ready(up);
  const pids = familyOf(up);
  up.child.kill('SIGKILL');
  await gone(pids);
  expect(readdirSync(up.folder)).toEqual([]);
});

test('when it is killed itself, Kafka and the blackhole end', async () => {
  const up = start('kafka', [process.execPath, MAIN, 'up', 'SCENARIO']);
  await ready(up);
  const pids = familyOf(up);
  expect(pids.length).toBeGreaterThanOrEqual(PROCESSES.kafka);
  up.child.kill('SIGKILL');
  await gone(pids);
});

test('brokers in processes of their own end with it too, also one that is halted', async () => {
  const up = startScript();
  await until('ready', () => up.lines.includes('ready'), 100_000);
  const pids = familyOf(up);
  // The script, the controller, the broker, and who lets it go on.
  expect(pids.length).toBeGreaterThanOrEqual(4);
  up.child.kill('SIGKILL');
  await gone(pids);
}, 120_000);

/** The command's shell, and what that started. */
const COMMAND = 'sleep 300 & echo ready; wait';

test('when exec is killed, its command ends with all it started, and the next start sweeps the folder', async () => {
  const up = start('wire', [process.execPath, MAIN, 'exec', 'SCENARIO', '--', 'sh', '-c', COMMAND]);
  await ready(up);
  const pids = familyOf(up);
  up.child.kill('SIGKILL');
  await gone(pids);
  const left = readdirSync(up.folder);
  expect(left).toHaveLength(1);
  const next = start('wire', [process.execPath, MAIN, 'up', 'SCENARIO'], up.folder);
  await ready(next);
  expect(readdirSync(up.folder)).not.toContain(left[0]);
  next.child.kill('SIGTERM');
  await until('the folder to be empty', () => readdirSync(up.folder).length === 0, END_MS);
});

test('exec ends a command that does not listen, with all it started', async () => {
  const deaf = `trap "" TERM; ${COMMAND}`;
  const up = start('wire', [process.execPath, MAIN, 'exec', 'SCENARIO', '--', 'sh', '-c', deaf]);
  await ready(up);
  const pids = familyOf(up);
  up.child.kill('SIGTERM');
  await gone(pids);
  expect(readdirSync(up.folder)).toEqual([]);
});

test('when Kafka is killed, up says so and ends with 1', async () => {
  const up = start('kafka', [process.execPath, MAIN, 'up', 'SCENARIO']);
  await ready(up);
  const pids = familyOf(up);
  const exited = new Promise((resolve) => up.child.once('exit', resolve));
  const { stdout } = spawnSync('pgrep', ['-P', String(pidOf(up)), 'java'], { encoding: 'utf8' });
  process.kill(Number(stdout.trim()), 'SIGKILL');
  expect(await exited).toBe(1);
  await gone(pids);
  expect(readdirSync(up.folder)).toEqual([]);
});

test('two labs run side by side', async () => {
  const ups = [0, 1].map(() => start('wire', [process.execPath, MAIN, 'up', 'SCENARIO']));
  await Promise.all(ups.map(ready));
  const [one = '', two = ''] = ups.map(({ lines }) =>
    lines.find((line) => line.startsWith('MSK_REACH_DNS_SERVER=')),
  );
  expect(one).not.toBe(two);
  const pids = ups.flatMap((up) => familyOf(up));
  for (const { child } of ups) child.kill('SIGTERM');
  await gone(pids);
});
