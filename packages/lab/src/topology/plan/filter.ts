/** Rulesets of nftables, as text. */

/** A chain of the base table. */
export interface Chain {
  readonly name: string;
  /** Where it hangs; undefined for one that others jump to. */
  readonly hook?: string;
  readonly rules: readonly string[];
}

/** Hooks with what happens to packets that no rule decides. */
export const HOOKS = {
  dstnat: 'type nat hook prerouting priority dstnat; policy accept;',
  srcnat: 'type nat hook postrouting priority srcnat; policy accept;',
  input: 'type filter hook input priority filter; policy drop;',
  output: 'type filter hook output priority filter; policy accept;',
  forward: 'type filter hook forward priority filter; policy drop;',
} as const;

/** AWS drops where Linux would answer. */
export const SILENT_OUTPUT: Chain = { name: 'output', hook: HOOKS.output, rules: ['meta l4proto icmp drop'] };

/** One ruleset that replaces what was there, in one step. */
export function ruleset(chains: readonly Chain[]): string {
  // Those that others jump to have to be there first.
  const ordered = [
    ...chains.filter(({ hook }) => hook === undefined),
    ...chains.filter(({ hook }) => hook !== undefined),
  ];
  return [
    'flush ruleset',
    'table ip lab {',
    ...ordered.flatMap(({ name, hook, rules }) => [
      `  chain ${name} {`,
      ...(hook === undefined ? [] : [`    ${hook}`]),
      ...rules.map((rule) => `    ${rule}`),
      '  }',
    ]),
    '}',
    '',
  ].join('\n');
}

/** A name that nftables takes. */
export function chainName(kind: string, name: string): string {
  return `${kind}_${name.replaceAll('-', '_')}`;
}

/** A set of addresses, or of devices. */
export function setOf(items: readonly string[]): string {
  return `{ ${items.join(', ')} }`;
}

/** A match of protocol and destination ports; '' for any. */
export function protocolMatch(
  protocol: 'tcp' | 'udp' | undefined,
  ports: readonly [number, number] | undefined,
): string {
  if (ports === undefined) return protocol === undefined ? '' : `meta l4proto ${protocol} `;
  const which = protocol === undefined ? 'meta l4proto { tcp, udp } ' : `meta l4proto ${protocol} `;
  return `${which}th dport ${ports[0]}-${ports[1]} `;
}
