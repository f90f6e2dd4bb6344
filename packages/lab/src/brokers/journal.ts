import type { BrokerRequest } from './brokers.ts';
import { readRequest } from './launcher-lines.ts';

const MAX_LINES = 50_000;

/** What launchers said, requests apart from the rest; the latest, so that a long run does not fill the memory. */
export interface Journal {
  heard(line: string): void;
  requests(): readonly BrokerRequest[];
  lines(): readonly string[];
  /** Forgets all of it. */
  clear(): void;
}

/** @param log hears every line but those of requests */
export function journal(log: (line: string) => void = () => undefined): Journal {
  let requests: BrokerRequest[] = [];
  let lines: string[] = [];
  return {
    heard(line) {
      const request = readRequest(line);
      if (request === undefined) {
        lines.push(line);
        log(line);
      } else requests.push(request);
      if (lines.length > 2 * MAX_LINES) lines = lines.slice(-MAX_LINES);
      if (requests.length > 2 * MAX_LINES) requests = requests.slice(-MAX_LINES);
    },
    requests: () => [...requests],
    lines: () => [...lines],
    clear() {
      requests = [];
      lines = [];
    },
  };
}
