import { expect, test } from 'vitest';
import { loadTopology } from '../load.ts';
import type { RunningTopology } from '../running.ts';
import { announceTopology, findTopology } from './announce.ts';

/** What others learn of a running topology is how its clients are entered. */
function entered(topology: RunningTopology['topology'], by: string): RunningTopology {
  const running: Partial<RunningTopology> = {
    topology,
    wrap: (client, command) => [by, client, ...command],
    env: (client) => ({ MSK_REACH_REGION: client }),
  };
  return running as RunningTopology;
}

test('one that is up is found by its own name, by what is written in its file', async () => {
  const shipped = await loadTopology('S6-zone-same-account');
  const written = { ...shipped, name: `own-${process.pid}` };
  const { name } = written;
  expect(await findTopology({ name, topology: undefined })).toBeUndefined();
  const first = await announceTopology(written, entered(written, 'first'));
  try {
    const found = await findTopology({ name, topology: undefined });
    expect([found?.name, found?.pid, found?.clients]).toEqual([
      name,
      process.pid,
      Object.keys(written.clients),
    ]);
    expect(found?.wrap('app', ['true'])).toEqual(['first', 'app', 'true']);
    expect(found?.env('app')['MSK_REACH_REGION']).toBe('app');
    const byFile = await findTopology({ name: './mine.json', topology: written });
    expect(byFile?.wrap('app', [])).toEqual(['first', 'app']);
    const changed = { ...written, title: 'The same name, and other words' };
    const second = await announceTopology(changed, entered(changed, 'second'));
    try {
      const exact = await findTopology({ name, topology: written });
      expect(exact?.wrap('app', [])).toEqual(['first', 'app']);
      const other = await findTopology({ name, topology: changed });
      expect(other?.wrap('app', [])).toEqual(['second', 'app']);
    } finally {
      await second.close();
    }
  } finally {
    await first.close();
  }
});
