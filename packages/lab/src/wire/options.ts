import type { BrokerRequest, Brokers, BrokerSpec } from '../brokers/brokers.ts';
import type { BrokerIam } from '../iam/broker-iam.ts';
import type { WireRange } from './answers.ts';
import type { RangesName } from './api-ranges.ts';
import type { WireFaultRule } from './fault-rules.ts';
import type { TokenCheck } from './token-check.ts';

/** A topic that exists. @public */
export interface WireTopic {
  readonly name: string;
  /** @default 1 */
  readonly partitions?: number;
}

/** How wire brokers are started. @public */
export interface WireBrokersOptions {
  /** The brokers that Metadata names; as many thousands as wanted. */
  readonly brokers: readonly BrokerSpec[];
  /** Shown by every broker, PEM. */
  readonly tls: { readonly certificatePem: string; readonly keyPem: string };
  /** Who may log in, as real brokers are told; tokens are verified by their signatures. Not together with `validateToken`. */
  readonly iam?: BrokerIam;
  /** Who may log in, otherwise. @default any bearer token, as `anonymous`, for 15 minutes */
  readonly validateToken?: TokenCheck;
  /** The longest session granted, milliseconds; 0 for the token's remaining life. @default 0 */
  readonly sessionMaxMs?: number;
  /** What ApiVersions offers: a name, or the ranges themselves. @default 'msk' */
  readonly ranges?: RangesName | readonly WireRange[];
  /** What SaslHandshake offers. @default ['OAUTHBEARER', 'AWS_MSK_IAM'] */
  readonly mechanisms?: readonly string[];
  /** @default [] */
  readonly topics?: readonly WireTopic[];
  /** @default random */
  readonly clusterId?: string;
  /** Logins on more connections than these in any sliding second are refused with "Too many connects". @default no limit */
  readonly connectionsPerSecond?: number;
  /** How the answers are wrong. @default [] */
  readonly faults?: readonly WireFaultRule[];
  /** @default '127.0.0.1' */
  readonly address?: string;
  /** 0 takes a free one. @default 0 */
  readonly port?: number;
  /** Milliseconds since the epoch. @default Date.now */
  readonly now?: () => number;
}

/** A request that arrived, whether it was answered or not. @public */
export interface WireRequest extends BrokerRequest {
  readonly apiKey: number;
  readonly version: number;
  /** The name in the ClientHello; '' when there was none. */
  readonly serverName: string;
}

/**
 * Running wire brokers: all of them behind one port of one address, told apart by the name in the ClientHello.
 * Whatever works with real brokers works with them, but for what Kafka does beyond discovery.
 *
 * @public
 */
export interface WireBrokers extends Omit<
  Brokers,
  'engine' | 'requests' | 'kill' | 'pause' | 'resume' | 'moveReplicas' | 'setLoginsPerSecond'
> {
  readonly engine: 'wire';
  readonly address: string;
  /** Of all brokers. */
  readonly port: number;
  /** Every request that arrived, oldest first, those answered wrongly or not at all included. */
  requests(): readonly WireRequest[];
  /** Replaces the token check; `setIam` does so too. */
  setValidateToken(check: TokenCheck): void;
  /** Replaces all faults, their counts included. @throws MskReachError `CONFIG_INVALID`; the old ones then stay */
  setFaults(rules: readonly WireFaultRule[]): void;
}
