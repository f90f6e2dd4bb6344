import { MskReachError } from '@msk-reach/core';
import { matchesGlob } from '../faults/glob.ts';
import type { FaultKinds, JsonSchema } from '../faults/kind.ts';
import { faultRules, type FaultRule, type FaultRules } from '../faults/rules.ts';
import { faultSettingsSchema, ruleCheck, type RuleCheck } from '../faults/schema.ts';
import type { GatewayCertificates, GatewayFaultKind } from './fault-kind.ts';
import * as kinds from './faults/all.ts';

type Value<Kind> = Kind extends GatewayFaultKind<infer V> ? V : never;

/** What goes wrong: any of the faults in `gateway/faults`, by name. @public */
export type GatewayFault = { readonly [Key in keyof typeof kinds]?: Value<(typeof kinds)[Key]> };

/**
 * Which connections go wrong, and how. The first rule that matches decides; it holds for connections opened
 * from then on. Faults of an address (`refuse`, `blackhole`, `slowConnectMs`) come before any name is known.
 *
 * @public
 */
export interface GatewayFaultRule extends FaultRule<GatewayFault> {
  /** The name in the ClientHello, `*` for any run of characters. @default any */
  readonly name?: string;
  /** The gateway's address, counted from 0. @default any */
  readonly address?: number;
}

const byKey: Readonly<Record<string, GatewayFaultKind<never>>> = kinds;

/** The JSON Schema of a fault, put together from the files in `gateway/faults`. @public */
export const gatewayFaultSchema: JsonSchema = faultSettingsSchema(kinds satisfies FaultKinds);

/** The JSON Schema of one rule. @public */
export const gatewayFaultRuleSchema: JsonSchema = {
  type: 'object',
  description: 'Which connections go wrong, and how. The first rule that matches decides.',
  properties: {
    name: {
      type: 'string',
      minLength: 1,
      description: 'The name in the ClientHello; `*` stands for any run of characters. Any by default.',
      examples: ['b98-*'],
    },
    address: {
      type: 'integer',
      minimum: 0,
      description: 'The address of the gateway, one for each zone, counted from 0. Any by default.',
      examples: [1],
    },
    times: {
      type: 'integer',
      minimum: 1,
      description: 'How many connections it happens to. Without limit by default.',
      examples: [3],
    },
    fault: gatewayFaultSchema,
  },
  required: ['fault'],
  anyOf: [{ required: ['name'] }, { required: ['address'] }],
  additionalProperties: false,
  examples: [{ name: 'b98-*', fault: { resetAfterBytes: 0 } }],
};

const checkSchema: RuleCheck = ruleCheck(gatewayFaultRuleSchema, 'gateway.faults');

/** Rules in order, each with its own count. @throws MskReachError `CONFIG_INVALID` */
export function gatewayFaultRules(
  rules: readonly GatewayFaultRule[],
  addresses: number,
  certificates: GatewayCertificates,
): FaultRules<GatewayFaultRule> {
  checkSchema(rules);
  const mistakes = rules.flatMap((rule, index) =>
    mistakesOf(rule, addresses, certificates).map((mistake) => `/${index} ${mistake}`),
  );
  if (mistakes.length > 0) throw invalid(mistakes);
  // Faults of an address are no business of a single connection, and use up nothing.
  return faultRules(rules.filter(({ fault }) => !concernsAddress(fault)));
}

/** A fault for one address alone. @throws MskReachError `CONFIG_INVALID` */
export function checkGatewayFault(fault: GatewayFault, certificates: GatewayCertificates): void {
  checkSchema([{ address: 0, fault }]);
  const mistakes = mistakesOf({ address: 0, fault }, 1, certificates);
  if (mistakes.length > 0) throw invalid(mistakes);
}

/** Whether it acts before a connection is there. */
export function concernsAddress(fault: GatewayFault): boolean {
  return faultSettings(fault).some(([kind]) => kind.listen !== undefined);
}

/** The fault for one connection, counted as one use of its rule. */
export function takeGatewayFault(
  rules: FaultRules<GatewayFaultRule>,
  serverName: string,
  address: number | undefined,
): GatewayFault {
  const rule = rules.take(
    (rule) =>
      (rule.name === undefined || matchesGlob(rule.name, serverName)) &&
      (rule.address === undefined || rule.address === address),
  );
  return rule?.fault ?? {};
}

/** The kinds that a fault sets, with their values, in the order of their keys in `faults/all.ts`. */
export function faultSettings(fault: GatewayFault): [GatewayFaultKind<never>, never][] {
  const given = fault as Readonly<Record<string, unknown>>;
  return Object.entries(byKey)
    .filter(([key]) => given[key] !== undefined)
    .map(([key, kind]) => [kind, given[key] as never]);
}

function mistakesOf(rule: GatewayFaultRule, addresses: number, certificates: GatewayCertificates): string[] {
  const mistakes = faultSettings(rule.fault).flatMap(
    ([kind, value]) => kind.check?.(value, certificates) ?? [],
  );
  if (rule.address !== undefined && rule.address >= addresses) {
    mistakes.push(`address: there are ${addresses}, counted from 0`);
  }
  if (!concernsAddress(rule.fault)) return mistakes;
  if (rule.name !== undefined) {
    mistakes.push(
      'name: a SYN carries no name; give the name an address of its own (extraAddress) with this fault',
    );
  }
  if (rule.times !== undefined) mistakes.push('times: nobody sees how often a SYN was not answered');
  if (Object.keys(rule.fault).length > 1) mistakes.push('fault: a fault of an address stands alone');
  return mistakes;
}

function invalid(mistakes: readonly string[]): MskReachError {
  const where = 'gateway.faults';
  return new MskReachError('CONFIG_INVALID', `${where}: ${mistakes.join('; ')}`, {
    details: { where, mistakes },
  });
}
