/** The brokers as a matrix: name, DNS, TCP, TLS, SASL, milliseconds. */
import type { NameObservation, Observation, PathObservation, Step } from '@msk-reach/core';
import { hostsOf, type HostView } from './hosts.ts';

/** One row, cells as text. */
export type Row = readonly [name: string, dns: string, tcp: string, tls: string, sasl: string, ms: string];

/** More rows than this hide what matters: those that work are counted. */
const MOST_FINE = 12;

/** Header, the hosts that do not work, and the others. */
export function matrixOf(observation: Observation): {
  readonly rows: readonly Row[];
  readonly hidden: number;
} {
  const rows = hostsOf(observation).map(rowOf);
  const fine = rows.filter(isFine);
  if (fine.length <= MOST_FINE) return { rows: [HEADER, ...rows], hidden: 0 };
  const shown = new Set(fine.slice(0, MOST_FINE - 2));
  return {
    rows: [HEADER, ...rows.filter((row) => !isFine(row) || shown.has(row))],
    hidden: fine.length - shown.size,
  };
}

const HEADER: Row = ['NAME', 'DNS', 'TCP', 'TLS', 'SASL', 'MS'];

/** One host as a row. */
export function rowOf({ short, allowed, name, paths, best }: HostView): Row {
  if (!allowed) return [short, 'outside', '-', '-', '-', '-'];
  if (best === null) return [short, dnsCell(name, false), '-', '-', '-', '-'];
  const dead = paths.filter(({ tcp }) => tcp.outcome === 'error').length;
  const tcp =
    best.tcp.outcome === 'ok' && dead > 0 ? `${paths.length - dead}/${paths.length}` : cellOf(best.tcp);
  return [short, dnsCell(name, true), tcp, cellOf(best.tls), loginCell(best), msOf(best)];
}

function dnsCell(name: NameObservation | null, dialled: boolean): string {
  if (dialled) return 'ok';
  if (name === null) return '-';
  const steps: readonly Step<unknown>[] =
    name.lookup === null ? name.answers.map(({ step }) => step) : [name.lookup];
  const rcode = name.answers
    .map(({ step }) => (step.outcome === 'ok' ? step.value.rcode : null))
    .find((code) => code !== null && code !== 'NOERROR');
  if (rcode != null) return rcode;
  const failed = steps.find(({ outcome }) => outcome === 'error');
  if (failed?.outcome === 'error') return failed.code.replace(/^DNS_/, '').toLowerCase().replaceAll('_', ' ');
  return steps.some(({ outcome }) => outcome === 'ok') ? 'no address' : '-';
}

function cellOf(step: Step<unknown>): string {
  if (step.outcome === 'ok') return 'ok';
  if (step.outcome === 'skipped') return '-';
  return step.code
    .replace(/^(?:TCP|TLS|SASL|KAFKA)_/, '')
    .toLowerCase()
    .replaceAll('_', ' ');
}

/** A conversation that ended before the login shows why. */
function loginCell({ apiVersions, sasl }: PathObservation): string {
  return sasl.outcome === 'skipped' && apiVersions.outcome === 'error' ? cellOf(apiVersions) : cellOf(sasl);
}

function msOf({ tcp, tls, apiVersions, sasl }: PathObservation): string {
  const total = [tcp, tls, apiVersions, sasl].reduce(
    (sum, step) => sum + (step.outcome === 'skipped' ? 0 : step.ms),
    0,
  );
  return String(Math.round(total));
}

/** Whether nothing is wrong with the host. */
export function isFine(row: Row): boolean {
  return row[4] === 'ok' && row[2] === 'ok';
}
