/** Query-API requests: an HTTP request to an action with its parameters. */
import type { SignedRequest } from '../iam/sigv4.ts';

/** A request that names an action. The first of repeated parameters counts, as with AWS. @public */
export interface QueryRequest {
  readonly action: string;
  readonly version: string | undefined;
  readonly parameters: ReadonlyMap<string, string>;
}

/** A request without one: AWS redirects it to a web page, or does not know the path. @public */
export type OtherRequest = { readonly redirect: string } | { readonly unknownPath: true };

/** Reads the action and parameters from the query (GET) or the form (POST). @public */
export function parseQueryRequest(request: SignedRequest): QueryRequest | OtherRequest {
  if (request.path !== '/') return { unknownPath: true };
  const parameters = new Map<string, string>();
  const read = (text: string): void => {
    for (const [name, value] of new URLSearchParams(text))
      if (!parameters.has(name)) parameters.set(name, value);
  };
  read(request.query);
  const type = request.headers['content-type']?.[0] ?? '';
  if (request.method === 'POST' && type.startsWith('application/x-www-form-urlencoded')) {
    read(Buffer.from(request.body).toString('utf8'));
  }
  const action = parameters.get('Action');
  if (action === undefined) {
    return { redirect: `https://aws.amazon.com/iam${request.query === '' ? '' : `?${request.query}`}` };
  }
  return { action, version: parameters.get('Version'), parameters };
}

/** The members of a list parameter in their order: `Tags.member.1.Key` gives `{ Key: ... }`. @public */
export function members(
  parameters: ReadonlyMap<string, string>,
  list: string,
): readonly Readonly<Record<string, string>>[] {
  const byIndex = new Map<number, Record<string, string>>();
  for (const [name, value] of parameters) {
    if (!name.startsWith(`${list}.member.`)) continue;
    const [index = '', ...field] = name.slice(`${list}.member.`.length).split('.');
    if (!/^[1-9]\d{0,3}$/.test(index)) continue;
    const member = byIndex.get(Number(index)) ?? {};
    member[field.join('.')] = value;
    byIndex.set(Number(index), member);
  }
  return [...byIndex].sort(([a], [b]) => a - b).map(([, member]) => member);
}
