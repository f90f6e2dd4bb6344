import { createHash } from 'node:crypto';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { ATTACK, hostile, names, rendering } from '../../test/renderings.ts';
import { html } from './html.ts';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Of the elements around it, the closest last. */
  readonly within: readonly string[];
  text: string;
}

/** The page's elements; throws where it is not well-formed. */
function elementsOf(page: string): readonly Element[] {
  const elements: Element[] = [];
  const open: Element[] = [];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    const one = { name, attributes, within: open.map((around) => around.name), text: '' };
    elements.push(one);
    open.push(one);
  });
  parser.on('text', (text) => open.forEach((one) => (one.text += text)));
  parser.on('closetag', () => void open.pop());
  parser.write(page).close();
  return elements;
}

const every = [
  ...names.map((name) => ({ name, page: html.render(rendering(name)) })),
  ...names.map((name) => ({ name: `${name}, hostile`, page: html.render(hostile(name)) })),
];

test.each(every)('$name: no request can go out, and no script runs but our own', ({ page }) => {
  const elements = elementsOf(page);
  const of = (name: string): readonly Element[] => elements.filter((one) => one.name === name);
  const hash = (one: Element | undefined): string =>
    `sha256-${createHash('sha256')
      .update(one?.text ?? '')
      .digest('base64')}`;
  expect([of('script').length, of('style').length]).toEqual([1, 1]);
  const [policy] = of('meta').filter(
    ({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy',
  );
  expect(policy?.attributes['content']).toBe(
    `default-src 'none'; style-src '${hash(of('style')[0])}'; script-src '${hash(of('script')[0])}'; base-uri 'none'; form-action 'none'`,
  );
  for (const { name, attributes } of elements) {
    for (const [key, value] of Object.entries(attributes)) {
      expect([
        name,
        key,
        /^(?:on.*|style|src|srcset|action|formaction|data|xlink:href|ping)$/.test(key),
      ]).toEqual([name, key, false]);
      if (key === 'href') expect(value).toMatch(/^#[a-z]+$/);
    }
  }
  for (const { name } of elements) expect(KNOWN).toContain(name);
});

const KNOWN = new Set(
  'html head meta title style body a header p nav ul li main section h1 h2 h3 article span dl dt dd ol button pre code details summary div svg desc g rect line path text label input table caption thead tbody tr th td footer script'.split(
    ' ',
  ),
);

test.each(every)('$name: landmarks, headings, tables and names that a screen reader needs', ({ page }) => {
  const elements = elementsOf(page);
  const ids = elements.flatMap(({ attributes }) => attributes['id'] ?? []);
  expect(ids).toHaveLength(new Set(ids).size);
  const count = (name: string): number => elements.filter((one) => one.name === name).length;
  expect([count('main'), count('h1'), count('nav'), count('header'), count('footer')]).toEqual([
    1, 1, 1, 1, 1,
  ]);
  const levels = elements.flatMap(({ name }) => /^h([1-6])$/.exec(name)?.[1] ?? []).map(Number);
  levels.forEach((level, index) => expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1));
  for (const { name, attributes, within, text } of elements) {
    const references = `${attributes['aria-labelledby'] ?? ''} ${attributes['href']?.slice(1) ?? ''}`.split(
      ' ',
    );
    for (const id of references.filter((one) => one !== '')) expect(ids).toContain(id);
    if (name === 'th') expect(['col', 'row']).toContain(attributes['scope']);
    if (name === 'input') expect(within).toContain('label');
    if (name === 'button') expect(text).not.toBe('');
    if (name === 'svg')
      expect(attributes).toMatchObject({ role: 'img', 'aria-labelledby': 'picture-title picture-words' });
    if (attributes['tabindex'] !== undefined)
      expect([attributes['tabindex'], attributes['role']]).toEqual(['0', 'region']);
  }
  expect(count('caption')).toBe(count('table'));
  // Two landmarks of one name cannot be told apart.
  const landmarks = elements.filter(
    ({ name, attributes }) => name === 'section' || attributes['role'] === 'region',
  );
  const called = landmarks.map(({ attributes }) => attributes['aria-label'] ?? attributes['aria-labelledby']);
  expect(called).toHaveLength(new Set(called).size);
});

test('the cause stands first, with its commands, and the picture says where it breaks', () => {
  const elements = elementsOf(html.render(rendering('one-broker-without-a-record')));
  const textOf = (name: string): string => elements.find((one) => one.name === name)?.text ?? '';
  expect(textOf('h1')).toBe(
    'FAIL: DNS03 stale fixed records, or a left-over record that switches the wildcard off',
  );
  expect(textOf('title')).toContain('DNS03');
  expect(textOf('desc')).toContain(
    'Credentials: ok; Names: breaks here, DNS03; fails, 3 of 4 ok; TCP: 3 of 4 ok; TLS: 3 of 4 ok; Login: 3 of 4 ok; Kafka: ok.',
  );
  expect(elements.filter(({ attributes }) => attributes['class'] === 'break')).toHaveLength(1);
  const { report } = rendering('one-broker-without-a-record');
  const commands = report.findings.find(({ check }) => check === 'DNS03')?.fix.commands ?? [];
  expect(elements.filter(({ name }) => name === 'code').map(({ text }) => text)).toEqual([
    ...commands.map(({ command }) => command),
    'msk-reach explain DNS03',
  ]);
});

test('nothing breaks in a healthy look', () => {
  const elements = elementsOf(html.render(rendering('healthy')));
  expect(elements.filter(({ attributes }) => attributes['class'] === 'break')).toEqual([]);
  expect(elements.find(({ name }) => name === 'h1')?.text).toBe('PASS: nothing is wrong');
});

test.each(names)('%s: hostile text stays text', (name) => {
  const elements = elementsOf(html.render(hostile(name)));
  // As XML reads it: line ends are one character, in attributes spaces.
  const seen = ATTACK.replaceAll('\r\n', '\n').replaceAll(/(?!\n)[\p{Cc}\p{Cs}\u202e\ufffe]/gu, '\ufffd');
  expect(elements.some(({ name: of, text }) => of === 'td' && text === seen)).toBe(true);
});
