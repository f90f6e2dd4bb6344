/** Every format, one line each. */
import { health } from './health.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { ndjson } from './ndjson.ts';
import { prometheus } from './prometheus.ts';
import type { Format } from './rendering.ts';
import { table } from './table.ts';

export const formats: readonly Format[] = [table, json, ndjson, junit, health, prometheus, html];

/** The format of that name, which whoever asks has checked. */
export function formatNamed(name: string): Format {
  const format = formats.find((one) => one.name === name);
  if (format === undefined) throw new Error(`no format ${name}`);
  return format;
}
