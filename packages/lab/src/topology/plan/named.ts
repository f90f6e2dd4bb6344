/** The configuration of BIND: every zone by itself, told apart by the address that is asked. */
import type { Topology } from '../model.ts';
import type { PlanContext } from './context.ts';
import { PUBLIC_DNS, STS_ADDRESS } from './fabric.ts';
import type { ProgramPlan } from './plan.ts';
import type { DnsZone } from './zones.ts';

/** The server of all zones. */
export function authoritative({ topology, zones, fabric }: PlanContext): ProgramPlan {
  const served = zones.map((zone, index) => ({
    zone,
    address: fabric.view(zone.key),
    file: `zone-${index}`,
  }));
  const addresses = [...served.map(({ address }) => address), PUBLIC_DNS];
  return {
    program: 'named',
    name: 'zones',
    files: {
      'main.conf': [
        options(addresses),
        ...served.map(({ zone, address, file }) => view(file, address, [[zone.apex, file]])),
        view('public', PUBLIC_DNS, [
          ['.', 'public-root'],
          ['amazonaws.com', 'public-amazonaws'],
        ]),
      ].join('\n'),
      ...Object.fromEntries(served.map(({ zone, file }) => [file, zoneFile(zone)])),
      'public-root': PUBLIC_ROOT,
      'public-amazonaws': publicZone(topology),
    },
  };
}

function options(addresses: readonly string[]): string {
  return `options {
  directory ".";
  listen-on port 53 { ${addresses.map((address) => `${address};`).join(' ')} };
  listen-on-v6 { none; };
  interface-interval 0;
  recursion no;
  allow-query { any; };
  minimal-responses yes;
  empty-zones-enable no;
  dnssec-validation no;
  notify no;
  pid-file none;
  session-keyfile none;
  lock-file none;
  max-cache-size 2M;
};
controls { };
logging { category default { default_stderr; }; };
`;
}

function view(name: string, address: string, zones: readonly (readonly [string, string])[]): string {
  const lines = zones.map(([apex, file]) => `  zone "${apex}" { type primary; file "${file}"; };`);
  return `view "${name}" {\n  match-destinations { ${address}; };\n${lines.join('\n')}\n};\n`;
}

/** As Route 53 writes it: negative answers stay for the smaller of the SOA's own TTL and its minimum. */
function zoneFile({ apex, records, negativeTtl }: DnsZone): string {
  const lines = Object.entries(records).flatMap(([name, { addresses, ttl }]) =>
    addresses.map((address) => `${name} ${ttl} IN A ${address}`),
  );
  return [
    `$ORIGIN ${apex}.`,
    `@ ${negativeTtl} IN SOA ns-1536.awsdns-00.co.uk. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`,
    '@ 172800 IN NS ns-1536.awsdns-00.co.uk.',
    ...lines,
    '',
  ].join('\n');
}

const PUBLIC_ROOT = `$ORIGIN .
@ 86400 IN SOA a.root-servers.net. nstld.verisign-grs.com. 2026010100 1800 900 604800 86400
@ 518400 IN NS a.root-servers.net.
a.root-servers.net. 518400 IN A ${PUBLIC_DNS}
`;

/** Nobody outside a VPC knows a name of MSK Serverless. */
function publicZone({ vpcs, clusters }: Topology): string {
  const regions = new Set([...Object.values(vpcs), ...Object.values(clusters)].map(({ region }) => region));
  return [
    '$ORIGIN amazonaws.com.',
    '@ 60 IN SOA dns-external-master.amazon.com. root.amazon.com. 2010123456 180 60 3024000 60',
    '@ 3600 IN NS ns1.amzndns.com.',
    ...[...regions].map((region) => `sts.${region} 60 IN A ${STS_ADDRESS}`),
    '',
  ].join('\n');
}
