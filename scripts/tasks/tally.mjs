/** Runs named steps one after another, counts what passed, and prints the one last line that others read. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run } from '../bootstrap.mjs';

const say = (text) => process.stderr.write(`\n== ${text}\n`);

/** One program that passes or fails as a whole. */
export const program = (name, command, args, options) => ({
  name,
  run: async () => {
    const code = await run(command, args, options);
    return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
  },
});

/** A program from node_modules/.bin, by its package's script. */
export const tool = (name, bin, args, options) =>
  program(name, join(root, 'node_modules/.bin', bin), args, options);

/** A vitest run; its own counts are taken from its JSON report. */
export const vitest = (name, args, env = {}) => ({
  name,
  run: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'msk-reach-vitest-'));
    const file = join(folder, 'report.json');
    try {
      const bin = join(root, 'node_modules/.bin/vitest');
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
      const code = await run(bin, ['run', ...reporters, ...args], { env: { ...process.env, ...env } });
      return vitestCounts(file, code);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
});

function vitestCounts(file, code) {
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const failed =
    report.numFailedTests +
    report.testResults.filter((suite) => suite.status === 'failed' && suite.assertionResults.length === 0)
      .length;
  const silent = code !== 0 && failed === 0 ? 1 : 0;
  return {
    passed: report.numPassedTests,
    failed: failed + silent,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Scenario files below a folder, of the given tiers. */
export function scenarioFiles(folder, tiers) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, name))
    .filter((file) => tiers.includes(JSON.parse(readFileSync(file, 'utf8')).tier ?? 'full'))
    .toSorted();
}

/** `msk-lab run` over scenario files, with core as it is published; counted from its last line. */
export const scenarios = (name, files, env = {}) => ({
  name,
  run: async () => {
    const { bundle } = await import('../bundle.mjs');
    await bundle();
    const { spawn } = await import('node:child_process');
    const main = join(root, 'packages/lab/dist/cli/main.js');
    const child = spawn(process.execPath, ['--conditions=bundled', main, 'run', ...files], {
      cwd: root,
      stdio: ['ignore', 'pipe', 2],
      env: { ...process.env, ...env },
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      process.stderr.write(chunk);
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    const last = /scenarios: (\d+) matched, (\d+) not, false alarms (\d+)\s*$/.exec(output);
    if (last === null) return { passed: 0, failed: 1, skipped: 0 };
    const failed = Number(last[2]);
    return { passed: Number(last[1]), failed: failed === 0 && code !== 0 ? 1 : failed, skipped: 0 };
  },
});

/** Runs the steps; the last line printed is `N passed, N failed, N skipped`, the last part unless told not to. Returns the exit code. */
export async function tally(steps, { skipped = true } = {}) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  const bad = [];
  for (const step of steps) {
    say(step.name);
    const started = performance.now();
    const counts = await step.run();
    for (const key of Object.keys(total)) total[key] += counts[key];
    if (counts.failed > 0) bad.push(step.name);
    const seconds = Math.round((performance.now() - started) / 1000);
    process.stderr.write(
      `-- ${step.name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped (${seconds} s)\n`,
    );
  }
  if (bad.length > 0) process.stderr.write(`\nfailed: ${bad.join(', ')}\n`);
  const tail = skipped ? `, ${total.skipped} skipped` : '';
  process.stdout.write(`${total.passed} passed, ${total.failed} failed${tail}\n`);
  return total.failed === 0 ? 0 : 1;
}
