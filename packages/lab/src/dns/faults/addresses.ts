import { isIPv4, isIPv6 } from 'node:net';
import type { StringAnswer } from 'dns-packet';
import type { DnsFaultKind } from '../fault-kind.ts';

const IPV4 = '^(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}$';
const HEX = '[0-9a-fA-F]{1,4}';
const IPV6 = `^((${HEX}:){7}${HEX}|((${HEX}:){0,6}${HEX})?::((${HEX}:){0,6}${HEX})?)$`;

/** Answers with other addresses than the zone has. */
export const addresses: DnsFaultKind<readonly string[]> = {
  schema: {
    description:
      'Answer with these addresses whatever the zone says: A takes the IPv4 ones, AAAA the IPv6 ones, and a type of which none is given has no data.',
    type: 'array',
    items: { type: 'string', anyOf: [{ pattern: IPV4 }, { pattern: IPV6 }] },
    examples: [['127.0.0.9'], ['255.255.255.255']],
  },
  answer: (value, answer, { name, type, soa }) => {
    if (type !== 'A' && type !== 'AAAA') return answer;
    const wanted = value.filter(type === 'A' ? isIPv4 : isIPv6);
    const answers = wanted.map((data): StringAnswer => ({ type, name, ttl: 60, data }));
    const authorities = answers.length === 0 && soa !== undefined ? [soa] : [];
    return { ...answer, rcode: 'NOERROR', answers, authorities };
  },
};
