/** The soak itself: a lab, two clients, one trouble after the other, and what is left at the end. */
import type { Lab } from '@msk-reach/lab';
import { Client } from './client.ts';
import { interruption, pause } from './interruptible.ts';
import { LabLog } from './lab-log.ts';
import { PeerWatch } from './peer-watch.ts';
import { seconds, type Stage } from './phases/phase.ts';
import type { Plan, Step } from './plan.ts';
import type { Settings, Side, Status } from './protocol.ts';
import { seeded } from './random.ts';
import { PARTITIONS, startSoakLab } from './soak-lab.ts';
import { changeBetween, complaints, type Course, lastLine, memoryWords } from './verdict.ts';

/** What a soak is run with. */
export interface SoakContext {
  readonly signal: AbortSignal;
  /** A line for whoever watches. */
  readonly say: (text: string) => void;
  /** Everything that happens. */
  readonly log: (text: string) => void;
}

/** How it ended. */
export interface Outcome {
  readonly lastLine: string;
  /** Why it failed; empty when it did not. */
  readonly complaints: readonly string[];
}

/** Runs a plan to its end. @throws the signal's reason; nothing is left running then */
export async function soak(plan: Plan, seed: number, context: SoakContext): Promise<Outcome> {
  const labLog = new LabLog();
  const lab = await startSoakLab(plan, context.signal, {
    say: context.say,
    log: (line) => {
      labLog.heard(line);
      context.log(`lab: ${line}`);
    },
  });
  const clients = (['ours', 'peer'] as const).map((side) => startClient(side, lab, plan, context));
  const [ours, peer] = clients;
  try {
    if (ours === undefined || peer === undefined) throw new RangeError('there are two clients');
    const running = new RunningSoak(plan, { lab, ours, peer, labLog, context });
    return await Promise.race([running.run(seed), interruption(context.signal)]);
  } finally {
    await Promise.all(clients.map((client) => client.kill()));
    await lab.close();
  }
}

function startClient(side: Side, lab: Lab, plan: Plan, { log }: SoakContext): Client {
  const settings: Settings = {
    topic: side === 'ours' ? 'soak' : 'peer',
    partitions: PARTITIONS,
    group: side === 'ours' ? 'soak' : 'peer',
    idleTopic: side === 'ours' ? 'idle' : null,
    // 768 messages a second: a million in less than half an hour, with room for troubles.
    batch: 64,
    everyMs: 500,
    drainMs: side === 'ours' ? 60_000 : 10_000,
    auditMs: side === 'ours' ? 120_000 : 0,
    sampleMs: Math.max(1_000, plan.totalMs / 120),
  };
  return new Client({ side, settings, env: lab.childEnv(), log: (text) => log(`${side}: ${text}`) });
}

interface Parts {
  readonly lab: Lab;
  readonly ours: Client;
  readonly peer: Client;
  readonly labLog: LabLog;
  readonly context: SoakContext;
}

class RunningSoak {
  readonly #plan: Plan;
  readonly #parts: Parts;
  readonly #peerWatch: PeerWatch;
  readonly #startedAt = performance.now();
  #before: Status | null = null;

  constructor(plan: Plan, parts: Parts) {
    this.#plan = plan;
    this.#parts = parts;
    this.#peerWatch = new PeerWatch(parts.peer, () => this.#elapsedMs());
  }

  async run(seed: number): Promise<Outcome> {
    const { ours } = this.#parts;
    const { warmUpMs, calmMs, settleMs, totalMs, steps } = this.#plan;
    await Promise.all([ours.ready(), this.#peerWatch.ready()]);
    this.#before = await ours.status();
    await this.#wait(warmUpMs);
    await this.#report('warm-up');
    const stage = this.#stage(seed);
    for (const step of steps) {
      const words = await this.#trouble(step, stage);
      await this.#wait(calmMs);
      await this.#report(words);
    }
    const mended = this.#before;
    await this.#wait(Math.max(settleMs, totalMs - this.#elapsedMs()));
    await this.#report('everything is mended');
    return this.#end(mended);
  }

  async #trouble({ phase, ms }: Step, stage: Omit<Stage, 'ms'>): Promise<string> {
    this.#parts.context.log(`soak: ${phase.name} begins`);
    const words = await phase.run({ ...stage, ms });
    this.#parts.context.log(`soak: ${phase.name} ends`);
    return words;
  }

  async #end(mended: Status): Promise<Outcome> {
    const { ours, labLog, context } = this.#parts;
    const { say } = context;
    const [result, peer] = await Promise.all([ours.finish(), this.#peerWatch.finish(labLog.of('peer'))]);
    const left = await ours.gone();
    const counts = labLog.of('ours');
    const course: Course = { mended, result, counts, left };
    say(`ours: ${memoryWords(result.memory)}`);
    say(
      `ours: ${counts.logins} logins with a token each, ${counts.throttled} refused with "Too many connects", ` +
        `${counts.stsCalls} calls of STS, as ${counts.principals.join(', ')}; ${result.failedSends} sends threw`,
    );
    say(`raw kafkajs with AWS's signer: ${peer}`);
    const refusals = Object.entries(labLog.refusals()).map(([reason, count]) => `${reason} ${count}`);
    if (refusals.length > 0) say(`tokens that were refused, of either: ${refusals.join(', ')}`);
    return { lastLine: lastLine(result), complaints: complaints(course) };
  }

  async #report(what: string): Promise<void> {
    const { ours, context } = this.#parts;
    const [status, peer] = await Promise.all([ours.status(), this.#peerWatch.change()]);
    const change = changeBetween(this.#before ?? status, status);
    this.#before = status;
    const heap = `heap ${status.heapMiB.toFixed(1)} MiB`;
    context.say(`${seconds(this.#elapsedMs())}: ${what}: ${change}, ${heap}; raw kafkajs: ${peer}`);
  }

  #stage(seed: number): Omit<Stage, 'ms'> {
    let last = Math.max(...this.#parts.lab.kafka.list().map(({ id }) => id));
    return {
      lab: this.#parts.lab,
      random: seeded(seed),
      newBrokerId: () => (last += 1),
      wait: (ms) => this.#wait(ms),
    };
  }

  #wait(ms: number): Promise<void> {
    return pause(ms, this.#parts.context.signal);
  }

  #elapsedMs(): number {
    return performance.now() - this.#startedAt;
  }
}
