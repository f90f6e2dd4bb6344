/** What a broker refuses, as errors: its code by name, its words bounded, printable and without secrets. */
import { MskReachError } from '../errors.ts';
import { ErrorCodes, kafkaError } from './error-codes.ts';
import { printable, withoutSecrets } from './text.ts';

/** A refusal of MSK's is a UUID and a few words. */
const MAX_MESSAGE_LENGTH = 300;
/** Before anything is looked for in it. */
const MAX_LOOKED_AT = 1000;
const MAX_MECHANISMS = 20;

/** Any error code that has no error of its own. */
export function brokerError(api: string, errorCode: number, message: string | null = null): MskReachError {
  const { name, retriable } = kafkaError(errorCode);
  const said = message === null ? '' : `: ${message}`;
  return new MskReachError('KAFKA_ERROR', `${api}: the broker answers ${name} (${errorCode})${said}`, {
    retryable: retriable,
    details: { api, errorCode, errorName: name, message },
  });
}

/** The broker answers, and not what was asked. */
export function unanswered(api: string): MskReachError {
  return new MskReachError('KAFKA_FRAME_INVALID', `${api}: the answer says nothing of what was asked`, {
    details: { api },
  });
}

/** The broker does not know the mechanism. */
export function mechanismUnsupported(mechanism: string, offered: readonly string[]): MskReachError {
  const errorCode = ErrorCodes.UNSUPPORTED_SASL_MECHANISM;
  const some = offered.slice(0, MAX_MECHANISMS);
  return new MskReachError(
    'SASL_MECHANISM_UNSUPPORTED',
    `SaslHandshake: the broker does not offer ${mechanism}; it offers ${some.join(', ') || 'none'}`,
    {
      details: {
        api: 'SaslHandshake',
        errorCode,
        errorName: kafkaError(errorCode).name,
        mechanism,
        offered: some,
      },
    },
  );
}

/** The broker refuses the login by an error code. */
export function loginRefused(
  errorCode: number,
  text: string | null,
  secrets: readonly string[],
): MskReachError {
  const message = text === null || text.trim() === '' ? null : quote(text, secrets);
  if (errorCode !== ErrorCodes.SASL_AUTHENTICATION_FAILED) {
    return brokerError('SaslAuthenticate', errorCode, message);
  }
  return new MskReachError(
    'SASL_REFUSED',
    `SaslAuthenticate: the broker refuses the login: ${message ?? 'no reason given'}`,
    {
      // MSK's text when the cluster's quota of connection attempts is used up.
      retryable: /too many connects/iu.test(message ?? ''),
      details: { api: 'SaslAuthenticate', errorCode, errorName: kafkaError(errorCode).name, message },
    },
  );
}

/** The broker refuses the login by a challenge and error code 0, as Kafka's own validator does (RFC 7628, 3.2.2). */
export function loginChallenged(challenge: Buffer, secrets: readonly string[]): MskReachError {
  const message = quote(challenge.subarray(0, MAX_LOOKED_AT).toString('utf8'), secrets);
  return new MskReachError('SASL_REFUSED', `SaslAuthenticate: the broker refuses the token: ${message}`, {
    details: { api: 'SaslAuthenticate', errorCode: ErrorCodes.NONE, errorName: 'NONE', message },
  });
}

function quote(text: string, secrets: readonly string[]): string {
  return printable(withoutSecrets(text.slice(0, MAX_LOOKED_AT), secrets), MAX_MESSAGE_LENGTH);
}
