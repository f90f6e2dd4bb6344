/** What speaks for a pattern, in words: what was answered, where it lies, and what nobody can see from the client. */
import type { NameFact } from '../facts/names.ts';
import type { Resolution } from './pattern.ts';
import type { Names } from './resolution.ts';

/** Never a warning: who owns a zone or a rule is not the client's to see. */
const OWNERS =
  'whose zone or rule answers cannot be seen from here: aws route53 list-hosted-zones-by-vpc and aws route53resolver list-resolver-rule-associations in the account of this VPC say it';

/** The evidence, the names first. */
export function evidenceOf({ names, placement }: Names, seen: Resolution): readonly string[] {
  const { zone, place, resolved, wildcard } = seen;
  const words = names
    .filter(({ role, state }) => role !== 'broker' && state !== 'unseen')
    .map((name) => `${name.role} ${name.host}: ${answerOf(name)}`);
  words.push(...brokersOf(names));
  if (wildcard === 'elsewhere')
    words.push("the wildcard leads elsewhere: the cluster's own names have a zone or rule of their own");
  if (zone !== 'unknown') words.push(`the zone that denies the sentinel is ${wordsOfZone[zone]}`);
  if (place !== 'ambiguous') {
    const by = placement.by === 'metadata' ? ', by instance metadata' : '';
    const where = place === 'own' ? "in the client's own VPC" : "outside the client's own VPC";
    words.push(`the addresses lie ${where} (${placement.vpcCidrs.slice(0, 3).join(', ')}${by})`);
  }
  if (placement.region !== null) words.push(`${placement.regionBy}: this client runs in ${placement.region}`);
  if (resolved === 'some') words.push(OWNERS);
  return words;
}

/** One line for all brokers, and one for each of the few that are not as the bootstrap. */
function brokersOf(names: readonly NameFact[]): readonly string[] {
  const brokers = names.filter(({ role }) => role === 'broker');
  if (brokers.length === 0) return [];
  const known = new Set(names.filter(({ role }) => role === 'bootstrap').flatMap((name) => name.addresses));
  const alike = brokers.filter(({ addresses }) => addresses.some((address) => known.has(address)));
  const others = brokers.filter((name) => !alike.includes(name));
  return [
    `${alike.length} of ${brokers.length} brokers lead where the bootstrap leads`,
    ...others.slice(0, 3).map((name) => `broker ${name.host}: ${answerOf(name)}`),
  ];
}

function answerOf({ state, addresses, outcome }: NameFact): string {
  return state === 'resolved' ? addresses.join(', ') : outcome;
}

const wordsOfZone: Readonly<Record<Exclude<Resolution['zone'], 'unknown'>, string>> = {
  apex: "Z itself: a customer's zone, or a managed one there",
  deeper: 'deeper than Z: a managed or a shadowing zone',
  above: 'above Z: no zone of Z matched',
};
