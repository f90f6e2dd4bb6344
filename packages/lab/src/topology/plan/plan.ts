/** What is put up: network namespaces, what joins them, and what runs in them. Plain data, made purely from a topology. */
import { createHash } from 'node:crypto';

/** A whole topology as namespaces. */
export interface TopologyPlan {
  /** By their logical names: `vpc-core`, `client-app`. */
  readonly namespaces: Readonly<Record<string, NamespacePlan>>;
  readonly cables: readonly Cable[];
}

/** Two devices joined to each other (veth). */
export interface Cable {
  readonly a: DeviceAt;
  readonly b: DeviceAt;
}

/** A device in a namespace. */
export interface DeviceAt {
  readonly namespace: string;
  readonly device: string;
}

/** One namespace. */
export interface NamespacePlan {
  /** Whether it hands packets on. */
  readonly forwards: boolean;
  /** Whether packets from outside may be led to 127.0.0.0/8. */
  readonly leadsToLoopback: boolean;
  /** A bridge, and the devices on it. */
  readonly bridge?: { readonly device: string; readonly ports: readonly string[] };
  readonly addresses: readonly AddressAt[];
  readonly routes: readonly RoutePlan[];
  /** Packets that come in by a device are looked up in a table. */
  readonly lookups: readonly { readonly device: string; readonly table: number }[];
  /** A ruleset of nftables; '' for none. */
  readonly filter: string;
  readonly programs: readonly ProgramPlan[];
  /** Files that a command in it finds under `/etc`, by name. */
  readonly etc: Readonly<Record<string, string>>;
}

/** An address on a device. */
export interface AddressAt {
  /** `10.0.0.1/32`. */
  readonly address: string;
  readonly device: string;
}

/** A route. */
export interface RoutePlan {
  /** A CIDR, or `default`. */
  readonly to: string;
  /** undefined: what goes there is dropped. */
  readonly device: string | undefined;
  /** The next hop, on that device; undefined for what is on the device itself. */
  readonly via?: string;
  /** @default the main one */
  readonly table?: number;
}

/** A DNS server of Debian. */
export interface ProgramPlan {
  readonly program: 'unbound' | 'named';
  /** Tells it from others in its namespace. */
  readonly name: string;
  /** Files in its own folder; `main.conf` is what it is started with. */
  readonly files: Readonly<Record<string, string>>;
}

/** A namespace with nothing in it. */
export const EMPTY: NamespacePlan = {
  forwards: false,
  leadsToLoopback: false,
  addresses: [],
  routes: [],
  lookups: [],
  filter: '',
  programs: [],
  etc: {},
};

/** The longest name of a device that Linux takes. */
const LONGEST = 15;

/** A device's name after what it leads to: short ones as they are, long ones with a checksum. */
export function deviceName(kind: string, name: string): string {
  const whole = `${kind}-${name}`;
  if (whole.length <= LONGEST) return whole;
  const sum = createHash('sha256').update(whole).digest('hex').slice(0, 5);
  return `${whole.slice(0, LONGEST - 5)}${sum}`;
}
