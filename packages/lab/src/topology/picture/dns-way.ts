/** The way of a name: from the client's resolver by zones, rules and resolver endpoints to whoever answers. */

import type { Topology } from '../model.ts';
import { resolverAddress } from '../plan/ipv4.ts';
import { bootstrapOf, ledTo, recordFor, takerOf } from './answers.ts';
import { stepsOf } from './data-way.ts';
import { listed, part, type PartId, type Step } from './part.ts';
import { travel } from './travel.ts';

/** How a client's question for the bootstrap goes. */
export interface DnsWay {
  readonly steps: readonly Step[];
  /** None: NXDOMAIN, or silence. */
  readonly addresses: readonly string[];
}

/** A question on its way. */
interface Question {
  readonly topology: Topology;
  readonly host: string;
  readonly steps: Step[];
  readonly asked: Set<PartId>;
}

/** Follows the name of a cluster's bootstrap from a client. */
export function dnsWay(topology: Topology, clientName: string, clusterName: string): DnsWay {
  const client = topology.clients[clientName];
  const host = bootstrapOf(topology, clusterName);
  const question: Question = { topology, host, steps: [], asked: new Set() };
  if (client === undefined) return { steps: [], addresses: [] };
  const server = client.nameserver ?? resolverAddress(topology.vpcs[client.vpc]?.cidr ?? '');
  const addresses = askAt(question, part.client(clientName), clientName, server, client.vpc);
  return { steps: question.steps, addresses };
}

/** Asks whatever has that address: a resolver endpoint, a VPC's own resolver, or something out of the picture. */
function askAt(
  question: Question,
  from: PartId,
  who: string,
  server: string,
  vpc: string,
): readonly string[] {
  const { topology } = question;
  for (const [name, endpoint] of Object.entries(topology.resolverEndpoints ?? {}))
    if (endpoint.direction === 'inbound' && Object.values(endpoint.addresses).includes(server)) {
      go(question, from, part.resolverEndpoint(name), `${who} asks the inbound endpoint ${name}, ${server}.`);
      return askInbound(question, name);
    }
  const own = topology.vpcs[vpc];
  if (own !== undefined && ['169.254.169.253', resolverAddress(own.cidr)].includes(server)) {
    go(
      question,
      from,
      part.resolver(vpc),
      `${who} asks the resolver of ${vpc}, ${resolverAddress(own.cidr)}.`,
    );
    return askVpc(question, vpc);
  }
  go(question, from, part.public, `${who} asks ${server}, which knows no zone and no rule of a VPC.`);
  return [];
}

function askVpc(question: Question, vpc: string): readonly string[] {
  const { topology, host } = question;
  const here = part.resolver(vpc);
  if (question.asked.has(here)) return end(question, here, `The question is back in ${vpc}: a loop.`);
  question.asked.add(here);
  if (topology.vpcs[vpc]?.dnsSupport === false)
    return end(question, here, `enableDnsSupport is off in ${vpc}.`);
  const taker = takerOf(topology, vpc, host);
  if (taker === null) {
    go(question, here, part.public, 'no zone and no rule takes the name; public DNS says NXDOMAIN.', vpc);
    return [];
  }
  if (taker.kind === 'zone') return askZone(question, vpc, taker.name);
  if (taker.kind === 'rule') return askRule(question, vpc, taker.name);
  if (taker.host === null) return end(question, here, `The zone of ${taker.name} in ${vpc} hides the name.`);
  const addresses = Object.values(topology.clusters[taker.name]?.endpoints[vpc]?.addresses ?? {});
  const words = `The zone that MSK keeps for ${taker.name} in ${vpc} answers: ${listed(addresses)}.`;
  go(question, here, part.managed(taker.name, vpc), words);
  return addresses;
}

function askZone(question: Question, vpc: string, name: string): readonly string[] {
  const zone = question.topology.zones?.[name];
  const record = zone === undefined ? null : recordFor(zone, question.host);
  const { addresses, words } = ledTo(question.topology, record === null ? [] : (zone?.records[record] ?? []));
  const answer = record === null ? 'no record: NXDOMAIN' : `${record} is ${words}, ${listed(addresses)}`;
  go(question, part.resolver(vpc), part.zone(name), `zone ${name} is associated; ${answer}.`, vpc);
  return addresses;
}

function askRule(question: Question, vpc: string, name: string): readonly string[] {
  const { topology } = question;
  const rule = topology.rules?.[name];
  if (rule === undefined) return [];
  const [via, taker] = [part.resolverEndpoint(rule.via), part.rule(name)];
  go(question, part.resolver(vpc), taker, `rule ${name} is associated, and takes the name.`, vpc);
  go(question, taker, via, `The rule sends it out by the outbound endpoint ${rule.via}.`);
  const out = topology.resolverEndpoints?.[rule.via];
  if (out === undefined || out.dead === true) return end(question, via, `Nothing answers at ${rule.via}.`);
  const targets = rule.targets.flatMap((target) => {
    const endpoint = topology.resolverEndpoints?.[target];
    return endpoint === undefined ? [target] : Object.values(endpoint.addresses);
  });
  return forward(question, rule.via, targets);
}

/** From an outbound endpoint, by its VPC's routes, to the targets of a rule. */
function forward(question: Question, name: string, targets: readonly string[]): readonly string[] {
  const { topology, steps } = question;
  const { vpc = '', addresses = {} } = topology.resolverEndpoints?.[name] ?? {};
  const [address = ''] = Object.values(addresses);
  const opens = (all: string): string => `${name} asks ${all}, port 53`;
  const who = { id: part.resolverEndpoint(name), vpc, address, opens };
  steps.push(
    ...stepsOf(
      'dns',
      targets.map((target) => travel(topology, who, target)),
      steps.length,
    ),
  );
  const inbound = steps.at(-1)?.to?.split('/') ?? [];
  return inbound[0] === 'resolver-endpoint' ? askInbound(question, inbound[1] ?? '') : [];
}

function askInbound(question: Question, name: string): readonly string[] {
  const endpoint = question.topology.resolverEndpoints?.[name];
  const here = part.resolverEndpoint(name);
  if (endpoint === undefined || endpoint.dead === true)
    return end(question, here, `Nothing answers at ${name}.`);
  const address = resolverAddress(question.topology.vpcs[endpoint.vpc]?.cidr ?? '');
  const words = `${name} asks the resolver of its own VPC ${endpoint.vpc}, ${address}.`;
  go(question, here, part.resolver(endpoint.vpc), words);
  return askVpc(question, endpoint.vpc);
}

function go({ steps }: Question, from: PartId, to: PartId | null, words: string, where?: string): void {
  const step: Step = { way: 'dns', depth: steps.length + 1, from, to, words };
  steps.push(where === undefined ? step : { ...step, where });
}

function end(question: Question, from: PartId, words: string): readonly string[] {
  go(question, from, null, words);
  return [];
}
