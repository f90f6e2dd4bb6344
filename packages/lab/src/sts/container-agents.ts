/**
 * What the agents of ECS and EKS Pod Identity answer their containers, as data.
 *
 * Source: the agents themselves, aws/amazon-ecs-agent (handlers/v1, v2) and aws/eks-pod-identity-agent (pkg/handlers,
 * internal/validation, pkg/errors).
 */
import { randomUUID } from 'node:crypto';
import type { Directory, KnownRole } from '../iam/directory.ts';
import { isRefusal, type Refusal } from '../iam/refusal.ts';
import type { SignedRequest } from '../iam/sigv4.ts';
import { evaluateTrust } from '../iam/trust.ts';
import { issueSession, type Grant, type Issuing, type SessionCredentials } from './session.ts';
import type { Issuer } from './web-identity.ts';
import { verifyToken } from './decide-web-identity.ts';

/** A task of ECS. @public */
export interface EcsAgent {
  readonly kind: 'ecs';
  /** The task's id, its session name. @default 32 zeros */
  readonly taskId?: string;
  /** Demanded as Authorization header; the ECS agent itself demands none. @default none */
  readonly authorizationToken?: string;
}

/** A pod of EKS with Pod Identity. @public */
export interface PodIdentityAgent {
  readonly kind: 'eks-pod-identity';
  /** The cluster's token issuer. */
  readonly issuer: Issuer;
  /** Where the pod's token is written. */
  readonly tokenFile: string;
  /** @default "lab" */
  readonly clusterName?: string;
  /** @default "default" */
  readonly namespace?: string;
  /** @default "msk-client" */
  readonly serviceAccount?: string;
  /** @default "client-0" */
  readonly podName?: string;
}

/** Which agent answers. @public */
export type ContainerAgent = EcsAgent | PodIdentityAgent;

/** An agent's answer. @public */
export interface AgentAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** `ok`, or what was wrong. */
  readonly outcome: string;
}

/** What an agent needs to answer. @public */
export interface AgentWorld extends Issuing {
  readonly directory: Directory;
  /** The ARN of the role that the container has. */
  readonly roleArn: string;
  readonly requestId: string;
}

/** The path of the credentials of an ECS task. @public */
export const ECS_PATH = '/v2/credentials/00000000-0000-4000-8000-000000000001';
/** The path of the credentials of a pod. @public */
export const POD_PATH = '/v1/credentials';
/** The audience of a pod's token. @public */
export const POD_AUDIENCE = 'pods.eks.amazonaws.com';

const json = (status: number, value: object, outcome: string): AgentAnswer => ({
  status,
  contentType: 'application/json',
  body: JSON.stringify(value),
  outcome,
});
const text = (status: number, body: string, outcome: string): AgentAnswer => ({
  status,
  contentType: 'text/plain; charset=utf-8',
  body: `${body}\n`,
  outcome,
});
const notFound = (): AgentAnswer => text(404, '404 page not found', 'not found');

/** Answers a container's request. @public */
export function agentAnswer(agent: ContainerAgent, request: SignedRequest, world: AgentWorld): AgentAnswer {
  return agent.kind === 'ecs' ? ecsAnswer(agent, request, world) : podAnswer(agent, request, world);
}

function ecsAnswer(agent: EcsAgent, request: SignedRequest, world: AgentWorld): AgentAnswer {
  const wrong = (status: number, code: string, message: string): AgentAnswer =>
    json(status, { code, message: `CredentialsV2Request: ${message}`, HTTPErrorCode: status }, code);
  if (agent.authorizationToken !== undefined && header(request) !== agent.authorizationToken) {
    return json(401, { code: 'Unauthorized', message: 'Unauthorized', HTTPErrorCode: 401 }, 'Unauthorized');
  }
  if (/^\/v2\/credentials\/?$/.test(request.path))
    return wrong(400, 'NoIdInRequest', 'No Credential ID in the request');
  if (!/^\/v2\/credentials\/[^/]+$/.test(request.path)) return notFound();
  const role = world.directory.roleByArn.get(world.roleArn);
  // Without a role it may assume, ECS hands the agent no credentials.
  if (
    request.path !== ECS_PATH ||
    role === undefined ||
    !trusts(role, 'ecs-tasks.amazonaws.com', ['sts:AssumeRole'])
  ) {
    return wrong(400, 'InvalidIdInRequest', 'Credentials not found');
  }
  const session = issueSession(grant(role, agent.taskId ?? '0'.repeat(32), {}), world);
  return json(200, { RoleArn: role.arn, ...shown(session) }, 'ok');
}

