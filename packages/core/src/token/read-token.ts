/** Reads a token back, to see that it says what MSK accepts. Fails closed, and never quotes the token. */
import { MskReachError } from '../errors.ts';

const MOST_TOKEN_LENGTH = 16_384;
const AMZ_DATE = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;

/** When it was signed (milliseconds since the epoch) and for how long. */
export interface TokenFacts {
  readonly signedAt: number;
  readonly lifetimeMs: number;
}

/**
 * @throws MskReachError TOKEN_INVALID unless it is a presigned `kafka-cluster:Connect` for this Region by this key,
 *   with a whole number of seconds from 1 to 900 as lifetime
 */
export function readToken(token: string, region: string, accessKeyId: string): TokenFacts {
  const text = decoded(token);
  const origin = `https://kafka.${region}.amazonaws.com/?`;
  if (!text.startsWith(origin)) throw invalid('it is not the URL of a request to MSK in this Region');
  const parameters = parametersOf(text.slice(origin.length));
  const get = (name: string): string => unescaped(parameters.get(name) ?? '');
  if (get('Action') !== 'kafka-cluster:Connect') throw invalid('its action is not kafka-cluster:Connect');
  const [key, , scopeRegion, service] = get('X-Amz-Credential').split('/');
  if (key !== accessKeyId || scopeRegion !== region || service !== 'kafka-cluster')
    throw invalid('its credential scope is not ours');
  const expires = get('X-Amz-Expires');
  if (!/^[1-9]\d{0,2}$/.test(expires) || Number(expires) > 900)
    throw invalid('its lifetime is not a whole number of seconds from 1 to 900');
  const [, year, month, day, hour, minute, second] = (AMZ_DATE.exec(get('X-Amz-Date')) ?? []).map(Number);
  const signedAt = Date.UTC(year ?? Number.NaN, (month ?? Number.NaN) - 1, day, hour, minute, second);
  if (Number.isNaN(signedAt)) throw invalid('its date cannot be read');
  return { signedAt, lifetimeMs: Number(expires) * 1000 };
}

/**
 * A third of the time that a pattern over the whole token takes. Node's decoder skips what is not of the alphabet, which
 * the length tells; it takes the two signs of plain base64 and the low byte of any letter, which are looked for.
 */
function decoded(token: string): string {
  const bytes = Buffer.from(token.slice(0, MOST_TOKEN_LENGTH), 'base64url');
  const whole = token.length % 4 !== 1 && bytes.length === Math.floor((token.length * 3) / 4);
  const foreign = token.includes('+') || token.includes('/') || Buffer.byteLength(token) !== token.length;
  if (token === '' || !whole || foreign) throw invalid('it is not base64url of a sane length');
  return bytes.toString('latin1');
}

/**
 * As they are, escaped. Read by hand: Node's URL takes a quarter of the time that signing does, most of it for the long
 * session token that nobody looks at, and takes more than one spelling.
 */
function parametersOf(query: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const pair of query.split('&')) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, at);
    if (at < 1 || parameters.has(name)) throw invalid('a parameter has no name, or is given twice');
    parameters.set(name, pair.slice(at + 1));
  }
  return parameters;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalid('it is not escaped as a URL is');
  }
}

function invalid(because: string): MskReachError {
  return new MskReachError('TOKEN_INVALID', `The signer's token is not one that MSK accepts: ${because}.`);
}
