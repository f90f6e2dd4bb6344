/** The XML of the query API's answers. */
import type { Refusal } from '../iam/refusal.ts';

const STS = 'https://sts.amazonaws.com/doc/2011-06-15/';
// Errors of the dispatcher, before any action is known, have a namespace of their own.
const FAULT = 'http://webservices.amazon.com/AWSFault/2005-15-09';

/** An element's content: text, or elements in order. Undefined ones are left out. @public */
export type Xml = string | { readonly [name: string]: Xml | undefined };

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string =>
  // Control characters have no place in XML 1.0, not even as entities.
  text.replaceAll(/[^\P{Cc}\t\n\r]/gu, '').replaceAll(/[&<>"]/g, (c) => ENTITIES[c] ?? c);

function render(content: Xml, indent: string): string {
  if (typeof content === 'string') return escape(content);
  const inner = Object.entries(content)
    .filter((entry): entry is [string, Xml] => entry[1] !== undefined)
    .map(([name, child]) => `${indent}  <${name}>${render(child, `${indent}  `)}</${name}>\n`);
  return `\n${inner.join('')}${indent}`;
}

const document = (name: string, namespace: string, content: Xml): string =>
  `<${name} xmlns="${namespace}">${render(content, '')}</${name}>\n`;

/** The answer of an action that succeeded. @public */
export function successXml(action: string, result: Xml, requestId: string): string {
  return document(`${action}Response`, STS, {
    [`${action}Result`]: result,
    ResponseMetadata: { RequestId: requestId },
  });
}

/** The answer of one that did not. @public */
export function errorXml(refusal: Refusal, requestId: string): string {
  const { code, message, status } = refusal;
  return document('ErrorResponse', code === 'InvalidAction' ? FAULT : STS, {
    Error: {
      Type: status >= 500 ? 'Receiver' : 'Sender',
      Code: code,
      Message: message === '' ? undefined : message,
    },
    RequestId: requestId,
  });
}
