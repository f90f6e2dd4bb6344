/** Causes in how names resolve: answers that depend on who is asked, or when. */
import type { Cause } from '../cause.ts';
import {
  CACHED,
  zonesOfVpc,
  wildcard,
  endpointNames,
  associate,
  rulesOfVpc,
  wrongAddress,
} from './shared.ts';

const FORWARDS =
  'The servers that {resolver} forwards to, asked one by one (dig @TARGET_IP {host}): the targets of the rule for {apex}, or the upstreams of a server of your own.';
const ruleTargets = {
  owner: 'network-account',
  command:
    'aws route53resolver get-resolver-rule --region {clusterRegion} --resolver-rule-id {ruleId} --query ResolverRule.TargetIps',
} as const;
const updateTargets = {
  owner: 'network-account',
  command:
    "aws route53resolver update-resolver-rule --region {clusterRegion} --resolver-rule-id {ruleId} --config 'TargetIps=[{Ip={inboundIp},Port=53},{Ip={otherInboundIp},Port=53}]'",
} as const;
const OVERRIDE =
  'What the hosts line of nsswitch.conf and the hosts file say (the first two commands), and which search domains and servers resolv.conf names.';
const overrideCommands = [
  { owner: 'client', command: 'getent -s files ahosts {host}' },
  { owner: 'client', command: 'cat /etc/nsswitch.conf /etc/resolv.conf' },
  { owner: 'client', command: 'sudo sed -i.bak /{clusterId}/d /etc/hosts' },
  { owner: 'client', command: 'sudo resolvectl flush-caches' },
] as const;

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
          text: 'Remove the override on the client: the line of its hosts file (the third command; hostAliases of a pod), or the old entry of a local cache (the fourth).',
          commands: overrideCommands,
        },
      },
      missing: {
        summary: "The system's own lookup does not find {hosts}, while {server} answers {otherAddresses}.",
        settledBy: OVERRIDE,
        fix: {
          text: "Let the client's lookup ask that server: dns in the hosts line of nsswitch.conf, that server in resolv.conf, and no local cache that keeps an old NXDOMAIN (the fourth command).",
          commands: overrideCommands,
        },
      },
      extra: {
        summary:
          "The system's own lookup leads {hosts} to {addresses}, while {server} does not know the name.",
        settledBy: OVERRIDE,
        fix: {
          text: 'What answers is no DNS zone: a line of the hosts file, which goes stale when the brokers change, or a search domain. Give the VPC the zone {apex} instead, then remove it (the third command).',
          commands: overrideCommands,
        },
      },
    },
    blocks: null,
    explains: ['DNS01', 'DNS03', 'DNS08', 'DNS09', 'DNS11', ...wrongAddress],
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
        settledBy:
          "Which of the answers are the endpoint's own addresses (the first command, and dig of the name that it gives).",
        fix: {
          text: 'Two zones or rules for {apex} lead to different places: align them, so that whoever asks is led to the same endpoint. The old answer stays cached for its TTL.',
          commands: [
            endpointNames,
            { owner: 'client', command: 'dig {host} A' },
            zonesOfVpc,
            rulesOfVpc,
            wildcard,
          ],
        },
      },
      flaps: {
        summary:
          '{resolver} does not always say the same of {hosts}: one time {addresses}, another time {rcode}.',
        settledBy: FORWARDS,
        fix: {
          text: `Behind that resolver servers with different zones take turns: give them the same ones, or forward {apex} only to those that have the zone. ${CACHED}`,
          commands: [{ owner: 'client', command: 'dig {host} A' }, rulesOfVpc, ruleTargets, updateTargets],
        },
      },
      turns: {
        summary:
          '{resolver} does not always say the same of {hosts}: one time {addresses}, another time {otherAddresses}.',
        settledBy: FORWARDS,
        fix: {
          text: 'Behind that resolver servers with different zones take turns: align the zones, or forward {apex} only to those that lead to the endpoint.',
          commands: [
            { owner: 'client', command: 'dig {host} A' },
            endpointNames,
            ruleTargets,
            updateTargets,
            wildcard,
          ],
        },
      },
      absent: {
        summary: '{other} does not know {hosts}, which {resolver} resolves.',
        fix: {
          text: 'Give both resolvers the same zones: associate the zone or rule for {apex} with the VPC of the one that does not know the names, or let it forward {apex}. A client that asks it instead does not resolve them.',
          commands: [{ owner: 'client', command: 'dig {host} A' }, zonesOfVpc, rulesOfVpc, associate],
        },
      },
    },
    blocks: null,
    explains: ['DNS01', 'DNS03', ...wrongAddress],
  },
];
