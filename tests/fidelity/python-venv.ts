/** One virtual environment with AWS's own Python packages, kept between runs. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './prerequisites.ts';

const PACKAGES = ['boto3==1.44.5', 'aws-msk-iam-sasl-signer-python==1.0.2', 'confluent-kafka==2.16.1'];
const venv = fileURLToPath(new URL('../../.lab/venv', import.meta.url));
const stamp = join(venv, 'msk-reach-packages.json');

/** The Python that has the packages; they are installed when they are not there. */
export async function pythonWithPackages(): Promise<string> {
  const python = join(venv, 'bin/python');
  const wanted = JSON.stringify(PACKAGES);
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return python;
  await mkdir(dirname(venv), { recursive: true });
  await rm(venv, { recursive: true, force: true });
  await run('python3', ['-m', 'venv', venv]);
  const quiet = ['--quiet', '--disable-pip-version-check', '--no-input'];
  await run(python, ['-m', 'pip', 'install', ...quiet, ...PACKAGES]);
  // Last, so that an interrupted installation starts over.
  await writeFile(stamp, wanted);
  return python;
}
