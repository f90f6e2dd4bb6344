/** Something else answers on the way: a proxy's page, a cut-off document. */
import type { StsFault } from './fault.ts';

/** What is answered instead of XML. @public */
export interface GarbageAnswer {
  /** @default a proxy's HTML page */
  readonly body?: string;
  /** HTTP status. @default 200 */
  readonly status?: number;
  /** @default "text/html" */
  readonly contentType?: string;
}

/** Answers every request with a body that is not STS's. @public */
export const garbage: StsFault<GarbageAnswer> = {
  schema: {
    description: 'Answers every request with this instead of XML, as a proxy in between does.',
    examples: [
      { status: 200, contentType: 'text/html', body: '<html><body>Sign in to the proxy</body></html>' },
    ],
    type: 'object',
    additionalProperties: false,
    properties: {
      body: { description: 'The body.', examples: ['<html></html>'], type: 'string', maxLength: 65_536 },
      status: { description: 'HTTP status.', examples: [200], type: 'integer', minimum: 200, maximum: 599 },
      contentType: { description: 'Content-Type.', examples: ['text/html'], type: 'string' },
    },
  },
  start: ({
    body = '<html><body>Sign in to the proxy</body></html>',
    status = 200,
    contentType = 'text/html',
  }) => ({
    interfere: () => ({ kind: 'body', status, contentType, body }),
  }),
};
