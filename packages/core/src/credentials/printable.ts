/**
 * Words of others (AWS, proxies, providers), made safe to show: one line, bounded, without control characters,
 * and without anything that is a secret or looks like one.
 */

const REDACTED = '[redacted]';

/**
 * What AWS is known to quote back: a refused signature answers with the canonical request, and that carries the
 * session token.
 */
const SECRET_FORMS: readonly RegExp[] = [
  /the canonical string for this request should have been.*/gis,
  /(?<=(?:security-token|sessiontoken|secretaccesskey|secret_access_key|session_token|signature)["']?\s{0,3}[:=>]\s{0,3}["']?)[^\s"'&<]{8,}/gi,
  /[A-Za-z0-9+/_-]{100,}={0,2}/g,
  /\b[0-9a-f]{64}\b/gi,
];

/**
 * @param text whatever came
 * @param secrets values that must not pass, whatever form the text has
 * @param most characters at most
 */
export function printable(text: string, secrets: readonly string[] = [], most: number = 600): string {
  let safe = text.slice(0, 20_000);
  for (const secret of secrets) if (secret.length >= 8) safe = safe.replaceAll(secret, REDACTED);
  for (const form of SECRET_FORMS) safe = safe.replace(form, REDACTED);
  safe = safe.replaceAll(/[\p{C}\p{Z}\s]+/gu, ' ').trim();
  return safe.length > most ? `${safe.slice(0, most)}...` : safe;
}

/** An error as a `cause` that carries nothing hidden: AWS's own errors hold the whole answer in hidden fields. */
export function plainCause(error: unknown, secrets: readonly string[] = []): Error {
  if (!(error instanceof Error)) return new Error(printable(String(error), secrets));
  const plain = new Error(printable(describeError(error), secrets));
  plain.name = printable(error.name, secrets, 80);
  return plain;
}

/** An error in one line; every address that an AggregateError tried. */
export function describeError(error: Error): string {
  if (error instanceof AggregateError && error.message === '') {
    return error.errors
      .map((inner: unknown) => (inner instanceof Error ? inner.message : String(inner)))
      .join('; ');
  }
  return error.message;
}