function podAnswer(agent: PodIdentityAgent, request: SignedRequest, world: AgentWorld): AgentAnswer {
  if (request.path !== POD_PATH) return notFound();
  const token = header(request) ?? '';
  const account = world.roleArn.split(':')[4] ?? '';
  const provider = { account, url: agent.issuer.url, audiences: [POD_AUDIENCE] };
  const verified = verifyToken(token, account, [provider], [agent.issuer], world.nowMs);
  if (isRefusal(verified)) return tokenRefusal(token, verified, world.requestId);
  const pod = podOf(agent);
  if (verified.subject !== `system:serviceaccount:${pod.namespace}:${pod.serviceAccount}`) {
    return service(
      404,
      'ResourceNotFoundException',
      'No association found for the service account.',
      world.requestId,
    );
  }
  const role = world.directory.roleByArn.get(world.roleArn);
  if (role === undefined || !trusts(role, POD_AUDIENCE, ['sts:AssumeRole', 'sts:TagSession'])) {
    const message = 'Unauthorized Exception! EKS does not have permissions to assume the associated role.';
    return service(400, 'AccessDeniedException', message, world.requestId);
  }
  const name = `eks-${pod.clusterName}-${pod.podName}-${randomUUID()}`.slice(0, 64);
  const session = issueSession(grant(role, name, podTags(agent, account)), world);
  return json(200, { ...shown(session), AccountId: account }, 'ok');
}

/** What the agent says by itself, and what it passes on from the EKS Auth service. */
function tokenRefusal(token: string, refusal: Refusal, requestId: string): AgentAnswer {
  if (token === '') return text(400, 'Service account token cannot be empty', 'no token');
  if (refusal.message.includes('not a valid JWT')) {
    return text(400, 'Service account token cannot be parsed: token is malformed', 'malformed token');
  }
  if (refusal.code === 'ExpiredTokenException') {
    const message =
      'Service account token failed basic claim validations: token has invalid claims: token is expired';
    return text(400, message, 'expired token');
  }
  return service(400, 'InvalidTokenException', 'The token included in the request is invalid.', requestId);
}

const service = (status: number, code: string, message: string, requestId: string): AgentAnswer =>
  text(status, `[${requestId}]: (${code}): ${message}, fault: client`, code);

const header = (request: SignedRequest): string | undefined => request.headers['authorization']?.[0];

const trusts = (role: KnownRole, name: string, actions: readonly string[]): boolean =>
  actions.every(
    (action) => evaluateTrust(role.trust, action, { kind: 'service', name }, {}).decision === 'allow',
  );

const grant = (role: KnownRole, sessionName: string, tags: Readonly<Record<string, string>>): Grant => ({
  role,
  sessionName,
  seconds: 21_600,
  tags,
  // Pod Identity marks every one of its tags as transitive: the next hop needs sts:TagSession.
  transitive: Object.keys(tags),
  policy: undefined,
  chained: false,
});

const shown = (session: SessionCredentials): Readonly<Record<string, string>> => ({
  AccessKeyId: session.accessKeyId,
  SecretAccessKey: session.secretAccessKey,
  Token: session.sessionToken,
  Expiration: session.expiration,
});

/** A pod's names, defaults filled in. */
function podOf(
  agent: PodIdentityAgent,
): Readonly<Record<'clusterName' | 'namespace' | 'serviceAccount' | 'podName', string>> {
  const {
    clusterName = 'lab',
    namespace = 'default',
    serviceAccount = 'msk-client',
    podName = 'client-0',
  } = agent;
  return { clusterName, namespace, serviceAccount, podName };
}

const POD_UID = '00000000-0000-4000-8000-000000000002';

/** The six tags that EKS Pod Identity sets. */
function podTags(agent: PodIdentityAgent, account: string): Readonly<Record<string, string>> {
  const pod = podOf(agent);
  return {
    'eks-cluster-arn': `arn:aws:eks:us-east-1:${account}:cluster/${pod.clusterName}`,
    'eks-cluster-name': pod.clusterName,
    'kubernetes-namespace': pod.namespace,
    'kubernetes-service-account': pod.serviceAccount,
    'kubernetes-pod-name': pod.podName,
    'kubernetes-pod-uid': POD_UID,
  };
}

/** The service account token of a pod, good for a day. @public */
export function podToken(agent: PodIdentityAgent, nowMs: number): string {
  const pod = podOf(agent);
  const iat = Math.floor(nowMs / 1000);
  return agent.issuer.token({
    sub: `system:serviceaccount:${pod.namespace}:${pod.serviceAccount}`,
    aud: [POD_AUDIENCE],
    iat,
    exp: iat + 86_400,
    'kubernetes.io': {
      namespace: pod.namespace,
      pod: { name: pod.podName, uid: POD_UID },
      serviceaccount: { name: pod.serviceAccount, uid: '00000000-0000-4000-8000-000000000003' },
    },
  });
}
