import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { FaultKind } from '../faults/kind.ts';
import type { GatewayAddress } from './addresses.ts';

/** A certificate with its chain, and its key, in PEM. @public */
export interface CertificatePair {
  readonly certificatePem: string;
  readonly keyPem: string;
}

/** Certificates that a fault can name; a function gets the server name that the client asked for. @public */
export type GatewayCertificates = Readonly<
  Record<string, CertificatePair | ((serverName: string) => CertificatePair | Promise<CertificatePair>)>
>;

/** Something that listens at an address. */
export interface Listening {
  close(): Promise<void>;
}

/** The two ends between which bytes are carried. */
export interface Ends {
  readonly client: Duplex;
  readonly broker: Duplex;
}

/** One connection, as a fault sees it. */
export interface GatewayConnection {
  /** The name in the ClientHello; '' when there was none. */
  readonly serverName: string;
  /** Aborts when the connection is over. */
  readonly signal: AbortSignal;
  readonly certificates: GatewayCertificates;
  /** Settles when everything said to the client so far has left this process. */
  flushed(): Promise<void>;
  /** Ends both sides in an orderly way (FIN). */
  close(): void;
  /** Ends both sides at once (RST). */
  reset(): void;
}

/** Bytes on their way in one direction. */
export type Chunks = AsyncIterable<Buffer>;

/**
 * One kind of fault of the gateway. `Value` is what a scenario writes for it, and `schema` describes that.
 * A kind acts at one or two of these moments; a kind with `listen` concerns an address, all others also a name.
 *
 * @public
 */
export interface GatewayFaultKind<Value> extends FaultKind {
  /** What is wrong with a value beyond its schema; nothing when all is well. */
  readonly check?: (value: Value, certificates: GatewayCertificates) => string | undefined;
  /** Takes the place of the listener at an address. */
  readonly listen?: (
    value: Value,
    place: GatewayAddress,
    onConnection: (socket: Socket) => void,
  ) => Promise<Listening>;
  /** Answers the client once its ClientHello is there; nothing reaches a broker. */
  readonly answer?: (value: Value, client: Socket) => void;
  /** Puts something else in the place of the two sockets. */
  readonly ends?: (value: Value, ends: Ends, connection: GatewayConnection) => Promise<Ends>;
  /** Stands in the way of what the broker says. */
  readonly toClient?: (value: Value, chunks: Chunks, connection: GatewayConnection) => Chunks;
  /** Stands in the way of what the client says. */
  readonly toBroker?: (value: Value, chunks: Chunks, connection: GatewayConnection) => Chunks;
}
