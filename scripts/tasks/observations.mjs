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

const say = (text) => process.stderr.write(`${text}\n`);

export async function observations(args) {
  const again = args.flatMap((arg) => (arg === '--again' ? [] : [arg]));
  const { createBrokerPool, loadScenario, startLab } = await import('@msk-reach/lab');
  const directory = mkdtempSync(join(tmpdir(), 'msk-reach-observations-'));
  const quiet = () => undefined;
  const pool = await createBrokerPool({ directory, say: quiet });
  let failed = 0;
  try {
    for (const file of scenarioFiles(join(root, 'packages/lab/scenarios'), ['core', 'full'])) {
      const name = basename(file);
      const target = join(folder, name);
      if (existsSync(target) && !again.includes(name.replace(/\.json$/u, ''))) continue;
      const scenario = await loadScenario(file);
      // A hosts file of its own needs a namespace, which `msk-lab run` makes.
      if (scenario.dns?.hosts !== undefined) continue;
      const lab = await startLab(scenario, { pool, say: quiet });
      try {
        const look = await bundleOf(lab.childEnv(scenario.declare), join(directory, 'look.tar.gz'));
        if (look === null) {
          say(`${name}: no report, nothing to keep`);
          continue;
        }
        const text = `${JSON.stringify(look)}\n`;
        if (text.length > MOST_BYTES) say(`${name}: ${text.length} bytes, not kept`);
        else writeFileSync(target, text);
        if (!isExpected(scenario.expect, look.expected)) {
          failed += 1;
          say(`${name}: not as its scenario expects: ${JSON.stringify(look.expected)}`);
          rmSync(target, { force: true });
        }
      } finally {
        await lab.close();
      }
    }
  } finally {
    await pool.close();
    rmSync(directory, { recursive: true, force: true });
  }
  return failed === 0 ? 0 : 1;
}

async function bundleOf(env, out) {
  const child = spawn(process.execPath, [main, 'bundle', '--out', out], { env, stdio: 'ignore' });
  await new Promise((resolve) => child.once('close', resolve));
  if (!existsSync(out)) return null;
  const member = (name) =>
    JSON.parse(
      execFileSync('tar', ['-xzOf', out, `msk-reach-bundle/${name}`], {
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
      }),
    );
  const observation = member('observation.json');
  const { status, rootCauses, findings } = member('report.json');
  rmSync(out);
  const warnings = findings.filter((finding) => finding.status === 'warn').map(({ check }) => check);
  return { observation, expected: { status, rootCauses, warnings } };
}

/** As `msk-lab run` compares: only what an observation kept wrongly would spoil. */
function isExpected({ status, rootCauses = [], warnings } = {}, got) {
  const items = rootCauses.map((item) => [item].flat());
  return (
    (status === undefined || [status].flat().includes(got.status)) &&
    items.every((ids) => ids.some((id) => got.rootCauses.includes(id))) &&
    got.rootCauses.every((id) => items.some((ids) => ids.includes(id))) &&
    (warnings === undefined || isSame(warnings, got.warnings))
  );
}

const isSame = (one, other) => one.length === other.length && one.every((id) => other.includes(id));
