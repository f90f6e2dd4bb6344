/** The room of what is served: the last look as probes, metrics and a report. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createProbeListener, type Preflight, type Probes } from '@msk-reach/core';
import { formatNamed } from '../render/all.ts';

/** What is served. */
export interface Served {
  readonly health: Probes;
  /** The last look; null before the first one is over. */
  readonly latest: () => Preflight | null;
  readonly failOn: 'fail' | 'warn';
}

interface Page {
  readonly format: string;
  readonly type: string;
}

const METRICS: Page = { format: 'prometheus', type: 'text/plain; version=0.0.4; charset=utf-8' };
const JSON_PAGE: Page = { format: 'json', type: 'application/json' };
const HTML_PAGE: Page = { format: 'html', type: 'text/html; charset=utf-8' };

/** A listener for `http.createServer`. */
export function createPages(served: Served): (request: IncomingMessage, response: ServerResponse) => void {
  const probe = createProbeListener(served.health);
  return (request, response) => {
    response.setHeader('x-content-type-options', 'nosniff');
    const page = pageOf(request);
    if (page === null) return probe(request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return void response.writeHead(405, { allow: 'GET, HEAD' }).end();
    const look = served.latest();
    if (look === null)
      return void response
        .writeHead(503, { 'content-type': 'text/plain', 'retry-after': '5' })
        .end('the cluster was not looked at yet\n');
    const text = formatNamed(page.format).render({
      ...look,
      columns: 100,
      colour: false,
      failOn: served.failOn,
    });
    response.writeHead(200, { 'content-type': page.type, 'cache-control': 'no-store', vary: 'accept' });
    response.end(request.method === 'HEAD' ? undefined : text);
  };
}

function pageOf({ url, headers }: IncomingMessage): Page | null {
  const [path] = (url ?? '').split('?', 1);
  if (path === '/metrics') return METRICS;
  if (path !== '/report') return null;
  return prefersHtml(headers.accept ?? '') ? HTML_PAGE : JSON_PAGE;
}

/** A browser names HTML before everything else; who takes anything gets JSON. */
function prefersHtml(accept: string): boolean {
  const [html, json] = ['text/html', 'application/json'].map((type) => accept.indexOf(type));
  return html !== undefined && html >= 0 && (json === undefined || json < 0 || html < json);
}
