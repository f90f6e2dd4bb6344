import { type Phase, seconds, someBroker } from './phase.ts';

/** A broker dies without a word, and comes back with what it had. */
export const brokerKilled: Phase = {
  name: 'broker-killed',
  share: 0.08,
  async run(stage) {
    const { lab, ms, wait } = stage;
    const id = someBroker(stage);
    await lab.killBroker(id);
    await wait(ms);
    await lab.restartBroker(id);
    return `broker ${id} is killed with -9 and stays away for ${seconds(ms)}`;
  },
};
