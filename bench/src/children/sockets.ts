/** Sockets as kafkajs makes them itself, but for the lookup: the lab's names exist only on the lab's DNS server. */
import type { LookupFunction } from 'node:net';
import { connect } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';

const KEEP_ALIVE_MS = 60_000;

/** A factory for kafkajs's `socketFactory`. */
export function socketsBy(lookup: LookupFunction): ISocketFactory {
  return ({ host, port, ssl, onConnect }) => {
    const socket = connect({ host, port, servername: host, lookup, ...ssl }, onConnect);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    return socket;
  };
}
