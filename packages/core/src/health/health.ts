/**
 * Health: a cached report as liveness and readiness.
 *
 * A probe of Kubernetes comes every few seconds from every replica; none of them may become a look at the cluster.
 * Asking here only reads; looking is `refresh()`, one flight at a time, or a background loop when asked for.
 */
import { configInvalid } from '../config/assert.ts';
import { defaults } from '../config/resolve.ts';
import { MskReachError } from '../errors.ts';
import type { Report } from '../preflight/report.ts';
import { realPorts, type Ports } from '../ports.ts';
import { createNewcomers } from './newcomers.ts';
import { timeIssues } from './times.ts';

/** The answer to a probe; the names are those of IETF health+json. @public */
export interface HealthState {
  /** `fail`: send no traffic here. `warn`: traffic may flow, somebody should look. */
  readonly status: 'pass' | 'warn' | 'fail';
  /** One sentence. */
  readonly output: string;
  /** Age of the report, milliseconds; null while there is none. */
  readonly ageMs: number | null;
  /** Whether the report is older than `maxAgeMs`, or there is none. */
  readonly stale: boolean;
  readonly rootCauses: readonly string[];
}

/** Cached health of a client. @public */
export interface Health extends Disposable {
  /** Whether this process runs. Never depends on anything outside it: a restart mends no network. */
  liveness(): HealthState;
  /**
   * Whether traffic should come here, by the last report. A report that is too old is still served, and said to be
   * stale: it then counts as `warn` at best. `unknown` passes as `warn`. Without any report: `fail`.
   *
   * Whatever the report says: a client that cannot log in any more, or is denied what it does, fails. One whose
   * credentials cannot be renewed is `warn` as long as those at hand work, and fails from a minute before their end (a
   * sixteenth of a lifetime below 16 minutes, at least 3 s). One whose report fails only because of brokers that came
   * since, and that it does not go to, is `warn`.
   */
  readiness(): HealthState;
  /** The last report, or null. */
  report(): Report | null;
  /**
   * Looks again. Everybody who asks meanwhile gets the same look.
   *
   * @throws whatever `run` throws; the last report is kept
   */
  refresh(): Promise<Report>;
  /** Ends the background loop. */
  close(): void;
}

/** What stands in the way of traffic, or will soon. @public */
export interface Trouble {
  /** Stable: an error's. */
  readonly code: string;
  readonly message: string;
  /** `warn`: traffic still flows. @default fail */
  readonly status?: 'warn' | 'fail';
}

/** How health is kept. @public */
export interface HealthOptions {
  /** One look. */
  readonly run: () => Promise<Report>;
  /** A report that exists already. */
  readonly report?: Report | null;
  /** How old that report is, milliseconds. @default 0 */
  readonly ageMs?: number;
  /** Milliseconds after which a report is stale, 0 or more; Infinity: never. @default 300000 */
  readonly maxAgeMs?: number;
  /** Look again in the background so often: 1,000 milliseconds or more; Infinity: never. Failures of `run` are tried again at the next time. @default never */
  readonly refreshEveryMs?: number | undefined;
  /** Called with what `run` threw in the background. */
  readonly onError?: (error: unknown) => void;
  /** What stands in the way of traffic right now, whatever the last report said; null: nothing. @default null */
  readonly trouble?: () => Trouble | null;
  /** Whether traffic goes to a host: a broker that came since and cannot be reached is a `warn` as long as none does. @default it goes to every broker */
  readonly isWanted?: (host: string) => boolean;
  /** @default the real machine */
  readonly ports?: Pick<Ports, 'monotonic' | 'sleep'>;
}

/**
 * Keeps one report and answers probes from it.
 *
 * @throws MskReachError CONFIG_INVALID where a time is none
 * @public
 */
