/** Every format, one line each. */
import { json } from './json.ts';
import { junit } from './junit.ts';
import { ndjson } from './ndjson.ts';
import type { Format } from './rendering.ts';
import { table } from './table.ts';

export const formats: readonly Format[] = [table, json, ndjson, junit];
