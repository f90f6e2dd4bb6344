/** The entry of every root script: bootstrap, then the task. Says a failure in one sentence. */
import { bootstrap, Stop } from './bootstrap.mjs';

const tasks = {
  demo: async () => (await import('./tasks/demo.mjs')).demo(),
  test: async () => (await import('./tasks/test.mjs')).test(),
  'test:all': async (args) => (await import('./tasks/test.mjs')).testAll(args),
  'test:fidelity': async () => (await import('./tasks/test.mjs')).testFidelity(),
  'test:container': async () => (await import('./tasks/test-container.mjs')).testContainer(),
  'test:topology': async (args) => (await import('./tasks/test-topology.mjs')).testTopology(args),
  image: async (args) => (await import('./tasks/image.mjs')).image(args),
  bench: async (args) => (await import('./tasks/bench.mjs')).bench(args),
  fuzz: async () => (await import('./tasks/test.mjs')).fuzz(),
  'fault-matrix': async (args) => (await import('./tasks/fault-matrix.mjs')).faultMatrix(args),
  observations: async (args) => (await import('./tasks/observations.mjs')).observations(args),
  soak: async (args) => (await import('./tasks/soak.mjs')).soak(args),
};
const withArguments = ['test:all', 'image', 'test:topology', 'bench', 'fault-matrix', 'observations', 'soak'];

const [name, ...rest] = process.argv.slice(2);
try {
  const task = tasks[name];
  if (task === undefined)
    throw new Stop(`No task "${name}". There are: ${Object.keys(tasks).join(', ')}.`, 2);
  if (rest.length > 0 && !withArguments.includes(name))
    throw new Stop(`${name} takes no arguments, got: ${rest.join(' ')}`, 2);
  await bootstrap();
  process.exitCode = await task(rest);
} catch (error) {
  process.stderr.write(
    error instanceof Stop ? `msk-reach: ${error.message}\n` : `msk-reach: ${error?.stack ?? error}\n`,
  );
  process.exitCode = error instanceof Stop ? error.exitCode : 1;
}
