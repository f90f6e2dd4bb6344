/**
 * One question to one DNS server, over UDP, and over TCP where the answer was truncated.
 *
 * An answer counts only when it comes from that server (the socket is connected to it) with our id and our
 * question; id and source port are random. Any rcode is an answer; only no usable answer is an error.
 */
import { randomInt } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { isMskReachError } from '../errors.ts';
import type { Step } from '../step.ts';
import type { DnsAnswer } from './dns-answer.ts';
import { encodeQuery } from './dns-codec.ts';
import type { DnsQueryOptions, DnsServer } from './dns-exchange.ts';
import { askTcp } from './dns-tcp.ts';
import { askUdp } from './dns-udp.ts';
import { skippedBy, timebox } from './timebox.ts';

/** What to ask, and whom. @public */
export interface DnsQuery {
  readonly name: string;
  readonly type: DnsAnswer['type'];
  readonly server: DnsServer;
}

/**
 * Asks one server one question. `timeoutMs` runs from the first packet on, not while waiting for a turn.
 *
 * @returns `ok` with the answer, whatever its rcode; `error` with DNS_TIMEOUT (`facts.via`: where it was waited
 * for; `facts.truncated`: the UDP answer was cut and TCP stayed silent), DNS_MALFORMED or DNS_FAILED
 * (`facts.errno`); `skipped` when the signal fired
 * @public
 */
export async function queryServer(asked: DnsQuery, options: DnsQueryOptions): Promise<Step<DnsAnswer>> {
  const { ports, limiter, timeoutMs, signal } = options;
  const { server, name, type } = asked;
  const question = { id: randomInt(0x1_0000), name, type };
  let via: DnsAnswer['via'] = 'udp';
  let started = ports.monotonic();
  try {
    const exchange = { ...options, question, query: encodeQuery(question), server };
    await limiter?.acquire(signal);
    started = ports.monotonic();
    const result = await timebox(async (stop) => {
      let answer = await askUdp({ ...exchange, signal: stop });
      if (answer.rcode === 'SERVFAIL') {
        // What a resolver forwards to may fail once; stub resolvers ask again too.
        await limiter?.acquire(stop);
        answer = await askUdp({ ...exchange, signal: stop });
      }
      if (!answer.flags.tc) return answer;
      via = 'tcp';
      return askTcp({ ...exchange, signal: stop });
    }, options);
    const ms = ports.monotonic() - started;
    if (result.ended === 'done') return { outcome: 'ok', value: result.value, ms };
    if (result.ended === 'aborted') return skippedBy(signal);
    return silence(server, via, timeoutMs, ms);
  } catch (error) {
    if (signal?.aborted === true) return skippedBy(signal);
    return failure(error, server, via, ports.monotonic() - started);
  }
}

function silence(server: DnsServer, via: DnsAnswer['via'], timeoutMs: number, ms: number): Step<never> {
  const truncated = via === 'tcp';
  const also = truncated ? ' (its UDP answer was truncated)' : '';
  const detail = `no answer from ${serverName(server)} over ${via} within ${Math.round(timeoutMs)} ms${also}`;
  return { outcome: 'error', code: 'DNS_TIMEOUT', detail, ms, facts: { via, truncated } };
}

function failure(error: unknown, server: DnsServer, via: DnsAnswer['via'], ms: number): Step<never> {
  const message = error instanceof Error ? error.message : String(error);
  const detail = `${serverName(server)} over ${via}: ${message}`;
  const facts = { via, truncated: via === 'tcp' };
  if (isMskReachError(error)) return { outcome: 'error', code: error.code, detail, ms, facts };
  const errno = (error as NodeJS.ErrnoException).code ?? null;
  const code = errno === 'ETIMEDOUT' ? 'DNS_TIMEOUT' : 'DNS_FAILED';
  return { outcome: 'error', code, detail, ms, facts: { ...facts, errno } };
}

/** `IP:PORT`, `[IPv6]:PORT`: how resolvers are called everywhere. */
export function serverName({ address, port }: DnsServer): string {
  return isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`;
}
