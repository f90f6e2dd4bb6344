import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { isMskReachError } from '../errors.ts';
import { loadOptions } from './load-options.ts';
import { reachSettings } from './options.ts';

/** Keys that are known and keys that are not, with values of every shape. */
const settings = fc.dictionary(
  fc.oneof(
    fc.constantFrom(...reachSettings.map(({ key }) => key), 'roles', '__proto__', 'constructor'),
    fc.string({ maxLength: 20 }),
  ),
  fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.array(fc.record({ arn: fc.jsonValue(), externalId: fc.jsonValue() }), { maxLength: 3 }),
  ),
  { maxKeys: 8 },
);
const file = fc.oneof(
  settings.map((value) => JSON.stringify(value)),
  fc.tuple(settings, fc.nat(300), fc.string({ maxLength: 10, unit: 'binary' })).map(([value, at, text]) => {
    const sound = JSON.stringify(value);
    return `${sound.slice(0, at % (sound.length + 1))}${text}`;
  }),
  fc.string({ maxLength: 300, unit: 'binary' }),
);

test(
  'fuzz: whatever a config file holds, there are options or one coded error',
  { timeout: inject('fuzzRuns') * 120 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'msk-reach-file-'));
    const config = join(folder, 'config.json');
    try {
      await fc.assert(
        fc.asyncProperty(file, async (text) => {
          writeFileSync(config, text);
          try {
            await loadOptions({ env: { MSK_REACH_CONFIG: config } });
          } catch (error) {
            if (!isMskReachError(error) || !error.code.startsWith('CONFIG_')) throw error;
            expect(error.message).not.toBe('');
            expect(error.message.length).toBeLessThan(20_000);
          }
          expect(({} as Record<string, unknown>)['bootstrap']).toBeUndefined();
        }),
        { numRuns: inject('fuzzRuns') },
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
