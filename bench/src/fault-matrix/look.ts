/** One scenario, looked at by both sides in turn. */
import { fork, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startLab, type Environment, type Scenario } from '@msk-reach/lab';
import { TOPIC } from '../children/environment.ts';
import { type OurWords, RAW_LIMIT_MS, type RawWords } from './rows.ts';

const RAW = fileURLToPath(new URL('raw-client.js', import.meta.url));
/** For what the raw client sends: each broker leads some of it. */
const MATRIX = { name: 'matrix', partitions: 6 };

/** Runs the scenario; the check first, then raw kafkajs. */
export async function lookAt(
  scenario: Scenario,
  signal: AbortSignal,
): Promise<{ readonly ours: OurWords; readonly raw: RawWords | null }> {
  const isWire = scenario.engine === 'wire';
  const topics = [...(scenario.kafka?.topics ?? []), MATRIX];
  const lab = await startLab(isWire ? scenario : { ...scenario, kafka: { ...scenario.kafka, topics } }, {
    say: () => undefined,
    signal,
  });
  try {
    const env = {
      ...lab.childEnv(scenario.declare),
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    };
    const ours = await check(env);
    signal.throwIfAborted();
    const matrix = { [TOPIC]: MATRIX.name, MSK_MATRIX_PARTITIONS: String(MATRIX.partitions) };
    return { ours, raw: await raw({ ...env, ...(isWire ? {} : matrix) }) };
  } finally {
    await lab.close();
  }
}

interface ReportShape {
  readonly status: string;
  readonly rootCauses: readonly string[];
  readonly findings: readonly { readonly check: string; readonly status: string; readonly summary: string }[];
}

async function check(env: Environment): Promise<OurWords> {
  const manifest = createRequire(import.meta.url).resolve('@msk-reach/diagnostics/package.json');
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: Readonly<Record<string, string>> };
  const main = join(dirname(manifest), bin['msk-reach'] ?? '');
  const started = performance.now();
  const child = spawn(process.execPath, [main, 'check', '--output', 'json'], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  await new Promise((resolve) => child.once('close', resolve));
  const ms = performance.now() - started;
  const report = JSON.parse(Buffer.concat(chunks).toString('utf8')) as ReportShape;
  const [first] = report.rootCauses;
  const shown = report.findings.find(({ check: id, status }) =>
    first === undefined ? status === 'warn' : id === first,
  );
  return { status: report.status, rootCauses: report.rootCauses, summary: shown?.summary ?? '', ms };
}

function raw(env: Environment): Promise<RawWords | null> {
  // Under a test's NODE_ENV kafkajs tries again less often than it does for its users.
  const { NODE_ENV: _environment, ...kept } = env;
  const child = fork(RAW, [], { env: { ...kept, KAFKAJS_NO_PARTITIONER_WARNING: '1' }, stdio: 'ignore' });
  const timer = setTimeout(() => child.kill('SIGKILL'), RAW_LIMIT_MS);
  return new Promise((resolve) => {
    child.once('message', (words) => resolve(words as RawWords));
    child.once('exit', () => {
      clearTimeout(timer);
      resolve(null);
    });
  });
}
