/** A client's own configuration held against what MSK's listener for IAM takes. */
import type { ClientConfig } from '../../../config/config.ts';

/** What is wrong in it. */
export interface Lint {
  /** With any of these nothing connects. */
  readonly fatal: readonly string[];
  /** With these it connects, and should not like this. */
  readonly risky: readonly string[];
}

const IAM: ReadonlySet<string> = new Set(['AWS_MSK_IAM', 'OAUTHBEARER']);
const CLIENT_HANDLER = 'sasl.client.callback.handler.class';
const LOGIN_HANDLER = 'sasl.login.callback.handler.class';
const ALGORITHM = 'ssl.endpoint.identification.algorithm';

/** Lints by the rules of the client that it is for. */
export function lint({ kind, settings }: ClientConfig): Lint {
  return kind === 'properties' ? lintJava(settings) : lintKafkajs(settings);
}

function lintJava(settings: ClientConfig['settings']): Lint {
  const protocol = settings['security.protocol'];
  const mechanism = settings['sasl.mechanism'];
  const fatal: string[] = [];
  if (protocol?.trim().toUpperCase() !== 'SASL_SSL')
    fatal.push(said('security.protocol', protocol, 'PLAINTEXT'));
  if (!IAM.has(mechanism?.trim() ?? 'GSSAPI')) fatal.push(said('sasl.mechanism', mechanism, 'GSSAPI'));
  else fatal.push(...lintLogin(settings, mechanism?.trim() === 'OAUTHBEARER'));
  const unchecked = settings[ALGORITHM]?.trim() === '';
  return { fatal, risky: unchecked ? [`${ALGORITHM} is empty, so that no host name is checked`] : [] };
}

/** AWS's library plugs into the client's callback, or with OAUTHBEARER into the login's; nothing does by itself. */
function lintLogin(settings: ClientConfig['settings'], bearer: boolean): readonly string[] {
  const handler = bearer ? LOGIN_HANDLER : CLIENT_HANDLER;
  const module = settings['sasl.jaas.config'];
  const fits = bearer ? /OAuthBearerLoginModule$/ : /IAMLoginModule$/;
  return [
    ...((settings[handler] ?? '').trim() === '' ? [`${handler} is missing, so that nothing signs`] : []),
    // Without the setting the JVM's own JAAS file may hold it.
    ...(module === undefined || fits.test(module)
      ? []
      : [`sasl.jaas.config has the login module ${module === '' ? 'of no name' : module}`]),
  ];
}

function lintKafkajs(settings: ClientConfig['settings']): Lint {
  const { ssl } = settings;
  const mechanism = settings['sasl.mechanism'];
  const fatal: string[] = [];
  if (ssl !== 'true' && ssl !== 'an object') fatal.push(said('ssl', ssl, 'off'));
  if (!IAM.has(mechanism?.toUpperCase() ?? '')) fatal.push(said('sasl.mechanism', mechanism, 'no login'));
  const unchecked = settings['ssl.rejectUnauthorized'] === 'false';
  return {
    fatal,
    risky: unchecked ? ['ssl.rejectUnauthorized is false, so that no certificate is checked'] : [],
  };
}

function said(key: string, value: string | undefined, standard: string): string {
  return value === undefined ? `${key} is not set, which means ${standard}` : `${key} is ${value}`;
}
