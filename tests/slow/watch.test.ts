/** `msk-reach watch` while the cluster changes: a broker that nobody made a record for. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLab } from '@msk-reach/lab';
import { expect, test } from 'vitest';
import { start } from '../run-program.ts';

test('a new broker without a record is reported before any client touches it, and a command hears of it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'msk-reach-watch-'));
  await using lab = await startLab();
  try {
    const heard = join(folder, 'heard.json');
    lab.replaceWildcardByRecords();
    const env = { ...lab.childEnv(), MSK_REACH_EVERY: '1', MSK_REACH_EXEC: `cat > ${heard}; exit 7` };
    const watching = start('packages/diagnostics/dist/cli/main.js', ['watch', '--output', 'ndjson'], env);
    await watching.printed(/"type":"look".*"brokers":3/u);
    await lab.addBroker(4711);
    await watching.printed(/"kind":"check","subject":"DNS03","before":"[^"]+","after":"fail/u);
    await watching.printed(/"kind":"broker","subject":"4711","before":null/u);
    while (!readOrEmpty(heard).endsWith('}\n')) await new Promise((resolve) => setTimeout(resolve, 50));
    watching.child.kill('SIGTERM');
    const { code, stderr } = await watching.ended;
    expect(code).toBe(130);
    expect(JSON.parse(readOrEmpty(heard))).toMatchObject({
      schema: 'msk-reach/diff/1',
      after: { status: 'fail' },
    });
    expect(stderr).toMatch(/--exec .* failed: it ended with 7/u);
    // Only our own looks went there.
    expect(lab.kafka.list().map(({ id }) => id)).toContain(4711);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 180_000);

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
