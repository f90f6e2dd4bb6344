/** `msk-reach policy`: the IAM policies that a use of the cluster needs, and no more. */
import type { RoleOptions } from '@msk-reach/core';
import { quoted, type Flags } from '@msk-reach/core/settings';
import { Command, Option } from 'commander';
import { grantsFor, parseClusterArn, type ClusterArn, type Uses } from '../policy/documents.ts';
import { policiesAsJson, policiesAsTable } from '../render/policies.ts';
import { checkOptions } from '../settings/options.ts';
import { mergeOutput } from '../settings/settings.ts';
import { UsageError } from '../settings/usage-error.ts';
import { optionOf, repeated, roleFlags } from './flags.ts';
import { isLively, widthOf, write, type Io } from './io.ts';

const EXAMPLES = `
Example:
  $ msk-reach policy --cluster-arn arn:aws:kafka:us-east-1:222222222222:cluster/orders/1b2c3d4e-0000-1111-2222-333344445555-s1 \\
      --caller arn:aws:iam::111111111111:role/app --role arn:aws:iam::222222222222:role/msk-client --external-id my-id \\
      --produce orders --consume payments --group billing

Names may hold * as IAM reads it. With --output json: jq '.policies[2].document' > policy.json. Nothing is asked of AWS.`;

interface Own {
  readonly caller?: string;
  readonly produce?: readonly string[];
  readonly consume?: readonly string[];
  readonly group?: readonly string[];
  readonly transactionalId?: readonly string[];
  readonly idempotent?: boolean;
  readonly admin?: boolean;
  readonly check?: boolean;
  readonly clusterArn?: string;
  readonly output: string;
}

/** The command. */
export function policyCommand(io: Io): Command {
  const command = new Command('policy')
    .description(
      "Print the least-privilege IAM policies for a use: the caller's, each role's trust, the cluster's.",
    )
    .addHelpText('after', EXAMPLES);
  for (const option of checkOptions.filter(({ key }) => key === 'clusterArn'))
    command.addOption(optionOf({ ...option, help: 'ARN of the cluster (always needed)' }));
  command.option('--caller <ARN>', 'role or user that the first role trusts (needed where a role is given)');
  const roles = roleFlags(command);
  command
    .option('--produce <TOPIC>', 'topic to write to (repeatable)', repeated)
    .option('--idempotent', 'the producer is idempotent, as those of Java are')
    .option('--transactional-id <ID>', 'transactional id of a producer (repeatable)', repeated)
    .option('--consume <TOPIC>', 'topic to read (repeatable); needs --group', repeated)
    .option('--group <ID>', 'consumer group (repeatable)', repeated)
    .option('--admin', 'create, change and delete topics; delete groups')
    .option('--check', 'run msk-reach check')
    .option('--config <FILE>', 'JSON file with clusterArn and roles')
    .addOption(new Option('--output <FORMAT>', 'table or json').choices(['table', 'json']).default('table'));
  return command.action((own: Own) => write(io.stdout, policy(own, roles(), command, io)));
}

function policy(own: Own, chain: Flags, command: Command, io: Io): string {
  const { config } = command.opts<{ readonly config?: string }>();
  const values = {
    ...(own.clusterArn === undefined ? {} : { clusterArn: own.clusterArn }),
    ...(config === undefined ? {} : { config }),
  };
  const { options } = mergeOutput({ flags: { ...chain, values }, env: io.env }).merged;
  const roles = (options['roles'] ?? []) as readonly RoleOptions[];
  const cluster = clusterOf(options['clusterArn']);
  const grants = grantsFor(cluster, usesOf(own), callerOf(own.caller, roles), roles.map(soundRole));
  return own.output === 'json'
    ? policiesAsJson(grants)
    : policiesAsTable(grants, widthOf(io.stdout), isLively(io.stdout, io.env));
}

function clusterOf(given: unknown): ClusterArn {
  if (typeof given !== 'string')
    throw new UsageError(
      'no cluster is given, whose ARN every policy names; expected --cluster-arn arn:aws:kafka:REGION:ACCOUNT:cluster/NAME/UUID',
    );
  const cluster = parseClusterArn(given);
  if (cluster !== null) return cluster;
  throw new UsageError(
    `--cluster-arn: ${quoted(given)} is no ARN of a cluster; expected arn:aws:kafka:REGION:ACCOUNT:cluster/NAME/UUID`,
  );
}

const PRINCIPAL = /^arn:aws(?:-[a-z]+)*:iam::\d{12}:(?:root|(?:role|user)\/[\w+=,.@/-]{1,576})$/;
const ROLE = /^arn:aws(?:-[a-z]+)*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/;
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;

function callerOf(given: string | undefined, roles: readonly RoleOptions[]): string | null {
  if (given === undefined && roles.length > 0)
    throw new UsageError(
      "a role is given (--role, MSK_REACH_ROLE or 'roles' of the config file) without whom it trusts; expected --caller arn:aws:iam::ACCOUNT:role/NAME too",
    );
  if (given === undefined || PRINCIPAL.test(given)) return given ?? null;
  throw new UsageError(
    `--caller: ${quoted(given)} is no principal; expected arn:aws:iam::ACCOUNT:role/NAME, its user or its root`,
  );
}

function soundRole({ arn, externalId }: RoleOptions): { readonly arn: string; readonly externalId?: string } {
  if (!ROLE.test(arn))
    throw new UsageError(`--role: ${quoted(arn)} is no role; expected arn:aws:iam::ACCOUNT:role/NAME`);
  if (externalId !== undefined && !EXTERNAL_ID.test(externalId))
    throw new UsageError(
      `--external-id: ${quoted(externalId)} is none; expected 2 to 1224 of A-Z a-z 0-9 _ + = , . @ : / -`,
    );
  return externalId === undefined ? { arn } : { arn, externalId };
}

const TOPIC = /^[\w.*?-]{1,249}$/;
/** What a resource may hold in a document, and Kafka in a name. */
const NAME = /^[\x20-\x7e]{1,249}$/;

function usesOf(own: Own): Uses {
  const { produce = [], consume = [], group = [], transactionalId = [] } = own;
  const { idempotent = false, admin = false, check = false } = own;
  for (const [flag, names, form] of [
    ['--produce', produce, TOPIC],
    ['--consume', consume, TOPIC],
    ['--group', group, NAME],
    ['--transactional-id', transactionalId, NAME],
  ] as const) {
    const wrong = names.find((name) => !form.test(name));
    if (wrong !== undefined)
      throw new UsageError(`${flag}: ${quoted(wrong)} is no name that Kafka and IAM know`);
  }
  if (consume.length > 0 !== group.length > 0)
    throw new UsageError('--consume and --group need each other: a consumer reads topics in a group');
  if (transactionalId.length > 0 && produce.length === 0)
    throw new UsageError('--transactional-id needs --produce: transactions write to topics');
  if (produce.length === 0 && consume.length === 0 && !admin && !check)
    throw new UsageError('no use is given; expected --produce, --consume with --group, --admin or --check');
  return { produce, consume, groups: group, transactionalIds: transactionalId, idempotent, admin, check };
}
