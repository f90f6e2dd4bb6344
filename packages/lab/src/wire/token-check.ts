/** A token that is good. @public */
export interface TokenAccepted {
  /** Whose it is: `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`. */
  readonly principal: string;
  /** How long it is still good, milliseconds. */
  readonly lifetimeMs: number;
}

/** A token that is not. The client never learns why: MSK gives one text for every reason. @public */
export interface TokenRefused {
  /** A word for the lab's own lines: `signature`, `expired`. */
  readonly reason: string;
  /** For people; no secrets. */
  readonly detail: string;
}

/** Says whether a token is good. @public */
export type TokenCheck = (token: string) => TokenAccepted | TokenRefused;

/** Tells the two apart. */
export function isAccepted(verdict: TokenAccepted | TokenRefused): verdict is TokenAccepted {
  return 'principal' in verdict;
}

/** Any bearer token is good. */
export const anyToken: TokenCheck = () => ({ principal: 'anonymous', lifetimeMs: 900_000 });

const SEPARATOR = '\u0001';
const BEARER = /^auth=bearer ([A-Za-z0-9\-._~+/]+=*)$/iu;

/**
 * The token in the client's only OAUTHBEARER packet (RFC 7628, 3.1); undefined when it is none. Extensions are signed by
 * nobody and ignored.
 */
export function bearerToken(packet: Buffer): string | undefined {
  const [header = '', ...pairs] = packet.toString('latin1').split(SEPARATOR);
  const ends = pairs.splice(-2);
  if (!/^n,(?:a=[^,]*)?,$/u.test(header) || ends.length < 2 || ends.some((end) => end !== ''))
    return undefined;
  return pairs.flatMap((pair) => BEARER.exec(pair)?.[1] ?? [])[0];
}
