/**
 * Secrets out of whatever is handed on. Observations hold none by design; this is for what others put there: a message
 * of STS, a URL with a password in it.
 */

const REDACTED = '[redacted]';
/** Shorter ones are found everywhere. */
const SHORTEST = 6;

const PATTERNS: readonly RegExp[] = [
  // What signs or carries a session, in a URL or a header.
  /(?<=\b(?:X-Amz-(?:Signature|Security-Token|Credential)|Signature|SecurityToken|SessionToken|ExternalId|external[_-]?id)\s*[=:]\s*["']?)[^\s"'&,;<>]+/gi,
  // Access keys, and session tokens by how AWS begins them.
  /\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}\b/g,
  /\b(?:IQoJ|FwoG|FQoG)[\w+/=-]{60,}/g,
  // A password in a URL.
  /(?<=:\/\/)[^\s/@:]*:[^\s/@]*(?=@)/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
];

/**
 * The same value, with secrets replaced in every text.
 *
 * @param secrets texts that are secret wherever they occur
 */
export function redacted<T>(value: T, secrets: readonly string[]): T {
  const words = secrets
    .filter((secret) => secret.length >= SHORTEST)
    .toSorted((left, right) => right.length - left.length);
  return redactedIn(value, (text) => {
    const bare = words.reduce((rest, word) => rest.replaceAll(word, REDACTED), text);
    return PATTERNS.reduce((rest, pattern) => rest.replaceAll(pattern, REDACTED), bare);
  }) as T;
}

function redactedIn(value: unknown, inText: (text: string) => string): unknown {
  if (typeof value === 'string') return inText(value);
  if (Array.isArray(value)) return value.map((item) => redactedIn(item, inText));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redactedIn(item, inText)]));
}

/** What the environment holds that nobody else may see. */
export function secretsOf(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const names = [
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'AWS_CONTAINER_AUTHORIZATION_TOKEN',
    'MSK_REACH_EXTERNAL_ID',
  ];
  return names.flatMap((name) => [env[name] ?? '', ...(env[name] ?? '').split(',')]);
}
