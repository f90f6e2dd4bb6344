/** Web identity: tokens verified, and AssumeRoleWithWebIdentity decided. */
import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import type { Directory } from '../iam/directory.ts';
import type { OidcProvider } from '../iam/model.ts';
import { isRefusal, refuse, type Refusal } from '../iam/refusal.ts';
import { evaluateTrust } from '../iam/trust.ts';
import { checkDuration, requestContext } from './decide.ts';
import type { IssuerKeys } from './web-identity.ts';
import type { AssumeInput } from './parameters.ts';
import type { Grant } from './session.ts';

/** A token read and verified. @public */
export interface VerifiedToken {
  readonly provider: OidcProvider;
  readonly subject: string;
  readonly audience: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

const invalid = (message: string): Refusal => refuse('InvalidIdentityToken', message);
const notJwt = (): Refusal =>
  invalid('The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)');

/** Verifies a token for a role's account; refuses as AWS does. @public */
export function verifyToken(
  token: string,
  account: string,
  providers: readonly OidcProvider[],
  issuers: readonly IssuerKeys[],
  nowMs: number,
): VerifiedToken | Refusal {
  const parts = token.split('.');
  const header = decode(parts[0]);
  const claims = decode(parts[1]);
  const subject = claims?.['sub'];
  const iss = claims?.['iss'];
  if (parts.length !== 3 || header === undefined || claims === undefined) return notJwt();
  if (typeof iss !== 'string' || typeof subject !== 'string') return notJwt();
  const provider = providers.find((one) => one.url === iss && one.account === account);
  if (provider === undefined) return invalid(`No OpenIDConnect provider found in your account for ${iss}`);
  const keys = issuers.find((one) => one.url === iss && one.keyId === header['kid']);
  if (keys === undefined) {
    // The two spaces are AWS's own.
    return invalid(
      "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements",
    );
  }
  const refused = checkJwt(parts, header, claims, keys, nowMs);
  if (refused !== undefined) return refused;
  const audiences = [claims['aud']].flat().filter((one): one is string => typeof one === 'string');
  const audience = audiences.find((one) => (provider.audiences ?? ['sts.amazonaws.com']).includes(one));
  if (audience === undefined) return invalid('Incorrect token audience');
  return { provider, subject, audience, claims };
}

function checkJwt(
  parts: readonly string[],
  header: Readonly<Record<string, unknown>>,
  claims: Readonly<Record<string, unknown>>,
  keys: IssuerKeys,
  nowMs: number,
): Refusal | undefined {
  const key: KeyObject = createPublicKey(keys.publicKey);
  const signed = Buffer.from(`${parts[0]}.${parts[1]}`);
  const signature = Buffer.from(parts[2] ?? '', 'base64url');
  // The issuer's algorithm, never the one that the token asks for.
  const good = verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, signature);
  if (header['alg'] !== keys.algorithm || !good) {
    return invalid(
      'The web identity token that was passed could not be validated by AWS. Get a new identity token from the identity provider and then retry the request.',
    );
  }
  const exp = claims['exp'];
  const now = Math.floor(nowMs / 1000);
  if (typeof exp !== 'number') return notJwt();
  if (exp > now) return undefined;
  return refuse(
    'ExpiredTokenException',
    `Token expired: current date/time ${now} must be before the expiration date/time ${exp}`,
  );
}

function decode(part: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

interface TokenTags {
  readonly tags: Readonly<Record<string, string>>;
  readonly transitive: readonly string[];
}

/** Session tags in the claim `https://aws.amazon.com/tags`: each principal tag a list of one value. */
function tokenTags(claims: Readonly<Record<string, unknown>>): TokenTags {
  const claim = claims['https://aws.amazon.com/tags'];
  if (typeof claim !== 'object' || claim === null) return { tags: {}, transitive: [] };
  const principal =
    'principal_tags' in claim && typeof claim.principal_tags === 'object' ? claim.principal_tags : {};
  const keys =
    'transitive_tag_keys' in claim && Array.isArray(claim.transitive_tag_keys)
      ? claim.transitive_tag_keys
      : [];
  const tags = Object.entries(principal ?? {}).map(([key, value]) => [key, String([value].flat()[0])]);
  return {
    tags: Object.fromEntries(tags),
    transitive: keys.filter((key): key is string => typeof key === 'string'),
  };
}

/** Decides an AssumeRoleWithWebIdentity for a verified token. @public */
export function decideWebIdentity(
  directory: Directory,
  token: VerifiedToken,
  input: AssumeInput,
): Grant | Refusal {
  const name = token.provider.url.replace(/^https:\/\//, '');
  const { tags, transitive } = tokenTags(token.claims);
  const context = {
    ...requestContext({ ...input, tags }),
    [`${name}:aud`.toLowerCase()]: token.audience,
    [`${name}:sub`.toLowerCase()]: token.subject,
  };
  const requester = {
    kind: 'federated',
    arn: `arn:aws:iam::${token.provider.account}:oidc-provider/${name}`,
  } as const;
  const role = directory.roleByArn.get(input.roleArn);
  const actions = [
    'sts:AssumeRoleWithWebIdentity',
    ...(Object.keys(tags).length > 0 ? ['sts:TagSession'] : []),
  ];
  const denied = actions.find(
    (action) =>
      role === undefined || evaluateTrust(role.trust, action, requester, context).decision !== 'allow',
  );
  if (role === undefined || denied !== undefined) {
    return refuse('AccessDenied', `Not authorized to perform ${denied ?? actions[0]}`, 403);
  }
  const seconds = checkDuration(role, input.durationSeconds, false);
  if (isRefusal(seconds)) return seconds;
  return {
    role,
    sessionName: input.sessionName,
    seconds,
    tags,
    transitive,
    policy: input.policy,
    chained: false,
  };
}
