/** The little of MSK's own API that the product asks: GetBootstrapBrokers, signed and authorized as AWS does it. */
import { evaluate } from '../iam/policy.ts';
import { isRefusal, refuse, type Refusal } from '../iam/refusal.ts';
import type { SignedRequest } from '../iam/sigv4.ts';
import { authenticate, type AuthenticationContext, type Caller } from './caller.ts';
import type { StsAnswer } from './answer.ts';

/** A cluster as MSK's API knows it. @public */
export interface KnownCluster {
  readonly arn: string;
  /** `HOST:PORT`, the bootstrap for IAM. */
  readonly bootstrap: string;
}

const ACTION = 'GetBootstrapBrokers';
const PATH = /^\/v1\/clusters\/([^/]+)\/bootstrap-brokers$/;

/** Whether a request is for MSK's API and not for STS, which knows one path alone. @public */
export function isMskRequest({ path }: SignedRequest): boolean {
  return path.startsWith('/v1/');
}

/** The action of a request to MSK's API, or `-`. @public */
export function mskActionOf({ method, path }: SignedRequest): string {
  return method === 'GET' && PATH.test(path) ? ACTION : '-';
}

/** Answers a request. @public */
export function mskAnswer(
  request: SignedRequest,
  clusters: readonly KnownCluster[],
  world: Omit<AuthenticationContext, 'service' | 'region'>,
): StsAnswer {
  const arn = decoded(PATH.exec(request.path)?.[1] ?? '');
  if (mskActionOf(request) === '-' || arn === '')
    return mskRefusal(refuse('NotFoundException', 'The requested resource was not found.', 404), '-');
  const cluster = clusters.find((one) => one.arn === arn);
  // Each Region has an API of its own; here one server is that of the Region in the ARN.
  const region = arn.split(':')[3] ?? '';
  const caller = authenticate(request, { ...world, region, service: 'kafka' });
  if (isRefusal(caller)) return mskRefusal(caller, ACTION);
  const denied = denial(caller, arn);
  if (denied !== undefined) return mskRefusal(denied, ACTION, caller.arn);
  if (cluster === undefined)
    return mskRefusal(refuse('NotFoundException', 'The cluster does not exist.', 404), ACTION, caller.arn);
  const body = JSON.stringify({ bootstrapBrokerStringSaslIam: cluster.bootstrap });
  return { status: 200, headers: JSON_TYPE, body, action: ACTION, outcome: 'ok', caller: caller.arn };
}

const JSON_TYPE = { 'Content-Type': 'application/json' };

/** A refusal as a REST API of AWS words it. @public */
export function mskRefusal({ code, message, status }: Refusal, action: string, caller?: string): StsAnswer {
  return {
    status,
    headers: { ...JSON_TYPE, 'x-amzn-ErrorType': code },
    body: JSON.stringify({ message }),
    action,
    outcome: code,
    ...(caller === undefined ? {} : { caller }),
  };
}

function denial(caller: Caller, arn: string): Refusal | undefined {
  const action = 'kafka:GetBootstrapBrokers';
  const policies = [caller.statements, ...(caller.sessionPolicy === undefined ? [] : [caller.sessionPolicy])];
  const allowed =
    caller.account === arn.split(':')[4] &&
    policies.every((statements) => evaluate(statements, action, arn) === 'allow') &&
    evaluate(caller.serviceControl, action, arn) !== 'explicitDeny';
  if (allowed) return undefined;
  const words = `because no identity-based policy allows the ${action} action`;
  return refuse(
    'AccessDeniedException',
    `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${arn} ${words}`,
    403,
  );
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return '';
  }
}
