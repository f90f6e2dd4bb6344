import type { Rcode } from '../codes.ts';
import type { DnsFaultKind } from '../fault-kind.ts';

/** Answers with a response code and no records. */
export const rcode: DnsFaultKind<Exclude<Rcode, 'NOERROR' | 'BADVERS'>> = {
  schema: {
    description:
      'Answer with this response code instead. NXDOMAIN carries the SOA of the zone that the name belongs to.',
    enum: ['SERVFAIL', 'REFUSED', 'NXDOMAIN', 'NOTIMP', 'FORMERR', 'NOTAUTH'],
    examples: ['SERVFAIL'],
  },
  answer: (value, answer, { soa }) => ({
    ...answer,
    rcode: value,
    answers: [],
    authorities: value === 'NXDOMAIN' && soa !== undefined ? [soa] : [],
  }),
};
