/**
 * The machine's own metadata service, second version (IMDSv2): a session token first, then one text for each path.
 *
 * Our own client: those of the AWS SDK bound neither an answer nor the whole, and fall back to the first version.
 * Source: Amazon EC2 User Guide, "Use the Instance Metadata Service to access instance metadata".
 */
import type { Ports } from '../ports.ts';
import type { Step } from '../step.ts';
import { invalid, refusal, withAnswers } from './metadata-answers.ts';

const IPV4 = 'http://169.254.169.254';
const IPV6 = 'http://[fd00:ec2::254]';
const TOKEN_SECONDS = '60';
const MOST_BYTES = 16_384;

/** How a session is held. */
export interface MetadataOptions {
  readonly ports: Ports;
  readonly signal?: AbortSignal | undefined;
}

/** Reads one path: its text, or null where there is no such path. */
export type ReadMetadata = (path: string) => Promise<string | null>;

/** Where the service is, as the SDKs of AWS are told; null where it is switched off, or told in a way that means nothing. */
export function metadataEndpoint(env: Ports['env']): string | null {
  const disabled = env['AWS_EC2_METADATA_DISABLED'] ?? '';
  if (disabled !== '' && disabled.toLowerCase() !== 'false') return null;
  const mode = env['AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE'] ?? '';
  const endpoint = env['AWS_EC2_METADATA_SERVICE_ENDPOINT'] || (mode.toLowerCase() === 'ipv6' ? IPV6 : IPV4);
  return URL.canParse(endpoint) && new URL(endpoint).protocol === 'http:' ? new URL(endpoint).origin : null;
}

/**
 * Holds one session: fetches a token, hands `read` out, and closes what was opened. A first answer that does not come
 * ends it.
 *
 * METADATA_UNREACHABLE where nobody answers in time, METADATA_REFUSED where the service says no, METADATA_INVALID
 * where an answer is not one of its own.
 */
export async function withMetadata<T>(
  endpoint: string,
  use: (read: ReadMetadata) => Promise<T>,
  { ports: given, signal }: MetadataOptions,
): Promise<Step<T>> {
  return withAnswers(endpoint, { ports: given, signal, mostBytes: MOST_BYTES }, async (ask) => {
    const headers = { 'x-aws-ec2-metadata-token-ttl-seconds': TOKEN_SECONDS };
    const token = await ask({ method: 'PUT', path: '/latest/api/token', headers });
    if (token === null) throw refusal(endpoint, 404);
    if (!/^[\x21-\x7e]{1,1024}$/.test(token)) throw invalid(endpoint, 'its token');
    const mine = { 'x-aws-ec2-metadata-token': token };
    return use((path) => ask({ method: 'GET', path: `/latest/meta-data/${path}`, headers: mine }));
  });
}
