import { expect, test } from 'vitest';
import { clean, command, listed, sentence } from './words.ts';

test('a value that a shell could misread never gets into a command', () => {
  const template = 'dig {hostName} A';
  expect(command(template, { hostName: 'b1.example.com' })).toBe('dig b1.example.com A');
  for (const hostName of [
    '$(id)',
    'a; rm -rf /',
    '`id`',
    'a\nb',
    '-rf',
    "a'b",
    'a b',
    '',
    'a|b',
    '\u001b[2J',
  ]) {
    expect(command(template, { hostName })).toBe('dig <host-name> A');
  }
  expect(command(template, {})).toBe('dig <host-name> A');
});

test('braces of JSON in a command are no placeholders', () => {
  const template = '{"Value":{"Name":"*.{apex}","Set":{recordSet}}}';
  expect(command(template, { apex: 'a.b' })).toBe('{"Value":{"Name":"*.a.b","Set":<record-set>}}');
});

test('a sentence is one bounded line of printable text that ends once', () => {
  expect(sentence('{what} is wrong: {detail}.', { what: 'the caller', detail: 'no.' })).toBe(
    'The caller is wrong: no.',
  );
  expect(sentence('{detail}', { detail: 'a\u001b[31m\nb\u202e\u2028c' })).toBe('A [31m b c');
  expect(sentence('{detail}', { detail: 'x'.repeat(5000) })).toHaveLength(300);
  expect(clean('x'.repeat(5000))).toHaveLength(600);
});

test('long lists are counted', () => {
  expect([listed(['a']), listed(['a', 'b', 'c', 'd', 'e'])]).toEqual(['a', 'a, b, c and 2 more']);
});
