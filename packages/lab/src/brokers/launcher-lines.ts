import type { BrokerRequest } from './brokers.ts';

const REQUEST = /^request broker=(\d+) api=(\S+) version=(-|\d+) client=(-$|\S+$|".*"$)/u;
const READY = /^broker (\d+) ready \S+:(\d+)$/u;
const STOPPED = /^broker (\d+) stopped$/u;
const CONTROLLER = /^controller ready \S+:(\d+)$/u;

/** A line of the launcher that tells of a client's request; undefined for any other. */
export function readRequest(line: string): BrokerRequest | undefined {
  const found = REQUEST.exec(line);
  if (found === null) return undefined;
  const [, broker, api = '', version, client = '-'] = found;
  return {
    broker: Number(broker),
    api,
    version: version === '-' ? null : Number(version),
    client: client === '-' ? null : text(client),
  };
}

/** A line that tells of a broker that is ready at a port, or has stopped; undefined for any other. */
export function readBroker(
  line: string,
): { readonly id: number; readonly port: number | undefined } | undefined {
  const ready = READY.exec(line);
  if (ready !== null) return { id: Number(ready[1]), port: Number(ready[2]) };
  const stopped = STOPPED.exec(line);
  return stopped === null ? undefined : { id: Number(stopped[1]), port: undefined };
}

/** The port of a controller that is ready; undefined for any other line. */
export function readController(line: string): number | undefined {
  const found = CONTROLLER.exec(line);
  return found === null ? undefined : Number(found[1]);
}

/** Limits logins; the launcher answers with the same words. */
export function loginsCommand(limit: number | undefined): string {
  return `logins ${limit ?? 'unlimited'}`;
}

function text(value: string): string {
  return value.startsWith('"') ? String(JSON.parse(value)) : value;
}
