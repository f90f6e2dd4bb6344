/** Session policies: the JSON that narrows a session, read with care. */
import { brokerStatement } from '../iam/broker-iam.ts';
import type { OneOrMany, Statement } from '../iam/model.ts';
import { isRefusal, refuse, type Refusal } from '../iam/refusal.ts';

/** Reads a session policy; refuses with MalformedPolicyDocument. Undefined when none was sent. @public */
export function parseSessionPolicy(
  text: string | undefined,
): { Statement: Statement[] } | undefined | Refusal {
  if (text === undefined) return undefined;
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return refuse('MalformedPolicyDocument', 'This policy contains invalid Json');
  }
  if (!isRecord(document) || document['Statement'] === undefined) return syntaxError();
  const list = Array.isArray(document['Statement']) ? document['Statement'] : [document['Statement']];
  const statements: Statement[] = [];
  for (const item of list as unknown[]) {
    const statement = parseStatement(item);
    if (isRefusal(statement)) return statement;
    statements.push(statement);
  }
  return { Statement: statements };
}

function parseStatement(item: unknown): Statement | Refusal {
  if (!isRecord(item)) return syntaxError();
  const foreign = ['Condition', 'NotAction', 'NotResource'].find((name) => name in item);
  if (foreign !== undefined) {
    return refuse('MalformedPolicyDocument', `msk-lab does not implement ${foreign} in a session policy`);
  }
  const { Effect, Action, Resource } = item;
  if ((Effect !== 'Allow' && Effect !== 'Deny') || !isOneOrMany(Action) || !isOneOrMany(Resource))
    return syntaxError();
  return brokerStatement({ Effect, Action, Resource });
}

const syntaxError = (): Refusal => refuse('MalformedPolicyDocument', 'Syntax errors in policy.');
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isOneOrMany = (value: unknown): value is OneOrMany =>
  typeof value === 'string' ||
  (Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string'));
