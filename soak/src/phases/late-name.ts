import { type Phase, seconds, someBroker } from './phase.ts';

/** A zone of fixed records: the name of a broker that comes is added by hand, later. */
export const lateName: Phase = {
  name: 'late-name',
  share: 0.07,
  async run(stage) {
    const { lab, ms, wait } = stage;
    const old = someBroker(stage);
    const id = stage.newBrokerId();
    lab.replaceWildcardByRecords();
    await lab.replaceBroker(old, id);
    await wait(ms);
    lab.setZones([{}]);
    return `broker ${old} is replaced by broker ${id}, whose name appears ${seconds(ms)} later`;
  },
};
