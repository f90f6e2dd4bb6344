import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { apiName } from '../../../kafka/api-keys.ts';
import { KAFKAJS_VERSIONS } from './kafkajs-versions.ts';

const load = createRequire(import.meta.url);

test.each([...KAFKAJS_VERSIONS])('%i is spoken by kafkajs in these versions', (key, { min, max }) => {
  const name = apiName(key);
  const folder = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  const { versions } = load(`kafkajs/src/protocol/requests/${folder}`) as { versions: readonly string[] };
  expect([Number(versions[0]), Number(versions.at(-1))]).toEqual([min, max]);
});
