/**
 * `npm run observations`: every scenario's look, kept as a fixture of the diagnosis with what it has to say of it
 * (`packages/core/test/observations`). Files of scenarios that are there already are kept, unless named by `--again`.
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { tmpdir } from 'node:os';
import { root } from '../bootstrap.mjs';
import { scenarioFiles } from './tally.mjs';

const folder = join(root, 'packages/core/test/observations');
const main = join(root, 'packages/diagnostics/dist/cli/main.js');
/** Hundreds of brokers are not kept: what they show is shown by three. */
const MOST_BYTES = 100_000;

const quiet = () => undefined;
const say = (text) => process.stderr.write(`${text}\n`);

export async function observations(args) {
  const again = args.filter((arg) => arg !== '--again').map((name) => `${name}.json`);
  const { createBrokerPool } = await import('@msk-reach/lab');
  const directory = mkdtempSync(join(tmpdir(), 'msk-reach-observations-'));
  const pool = await createBrokerPool({ directory, say: quiet });
  let failed = 0;
  try {
    for (const file of scenarioFiles(join(root, 'packages/lab/scenarios'), ['core', 'full'])) {
      if (existsSync(targetOf(file)) && !again.includes(basename(file))) continue;
      const complaint = await keep(file, pool, join(directory, 'look.tar.gz'));
      if (complaint === null) continue;
      failed += 1;
      say(`${basename(file)}: not as its scenario expects: ${complaint}`);
    }
  } finally {
    await pool.close();
    rmSync(directory, { recursive: true, force: true });
  }
  return failed === 0 ? 0 : 1;
}

const targetOf = (file) => join(folder, basename(file));

/** Keeps the look of one scenario. Returns how it differs from what its scenario expects, or null. */
async function keep(file, pool, out) {
  const { loadScenario, startLab } = await import('@msk-reach/lab');
  const { compare, expected } = await import('../../packages/lab/dist/scenario/match.js');
  const scenario = await loadScenario(file);
  // A hosts file of its own needs a namespace, which `msk-lab run` makes.
  if (scenario.dns?.hosts !== undefined) return null;
  const lab = await startLab(scenario, { pool, say: quiet });
  let look;
  try {
    look = await bundleOf(lab.childEnv(scenario.declare), out);
  } finally {
    await lab.close();
  }
  const { differences } = compare(expected(scenario.expect), look);
  if (differences.length > 0) return differences.join('; ');
  if (look.report === undefined) return null;
  const { status, rootCauses, findings } = look.report;
  const warnings = findings.filter((finding) => finding.status === 'warn').map(({ check }) => check);
  const text = `${JSON.stringify({ observation: look.observation, expected: { status, rootCauses, warnings } })}\n`;
  if (text.length > MOST_BYTES) say(`${basename(file)}: ${text.length} bytes, not kept`);
  else writeFileSync(targetOf(file), text);
  return null;
}

/** What `msk-reach bundle` came to, as `msk-lab run` has it of a check; the report is undefined where there is none. */
async function bundleOf(env, out) {
  const child = spawn(process.execPath, [main, 'bundle', '--out', out], { env, stdio: 'ignore' });
  const exit = await new Promise((resolve) => child.once('close', resolve));
  if (!existsSync(out)) return { exit, report: undefined, words: '', ms: 0 };
  const member = (name) =>
    JSON.parse(
      execFileSync('tar', ['-xzOf', out, `msk-reach-bundle/${name}`], {
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
      }),
    );
  const [observation, report] = [member('observation.json'), member('report.json')];
  rmSync(out);
  return { exit, report, observation, words: '', ms: 0 };
}
