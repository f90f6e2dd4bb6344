/** The way of a name: from the client's resolver by zones, rules and resolver endpoints to whoever answers. */
import { resolverOf } from '../cidr.ts';
import type { Topology } from '../model.ts';
import { bootstrapOf, ledTo, recordFor, takerOf } from './answers.ts';
import { listed, part, type PartId, type Step } from './part.ts';

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
  const server = client.nameserver ?? resolverOf(topology.vpcs[client.vpc]?.cidr ?? '');
  const addresses = askAt(question, part.client(clientName), clientName, server, client.vpc);
  return { steps: question.steps, addresses };
}

/** Asks whatever has that address: a resolver endpoint, a VPC's own resolver, or something out of the picture. */
function askAt(question: Question, from: PartId, who: string, server: string, vpc: string): readonly string[] {
  const { topology } = question;
  for (const [name, endpoint] of Object.entries(topology.resolverEndpoints ?? {}))
    if (endpoint.direction === 'inbound' && Object.values(endpoint.addresses).includes(server)) {
      go(question, from, part.resolverEndpoint(name), `${who} asks the inbound endpoint ${name}, ${server}.`);
      return askInbound(question, name);
    }
  const own = topology.vpcs[vpc];
  if (own !== undefined && ['169.254.169.253', resolverOf(own.cidr)].includes(server)) {
    go(question, from, part.resolver(vpc), `${who} asks the resolver of ${vpc}, ${resolverOf(own.cidr)}.`);
    return askVpc(question, vpc);
  }
  go(question, from, null, `${who} asks ${server}, which knows no zone of a VPC.`);
  return [];
}

function askVpc(question: Question, vpc: string): readonly string[] {
  const { topology, host } = question;
  const here = part.resolver(vpc);
  if (question.asked.has(here)) return end(question, here, `The question is back in ${vpc}: a loop.`);
  question.asked.add(here);
  if (topology.vpcs[vpc]?.dnsSupport === false) return end(question, here, `enableDnsSupport is off in ${vpc}.`);
  const taker = takerOf(topology, vpc, host);
  switch (taker?.kind) {
    case 'zone':
      return askZone(question, vpc, taker.name);
    case 'rule':
      return askRule(question, vpc, taker.name);
    case 'managed': {
      if (taker.host === null) return end(question, here, `The zone of ${taker.name} in ${vpc} hides the name.`);
      const addresses = Object.values(topology.clusters[taker.name]?.endpoints[vpc]?.addresses ?? {});
      const words = `The zone that MSK keeps in ${vpc} answers: ${listed(addresses)}.`;
      go(question, here, part.managed(taker.name, vpc), words);
      return addresses;
    }
    case undefined:
      go(question, here, part.public, 'no zone and no rule takes the name; public DNS says NXDOMAIN.', vpc);
      return [];
  }
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
  const [target = ''] = rule.targets;
  if (topology.resolverEndpoints?.[target] === undefined)
    return askAt(question, via, rule.via, target, out.vpc);
  const addresses = Object.values(topology.resolverEndpoints[target].addresses);
  const words = `${rule.via} asks the inbound endpoint ${target}, ${listed(addresses)}.`;
  go(question, via, part.resolverEndpoint(target), words);
  return askInbound(question, target);
}

function askInbound(question: Question, name: string): readonly string[] {
  const endpoint = question.topology.resolverEndpoints?.[name];
  const here = part.resolverEndpoint(name);
  if (endpoint === undefined || endpoint.dead === true) return end(question, here, `Nothing answers at ${name}.`);
  const address = resolverOf(question.topology.vpcs[endpoint.vpc]?.cidr ?? '');
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
