/** `msk-reach serve`: looks now and then, and answers probes, scrapes and people from what it saw last. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { isIPv6, type AddressInfo } from 'node:net';
import { createHealth, runPreflight, type Preflight } from '@msk-reach/core';
import { quoted, type Flags } from '@msk-reach/core/settings';
import { Command } from 'commander';
import { createPages } from '../serve/pages.ts';
import { checkOptions, serveOptions } from '../settings/options.ts';
import { mergeSettings, textOf, validOptions, wholeNumber } from '../settings/settings.ts';
import { UsageError } from '../settings/usage-error.ts';
import { exitCodes } from './exit-code.ts';
import { lookFlags } from './flags.ts';
import { codeOrWords, write, type Io } from './io.ts';

const EVERY_SECONDS = 60;
const LISTEN = '127.0.0.1:9464';
/** A report counts as stale when so many looks should have replaced it. */
const STALE_AFTER_LOOKS = 3;
/** More connections are closed at once. */
const MOST_CONNECTIONS = 64;
/** For a request to come, all of it. */
const REQUEST_MS = 10_000;
/** For answers under way when it is told to stop. */
const STOP_MS = 3_000;

const EXAMPLES = `
Example:
  $ msk-reach serve --config msk-reach.json --listen 0.0.0.0:9464 --every 60

  /livez    the process runs            /metrics  Prometheus
  /readyz   the last look, with its age /report   HTML, or JSON by the Accept header

No request ever causes a look. It serves until it is told to stop, and then exits 0.`;

/** The command. `done` gets the exit code. */
export function serveCommand(io: Io, done: (code: number) => void): Command {
  const command = new Command('serve')
    .description('Serve probes, metrics and the report over HTTP, from a look every now and then.')
    .addHelpText('after', EXAMPLES);
  const options = [...checkOptions, ...serveOptions].filter(({ key }) => key !== 'output');
  const flags = lookFlags(command, options);
  return command.action(async () => done(await serve(flags(), io)));
}

async function serve(flags: Flags, io: Io): Promise<number> {
  const settings = mergeSettings({ flags, env: io.env, more: serveOptions });
  const everyMs = wholeNumber(settings, 'every', EVERY_SECONDS) * 1_000;
  const listen = textOf(settings, 'listen') ?? LISTEN;
  const options = await validOptions(settings);
  let latest: Preflight | null = null;
  const health = createHealth({
    run: async () => {
      const look = await runPreflight(options, { ...settings.selection, signal: io.interrupted });
      // One that was cut off says nothing of the cluster.
      if (latest === null || !io.interrupted.aborted) latest = look;
      return latest.report;
    },
    refreshEveryMs: everyMs,
    maxAgeMs: everyMs * STALE_AFTER_LOOKS,
  });
  const pages = createPages({ health, latest: () => latest, failOn: settings.failOn });
  const limits = {
    requestTimeout: REQUEST_MS,
    headersTimeout: REQUEST_MS,
    // Node's own half a minute would let slow requests hold every connection for longer than a probe waits.
    connectionsCheckingInterval: 1_000,
  };
  const server = createServer(limits, pages);
  server.maxConnections = MOST_CONNECTIONS;
  // Whoever does not read what was asked for.
  server.timeout = REQUEST_MS;
  try {
    const url = await listening(server, listen);
    await write(io.stderr, `msk-reach: serving ${url} (/livez /readyz /metrics /report)\n`);
    await health.refresh();
    if (!io.interrupted.aborted) await once(io.interrupted, 'abort');
    return exitCodes.ok;
  } finally {
    health.close();
    await closed(server);
  }
}

/** @throws UsageError where nobody can listen there */
async function listening(server: Server, listen: string): Promise<string> {
  const [, host = '', port = ''] = /^(?:\[?(.*?)\]?:)?(\d{1,5})$/u.exec(listen) ?? [];
  if (port === '' || Number(port) > 65_535)
    throw new UsageError(
      `--listen: ${quoted(listen)} is no place to listen at; expected HOST:PORT, such as 127.0.0.1:9464`,
    );
  server.listen(Number(port), host === '' ? '127.0.0.1' : host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new UsageError(`--listen: nothing can be served at ${listen}: ${codeOrWords(error)}`, {
      cause: error,
    });
  }
  const { address, port: taken } = server.address() as AddressInfo;
  return `http://${isIPv6(address) ? `[${address}]` : address}:${taken}`;
}

async function closed(server: Server): Promise<void> {
  if (!server.listening) return;
  const end = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), STOP_MS);
  await end;
  clearTimeout(timer);
}
