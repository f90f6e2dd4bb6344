import type { BrokerRequest } from './brokers.ts';

const REQUEST = /^request broker=(\d+) api=(\S+) version=(-|\d+) client=(-$|\S+$|".*"$)/u;

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

function text(value: string): string {
  return value.startsWith('"') ? String(JSON.parse(value)) : value;
}
