/** Prometheus' own tool reads what `--output prometheus` writes, also of texts that were made to mislead it. */
import { spawnSync } from 'node:child_process';
import { formats } from '@msk-reach/diagnostics';
import { describe, expect, test } from 'vitest';
import { hostile, names, rendering } from '../../packages/diagnostics/test/renderings.ts';
import { isSkipped } from './prerequisites.ts';

const missing = spawnSync('promtool', ['--version']).status === 0 ? [] : ["'promtool' does not run"];
const prometheus = formats.find(({ name }) => name === 'prometheus');

describe.skipIf(isSkipped('promtool', missing))('promtool check metrics', () => {
  test.each(names)('%s', (name) => {
    for (const given of [rendering(name), hostile(name)]) {
      const input = prometheus?.render(given) ?? '';
      const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
        input,
        encoding: 'utf8',
      });
      expect([status, stdout, stderr, input.length > 1_000]).toEqual([0, '', '', true]);
    }
  });
});
