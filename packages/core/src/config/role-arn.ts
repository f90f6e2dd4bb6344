/** The grammar of a role's ARN (IAM User Guide, "IAM identifiers"). */

/** What an ARN of a role says. */
export interface RoleArn {
  readonly partition: string;
  readonly account: string;
  readonly name: string;
}

const ROLE_ARN =
  /^arn:(?<partition>aws(?:-[a-z]{1,8}){0,3}):iam::(?<account>\d{12}):role\/(?:[!-.0-~]{1,510}\/){0,64}(?<name>[\w+=,.@-]{1,64})$/;

/** Reads `arn:<partition>:iam::<account>:role/[<path>/]<name>`; null where it is anything else. */
export function parseRoleArn(arn: string): RoleArn | null {
  if (arn.length > 640) return null;
  const groups = ROLE_ARN.exec(arn)?.groups;
  if (groups === undefined) return null;
  const { partition = '', account = '', name = '' } = groups;
  return { partition, account, name };
}
