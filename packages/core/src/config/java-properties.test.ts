import { expect, test } from 'vitest';
import { parseClientConfig } from './client-config.ts';
import { readProperties } from './java-properties.ts';

test.each([
  ['a=b', { a: 'b' }],
  ['  a : b c ', { a: 'b c ' }],
  ['a b', { a: 'b' }],
  ['# a=b\n! c=d\n\ne', { e: '' }],
  ['a=1\r\nb=2\ra=3', { a: '3', b: '2' }],
  ['list = one, \\\n    two', { list: 'one, two' }],
  ['path=c:\\\\', { path: 'c:\\' }],
  ['a\\=b=c', { 'a=b': 'c' }],
  ['a=\\u0041\\t\\q', { a: 'A\tq' }],
  ['a=b\\', { a: 'b' }],
])('%j', (text, expected) => {
  expect(Object.fromEntries(readProperties(text))).toEqual(expected);
});

test('of a login module nothing but its name is kept, and of options no password', () => {
  const jaas =
    'org.apache.kafka.common.security.scram.ScramLoginModule required password="hunter22hunter22";';
  const java = parseClientConfig('f', `sasl.jaas.config=${jaas}\nssl.truststore.password=hunter22`);
  expect(java).toEqual({
    file: 'f',
    kind: 'properties',
    settings: { 'sasl.jaas.config': 'org.apache.kafka.common.security.scram.ScramLoginModule' },
  });
  const sasl = { mechanism: 'plain', username: 'u', password: 'hunter22' };
  const kafkajs = parseClientConfig('f', JSON.stringify({ ssl: { ca: 'x' }, sasl, brokers: ['a:1', 'b:2'] }));
  expect(kafkajs.settings).toEqual({ brokers: 'a:1,b:2', ssl: 'an object', 'sasl.mechanism': 'plain' });
});

test.each([
  ['{ "a": ', 'begins like JSON and is none'],
  ['\u0000\u0001', 'holds no text'],
])('%j is no configuration', (text, said) => {
  expect(() => parseClientConfig('f', text)).toThrow(said);
});
