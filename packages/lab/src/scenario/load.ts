import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MskReachError } from '@msk-reach/core';
import { invalidScenario, problem } from './problem.ts';
import type { Scenario } from './scenario.ts';
import { validateScenario } from './validate.ts';

/**
 * Reads and checks one scenario file.
 *
 * @throws MskReachError `CONFIG_INVALID` that names the file, the JSON pointer and what was expected
 * @public
 */
export async function loadScenario(file: string): Promise<Scenario> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new MskReachError('CONFIG_INVALID', `${file}: cannot be read (${codeOf(cause)})`, { cause });
  });
  return validateScenario(parse(text, file), file);
}

/** The scenario files that are meant: files as they are, folders with every `*.json` below them, sorted. */
export async function scenarioFiles(paths: readonly string[]): Promise<readonly string[]> {
  const lists = await Promise.all(paths.map(filesAt));
  return [...new Set(lists.flat())];
}

async function filesAt(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new MskReachError('CONFIG_INVALID', `${path}: cannot be read (${codeOf(cause)})`, { cause });
  });
  if (!found.isDirectory()) return [path];
  const names = (await readdir(path, { recursive: true })).filter((name) => name.endsWith('.json')).sort();
  if (names.length === 0) throw new MskReachError('CONFIG_INVALID', `${path}: holds no *.json`);
  return names.map((name) => join(path, name));
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalidScenario(file, [
      problem([], `JSON; ${error instanceof Error ? error.message : 'it does not parse'}`),
    ]);
  }
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
}
