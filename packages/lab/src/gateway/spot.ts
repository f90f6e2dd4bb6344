import type { Server, Socket } from 'node:net';
import { cannotListen, type ClaimedAddress, type GatewayAddress, listenOn, systemCode } from './addresses.ts';
import type { Listening } from './fault-kind.ts';
import { concernsAddress, faultSettings, type GatewayFault } from './fault-rules.ts';

/** What an address is for. */
export interface SpotUse {
  /** Its number among the zones; none for an extra one. */
  readonly index: number | undefined;
  /** What an extra address was opened with. */
  readonly fault: GatewayFault;
}

/** One address of the gateway and whatever listens there at the moment. */
export class Spot implements GatewayAddress {
  readonly address: string;
  readonly port: number;
  readonly index: number | undefined;
  /** What happens to every connection of this address, whatever its name. */
  readonly ownFault: GatewayFault | undefined;
  readonly #onConnection: (socket: Socket) => void;
  #listening: Listening;
  /** The fault in force; none known while it changes. */
  #inForce: GatewayFault | undefined = {};
  #closed = false;

  constructor(claimed: ClaimedAddress, { index, fault }: SpotUse, onConnection: (socket: Socket) => void) {
    this.address = claimed.address;
    this.port = claimed.port;
    this.index = index;
    this.ownFault = Object.keys(fault).length === 0 || concernsAddress(fault) ? undefined : fault;
    this.#onConnection = onConnection;
    this.#listening = accepting(claimed.server, onConnection);
  }

  /** Puts another listener in the place of the one there, unless it is the same. */
  async listen(fault: GatewayFault): Promise<void> {
    if (this.#closed || JSON.stringify(this.#inForce) === JSON.stringify(fault)) return;
    this.#inForce = undefined;
    await this.#listening.close();
    const [faulty] = faultSettings(fault).flatMap(([kind, value]) =>
      kind.listen === undefined ? [] : [kind.listen(value, this, this.#onConnection)],
    );
    this.#listening = await (faulty ?? this.#listenPlainly());
    this.#inForce = fault;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#listening.close();
  }

  async #listenPlainly(): Promise<Listening> {
    try {
      const { server } = await listenOn(this);
      return accepting(server, this.#onConnection);
    } catch (cause) {
      throw cannotListen(this, systemCode(cause), cause);
    }
  }
}

function accepting(server: Server, onConnection: (socket: Socket) => void): Listening {
  server.on('connection', onConnection);
  return {
    close: () =>
      new Promise((resolve) => {
        // Nobody listens from here on; connections that are open may outlive it.
        server.close();
        setImmediate(resolve);
      }),
  };
}
