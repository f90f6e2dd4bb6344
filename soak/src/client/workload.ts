import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import type { Result, Settings, Status } from '../protocol.ts';
import { audit } from './audit.ts';
import { Group } from './group.ts';
import { IdlePair } from './idle-pair.ts';
import { Lanes } from './lanes.ts';
import { Ledger } from './ledger.ts';
import { MemoryWatch } from './memory.ts';
import { sequenceOf } from './messages.ts';

const POLL_MS = 100;

/** The work of one side: a producer, a consumer of a group, and perhaps a pair that idles. */
export class Workload {
  readonly #kafka: Kafka;
  readonly #settings: Settings;
  readonly #tokens: () => number | null;
  readonly #ledger: Ledger;
  readonly #lanes: Lanes;
  readonly #group: Group;
  readonly #idle: IdlePair | null;
  readonly #memory: MemoryWatch;

  /** @param tokens how many were asked for so far; null where nobody counts */
  constructor(kafka: Kafka, settings: Settings, tokens: () => number | null) {
    this.#kafka = kafka;
    this.#settings = settings;
    this.#tokens = tokens;
    this.#ledger = new Ledger(settings.partitions);
    this.#lanes = new Lanes(kafka, settings, this.#ledger);
    this.#group = new Group(kafka, {
      topic: settings.topic,
      group: settings.group,
      onMessage: (partition, value) => {
        const sequence = sequenceOf(value);
        if (sequence !== null) this.#ledger.consume(partition, sequence);
      },
    });
    const { idleTopic, group } = settings;
    this.#idle = idleTopic === null ? null : new IdlePair(kafka, idleTopic, `${group}-idle`);
    this.#memory = new MemoryWatch(settings.sampleMs);
  }

  async start(): Promise<void> {
    await this.#idle?.start();
    await this.#group.start();
    await this.#lanes.start();
  }

  status(): Status {
    const { failedSends, sendError } = this.#lanes;
    return {
      acknowledged: this.#ledger.acknowledged,
      consumed: this.#ledger.consumed,
      lanes: this.#ledger.lanes,
      gapMs: this.#lanes.takeGapMs(),
      failedSends,
      sendError,
      restarts: this.#group.restarts,
      crashed: this.#group.crashed,
      tokens: this.#tokens(),
      heapMiB: this.#memory.heapMiB,
    };
  }

  /** Stops sending, waits for what is under way, wakes the idle pair, and counts. */
  async finish(): Promise<Result> {
    const maxGapMs = await this.#lanes.finish();
    const unread = await this.#drained();
    const idle = (await this.#idle?.wake(this.#settings.drainMs)) ?? null;
    const memory = this.#memory.finish();
    const status = this.status();
    if (unread > 0 && this.#settings.auditMs > 0)
      await audit(this.#kafka, this.#settings, this.#ledger).catch(() => undefined);
    const { count, where } = this.#ledger.open();
    return { ...status, maxGapMs, unread, lost: count, lostWhere: where, idle, memory };
  }

  async disconnect(): Promise<void> {
    await Promise.all([this.#lanes.disconnect(), this.#group.disconnect(), this.#idle?.disconnect()]);
  }

  /** How many acknowledged messages the consumer did not get in time. */
  async #drained(): Promise<number> {
    const deadline = performance.now() + this.#settings.drainMs;
    while (this.#ledger.open(0).count > 0 && performance.now() < deadline) await sleep(POLL_MS);
    return this.#ledger.open(0).count;
  }
}
