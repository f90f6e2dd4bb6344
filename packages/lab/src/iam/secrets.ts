/**
 * Secrets derived from one master key, so that STS and the brokers' token validator share no state.
 *
 * The formats are fixed: the validator on the brokers computes the same values in Java.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Statement } from './model.ts';

/** What a session token carries, signed and readable. @public */
export interface SessionPayload {
  /** The temporary access key id (`ASIA...`). */
  readonly k: string;
  /** `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`. */
  readonly arn: string;
  /** `arn:aws:iam::ACCOUNT:role/ROLE`. */
  readonly role: string;
  /** Expiry, seconds since the epoch. */
  readonly exp: number;
  /** The session policy that narrows the role, when one was passed. */
  readonly policy?: { readonly Statement: readonly Statement[] };
  /** Session tags, inherited ones included. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Keys of the tags that the next role inherits. */
  readonly transitive?: readonly string[];
  /** Whether the session was assumed by another session. */
  readonly chained?: boolean;
}

/** Bytes source: `count` random bytes. @public */
export type RandomBytes = (count: number) => Uint8Array;

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const MAX_TOKEN = 16_384;

/** One character of `A-Z2-7` for each byte (its low five bits). @public */
export function base32(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => BASE32.charAt(byte & 31)).join('');
}

const hmac = (master: string, text: string): Buffer =>
  createHmac('sha256', Buffer.from(master, 'hex')).update(text, 'utf8').digest();

/** The secret access key of an access key id: 40 characters of base64url. `master`: hex of 32 bytes. @public */
export function secretAccessKey(master: string, accessKeyId: string): string {
  return hmac(master, accessKeyId).toString('base64url').slice(0, 40);
}

/** A new temporary access key id: `ASIA` and 16 characters. @public */
export function temporaryAccessKeyId(random: RandomBytes): string {
  return `ASIA${base32(random(16))}`;
}

/** The session token of a payload: its JSON and a signature over it, both base64url. @public */
export function sealSession(master: string, payload: SessionPayload): string {
  const body = Buffer.from(JSON.stringify(payload), 'utf8').toString('base64url');
  return `${body}.${hmac(master, `session:${body}`).toString('base64url')}`;
}

/** The payload of a session token, or undefined when it is forged, foreign or not a token. @public */
export function openSession(master: string, token: string): SessionPayload | undefined {
  if (token.length > MAX_TOKEN) return undefined;
  const [body, signature, ...rest] = token.split('.');
  if (body === undefined || signature === undefined || rest.length > 0) return undefined;
  const expected = Buffer.from(hmac(master, `session:${body}`).toString('base64url'));
  const given = Buffer.from(signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return undefined;
  // Signed by the master key: the shape is what sealSession wrote.
  return JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as SessionPayload;
}
