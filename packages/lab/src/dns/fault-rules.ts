import { matchesGlob } from '../faults/glob.ts';
import type { FaultKinds, JsonSchema } from '../faults/kind.ts';
import { faultRules, type FaultRule, type FaultRules } from '../faults/rules.ts';
import { faultSettingsSchema, ruleCheck, type RuleCheck } from '../faults/schema.ts';
import type { DnsAnswer } from './answer.ts';
import type { DnsExchange, DnsFaultKind, DnsTransport } from './fault-kind.ts';
import * as kinds from './faults/all.ts';

type Value<Kind> = Kind extends DnsFaultKind<infer V> ? V : never;

/** What goes wrong: any of the faults in `dns/faults`, by name. @public */
export type DnsFault = { readonly [Key in keyof typeof kinds]?: Value<(typeof kinds)[Key]> };

/** Which questions are answered wrongly, and how. The first rule that matches decides. @public */
export interface DnsFaultRule extends FaultRule<DnsFault> {
  /** The name asked for, `*` for any run of characters: `*`, `b98-*`. */
  readonly name: string;
  /** The type asked for. @default any */
  readonly type?: string;
  /** @default both */
  readonly via?: DnsTransport;
}

const byKey: Readonly<Record<string, DnsFaultKind<never>>> = kinds;

/** The JSON Schema of one rule, put together from the files in `dns/faults`. @public */
export const dnsFaultRuleSchema: JsonSchema = {
  type: 'object',
  description: 'Which DNS questions are answered wrongly, and how. The first rule that matches decides.',
  properties: {
    name: {
      type: 'string',
      minLength: 1,
      description: 'The name asked for; `*` stands for any run of characters.',
      examples: ['b98-*'],
    },
    type: {
      type: 'string',
      pattern: '^[A-Z][A-Z0-9_]*$',
      description: 'The record type asked for. Any by default.',
      examples: ['A'],
    },
    via: { enum: ['udp', 'tcp'], description: 'How the question came. Both by default.', examples: ['udp'] },
    times: {
      type: 'integer',
      minimum: 1,
      description: 'How often the rule applies before it is used up. Without limit by default.',
      examples: [2],
    },
    fault: faultSettingsSchema(kinds satisfies FaultKinds),
  },
  required: ['name', 'fault'],
  additionalProperties: false,
  examples: [{ name: 'b98-*', fault: { rcode: 'SERVFAIL' } }],
};

/** Refuses rules that do not fit {@link dnsFaultRuleSchema}. */
export const checkDnsFaultRules: RuleCheck = ruleCheck(dnsFaultRuleSchema, 'dns.faults');

/** The fault for one question, counted as one use of its rule. */
export function takeDnsFault(rules: FaultRules<DnsFaultRule>, exchange: DnsExchange): DnsFault {
  const rule = rules.take(
    ({ name, type, via }) =>
      matchesGlob(name, exchange.name) &&
      (type ?? exchange.type) === exchange.type &&
      (via ?? exchange.via) === exchange.via,
  );
  return rule?.fault ?? {};
}

/** Rules in order, each with its own count. */
export function dnsFaultRules(rules: readonly DnsFaultRule[]): FaultRules<DnsFaultRule> {
  checkDnsFaultRules(rules);
  return faultRules(rules);
}

/** How long the answer is held back, in milliseconds. */
export function faultDelayMs(fault: DnsFault): number {
  return settings(fault).reduce((sum, [kind, value]) => sum + (kind.delayMs?.(value) ?? 0), 0);
}

/** What is said once every fault had its turn. */
export function faultyAnswer(fault: DnsFault, answer: DnsAnswer, exchange: DnsExchange): DnsAnswer {
  return settings(fault).reduce(
    (said, [kind, value]) => kind.answer?.(value, said, exchange) ?? said,
    answer,
  );
}

/** What is sent once every fault had its turn. */
export function faultyPacket(
  fault: DnsFault,
  packet: Buffer,
  exchange: DnsExchange,
): Buffer | 'silence' | 'close' {
  return settings(fault).reduce<Buffer | 'silence' | 'close'>(
    (sent, [kind, value]) => (Buffer.isBuffer(sent) ? (kind.packet?.(value, sent, exchange) ?? sent) : sent),
    packet,
  );
}

/** In the order of the keys in `faults/all.ts`, so that one fault meets the same answer whoever wrote the rule. */
function settings(fault: DnsFault): [DnsFaultKind<never>, never][] {
  const given = fault as Readonly<Record<string, unknown>>;
  return Object.entries(byKey)
    .filter(([key]) => given[key] !== undefined)
    .map(([key, kind]) => [kind, given[key] as never]);
}
