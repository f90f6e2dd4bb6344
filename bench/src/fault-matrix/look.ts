/** One scenario, looked at by both sides in turn. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { runCheck, startLab, type Environment, type Scenario } from '@msk-reach/lab';
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
    const ours = await check(env, signal);
    signal.throwIfAborted();
    const matrix = { [TOPIC]: MATRIX.name, MSK_MATRIX_PARTITIONS: String(MATRIX.partitions) };
    return { ours, raw: await raw({ ...env, ...(isWire ? {} : matrix) }) };
  } finally {
    await lab.close();
  }
}

async function check(env: Environment, signal: AbortSignal): Promise<OurWords> {
  const { report, words, ms } = await runCheck(env, { signal });
  if (report === undefined) throw new Error(`msk-reach check made no report: ${words}`);
  const { status, rootCauses, findings } = report;
  const [first] = rootCauses;
  const shown = findings.find((finding) =>
    first === undefined ? finding.status === 'warn' : finding.check === first,
  );
  return { status, rootCauses, summary: shown?.summary ?? '', ms };
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