export function createHealth(options: HealthOptions): Health {
  const wrong = timeIssues(options.maxAgeMs, options.refreshEveryMs);
  if (wrong.length > 0) throw configInvalid(wrong);
  const {
    run,
    maxAgeMs = defaults.reportMaxAgeMs,
    refreshEveryMs,
    onError,
    trouble,
    isWanted = () => true,
    ageMs = 0,
    ports = realPorts,
  } = options;
  const closed = new AbortController();
  let report: Report | null = options.report ?? null;
  let takenAt = ports.monotonic() - ageMs;
  const newcomers = createNewcomers(isWanted);
  if (report !== null) newcomers.seen(report);
  let flight: Promise<Report> | null = null;

  async function look(): Promise<Report> {
    const fresh = await run();
    report = fresh;
    takenAt = ports.monotonic();
    newcomers.seen(fresh);
    return fresh;
  }

  function refresh(): Promise<Report> {
    if (closed.signal.aborted) return Promise.reject(new MskReachError('CLOSED', 'Health was closed'));
    flight ??= look().finally(() => {
      flight = null;
    });
    return flight;
  }

  async function loop(everyMs: number): Promise<void> {
    for (;;) {
      await ports.sleep(everyMs, closed.signal, { background: true });
      await refresh().catch(tell);
    }
  }

  /** Whoever listens must not end the loop. */
  function tell(error: unknown): void {
    try {
      onError?.(error);
    } catch {
      // Its own log is broken: there is nobody left to tell.
    }
  }

  // Ends only by `close`.
  if (refreshEveryMs !== undefined && refreshEveryMs !== Number.POSITIVE_INFINITY)
    loop(refreshEveryMs).catch(() => undefined);

  const close = (): void => closed.abort();
  return {
    liveness: () => ({
      status: 'pass',
      output: 'the process runs',
      ageMs: null,
      stale: false,
      rootCauses: [],
    }),
    readiness: () => {
      if (closed.signal.aborted) return { ...NEVER_LOOKED, output: 'the client is closed' };
      const state =
        report === null
          ? NEVER_LOOKED
          : readinessOf(report, {
              ageMs: ports.monotonic() - takenAt,
              maxAgeMs,
              spared: newcomers.aloneAtFault(report),
            });
      return withTrouble(state, trouble?.() ?? null);
    },
    report: () => report,
    refresh,
    close,
    [Symbol.dispose]: close,
  };
}

const NEVER_LOOKED: HealthState = {
  status: 'fail',
  output: 'the cluster was not looked at yet',
  ageMs: null,
  stale: true,
  rootCauses: [],
};

function withTrouble(state: HealthState, trouble: Trouble | null): HealthState {
  if (trouble === null) return state;
  const { code, message, status = 'fail' } = trouble;
  // A failure says more than a warning.
  if (status === 'warn' && state.status === 'fail') return state;
  return { ...state, status, output: `${code}: ${message}` };
}

interface Circumstances {
  readonly ageMs: number;
  readonly maxAgeMs: number;
  /** Brokers that alone are at fault, and that nothing is lost by. */
  readonly spared: readonly string[];
}

function readinessOf(report: Report, { ageMs, maxAgeMs, spared }: Circumstances): HealthState {
  const stale = ageMs > maxAgeMs;
  const causes = report.rootCauses.join(', ');
  const words = {
    pass: 'every broker was reached',
    warn: 'reached, with warnings',
    unknown: 'not everything could be looked at',
    fail:
      spared.length === 0
        ? `failed: ${causes}`
        : `${causes}: came since and out of reach: ${spared.join(', ')}`,
  }[report.status];
  const status = statusOf(report.status, stale, spared.length > 0);
  const output = stale ? `${words}, but ${Math.round(ageMs / 1_000)} s ago` : words;
  return { status, output, ageMs: Math.round(ageMs), stale, rootCauses: report.rootCauses };
}

function statusOf(status: Report['status'], stale: boolean, isSpared: boolean): HealthState['status'] {
  if (status === 'fail') return isSpared ? 'warn' : 'fail';
  return status === 'pass' && !stale ? 'pass' : 'warn';
}
