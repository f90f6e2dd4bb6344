/** The page's style sheet: light and dark, by what the reader's system prefers. */

export const STYLE: string = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --box: #f3f5f7; --line: #8b949e; --text: #1b1f24; --dim: #525b65; --link: #0b5cad;
  --pass: #17662f; --warn: #7d4b00; --fail: #b3261e; --unknown: #6b3fa0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14171a; --box: #20252a; --line: #7d8791; --text: #e8eaec; --dim: #aab3bc; --link: #8ec1ff;
    --pass: #76d191; --warn: #f0b95a; --fail: #ff9087; --unknown: #c9a6f5;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
header, nav, main, footer { max-width: 70rem; margin: 0 auto; padding: 0.75rem 1rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0.25rem 0; }
h2 { font-size: 1.25rem; margin: 2rem 0 0.5rem; }
h3 { font-size: 1.05rem; margin: 1.25rem 0 0.25rem; }
a { color: var(--link); }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; margin: 0; padding: 0; list-style: none; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 0.5rem; top: 0.5rem; background: var(--page); padding: 0.5rem; z-index: 1; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.dim, footer { color: var(--dim); }
.pass, .partial { color: var(--pass); } .warn { color: var(--warn); } .fail, .crash { color: var(--fail); }
.unknown { color: var(--unknown); } .skipped { color: var(--dim); }
.state { font-weight: 700; }
article { border-left: 4px solid var(--fail); background: var(--box); padding: 0.5rem 1rem 0.75rem; margin: 0.75rem 0; }
article.warning { border-color: var(--warn); }
article h3 { margin-top: 0.25rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; margin: 0.5rem 0; }
dt { color: var(--dim); } dd { margin: 0; }
ol.commands { padding-left: 1.25rem; }
pre { margin: 0.25rem 0; padding: 0.5rem; background: var(--page); border: 1px solid var(--line); overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
code, .mono { font-family: ui-monospace, monospace; font-size: 0.9em; }
button, input { font: inherit; color: inherit; background: var(--page); border: 1px solid var(--line); border-radius: 0.25rem; padding: 0.2rem 0.6rem; }
input[type='checkbox'] { width: 1rem; height: 1rem; padding: 0; vertical-align: middle; }
button { cursor: pointer; }
th button { border: 0; background: none; padding: 0; font-weight: 700; text-align: left; text-decoration: underline; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: var(--dim); padding: 0.25rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.6rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
thead th { white-space: nowrap; }
.tools { display: flex; flex-wrap: wrap; gap: 0.5rem 1.25rem; align-items: center; margin: 0.5rem 0; }
#said { position: sticky; bottom: 0; max-width: 70rem; min-height: 2rem; margin: 0 auto; padding: 0.25rem 1rem; background: var(--page); }
#said:empty { min-height: 0; padding: 0; }
.id { white-space: nowrap; }
[hidden] { display: none !important; }
svg { display: block; width: 100%; min-width: 46rem; height: auto; }
svg text { fill: currentColor; font: 13px system-ui, sans-serif; text-anchor: middle; }
svg .label { font-weight: 700; font-size: 14px; }
svg rect { fill: var(--box); stroke: currentColor; stroke-width: 2; }
svg .edge { stroke: var(--line); stroke-width: 2; }
svg .partial rect { stroke-dasharray: 6 4; }
svg .beyond { stroke-dasharray: 4 5; }
svg .break { stroke: var(--fail); stroke-width: 4; }
@media print { nav, .tools, .skip, button.copy { display: none; } }
`;
