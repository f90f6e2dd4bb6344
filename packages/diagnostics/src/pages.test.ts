import { readdirSync } from 'node:fs';
import { causes, checkIds } from '@msk-reach/core';
import { expect, test } from 'vitest';
import { pageOf } from './pages.ts';

const folder = new URL('../../../docs/causes/', import.meta.url);

test('catalogue, checks and pages are the same set', () => {
  const pages = readdirSync(folder).map((file) => file.replace(/\.md$/, ''));
  expect(pages.toSorted()).toEqual(checkIds.toSorted());
  expect(Object.keys(causes).toSorted()).toEqual(checkIds.toSorted());
});

test.each(checkIds)('the page of %s says all that a page has to', (id) => {
  const page = pageOf(id) ?? '';
  expect(page.split('\n')[0]).toBe(`# ${id}: ${causes[id]?.title ?? ''}`);
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
