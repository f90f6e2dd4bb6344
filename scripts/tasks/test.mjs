/** `npm test` and `npm run test:all`: what each runs, in order. */
import { join } from 'node:path';
import { root, Stop } from '../bootstrap.mjs';
import { program, scenarioFiles, scenarios, tally, tool, vitest } from './tally.mjs';

const folder = join(root, 'packages/lab/scenarios');
const OLD_KAFKA = '3.9.2';

const statics = () => [
  tool('lint', 'oxlint', ['.']),
  tool('format', 'oxfmt', ['--check', '.']),
  tool('types of tests', 'tsc', ['-p', 'tsconfig.test.json']),
  tool('dead code', 'knip', []),
];

const core = () => [
  ...statics(),
  vitest('unit tests', ['--project', 'unit', '--coverage']),
  vitest('tests on real Kafka', ['--project', 'lab']),
  scenarios('scenarios of tier core', scenarioFiles(folder, ['core'])),
];

export const test = () => tally(core());

/** Everything; after `npm test` has passed, `--after-test` leaves out what that ran. */
export function testAll(args) {
  const [unknown] = args.filter((arg) => arg !== '--after-test');
  if (unknown !== undefined)
    throw new Stop(`test:all takes --after-test and nothing else, got: ${unknown}`, 2);
  return tally([...(args.length > 0 ? [] : core()), ...beyond()]);
}

const beyond = () => [
  scenarios('scenarios of tier full', scenarioFiles(folder, ['full'])),
  scenarios(`scenarios of tier core on Kafka ${OLD_KAFKA}`, scenarioFiles(folder, ['core']), {
    MSK_LAB_KAFKA_VERSION: OLD_KAFKA,
  }),
  vitest('slow tests on real Kafka', ['--project', 'slow']),
  program('tests of the Java module', 'mvn', [
    '-q',
    '-B',
    '-f',
    join(root, 'packages/lab/java/pom.xml'),
    'verify',
  ]),
  vitest('packed tarballs', ['--project', 'packages']),
];

/** Every decoder with as many generated inputs as `MSK_REACH_FUZZ_RUNS` says. */
export const fuzz = () =>
  tally(
    [
      vitest(
        'generated input',
        ['--project', 'unit', '--testNamePattern', 'fuzz: ', '--testTimeout', '7200000'],
        {
          MSK_REACH_FUZZ_RUNS: process.env['MSK_REACH_FUZZ_RUNS'] ?? '100000',
        },
      ),
    ],
    { skipped: false },
  );

/** AWS's own clients against the lab (root on Linux: their name resolution is redirected). */
export const testFidelity = () =>
  tally([vitest("AWS's own clients", ['--project', 'fidelity'])], { skipped: false });
