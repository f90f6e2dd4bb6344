/**
 * One page that needs nothing else: it can be mailed, attached, opened years later. No request goes out (the policy in
 * it allows none), and the only script is the one whose hash the policy names.
 */
import { createHash } from 'node:crypto';
import type { Report } from '@msk-reach/core';
import { brokersOf } from './html/brokers.ts';
import { element, verbatim, type Part } from './html/element.ts';
import { causesOf, checksOf, titleOf } from './html/findings.ts';
import { pictureOf } from './html/picture.ts';
import { SCRIPT } from './html/script.ts';
import { STYLE } from './html/style.ts';
import type { Format, Rendering } from './rendering.ts';

export const html: Format = {
  name: 'html',
  render: (rendering) =>
    `<!DOCTYPE html>\n${element('html', { lang: 'en' }, head(rendering), body(rendering)).markup}\n`,
};

const POLICY = [
  "default-src 'none'",
  `style-src '${hashOf(STYLE)}'`,
  `script-src '${hashOf(SCRIPT)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function head({ report }: Rendering): Part {
  return element(
    'head',
    {},
    element('meta', { charset: 'utf-8' }),
    element('meta', { 'http-equiv': 'Content-Security-Policy', content: POLICY }),
    element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    element('meta', { name: 'color-scheme', content: 'light dark' }),
    element('meta', { name: 'referrer', content: 'no-referrer' }),
    element('title', {}, `${verdictOf(report)} - msk-reach`),
    verbatim('style', STYLE),
  );
}

function body(rendering: Rendering): Part {
  const { report, observation } = rendering;
  const causes = causesOf(rendering);
  const brokers = brokersOf(rendering);
  const places: readonly (readonly [id: string, label: string])[] = [
    ...(report.rootCauses.length > 0 ? [['causes', 'Root cause'] as const] : []),
    ...(report.findings.some(({ status }) => status === 'warn') ? [['warnings', 'Warnings'] as const] : []),
    ['path', 'Path'],
    ...(brokers.length > 0 ? [['brokers', 'Brokers'] as const] : []),
    ['pattern', 'Pattern'],
    ['checks', 'Every check'],
  ];
  return element(
    'body',
    {},
    element('a', { class: 'skip', href: '#main' }, 'To the verdict'),
    element('header', {}, element('p', { class: 'dim' }, 'msk-reach report')),
    element(
      'nav',
      { 'aria-label': 'On this page' },
      element(
        'ul',
        {},
        places.map(([id, label]) => element('li', {}, element('a', { href: `#${id}` }, label))),
      ),
    ),
    element(
      'main',
      { id: 'main' },
      verdict(report),
      causes,
      path(rendering),
      brokers,
      pattern(report),
      checksOf(report),
    ),
    element(
      'footer',
      {},
      element(
        'p',
        {},
        `msk-reach ${observation.runtime.version}, Node ${observation.runtime.node}, ${observation.runtime.platform}`,
      ),
    ),
    element('p', { id: 'said', role: 'status' }),
    verbatim('script', SCRIPT),
  );
}

function verdictOf({ status, rootCauses }: Report): string {
  const said = {
    pass: 'nothing is wrong',
    warn: 'it works, with warnings',
    fail: rootCauses.map((id) => `${id} ${titleOf(id)}`.trim()).join('; '),
    unknown: 'not everything could be looked at',
  };
  return `${status.toUpperCase()}: ${said[status]}`;
}

function verdict(report: Report): Part {
  const { status, cluster, startedAt, durationMs } = report;
  const facts = [cluster.bootstrap, cluster.region, startedAt, `${(durationMs / 1000).toFixed(1)} s`];
  return element(
    'section',
    { 'aria-labelledby': 'verdict' },
    element('h1', { id: 'verdict', class: status }, verdictOf(report)),
    element('p', { class: 'dim' }, facts.filter((text) => text !== '').join(', ')),
  );
}

function path(rendering: Rendering): Part {
  return element(
    'section',
    { 'aria-labelledby': 'path' },
    element('h2', { id: 'path' }, 'Path'),
    element(
      'div',
      { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': 'Picture of the path' },
      pictureOf(rendering),
    ),
  );
}

function pattern({ pattern: { declared, observed, confidence, alternatives, evidence } }: Report): Part {
  const also = alternatives.length > 0 ? `; ${alternatives.join(' or ')} would look the same` : '';
  return element(
    'section',
    { 'aria-labelledby': 'pattern' },
    element('h2', { id: 'pattern' }, 'Pattern'),
    element('p', {}, `Declared ${declared}, observed ${observed} (${confidence}${also}).`),
    evidence.length > 0
      ? element(
          'ul',
          {},
          evidence.map((text) => element('li', {}, text)),
        )
      : [],
  );
}
