/**
 * Accounts, users, roles and their policies as plain data: what a scenario's `iam` section says.
 *
 * This room knows who may do what and derives every secret from one master key; it opens no socket.
 */

/** One string or several. @public */
export type OneOrMany = string | readonly string[];

/** A statement of an identity policy. Conditions are not part of the lab. @public */
export interface Statement {
  /** A name for the reader. */
  readonly Sid?: string;
  /** An explicit `Deny` wins over every `Allow`. */
  readonly Effect: 'Allow' | 'Deny';
  /** Actions, case-insensitive, with `*` and `?`: `kafka-cluster:*`. */
  readonly Action: OneOrMany;
  /** Resource ARNs, case-sensitive, with `*` and `?`. */
  readonly Resource: OneOrMany;
}

/** A statement of a service control policy: deny only, beside the `FullAWSAccess` that is always there. @public */
export interface DenyStatement extends Statement {
  readonly Effect: 'Deny';
}

/** Who a trust statement speaks of. @public */
export interface TrustPrincipal {
  /** Accounts (twelve digits or `arn:aws:iam::ACCOUNT:root`), users, roles, sessions or `*`. */
  readonly AWS?: OneOrMany;
  /** OpenID Connect providers: `arn:aws:iam::ACCOUNT:oidc-provider/HOST/PATH`. */
  readonly Federated?: OneOrMany;
  /** Services: `pods.eks.amazonaws.com`, `ecs-tasks.amazonaws.com`. */
  readonly Service?: OneOrMany;
}

/**
 * Conditions: operator, then key, then the values of which one must match. Operators: `StringEquals`,
 * `StringNotEquals`, `StringLike`, `StringNotLike`, `ArnEquals`, `ArnLike`, `Null`, each with an optional
 * `IfExists`. Keys: `sts:ExternalId`, `sts:RoleSessionName`, `aws:PrincipalArn`, `aws:PrincipalAccount`,
 * `aws:PrincipalTag/KEY`, `aws:RequestTag/KEY`, and for web identity `HOST/PATH:aud` and `:sub`.
 * @public
 */
export type Conditions = Readonly<Record<string, Readonly<Record<string, OneOrMany>>>>;

/** A statement of a role's trust policy, in the form AWS has it. @public */
export interface TrustStatement {
  /** A name for the reader. */
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal: TrustPrincipal | '*';
  /** `sts:AssumeRole`, `sts:AssumeRoleWithWebIdentity`, `sts:TagSession`. */
  readonly Action: OneOrMany;
  readonly Condition?: Conditions;
}

/** A trust policy in short. @public */
export interface ShortTrust {
  /** Account numbers, ARNs, `*`, services (`*.amazonaws.com`) or OpenID Connect provider ARNs. */
  readonly principals: readonly string[];
  /** Demanded as `sts:ExternalId` of every caller. @default none demanded */
  readonly externalId?: string;
  /** Whether the principals may also pass tags (`sts:TagSession`). @default false */
  readonly tagSession?: boolean;
}

/** A long-lived identity with an access key. @public */
export interface IamUser {
  /** Twelve digits. */
  readonly account: string;
  /** `AKIA` and 16 of `A-Z2-7`. @default derived from account and name */
  readonly accessKeyId?: string;
  /** What the user may do. */
  readonly statements: readonly Statement[];
  /** `aws:PrincipalTag/KEY`. @default none */
  readonly tags?: Readonly<Record<string, string>>;
}

/** An identity that others assume. @public */
export interface IamRole {
  /** Twelve digits. */
  readonly account: string;
  /** Name, with a path before it when it has one: `team/reader`. @default the role's key in `roles` */
  readonly name?: string;
  /** Who may assume it. */
  readonly trust: ShortTrust | readonly TrustStatement[];
  /** What its sessions may do. */
  readonly statements: readonly Statement[];
  /** MaxSessionDuration, seconds. @default 3600 */
  readonly maxSessionSeconds?: number;
  /** `aws:PrincipalTag/KEY` of its sessions. @default none */
  readonly tags?: Readonly<Record<string, string>>;
}

/** An OpenID Connect provider registered in an account. @public */
export interface OidcProvider {
  /** Twelve digits. */
  readonly account: string;
  /** The issuer's URL, as the `iss` claim has it. */
  readonly url: string;
  /** Accepted `aud` claims. @default ["sts.amazonaws.com"] */
  readonly audiences?: readonly string[];
}

/** Everything the lab knows about identities: a scenario's `iam` section. @public */
export interface IamModel {
  /** Users by name. */
  readonly users: Readonly<Record<string, IamUser>>;
  /** Roles by name. */
  readonly roles: Readonly<Record<string, IamRole>>;
  /** Denials for every identity of an account, by account. @default none */
  readonly serviceControlPolicies?: Readonly<Record<string, readonly DenyStatement[]>>;
  /** OpenID Connect providers by a name for the reader. @default none */
  readonly oidcProviders?: Readonly<Record<string, OidcProvider>>;
}

/** The account of the default model's user. @public */
export const CLIENT_ACCOUNT = '111122223333';
/** The account of the default model's role and cluster. @public */
export const CLUSTER_ACCOUNT = '444455556666';
/** The external id that the default model's role demands. @public */
export const DEFAULT_EXTERNAL_ID = 'lab-external-id';

/**
 * The model a scenario starts from: user `client` of account 111122223333 that may assume any role, and role
 * `msk-client` of account 444455556666 that trusts it with external id `lab-external-id` and allows
 * `kafka-cluster:*` and `kafka:GetBootstrapBrokers` on everything. @public
 */
export function defaultIam(): IamModel {
  return {
    users: {
      client: {
        account: CLIENT_ACCOUNT,
        statements: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }],
      },
    },
    roles: {
      'msk-client': {
        account: CLUSTER_ACCOUNT,
        trust: {
          principals: [`arn:aws:iam::${CLIENT_ACCOUNT}:user/client`],
          externalId: DEFAULT_EXTERNAL_ID,
        },
        statements: [
          { Effect: 'Allow', Action: ['kafka-cluster:*', 'kafka:GetBootstrapBrokers'], Resource: '*' },
        ],
      },
    },
  };
}

/** One string or several, as several. @public */
export function many(value: OneOrMany): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}
