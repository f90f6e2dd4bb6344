import { type Phase, someBroker } from './phase.ts';

/** Brokers of MSK Serverless come and go under ever new ids. */
export const brokerReplaced: Phase = {
  name: 'broker-replaced',
  share: 0.03,
  async run(stage) {
    const old = someBroker(stage);
    const id = stage.newBrokerId();
    await stage.lab.replaceBroker(old, id);
    await stage.wait(stage.ms);
    return `broker ${old} is replaced by broker ${id}`;
  },
};
