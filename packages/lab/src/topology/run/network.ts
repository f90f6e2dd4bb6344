/** Brings namespaces from one plan to another. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NamespacePlan, TopologyPlan } from '../plan/plan.ts';
import { run } from './commands.ts';
import { copyPrograms, type RunningProgram, startProgram } from './programs.ts';
import { devicesIn, goneCables, namespaceScript, newCables, NOTHING } from './script.ts';
import { ETC, removeNamespaces } from './sweep.ts';

/** Namespaces as they are. */
export class Network {
  readonly #nameOf: (namespace: string) => string;
  readonly #folder: string;
  #plan: TopologyPlan = NOTHING;
  #programs: readonly RunningProgram[] = [];
  #copies: Promise<string> | undefined;

  /** @param folder for files that the system's commands read */
  constructor(nameOf: (namespace: string) => string, folder: string) {
    this.#nameOf = nameOf;
    this.#folder = folder;
  }

  /** Puts a plan in force. DNS servers start anew when anything has changed, the way between them included, so that no cache lies. */
  async apply(plan: TopologyPlan): Promise<void> {
    const before = this.#plan;
    const isAnother = JSON.stringify(before) !== JSON.stringify(plan);
    if (isAnother) await this.#stopPrograms();
    // Also where something fails on the way: what is there has to be found at the end.
    this.#plan = { ...plan, namespaces: { ...before.namespaces, ...plan.namespaces } };
    await this.#cut(before, plan);
    this.#plan = plan;
    await this.#join(before, plan);
    const touched = new Set(newCables(before, plan).flatMap(({ a, b }) => [a.namespace, b.namespace]));
    const changed = Object.entries(plan.namespaces).filter(
      ([name, after]) => touched.has(name) || networkText(after) !== networkText(before.namespaces[name]),
    );
    await Promise.all(changed.map(([name, after]) => this.#bring(name, before.namespaces[name], after)));
    if (isAnother) await this.#startPrograms();
  }

  /** Ends everything in all namespaces, and removes them. */
  async close(): Promise<void> {
    await this.#stopPrograms();
    await removeNamespaces(Object.keys(this.#plan.namespaces).map(this.#nameOf));
    this.#plan = NOTHING;
  }

  async #cut(before: TopologyPlan, after: TopologyPlan): Promise<void> {
    const gone = Object.keys(before.namespaces).filter((name) => after.namespaces[name] === undefined);
    for (const { namespace, device } of goneCables(before, after))
      // After a change that failed half way it may not be there.
      await run('ip', ['-n', this.#nameOf(namespace), 'link', 'del', device], { mayFail: true });
    await removeNamespaces(gone.map(this.#nameOf));
  }

  async #join(before: TopologyPlan, after: TopologyPlan): Promise<void> {
    const fresh = Object.keys(after.namespaces).filter((name) => before.namespaces[name] === undefined);
    const lines = [
      ...fresh.map((name) => `netns add ${this.#nameOf(name)}`),
      ...newCables(before, after).map(
        ({ a, b }) =>
          `link add ${a.device} netns ${this.#nameOf(a.namespace)} type veth peer name ${b.device} netns ${this.#nameOf(b.namespace)}`,
      ),
    ];
    if (lines.length > 0) await run('ip', ['-batch', await this.#file('cables', lines.join('\n'))]);
  }

  async #bring(name: string, before: NamespacePlan | undefined, after: NamespacePlan): Promise<void> {
    const script = namespaceScript(before, after, devicesIn(this.#plan, name));
    const removals = await this.#file(`${name}.removals`, script.removals.join('\n'));
    const additions = await this.#file(`${name}.additions`, script.additions.join('\n'));
    const filter = await this.#file(`${name}.filter`, script.filter ?? '');
    const shell = [
      'set -e',
      ...Object.entries(script.settings).map(([key, value]) => `echo ${value} >/proc/sys/${key}`),
      ...(before === undefined
        ? ['! [ -e /proc/sys/net/ipv6 ] || echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6']
        : []),
      ...(script.removals.length > 0 ? [`ip -force -batch ${removals} 2>/dev/null || true`] : []),
      `ip -batch ${additions}`,
      // An address of the fabric may be another one's now: what is remembered of it would lead astray.
      'ip neigh flush all',
      ...(script.filter === undefined || script.filter === '' ? [] : [`nft -f ${filter}`]),
    ];
    await this.#writeEtc(name, after);
    const file = await this.#file(`${name}.sh`, shell.join('\n'));
    await run('nsenter', [`--net=/run/netns/${this.#nameOf(name)}`, 'sh', file]);
  }

  async #writeEtc(name: string, { etc }: NamespacePlan): Promise<void> {
    const folder = join(ETC, this.#nameOf(name));
    for (const [file, text] of Object.entries(etc)) {
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, file), text);
    }
  }

  async #startPrograms(): Promise<void> {
    this.#copies ??= copyPrograms(join(this.#folder, 'programs'));
    const programs = await this.#copies;
    const starting = Object.entries(this.#plan.namespaces).flatMap(([name, { programs: plans }]) =>
      plans.map((plan) =>
        startProgram(plan, {
          namespace: this.#nameOf(name),
          folder: join(this.#folder, 'dns', name, plan.name),
          programs,
        }),
      ),
    );
    const results = await Promise.allSettled(starting);
    this.#programs = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }

  async #stopPrograms(): Promise<void> {
    const running = this.#programs;
    this.#programs = [];
    await Promise.all(running.map((program) => program.close()));
  }

  async #file(name: string, text: string): Promise<string> {
    const path = join(this.#folder, name);
    await writeFile(path, `${text}\n`);
    return path;
  }
}

/** Everything of a namespace but its programs. */
function networkText(plan: NamespacePlan | undefined): string {
  return JSON.stringify({ ...plan, programs: [] });
}
