import * as fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { flagOf } from '@msk-reach/core/settings';
import { sinks } from '../../test/sinks.ts';
import { checkOptions } from '../settings/options.ts';
import { run } from './run.ts';

const flag = fc.constantFrom(
  ...checkOptions.map(({ key }) => flagOf(key)),
  '--role',
  '--external-id',
  '--session-name',
  '--config',
  '--',
  '-h',
  '--help',
  '--version',
  '--out',
);
const words = fc.array(
  fc.oneof(
    flag,
    fc.tuple(flag, fc.string({ maxLength: 20 })).map(([name, value]) => `${name}=${value}`),
    fc.string({ maxLength: 30, unit: 'binary' }),
    fc.constantFrom('', '-', '---', '\u0000', 'a'.repeat(5_000), '__proto__', '/nowhere/at/all'),
  ),
  { maxLength: 8 },
);
/** None of them may look at anything: what looks gets a pattern that there is not. */
const argv = fc.oneof(
  words.map((rest) => ['check', '--pattern', 'none-such', ...rest]),
  words.map((rest) => ['bundle', '--pattern', 'none-such', ...rest]),
  fc
    .tuple(fc.constantFrom('explain', 'list-checks', 'analyze', 'diff', 'none-such'), words)
    .map(([command, rest]) => [command, ...rest]),
);

test(
  'fuzz: whatever the arguments are, there is help or one sentence, and never a stack',
  { timeout: inject('fuzzRuns') * 120 },
  async () => {
    await fc.assert(
      fc.asyncProperty(argv, async (args) => {
        const { stdout, stderr, err } = sinks();
        const interrupted = new AbortController().signal;
        const code = await run(args, { stdout, stderr, env: {}, interrupted });
        expect([0, 2]).toContain(code);
        expect(err()).not.toMatch(/\n\s+at /u);
        expect(err().length).toBeLessThan(40_000);
        if (code === 2) expect(err()).toMatch(/^(?:msk-reach: |Usage: )/u);
      }),
      { numRuns: inject('fuzzRuns') },
    );
  },
);
