import type { StsCall } from './sts-server.ts';

const BARE = /^[\w.:/@*+,=-]+$/u;

/** A call as a line of the lab's log; a caller's text cannot forge another line. */
export function callLine({ action, outcome, caller, sessionName }: StsCall): string {
  const told = { action, outcome, caller, session: sessionName };
  const words = Object.entries(told).flatMap(([name, text]) =>
    text === undefined ? [] : [`${name}=${BARE.test(text) ? text : JSON.stringify(text.slice(0, 300))}`],
  );
  return ['sts', ...words].join(' ');
}
