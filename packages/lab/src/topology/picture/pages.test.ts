import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { topologyNames } from '../load.ts';

const PAGES = new URL('../../../../../docs/patterns/', import.meta.url);
const pages = (await readdir(PAGES)).filter((file) => file.endsWith('.md'));

const read = (file: string): Promise<string> => readFile(new URL(file, PAGES), 'utf8');

/** The files that a page leads to. */
function linksOf(text: string): readonly string[] {
  return [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/gu)].map(([, link = '']) => link);
}

describe.each(pages)('the page %s', (page) => {
  it('leads to files that are there', async () => {
    const missing: string[] = [];
    for (const link of linksOf(await read(page)))
      await readFile(fileURLToPath(new URL(link, PAGES))).catch(() => missing.push(link));
    expect(missing).toEqual([]);
  });

  it('names topologies and faults that there are', async () => {
    const text = await read(page);
    const known = await topologyNames();
    for (const [, name = '', fault = ''] of text.matchAll(/topology exec (\S+) \S+ --fault (\S+)/gu)) {
      expect(known).toContain(name);
      const file = new URL(`../../../topologies/${name}.json`, import.meta.url);
      const { faults = {} } = JSON.parse(await readFile(file, 'utf8')) as { readonly faults?: object };
      expect(Object.keys(faults)).toContain(fault);
    }
  });
});

describe('the index of the patterns', () => {
  it('leads to every page and every picture', async () => {
    const links = linksOf(await read('README.md'));
    const pictures = (await topologyNames()).map((name) => `${name}.svg`);
    const others = pages.filter((page) => page !== 'README.md');
    expect([...pictures, ...others].filter((file) => !links.includes(file))).toEqual([]);
  });

  it('has the place of the run that the runner looks for', async () => {
    expect(await read('README.md')).toMatch(/<!-- rows -->\n[^]*<!-- \/rows -->/u);
  });
});
