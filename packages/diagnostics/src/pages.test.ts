import { readdirSync, readFileSync } from 'node:fs';
import { causes, checkIds } from '@msk-reach/core';
import { expect, test } from 'vitest';
import { pageOf } from './pages.ts';

const folder = new URL('../../../docs/causes/', import.meta.url);

test('catalogue, checks and pages are the same set', () => {
  const pages = readdirSync(folder)
    .filter((file) => file !== 'README.md')
    .map((file) => file.replace(/\.md$/, ''));
  expect(pages.toSorted()).toEqual(checkIds.toSorted());
  expect(Object.keys(causes).toSorted()).toEqual(checkIds.toSorted());
});

test('the list of pages is the catalogue', () => {
  const list = readFileSync(new URL('README.md', folder), 'utf8').split('\n').slice(1);
  expect(list.filter((line) => line.startsWith('| ['))).toEqual(
    checkIds.map((id) => `| [${id}](${id}.md) | ${causes[id]?.level} | ${causes[id]?.title} |`),
  );
});

test.each(checkIds)('commands on the page of %s are one line each and safe to paste', (id) => {
  const blocks = [...(pageOf(id) ?? '').matchAll(/^```\n([^]*?)^```$/gm)].flatMap(([, block = '']) =>
    block.split('\n'),
  );
  const commands = blocks.filter((line) =>
    /^(?:aws|curl|dig|nc|ip|kafka-[a-z-]+\.sh|npm|openssl|msk-reach|sudo|chronyc) /.test(line),
  );
  expect(commands.length).toBeGreaterThan(0);
  for (const command of commands) {
    const bare = command
      .replaceAll(/<[a-z][a-z-]*>/g, 'x')
      .replaceAll(/'[^']*'|"[^"`$!]*"/g, '')
      .replace(/ \| (?:tee [\w.-]+|openssl [\w -]+)$/, '')
      .replace(/ <\/dev\/null$/, '');
    expect(bare).not.toMatch(/['"`$;&|<>()[\]{}*?!~#\\]/);
    // What is to be filled in says what it is.
    expect(command.replaceAll(/(?:SERVICE|RESOURCE)_CONTROL_POLICY/g, '')).not.toMatch(/\b[A-Z]+_[A-Z_]+\b/);
    if (command.includes('s_client')) expect(command).toContain('</dev/null');
  }
});

test.each(checkIds)('the page of %s says all that a page has to', (id) => {
  const page = pageOf(id) ?? '';
  const [title, , first = '', , level] = page.split('\n');
  expect(title).toBe(`# ${id}: ${causes[id]?.title ?? ''}`);
  // Who reads at night reads one line.
  expect(first).toMatch(/^Do first: .{30,200}\.$/u);
  expect(level).toMatch(/^Level: (?:fail|warn|info)\b.* Whose: .+\.$/u);
  expect([...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual([
    "What you see in kafkajs's log",
    'Why it happens',
    'How to be sure',
    'The fix',
    'Source',
  ]);
  for (const part of page.split(/^## .*$/m).slice(1)) expect(part.trim().length).toBeGreaterThan(30);
});

test('a page that does not exist is none', () => {
  expect(pageOf('XXX99')).toBeNull();
});
