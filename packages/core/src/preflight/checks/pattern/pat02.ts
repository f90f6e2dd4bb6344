/** PAT02: the wildcard brought us to another cluster: every broker there carries that one's id. */
import { parseMskName } from '../../../config/msk-name.ts';
import type { Check } from '../check.ts';

export const pat02: Check = {
  id: 'PAT02',
  layer: 'pattern',
  needs: ['names', 'endpoint', 'metadata'],
  run: ({ names, endpoint: { clusterId }, metadata }) => {
    if (metadata.outcome !== 'ok') return [{ status: 'blocked', subject: null, waitsFor: 'metadata' }];
    const { brokers } = metadata.value;
    const ids = new Set(brokers.map(({ host }) => parseMskName(host)?.clusterId ?? null));
    const [foreignId = null] = ids;
    const sentinel = names.find(({ role }) => role === 'sentinel');
    const elsewhere = ids.size === 1 && foreignId !== null && clusterId !== null && foreignId !== clusterId;
    if (!elsewhere || sentinel?.state !== 'resolved')
      return [{ status: 'pass', subject: null, names: [metadata.value.from] }];
    const evidence = [
      `${sentinel.host}, never assigned: ${sentinel.addresses.join(', ')}`,
      `every broker is of ${foreignId}, asked for ${clusterId}`,
    ];
    return [
      {
        status: 'fail',
        subject: null,
        names: brokers.map(({ host }) => host),
        values: { foreignId },
        evidence,
      },
    ];
  },
};
