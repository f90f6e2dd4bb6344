import { type Phase, seconds, someBroker } from './phase.ts';

/** A broker stands still with every connection open, as a machine does that is moved or swaps, and goes on. */
export const brokerPaused: Phase = {
  name: 'broker-paused',
  share: 0.08,
  async run(stage) {
    const { lab, ms, wait } = stage;
    const id = someBroker(stage);
    await lab.pauseBroker(id);
    await wait(ms);
    await lab.resumeBroker(id);
    return `broker ${id} is stopped with SIGSTOP for ${seconds(ms)}`;
  },
};
