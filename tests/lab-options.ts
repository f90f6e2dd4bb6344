/** The factory's options for the client that a lab was made for; nothing of this machine's AWS settings takes part. */
import type { MskReachOptions } from '@msk-reach/core';
import type { Lab } from '@msk-reach/lab';

export function optionsOf(lab: Lab): MskReachOptions {
  const { env, externalId } = lab;
  const credentials = {
    accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
  };
  return {
    bootstrap: lab.bootstrap,
    roles:
      lab.role === undefined ? [] : [{ arn: lab.role, ...(externalId === undefined ? {} : { externalId }) }],
    credentials: () => Promise.resolve(credentials),
    stsEndpoint: lab.stsEndpoint,
    caFile: lab.caFile,
    dnsServer: [lab.dnsServer],
    cidr: lab.cidr.split(','),
  };
}

/** The environment of a program in `tests/programs`: the credentials in variables, the other options as JSON. */
export function programEnvironment(
  lab: Lab,
  { options = {}, ...more }: { readonly options?: Partial<MskReachOptions>; readonly [key: string]: unknown },
): Record<string, string> {
  const { credentials: _inVariables, ...own }: MskReachOptions = optionsOf(lab);
  return {
    ...lab.childEnv(),
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    PROGRAM: JSON.stringify({ options: { ...own, ...options }, ...more }),
  };
}
