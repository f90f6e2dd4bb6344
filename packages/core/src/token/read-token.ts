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
  if (!/^[\w-]+$/.test(token) || token.length > MOST_TOKEN_LENGTH)
    throw invalid('it is not base64url of a sane length');
  const text = Buffer.from(token, 'base64url').toString('utf8');
  if (!URL.canParse(text)) throw invalid('it is not the URL of a presigned request');
  const url = new URL(text);
  const query = url.searchParams;
  if (url.protocol !== 'https:' || url.host !== `kafka.${region}.amazonaws.com`)
    throw invalid('it is for another host');
  if (query.get('Action') !== 'kafka-cluster:Connect')
    throw invalid('its action is not kafka-cluster:Connect');
  const [key, , scopeRegion, service] = (query.get('X-Amz-Credential') ?? '').split('/');
  if (key !== accessKeyId || scopeRegion !== region || service !== 'kafka-cluster')
    throw invalid('its credential scope is not ours');
  const expires = query.get('X-Amz-Expires') ?? '';
  if (!/^[1-9]\d{0,2}$/.test(expires) || Number(expires) > 900)
    throw invalid('its lifetime is not a whole number of seconds from 1 to 900');
  const [, year, month, day, hour, minute, second] = (AMZ_DATE.exec(query.get('X-Amz-Date') ?? '') ?? []).map(
    Number,
  );
  const signedAt = Date.UTC(year ?? Number.NaN, (month ?? Number.NaN) - 1, day, hour, minute, second);
  if (Number.isNaN(signedAt)) throw invalid('its date cannot be read');
  return { signedAt, lifetimeMs: Number(expires) * 1000 };
}

function invalid(because: string): MskReachError {
  return new MskReachError('TOKEN_INVALID', `The signer's token is not one that MSK accepts: ${because}.`);
}
