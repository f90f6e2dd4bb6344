/** The picture's style sheet: one set of colours by day, one by night. Nothing depends on colour alone. */
import { FONTS } from './text.ts';

const DAY = {
  paper: '#ffffff',
  account: '#f4f6f8',
  vpc: '#ffffff',
  card: '#ffffff',
  frame: '#8a96a3',
  edge: '#c3ccd5',
  text: '#17202b',
  quiet: '#4b5866',
  dns: '#a3480a',
  data: '#0b5cad',
  client: '#3f4a57',
  'dns-card': '#fff6ec',
  'data-card': '#eef5fd',
  'client-card': '#f1f3f5',
};
const NIGHT: typeof DAY = {
  paper: '#0d1117',
  account: '#151b23',
  vpc: '#0d1117',
  card: '#1b222c',
  frame: '#7d8996',
  edge: '#3b4653',
  text: '#e9eef4',
  quiet: '#a9b6c4',
  dns: '#f5ae5b',
  data: '#79bbff',
  client: '#c3ced9',
  'dns-card': '#2a2118',
  'data-card': '#142335',
  'client-card': '#222a34',
};

function variables(colours: typeof DAY): string {
  return Object.entries(colours)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';');
}

const fonts = Object.entries(FONTS).map(
  ([style, { size, bold }]) => `.${style}{font-size:${size}px;font-weight:${bold ? 700 : 400}}`,
);

/** All of it. */
export const SHEET: string = [
  `svg{${variables(DAY)};color-scheme:light dark}`,
  `@media (prefers-color-scheme:dark){svg{${variables(NIGHT)}}}`,
  `text{font-family:Helvetica,Arial,'Liberation Sans',sans-serif;fill:var(--text);white-space:pre}`,
  ...fonts,
  '.small,.line{fill:var(--quiet)}',
  '.paper{fill:var(--paper)}',
  '.account{fill:var(--account);stroke:var(--frame);stroke-width:1.5}',
  '.vpc{fill:var(--vpc);stroke:var(--frame);stroke-width:1.5;stroke-dasharray:2 3}',
  '.card{stroke:var(--edge)}',
  ...['dns', 'data', 'client'].flatMap((tone) => [
    `.card.${tone}{fill:var(--${tone}-card)}`,
    `.bar.${tone}{fill:var(--${tone})}`,
    `.kind.${tone}{fill:var(--${tone})}`,
  ]),
  '.wire{fill:none;stroke-linejoin:round}',
  '.wire.dns{stroke:var(--dns);stroke-width:2;stroke-dasharray:7 4}',
  '.wire.data{stroke:var(--data);stroke-width:3}',
  ...['dns', 'data'].map((way) => `.head.${way}{fill:var(--${way})}`),
  '.disc.dns{fill:var(--paper);stroke:var(--dns);stroke-width:1.5}',
  '.disc.data{fill:var(--data);stroke:var(--paper);stroke-width:1.5}',
  '.badge{text-anchor:middle}',
  '.badge.dns{fill:var(--dns)}',
  '.badge.data{fill:var(--paper)}',
  '.rule{stroke:var(--edge)}',
].join('\n');
