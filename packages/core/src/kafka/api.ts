import { MskReachError } from '../errors.ts';
import { Reader } from './reader.ts';
import type { ApiRange } from './types.ts';
import { Writer } from './writer.ts';

/**
 * One API as this client speaks it: its versions, how its request is written and its answer read. A new API is one
 * file in `apis/`.
 */
export interface Api<Request, Response> {
  readonly key: number;
  readonly name: string;
  readonly minVersion: number;
  readonly maxVersion: number;
  /** The first flexible version (KIP-482); `Infinity` for none. */
  readonly flexibleFrom: number;
  /** ApiVersions alone keeps the header without tags in its answers (KIP-511). @default false */
  readonly classicResponseHeader?: boolean;
  readonly encodeRequest: (version: number, request: Request, writer: Writer) => void;
  /** @throws MskReachError `KAFKA_FRAME_INVALID` */
  readonly decodeResponse: (version: number, reader: Reader) => Response;
}

/** What goes before a request's own fields. */
export interface RequestHeader {
  readonly correlationId: number;
  readonly clientId: string;
}

/** The whole frame of one request, its length included. */
export function encodeRequest<Request>(
  api: Api<Request, unknown>,
  version: number,
  { correlationId, clientId }: RequestHeader,
  request: Request,
): Buffer {
  const writer = new Writer();
  writer.int16(api.key);
  writer.int16(version);
  writer.int32(correlationId);
  writer.string(clientId);
  // Only now: the client id has its classic form in every version of the header.
  writer.flexible = version >= api.flexibleFrom;
  writer.tags();
  api.encodeRequest(version, request, writer);
  return frameOf(writer.toBuffer());
}

/** A message with its length before it. */
export function frameOf(message: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(message.length);
  return Buffer.concat([length, message]);
}

/**
 * Reads one answer, to its last byte.
 *
 * @throws MskReachError `KAFKA_CORRELATION_MISMATCH` for the answer to another request, `KAFKA_FRAME_INVALID`
 */
export function decodeResponse<Response>(
  api: Api<never, Response>,
  version: number,
  correlationId: number,
  message: Buffer,
): Response {
  const reader = new Reader(message, { what: api.name });
  const answered = reader.int32();
  if (answered !== correlationId) {
    throw new MskReachError(
      'KAFKA_CORRELATION_MISMATCH',
      `${api.name}: the answer is to request ${answered}, not ${correlationId}`,
      { details: { api: api.name, expected: correlationId, got: answered } },
    );
  }
  reader.flexible = version >= api.flexibleFrom;
  if (api.classicResponseHeader !== true) reader.tags();
  const response = api.decodeResponse(version, reader);
  reader.end();
  return response;
}

/**
 * The highest version that both sides speak.
 *
 * @param maxVersion a lower ceiling than the API's own
 * @throws MskReachError `KAFKA_VERSION_UNSUPPORTED` with both ranges in its details
 */
export function negotiate(
  api: Api<never, unknown>,
  ranges: readonly ApiRange[],
  maxVersion: number = api.maxVersion,
): number {
  const range = ranges.find(({ apiKey }) => apiKey === api.key);
  const version = Math.min(maxVersion, range?.maxVersion ?? -1);
  if (range !== undefined && version >= Math.max(api.minVersion, range.minVersion)) return version;
  const offered = range === undefined ? 'none' : `${range.minVersion} to ${range.maxVersion}`;
  throw new MskReachError(
    'KAFKA_VERSION_UNSUPPORTED',
    `${api.name}: the broker offers versions ${offered}, this client speaks ${api.minVersion} to ${maxVersion}`,
    {
      details: { api: api.name, broker: range ?? null, client: { minVersion: api.minVersion, maxVersion } },
    },
  );
}
