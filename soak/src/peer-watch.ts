/** What becomes of raw kafkajs with AWS's signer; nothing of it makes the soak fail. */
import type { Client } from './client.ts';
import type { SideCounts } from './lab-log.ts';
import { seconds } from './phases/phase.ts';
import type { Result, Status } from './protocol.ts';
import { changeBetween, consumerAway } from './verdict.ts';

/** Follows the peer. */
export class PeerWatch {
  readonly #client: Client;
  readonly #elapsedMs: () => number;
  #before: Status | null = null;
  /** When its consumer was last seen to have got something. */
  #consumingMs = 0;
  #consumed = 0;
  #failure: string | null = null;

  constructor(client: Client, elapsedMs: () => number) {
    this.#client = client;
    this.#elapsedMs = elapsedMs;
  }

  async ready(): Promise<void> {
    await this.#tried(this.#client.ready());
    await this.change();
  }

  /** What happened since the last call, in words. */
  async change(): Promise<string> {
    const status = await this.#tried(this.#client.status());
    if (status === null) return `gone: ${this.#failure}`;
    const before = this.#before ?? status;
    this.#before = status;
    this.#note(status);
    return changeBetween(before, status);
  }

  /** What became of it, in words. */
  async finish(counts: SideCounts): Promise<string> {
    const result = await this.#tried(this.#client.finish());
    if (result === null) return `gone: ${this.#failure}`;
    this.#note(result);
    const { acknowledged, consumed, unread, maxGapMs, failedSends, sendError } = result;
    return [
      `acknowledged ${acknowledged}, consumed ${consumed}, not consumed ${unread}`,
      `restarts ${result.restarts}, max gap ${Math.round(maxGapMs)} ms`,
      `${result.tokens ?? 0} tokens, ${counts.logins} logins, ${counts.stsCalls} calls of STS`,
      ...(failedSends > 0 ? [`${failedSends} sends threw, the last ${sendError}`] : []),
      this.#consumerWords(result),
    ].join('; ');
  }

  #note({ consumed }: Status): void {
    if (consumed > this.#consumed) this.#consumingMs = this.#elapsedMs();
    this.#consumed = consumed;
  }

  #consumerWords({ crashed, unread }: Result): string {
    if (crashed !== null) return `${consumerAway(crashed)}, nothing since ${seconds(this.#consumingMs)}`;
    return unread === 0
      ? 'its consumer lives'
      : `its consumer got nothing since ${seconds(this.#consumingMs)}`;
  }

  async #tried<T>(asked: Promise<T>): Promise<T | null> {
    try {
      return await asked;
    } catch (error) {
      this.#failure = error instanceof Error ? error.message : String(error);
      return null;
    }
  }
}
