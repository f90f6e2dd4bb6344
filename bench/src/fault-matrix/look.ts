/** One scenario, looked at by both sides in turn. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { redirectNames, runCheck, startLab, type Environment, type Scenario } from '@msk-reach/lab';
import { TOPIC } from '../children/environment.ts';
import { type OurWords, RAW_LIMIT_MS, type RawWords, type Seen } from './rows.ts';

const RAW = fileURLToPath(new URL('raw-client.js', import.meta.url));
/** For what the raw client sends: each broker leads some of it. */
const MATRIX = { name: 'matrix', partitions: 6 };

type Wrap = (command: readonly string[]) => Promise<readonly string[]>;

/** Runs the scenario; the check first, then raw kafkajs. */
export async function lookAt(scenario: Scenario, signal: AbortSignal): Promise<Seen> {
  const redirect = scenario.dns?.hosts === undefined ? null : redirectNames();
  if (redirect !== null && 'because' in redirect)
    return { because: `it has a hosts file of its own, and ${redirect.because}` };
  const isWire = scenario.engine === 'wire';
  const topics = [...(scenario.kafka?.topics ?? []), MATRIX];
  const lab = await startLab(isWire ? scenario : { ...scenario, kafka: { ...scenario.kafka, topics } }, {
    say: () => undefined,
    signal,
    ...(redirect === null ? {} : { dnsPort: 53 }),
  });
  const to = { dnsAddress: lab.dns.address, hosts: lab.hosts, folder: lab.directory };
  const wrap: Wrap = async (command) => redirect?.wrap(command, to) ?? command;
  try {
    const env = {
      ...lab.childEnv(scenario.declare),
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    };
    const ours = await check(env, signal, wrap);
    signal.throwIfAborted();
    const matrix = { [TOPIC]: MATRIX.name, MSK_MATRIX_PARTITIONS: String(MATRIX.partitions) };
    return { ours, raw: await raw({ ...env, ...(isWire ? {} : matrix) }, wrap) };
  } finally {
    await lab.close();
  }
}

async function check(env: Environment, signal: AbortSignal, wrap: Wrap): Promise<OurWords> {
  const { report, words, ms } = await runCheck(env, { signal, wrap });
  if (report === undefined) throw new Error(`msk-reach check made no report: ${words}`);
  const { status, rootCauses, findings } = report;
  const [first] = rootCauses;
  const shown = findings.find((finding) =>
    first === undefined ? finding.status === 'warn' : finding.check === first,
  );
  return { status, rootCauses, summary: shown?.summary ?? '', ms };
}

async function raw(env: Environment, wrap: Wrap): Promise<RawWords | null> {
  // Under a test's NODE_ENV kafkajs tries again less often than it does for its users.
  const { NODE_ENV: _environment, ...kept } = env;
  const [program = '', ...args] = await wrap([process.execPath, RAW]);
  const child = spawn(program, args, {
    env: { ...kept, KAFKAJS_NO_PARTITIONER_WARNING: '1' },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), RAW_LIMIT_MS);
  return new Promise((resolve) => {
    child.once('message', (words) => resolve(words as RawWords));
    child.once('exit', () => {
      clearTimeout(timer);
      resolve(null);
    });
  });
}
