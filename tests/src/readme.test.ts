/** The README's first program, run as it stands: the lab takes the names that it uses. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startLab } from '@msk-reach/lab';
import { expect, test } from 'vitest';
import { run } from '../run-program.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('the ten lines to a first message send it', async () => {
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  const program = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  expect(program.trim().split('\n').length).toBeLessThanOrEqual(11);

  await using lab = await startLab({
    cluster: { id: 'a1b2c3d4', brokers: [97] },
    iam: { roles: { 'msk-client': { trust: { externalId: 'my-id' } } } },
    kafka: { topics: [{ name: 'orders' }] },
  });
  // What a laptop needs beside: whom to trust, and where the names are.
  const here = { caFile: lab.caFile, dnsServer: [lab.dnsServer], cidr: lab.cidr.split(',') };
  const folder = await mkdtemp(join(root, 'packages/examples/dist/readme-'));
  try {
    const file = join(folder, 'first-message.mjs');
    await writeFile(
      file,
      program.replace('createMskClient({', `createMskClient({ ...${JSON.stringify(here)},`),
    );
    const { code, stderr } = await run(relative(root, file), [], lab.childEnv());
    expect([code, stderr]).toEqual([0, expect.not.stringMatching(/error/i)]);
  } finally {
    await rm(folder, { recursive: true });
  }
  const produced = lab.kafka.requests().filter(({ api }) => api === 'Produce');
  expect(produced).toHaveLength(1);
});
