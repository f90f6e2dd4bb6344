import { readdirSync, readFileSync } from 'node:fs';
import { isMskReachError } from '@msk-reach/core';
import * as fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { resolveScenario } from './resolve.ts';
import { validateScenario } from './validate.ts';

const FOLDER = new URL('../../scenarios/', import.meta.url);
const sound = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => readFileSync(new URL(name, FOLDER), 'utf8'));

/** A sound scenario of which one value, somewhere, is another. */
const damaged = fc
  .tuple(fc.constantFrom(...sound), fc.nat(), fc.jsonValue({ maxDepth: 2 }))
  .map(([text, at, value]) => {
    const scenario = JSON.parse(text) as unknown;
    const places = placesIn(scenario);
    const place = places[at % places.length];
    if (place !== undefined) place.holder[place.key] = value;
    return scenario;
  });

interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

function placesIn(value: unknown): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesIn(holder[key])]);
}

test(
  'fuzz: whatever a scenario file holds, it is a scenario or every mistake is named',
  { timeout: inject('fuzzRuns') * 120 },
  () => {
    fc.assert(
      fc.property(fc.oneof(damaged, fc.jsonValue()), (value) => {
        try {
          resolveScenario(validateScenario(value, 'hostile.json'), {});
        } catch (error) {
          if (!isMskReachError(error) || error.code !== 'CONFIG_INVALID') throw error;
          expect(error.message).toContain('hostile.json');
        }
      }),
      { numRuns: inject('fuzzRuns') },
    );
  },
);
