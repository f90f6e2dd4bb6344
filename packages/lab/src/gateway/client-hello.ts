/** The most bytes of a ClientHello, record headers included; real ones have 200 to 2,000. */
export const MAX_CLIENT_HELLO_BYTES: number = 16_384;

const HANDSHAKE_RECORD = 22;
const CLIENT_HELLO = 1;
const SERVER_NAME = 0;
const HOST_NAME = 0;
const RECORD_HEADER_BYTES = 5;
const MAX_RECORD_BYTES = 16_384;
/** Letters, digits, hyphens, underscores and dots: what RFC 6066, 3 leaves of a DNS name. */
const DNS_NAME = /^[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/u;

/** What the first bytes of a connection say. */
export type ClientHello =
  | { readonly state: 'hello'; readonly serverName: string | undefined }
  /** More is to come; there is no point in looking again before this many bytes are there. */
  | { readonly state: 'incomplete'; readonly needed: number }
  | { readonly state: 'invalid'; readonly reason: string };

/**
 * Reads a TLS ClientHello (RFC 8446, 4.1.2; RFC 6066, 3), whole or so far, in one record or in many.
 * Every input gets an answer; none throws.
 *
 * @param bytes everything the client sent so far
 */
export function parseClientHello(bytes: Buffer): ClientHello {
  const message = joinRecords(bytes);
  if (!Buffer.isBuffer(message)) return message;
  try {
    return { state: 'hello', serverName: readServerName(new Reader(message.subarray(4))) };
  } catch (error) {
    if (error instanceof Malformed) return invalid(error.message);
    throw error;
  }
}

/** The handshake message of the first records, once it is complete. */
function joinRecords(bytes: Buffer): Buffer | ClientHello {
  const fragments: Buffer[] = [];
  let joined = 0;
  let wanted = 4;
  for (let at = 0; joined < wanted;) {
    if (bytes.length > at && bytes[at] !== HANDSHAKE_RECORD) return invalid('not a TLS handshake record');
    if (bytes.length > at + 1 && bytes[at + 1] !== 3) return invalid('not a version of TLS');
    if (bytes.length < at + RECORD_HEADER_BYTES) return incomplete(at + RECORD_HEADER_BYTES);
    const length = bytes.readUInt16BE(at + 3);
    if (length === 0 || length > MAX_RECORD_BYTES) return invalid(`a record of ${length} bytes`);
    const end = at + RECORD_HEADER_BYTES + length;
    fragments.push(bytes.subarray(at + RECORD_HEADER_BYTES, end));
    joined += Math.min(bytes.length, end) - at - RECORD_HEADER_BYTES;
    if (wanted === 4 && joined >= 4) {
      const header = Buffer.concat(fragments);
      if (header[0] !== CLIENT_HELLO) return invalid('not a ClientHello');
      wanted += header.readUIntBE(1, 3);
      if (wanted > MAX_CLIENT_HELLO_BYTES) return invalid(`a ClientHello of ${wanted} bytes`);
    }
    if (joined < wanted && bytes.length < end)
      return incomplete(Math.min(end, bytes.length + wanted - joined));
    at = end;
  }
  return Buffer.concat(fragments).subarray(0, wanted);
}

function readServerName(hello: Reader): string | undefined {
  hello.skip(2 + 32);
  if (hello.vector(1).length > 32) throw new Malformed('a session id of more than 32 bytes');
  const suites = hello.vector(2).length;
  if (suites === 0 || suites % 2 !== 0) throw new Malformed('a list of cipher suites that is none');
  if (hello.vector(1).length === 0) throw new Malformed('no compression method');
  if (hello.left === 0) return undefined;
  const extensions = new Reader(hello.vector(2));
  if (hello.left !== 0) throw new Malformed('bytes after the extensions');
  let name: string | undefined;
  while (extensions.left > 0) {
    const type = extensions.number(2);
    const data = extensions.vector(2);
    if (type !== SERVER_NAME) continue;
    if (name !== undefined) throw new Malformed('two server names');
    name = hostName(data);
  }
  return name;
}

function hostName(extension: Buffer): string {
  const outer = new Reader(extension);
  const list = new Reader(outer.vector(2));
  if (outer.left !== 0) throw new Malformed('bytes after the list of server names');
  if (list.number(1) !== HOST_NAME) throw new Malformed('a server name that is not a host name');
  const name = list.vector(2).toString('latin1').toLowerCase();
  if (list.left !== 0) throw new Malformed('more than one server name');
  if (name.length > 253 || !DNS_NAME.test(name)) throw new Malformed('a server name that is not a DNS name');
  return name;
}

/** Reads numbers and vectors from a buffer and never beyond it. */
class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  skip(size: number): void {
    this.#take(size);
  }

  number(size: 1 | 2): number {
    return this.#take(size).readUIntBE(0, size);
  }

  /** A vector after its length, the length in 1 or 2 bytes. */
  vector(lengthSize: 1 | 2): Buffer {
    return this.#take(this.number(lengthSize));
  }

  #take(size: number): Buffer {
    if (size > this.left) throw new Malformed('a length beyond the end');
    const taken = this.#bytes.subarray(this.#at, this.#at + size);
    this.#at += size;
    return taken;
  }
}

/** Ends the reading; never leaves this file. */
class Malformed extends Error {}

function invalid(reason: string): ClientHello {
  return { state: 'invalid', reason };
}

function incomplete(needed: number): ClientHello {
  return { state: 'incomplete', needed };
}
