import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { baseCredentials } from './base-credentials.ts';
import { closingStack } from './closing.ts';
import { BASE_VARIABLES } from './declare.ts';
import { type ClientBase, resolveIam } from './iam.ts';

test.each(Object.keys(BASE_VARIABLES) as ClientBase['kind'][])(
  'the variables of a base identity of kind %s are those that it sets',
  async (kind) => {
    const folder = mkdtempSync(join(tmpdir(), 'declare-'));
    const closing = closingStack();
    try {
      const { iam } = resolveIam({ base: { kind } }, '444455556666');
      const master = '00'.repeat(32);
      const { env } = await baseCredentials({ iam, master, clockSkewMs: 0, folder, closing });
      expect(Object.keys(env).sort()).toEqual([...BASE_VARIABLES[kind]].sort());
    } finally {
      await closing.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
