/** Probes over HTTP, as Kubernetes asks for them. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Probes } from './consumer-health.ts';

/**
 * A listener for `http.createServer`, or a handler for a framework that gives Node's own request and response:
 * `/livez` and `/readyz`, 200 or 503, the state as IETF health+json. Asking never causes a look at the cluster.
 *
 * @see https://datatracker.ietf.org/doc/html/draft-inadarei-api-health-check
 * @public
 */
export function createProbeListener(
  health: Probes,
): (request: Pick<IncomingMessage, 'method' | 'url'>, response: ServerResponse) => void {
  return ({ method, url }, response) => {
    const [path] = (url ?? '').split('?', 1);
    const state = path === '/livez' ? health.liveness() : path === '/readyz' ? health.readiness() : undefined;
    const isAsked = method === 'GET' || method === 'HEAD';
    const code = state === undefined ? 404 : !isAsked ? 405 : state.status === 'fail' ? 503 : 200;
    response.writeHead(code, {
      'content-type': 'application/health+json',
      'cache-control': 'no-store',
      ...(code === 405 ? { allow: 'GET, HEAD' } : {}),
    });
    response.end(code === 404 || code === 405 || method === 'HEAD' ? undefined : JSON.stringify(state));
  };
}
