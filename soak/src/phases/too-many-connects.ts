import { type Phase, seconds } from './phase.ts';

/** Every login is refused: re-authentications first, then, when all connections are lost, new ones. */
export const tooManyConnects: Phase = {
  name: 'too-many-connects',
  share: 0.06,
  async run({ lab, ms, wait }) {
    await lab.setFaults({ kafka: { loginsPerSecond: 0 } });
    await wait((ms * 2) / 3);
    const cut = lab.gateway.cut();
    await wait(ms / 3);
    await lab.setFaults({});
    return `every login is refused with "Too many connects" for ${seconds(ms)}, and ${cut} connections are reset`;
  },
};
