/** What a picture shows: parts that stand somewhere, and steps between them. */

/** `client/app`, `resolver/apps`, `cluster/orders/core`. */
export type PartId = string;

/** Names go from a question to its answer, data from a client to its cluster. */
export type Way = 'dns' | 'data';

/** One hop of a way. */
export interface Step {
  readonly way: Way;
  /** How many hops its client has come, from 1. */
  readonly depth: number;
  readonly from: PartId;
  /** null: the way ends here, without what it went for. */
  readonly to: PartId | null;
  readonly words: string;
  /** Where it happens, said before the words; steps of one number that differ in it alone are told at once. */
  readonly where?: string;
}

/** The ids of parts. */
export const part = {
  client: (name: string): PartId => `client/${name}`,
  resolver: (vpc: string): PartId => `resolver/${vpc}`,
  zone: (name: string): PartId => `zone/${name}`,
  managed: (cluster: string, vpc: string): PartId => `managed/${cluster}/${vpc}`,
  rule: (name: string): PartId => `rule/${name}`,
  resolverEndpoint: (name: string): PartId => `resolver-endpoint/${name}`,
  cluster: (name: string, vpc: string): PartId => `cluster/${name}/${vpc}`,
  balancer: (name: string): PartId => `balancer/${name}`,
  endpoint: (name: string): PartId => `endpoint/${name}`,
  link: (name: string): PartId => `link/${name}`,
  /** Where every name goes that nothing private takes. */
  public: 'public',
} as const;

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  const distinct = [...new Set(words)];
  const last = distinct.pop() ?? '';
  return distinct.length === 0 ? last : `${distinct.join(', ')} and ${last}`;
}
