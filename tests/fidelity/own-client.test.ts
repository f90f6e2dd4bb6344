/** The example whose Kafka client is not ours, below `msk-lab exec`: one command, its words and its exit code. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { isSkipped, missingForNames, run } from './prerequisites.ts';
import { MAIN } from './shell-in-lab.ts';

const scenario = fileURLToPath(
  new URL('../../packages/lab/scenarios/healthy/healthy-phz.json', import.meta.url),
);
const example = fileURLToPath(new URL('../../packages/examples/dist/own-client/main.js', import.meta.url));
const skipped = isSkipped('the example own-client', missingForNames());

test.skipIf(skipped)('plain kafkajs with our token provider reaches every broker', async () => {
  const args = [MAIN, 'exec', scenario, '--', process.execPath, example];
  const { stdout } = await run(process.execPath, args, { timeout: 55_000 });
  expect(stdout).toBe('connected to 3 brokers with a token of our own\n');
});
