/** The gate before a client: what a report means for it. */
import { MskReachError } from '../errors.ts';
import type { Finding, Report } from '../preflight/report.ts';

/** Whether traffic may flow: `fail` refuses, `unknown` does not. */
export function refuses(report: Report): boolean {
  return report.status === 'fail';
}

/** The error of a gate that refuses; `details.report` is the whole report. */
export function gateError(report: Report): MskReachError {
  // Whoever prints the error sees its few lines, and not the whole report below them.
  const details = Object.defineProperty({}, 'report', { value: report, enumerable: false });
  return new MskReachError('PREFLIGHT_FAILED', gateMessage(report), { details });
}

/** Root cause, what was seen, and the first thing to do about it. */
export function gateMessage(report: Report): string {
  const failed = report.findings.filter(({ status }) => status === 'fail');
  const root = failed.find(({ check }) => check === report.rootCauses[0]) ?? failed[0];
  if (root === undefined) return `Preflight of ${report.cluster.bootstrap}: ${report.status}`;
  const others = report.rootCauses.filter((id) => id !== root.check);
  const also = others.length === 0 ? '' : `\nAlso: ${others.join(', ')}`;
  return `Preflight of ${report.cluster.bootstrap} failed: ${root.check}: ${root.summary}\n${fixOf(root)}${also}`;
}

function fixOf({ check, fix }: Finding): string {
  const [first, ...others] = fix.commands;
  if (first === undefined) return `Fix: ${fix.text}`;
  const command = `Fix: ${fix.text}\n(1) ${first.owner}: ${first.command}`;
  if (others.length === 0) return command;
  return `${command}\nThe other commands: msk-reach check prints them filled in, msk-reach explain ${check} as they are.`;
}
