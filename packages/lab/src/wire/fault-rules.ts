import type { Duplex } from 'node:stream';
import { Writer } from '@msk-reach/core/protocol';
import type { FaultKinds, JsonSchema } from '../faults/kind.ts';
import { faultRules, type FaultRule, type FaultRules } from '../faults/rules.ts';
import { faultSettingsSchema, ruleCheck, type RuleCheck } from '../faults/schema.ts';
import type { WireAnswer, WireApi } from './answers.ts';
import type { WireFaultKind } from './fault-kind.ts';
import * as kinds from './hostile/all.ts';

type Value<Kind> = Kind extends WireFaultKind<infer V> ? V : never;

/** How an answer is wrong: any of the ways in `wire/hostile`, by name. @public */
export type WireFault = { readonly [Key in keyof typeof kinds]?: Value<(typeof kinds)[Key]> };

/** Which answers are wrong, and how. The first rule that matches decides. @public */
export interface WireFaultRule extends FaultRule<WireFault> {
  /** What was asked. @default 'Metadata' */
  readonly api?: WireApi;
  /** Who answers: ids of brokers, or the bootstrap name. @default all of them */
  readonly brokers?: readonly (number | 'bootstrap')[];
}

/** Who was asked what. */
export interface WireOccasion {
  readonly api: WireApi;
  readonly broker: number | 'bootstrap';
}

const byKey: Readonly<Record<string, WireFaultKind<never>>> = kinds;
const DEFAULT_API: WireApi = 'Metadata';

/** The JSON Schema of one rule, put together from the files in `wire/hostile`. @public */
export const wireFaultRuleSchema: JsonSchema = {
  type: 'object',
  description: 'Which answers of the wire engine are wrong, and how. The first rule that matches decides.',
  properties: {
    api: {
      enum: ['ApiVersions', 'SaslHandshake', 'SaslAuthenticate', 'Metadata'] satisfies WireApi[],
      description: 'What was asked.',
      default: DEFAULT_API,
      examples: ['SaslAuthenticate'],
    },
    brokers: {
      type: 'array',
      items: { anyOf: [{ type: 'integer', minimum: 0, maximum: 99_999 }, { const: 'bootstrap' }] },
      minItems: 1,
      description: 'Who answers so: ids of brokers, or the bootstrap name. All of them by default.',
      examples: [['bootstrap'], [98, 473]],
    },
    times: {
      type: 'integer',
      minimum: 1,
      description: 'How often the rule applies before it is used up. Without limit by default.',
      examples: [2],
    },
    fault: faultSettingsSchema(kinds satisfies FaultKinds),
  },
  required: ['fault'],
  additionalProperties: false,
  examples: [{ fault: { announcedLength: 0 } }],
};

const checkRules: RuleCheck = ruleCheck(wireFaultRuleSchema, 'wire.faults');

/** Rules in order, each with its own count. @throws MskReachError `CONFIG_INVALID` */
export function wireFaultRules(rules: readonly WireFaultRule[]): FaultRules<WireFaultRule> {
  checkRules(rules);
  return faultRules(rules);
}

/** The fault for one answer, counted as one use of its rule. */
export function takeWireFault(rules: FaultRules<WireFaultRule>, { api, broker }: WireOccasion): WireFault {
  const rule = rules.take(
    (rule) => (rule.api ?? DEFAULT_API) === api && (rule.brokers?.includes(broker) ?? true),
  );
  return rule?.fault ?? {};
}

/** What is said once every way had its turn. */
export function faultyAnswer(fault: WireFault, answer: WireAnswer): WireAnswer {
  return settings(fault).reduce((said, [kind, value]) => kind.answer?.(value, said) ?? said, answer);
}

/** With what it is written. */
export function faultyWriter(fault: WireFault): Writer {
  const [first] = settings(fault).flatMap(([kind, value]) => kind.writer?.(value) ?? []);
  return first ?? new Writer();
}

/** What is sent once every way had its turn. */
export function faultyFrame(fault: WireFault, frame: Buffer): Buffer {
  return settings(fault).reduce((sent, [kind, value]) => kind.frame?.(value, sent) ?? sent, frame);
}

/** Sends it; settles when it is on its way. */
export async function sendFaulty(
  fault: WireFault,
  frame: Buffer,
  client: Duplex,
  signal: AbortSignal,
): Promise<void> {
  const [own] = settings(fault).filter(([kind]) => kind.send !== undefined);
  if (own === undefined) client.write(frame);
  else await own[0].send?.(own[1], frame, client, signal);
}

/** In the order of the keys in `hostile/all.ts`, so that one fault is the same whoever wrote the rule. */
function settings(fault: WireFault): [WireFaultKind<never>, never][] {
  const given = fault as Readonly<Record<string, unknown>>;
  return Object.entries(byKey)
    .filter(([key]) => given[key] !== undefined)
    .map(([key, kind]) => [kind, given[key] as never]);
}
