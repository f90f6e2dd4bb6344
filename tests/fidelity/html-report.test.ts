/** The HTML report in a real Chromium: by keyboard, in light and dark, with no request but for the page itself. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { formats } from '@msk-reach/diagnostics';
import axe from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hostile, rendering } from '../../packages/diagnostics/test/renderings.ts';
import { chromiumPath, isSkipped } from './prerequisites.ts';

const executablePath = chromiumPath();
const missing = executablePath === null ? ["'chromium' is not on this machine"] : [];
const html = formats.find(({ name }) => name === 'html');

describe.skipIf(isSkipped('The HTML report in Chromium', missing))('the HTML report', () => {
  const folder = mkdtempSync(join(tmpdir(), 'msk-reach-html-'));
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  async function opened(
    text: string,
    colorScheme: 'light' | 'dark' = 'light',
  ): Promise<Page & AsyncDisposable> {
    const path = join(folder, 'report.html');
    writeFileSync(path, text);
    const page = await browser.newPage({ colorScheme });
    const trouble: string[] = [];
    page.on('request', (request) => trouble.push(request.url()));
    page.on('console', (message) => trouble.push(message.text()));
    page.on('pageerror', (error) => trouble.push(String(error)));
    page.on('dialog', (dialog) => trouble.push(dialog.message()));
    const url = pathToFileURL(path).href;
    await page.goto(url);
    expect(trouble).toEqual([url]);
    return page;
  }

  const two = ['refused-role-and-no-names', 'one-broker-without-a-record'] as const;
  const every = [
    ...two.map((name) => ({ name: name as string, text: html?.render(rendering(name)) ?? '' })),
    { name: 'hostile', text: html?.render(hostile(two[0])) ?? '' },
  ].flatMap((one) => [
    { ...one, scheme: 'light' as const },
    { ...one, scheme: 'dark' as const },
  ]);

  test.each(every)('$name, $scheme: axe-core finds no violation', async ({ text, scheme }) => {
    await using page = await opened(text, scheme);
    await page.evaluate(axe.source);
    const violations = await page.evaluate<readonly string[]>(
      "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))",
    );
    expect(violations).toEqual([]);
    expect(await page.locator('script').count()).toBe(1);
  });

  test('every control is reached by keyboard, and seen to be', async () => {
    await using page = await opened(html?.render(rendering('one-broker-without-a-record')) ?? '');
    const focused = (): Promise<string> =>
      page.evaluate<string>(
        "document.activeElement.tagName + ' ' + getComputedStyle(document.activeElement).outlineStyle",
      );
    const controls = await page.locator('a, button, input, summary, [tabindex]').count();
    const reached: string[] = [];
    for (let at = 0; at < controls; at += 1) {
      await page.keyboard.press('Tab');
      reached.push(await focused());
    }
    expect(reached.filter((one) => !one.endsWith(' solid'))).toEqual([]);
    await page.keyboard.press('Tab');
    expect(await focused()).toMatch(/^BODY/);
  });

  test('the table is filtered and put in order by keyboard, and says so', async () => {
    await using page = await opened(html?.render(rendering('one-broker-without-a-record')) ?? '');
    const shown = (): Promise<readonly string[]> =>
      page.locator('#matrix > tbody > tr:visible > th').allTextContents();
    await page.focus('#broken');
    await page.keyboard.press('Space');
    expect([await shown(), await page.textContent('#said')]).toEqual([
      ['b98-abcd1234'],
      '1 of 4 hosts are shown.',
    ]);
    await page.keyboard.press('Space');
    await page.focus('#words');
    await page.keyboard.type('b47');
    expect(await shown()).toEqual(['b473-abcd1234']);
    await page.fill('#words', '');
    await page.focus('#matrix th button');
    await page.keyboard.press('Enter');
    const ordered = ['b97-abcd1234', 'b98-abcd1234', 'b473-abcd1234', 'boot-abcd1234'];
    expect(await shown()).toEqual(ordered);
    await page.keyboard.press('Enter');
    expect([await shown(), await page.textContent('#said')]).toEqual([
      ordered.toReversed(),
      'In order of Host, last first.',
    ]);
    expect(await page.getAttribute('#matrix th', 'aria-sort')).toBe('descending');
    await page.locator('#matrix summary').first().focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('#matrix details[open] td:visible').count()).toBeGreaterThan(0);
  });
});
