/** Reports to render: the stored observations, and one whose every text is an attack. */
import { readdirSync, readFileSync } from 'node:fs';
import { diagnose, type Observation } from '@msk-reach/core';
import type { Rendering } from '../src/render/rendering.ts';

const folder = new URL('observations/', import.meta.url);

/** Names of the stored observations. */
export const names: readonly string[] = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));

/** One of them, with its diagnosis. */
export function rendering(name: string, more: Partial<Rendering> = {}): Rendering {
  const observation = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Observation;
  return {
    observation,
    report: diagnose(observation),
    columns: 100,
    colour: false,
    failOn: 'fail',
    ...more,
  };
}

/** Ends tags, quotes, comments, CDATA, labels and lines; and holds what XML cannot. */
export const ATTACK =
  'a"b\'c<script>alert(1)</script>&amp;]]>--><!-- \\"} 1\n# HELP x y\r\n{evil="1"} \u0000\u001b[2J\u202e\ud800\ufffe end';

/** A rendering in which every text is {@link ATTACK}, but for what has a fixed set of values. */
export function hostile(name: string): Rendering {
  const { observation, report, ...how } = rendering(name);
  return { ...how, observation: attacked(observation), report: attacked(report) };
}

const FIXED = new Set(
  'schema status check outcome role owner declared observed confidence startedAt takenAt expiresAt ended level layer kind type'.split(
    ' ',
  ),
);
/** Lists of ids, which the diagnosis makes itself. */
const IDS = new Set(['rootCauses', 'blockedBy', 'candidates']);

function attacked<T>(value: T, key = ''): T {
  if (typeof value === 'string') return (FIXED.has(key) ? value : ATTACK) as T;
  if (Array.isArray(value)) return (IDS.has(key) ? value : value.map((item) => attacked(item, key))) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, attacked(inner, name)])) as T;
}
