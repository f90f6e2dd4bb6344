/** Namespaces carry their owner in their names, so that the next start can tell which are nobody's any more. */
import { startOf } from '../../lab-folder.ts';

const PREFIX = 'msk-lab';
let made = 0;

/** The real name of a namespace by its logical one; every run of this process has its own. */
export function namesOfRun(): (namespace: string) => string {
  const run = `${PREFIX}-${process.pid}-${ticks(process.pid) ?? 0}-${++made}`;
  return (namespace) => `${run}-${namespace}`;
}

/** Whether a namespace is one of ours whose owner is gone. */
export function isAbandoned(name: string): boolean {
  const [, pid, started] = /^msk-lab-(\d+)-(\d+)-\d+-/u.exec(name) ?? [];
  return pid !== undefined && ticks(Number(pid)) !== started;
}

/** When a process started, in ticks since the boot. */
function ticks(pid: number): string | undefined {
  return startOf(pid)?.split(' ').at(-1);
}
