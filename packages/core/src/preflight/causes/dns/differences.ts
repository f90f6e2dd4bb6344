/** Causes in how names resolve: answers that depend on who is asked, or when. */
import type { Cause } from '../cause.ts';
import {
  associate,
  CACHED,
  endpointNames,
  rulesOfVpc,
  updateTargets,
  wildcard,
  wrongAddress,
  zonesOfVpc,
} from './shared.ts';

const FORWARDS =
  'The servers that {resolver} forwards to, asked one by one (dig @<target-ip> {host}): the targets of the rule for {apex}, which (3) prints, or the upstreams of a server of your own.';
const ask = { owner: 'client', command: 'dig {host} A' } as const;
const ruleTargets = {
  owner: 'network-account',
  command:
    'aws route53resolver get-resolver-rule --region {clusterRegion} --resolver-rule-id {resolverRuleId} --query ResolverRule.TargetIps',
} as const;
const OVERRIDE =
  'What the hosts file says (1), and what the hosts line of nsswitch.conf and resolv.conf say (2).';
const inHostsFile = { owner: 'client', command: 'getent -s files ahosts {host}' } as const;
const lookupOrder = { owner: 'client', command: 'cat /etc/nsswitch.conf /etc/resolv.conf' } as const;
const cleanHostsFile = { owner: 'client', command: 'sudo sed -i.bak /{clusterId}/d /etc/hosts' } as const;
const emptyCache = { owner: 'client', command: 'sudo resolvectl flush-caches' } as const;

export const differenceCauses: readonly Cause[] = [
  {
    id: 'DNS10',
    level: 'fail',
    layer: 'dns',
    title: 'hosts file, search domain or cache differs',
    good: "The system's own lookup says what its DNS server says.",
    words: {
      main: {
        summary:
          "The system's own lookup leads {hosts} to {addresses}, while {server} answers {otherAddresses}.",
        settledBy: OVERRIDE,
        fix: {
          text: 'Remove the override on the client: where (1) finds a line of the hosts file, (3) deletes it (of a pod: hostAliases); otherwise it is an old entry of a local cache, which (4) empties.',
          commands: [inHostsFile, lookupOrder, cleanHostsFile, emptyCache],
        },
      },
      missing: {
        summary: "The system's own lookup does not find {hosts}, while {server} answers {otherAddresses}.",
        settledBy: 'What the hosts line of nsswitch.conf and resolv.conf say (1).',
        fix: {
          text: "Let the client's lookup ask that server: (1) has to show dns in the hosts line of nsswitch.conf, and that server in resolv.conf. Then (2) empties the local cache, which may keep an old NXDOMAIN.",
          commands: [lookupOrder, emptyCache],
        },
      },
      extra: {
        summary:
          "The system's own lookup leads {hosts} to {addresses}, while {server} does not know the name.",
        settledBy: OVERRIDE,
        fix: {
          text: 'What answers is no DNS zone: a line of the hosts file (1), which goes stale when the brokers change, or a search domain (2). Give the VPC the zone {apex} first (msk-reach explain DNS01), then remove it (3).',
          commands: [inHostsFile, lookupOrder, cleanHostsFile],
        },
      },
    },
    blocks: null,
    explains: ['DNS01', 'DNS03', 'DNS08', 'DNS09', 'DNS11', 'DNS13', ...wrongAddress],
  },
  {
    id: 'DNS11',
    level: 'fail',
    layer: 'dns',
    title: 'answers vary between queries or resolvers',
    good: 'The resolvers lead to the same place.',
    words: {
      main: {
        summary: 'For {hosts} {resolver} answers {addresses}, and {other} answers {otherAddresses}.',
        settledBy: "Which of the answers are the endpoint's own: dig of the name that (1) prints.",
        fix: {
          text: 'Two zones or rules for {apex} lead to different places: (2) and (3) list what this VPC has. Align them, so that whoever asks is led to the endpoint: (4) repoints the * alias of the zone that is wrong. The old answer stays cached for its TTL.',
          commands: [endpointNames, zonesOfVpc, rulesOfVpc, wildcard],
        },
      },
      flaps: {
        summary:
          '{resolver} does not always say the same of {hosts}: one time {addresses}, another time {rcode}.',
        settledBy: FORWARDS,
        fix: {
          text: `Behind that resolver servers with different zones take turns: give them the same zones, or forward {apex} only to those that have it. (1) shows it turn, (2) prints the rule's id, (3) its targets, (4) sets them. ${CACHED}`,
          commands: [ask, rulesOfVpc, ruleTargets, updateTargets],
        },
      },
      turns: {
        summary:
          '{resolver} does not always say the same of {hosts}: one time {addresses}, another time {otherAddresses}.',
        settledBy: FORWARDS,
        fix: {
          text: "Behind that resolver servers with different zones take turns: align the zones, or forward {apex} only to those that lead to the endpoint. (1) shows it turn, (2) prints the rule's id, (3) its targets, (4) sets them; (5) prints the endpoint's names, whose addresses are the right ones.",
          commands: [ask, rulesOfVpc, ruleTargets, updateTargets, endpointNames],
        },
      },
      absent: {
        summary: '{other} does not know {hosts}, which {resolver} resolves.',
        fix: {
          text: 'A client that asks {other} resolves nothing: give its VPC what the other has. (1) and (2), run for both VPCs, show the zone or rule for {apex} that one lacks; (3) associates a zone. A server of your own has to forward {apex}.',
          commands: [zonesOfVpc, rulesOfVpc, associate],
        },
      },
    },
    blocks: null,
    explains: ['DNS01', 'DNS03', 'DNS13', ...wrongAddress],
  },
];
