/** The model as the brokers' token validator and authorizer read it. */
import { directory } from './directory.ts';
import { many, type IamModel, type Statement } from './model.ts';

/** The cluster whose brokers read it. @public */
export interface BrokerCluster {
  readonly region: string;
  /** `arn:aws:kafka:REGION:ACCOUNT`. */
  readonly arnPrefix: string;
  readonly name: string;
  readonly uuid: string;
}

/** A statement with lists only. @public */
export interface BrokerStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

/** The JSON that the Java side is given. Holds the master key: never print it. @public */
export interface BrokerIam {
  readonly master: string;
  /** The service's clock minus this machine's, milliseconds. */
  readonly clockSkewMs: number;
  readonly cluster: BrokerCluster;
  /** By access key id. */
  readonly users: Readonly<
    Record<string, { readonly arn: string; readonly statements: readonly BrokerStatement[] }>
  >;
  /** By role ARN. */
  readonly roles: Readonly<Record<string, { readonly statements: readonly BrokerStatement[] }>>;
}

/** A statement with lists only. @public */
export function brokerStatement(statement: Statement): BrokerStatement {
  return { Effect: statement.Effect, Action: many(statement.Action), Resource: many(statement.Resource) };
}

/**
 * Makes that JSON. Denials of service control policies are added to every identity of their account. `master`: hex of
 * 32 bytes. `clockSkewMs` defaults to 0. Throws `CONFIG_INVALID` as `directory` does. @public
 */
export function brokerIam(
  model: IamModel,
  cluster: BrokerCluster,
  master: string,
  clockSkewMs = 0,
): BrokerIam {
  const { users, roles, serviceControl } = directory(model);
  const statements = (identity: { account: string; statements: readonly Statement[] }): BrokerStatement[] =>
    [...identity.statements, ...serviceControl(identity.account)].map(brokerStatement);
  return {
    master,
    clockSkewMs,
    cluster,
    users: Object.fromEntries(users.map((u) => [u.accessKeyId, { arn: u.arn, statements: statements(u) }])),
    roles: Object.fromEntries(roles.map((r) => [r.arn, { statements: statements(r) }])),
  };
}
