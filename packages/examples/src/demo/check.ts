import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Report } from '@msk-reach/core';
import type { Lab } from '@msk-reach/lab';

const command = fileURLToPath(new URL('cli/main.js', import.meta.resolve('@msk-reach/diagnostics')));

/** Runs the real `msk-reach check` twice, as a person and as a machine reads it, and returns the report. */
export async function check(lab: Lab): Promise<Report> {
  await run(lab, ['--output', 'table'], 'inherit');
  return JSON.parse(await run(lab, ['--output', 'json'], 'pipe')) as Report;
}

async function run(lab: Lab, output: readonly string[], stdout: 'inherit' | 'pipe'): Promise<string> {
  const args = [command, 'check', '--pattern', 'phz', ...output];
  const child = spawn(process.execPath, args, { env: lab.childEnv(), stdio: ['ignore', stdout, 'ignore'] });
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0 && code !== 3) throw new Error(`msk-reach check ended with ${code}`);
  return text;
}
