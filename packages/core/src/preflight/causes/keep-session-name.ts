/** How a source of credentials is made to keep one principal: in the same words wherever one changes. */
import type { Words } from './cause.ts';

/** `main`: whoever can be told a session name; `container`: EKS Pod Identity, which cannot. */
export const keepSessionName: Readonly<Record<'main' | 'container', Words['fix']>> = {
  main: {
    text: 'Let what hands out the credentials ({source}) keep one session name: role_session_name in a profile (1), AWS_ROLE_SESSION_NAME with web identity, --role-session-name in a credential process. Then look again (2).',
    commands: [
      { owner: 'client', command: 'aws configure set role_session_name msk-reach --profile {profile}' },
      { owner: 'client', command: 'msk-reach check' },
    ],
  },
  container: {
    text: 'EKS Pod Identity makes a new session each time and cannot be told otherwise: let the client assume a role from there, whose session name stays the same (1). The role has to trust the role of the pod.',
    commands: [{ owner: 'client', command: 'msk-reach check --role {roleToAssume}' }],
  },
};
