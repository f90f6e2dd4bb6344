import type { Phase } from './phase.ts';

/** What MSK does when it patches: every broker in turn. */
export const rollingRestart: Phase = {
  name: 'rolling-restart',
  share: 0.06,
  async run({ lab, ms, wait }) {
    const ids = lab.kafka.list().map(({ id }) => id);
    for (const id of ids) {
      await lab.restartBroker(id);
      // Its replicas catch up before the next one goes.
      await wait(ms / ids.length);
    }
    return `brokers ${ids.join(', ')} are restarted one after the other`;
  },
};
