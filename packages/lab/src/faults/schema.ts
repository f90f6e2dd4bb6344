import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { MskReachError } from '@msk-reach/core';
import type { FaultKinds, JsonSchema } from './kind.ts';

/** The schema of an object that sets any of these faults, at least one. @public */
export function faultSettingsSchema(kinds: FaultKinds): JsonSchema {
  const keys = Object.keys(kinds).sort();
  return {
    type: 'object',
    description: 'What goes wrong. Several faults may be set together.',
    properties: Object.fromEntries(keys.map((key) => [key, kinds[key]?.schema])),
    additionalProperties: false,
    minProperties: 1,
    examples: keys.slice(0, 1).map((key) => ({ [key]: kinds[key]?.schema.examples[0] })),
  };
}

/** Checks rules against their schema; a rule that does not fit is a `CONFIG_INVALID` that names every mistake. */
export type RuleCheck = (rules: unknown) => void;

/**
 * Makes the check for a list of rules.
 *
 * @param schema JSON Schema of one rule
 * @param where  what the rules belong to, for the error: `dns.faults`
 */
export function ruleCheck(schema: JsonSchema, where: string): RuleCheck {
  let validate: ValidateFunction | undefined;
  return (rules) => {
    validate ??= new Ajv2020({ allErrors: true, strict: false }).compile({ type: 'array', items: schema });
    if (validate(rules)) return;
    const mistakes = (validate.errors ?? []).map(sentence);
    throw new MskReachError('CONFIG_INVALID', `${where}: ${mistakes.join('; ')}`, {
      details: { where, mistakes },
    });
  };
}

function sentence(error: ErrorObject): string {
  const { allowedValues, additionalProperty } = error.params as Record<string, unknown>;
  const said = error.message ?? 'is not valid';
  const extra = Array.isArray(allowedValues) ? ` (${allowedValues.join(', ')})` : '';
  const which = typeof additionalProperty === 'string' ? ` (${additionalProperty})` : '';
  return `${error.instancePath || '/'} ${said}${extra}${which}`;
}
