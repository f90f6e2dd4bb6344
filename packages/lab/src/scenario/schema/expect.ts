import type { JsonSchema } from '../../faults/kind.ts';

const id: JsonSchema = { type: 'string', pattern: '^[A-Z]{3}\\d{2}$' };

const ids = (description: string, example: readonly string[]): JsonSchema => ({
  type: 'array',
  items: id,
  uniqueItems: true,
  description,
  examples: [example],
});

const choices = (description: string, examples: readonly unknown[]): JsonSchema => ({
  type: 'array',
  items: {
    description: 'The id of a check, or several of which one is enough.',
    anyOf: [id, { type: 'array', items: id, minItems: 1, uniqueItems: true }],
    examples: ['DNS03', ['CRD03', 'CRD04']],
  },
  description,
  examples,
});

/** What is right. */
export const expectSchema: JsonSchema = {
  type: 'object',
  description:
    'What `msk-reach check` has to say. It matches when exit and status are equal, every item of `rootCauses` is met, every reported root cause occurs in some item, `warnings` holds exactly the warnings where it is given, the pattern is one of those given, every item of `failing` fails and nothing in `notFailing` does.',
  properties: {
    exit: {
      type: 'integer',
      minimum: 0,
      maximum: 255,
      description:
        'The exit code. By default what belongs to the status: 0 for pass and warn, 3 for fail, 5 for unknown.',
      examples: [3],
    },
    status: {
      enum: ['pass', 'warn', 'fail', 'unknown'],
      description:
        "The report's status. By default `fail` with root causes, `warn` with warnings alone, else `pass`; with another exit code what belongs to that (none for 1 and 2).",
      examples: ['fail'],
    },
    rootCauses: {
      ...choices('The root causes, in any order.', [['DNS03'], [['CRD03', 'CRD04']]]),
      default: [],
    },
    warnings: ids('Exactly the checks that warn. Not compared where it is not given.', ['DNS02']),
    pattern: {
      description: 'The pattern observed, or several of which one is enough.',
      anyOf: [
        { $ref: '#/$defs/pattern' },
        { type: 'array', items: { $ref: '#/$defs/pattern' }, minItems: 1 },
      ],
      examples: ['phz', ['resolver-rule', 'local']],
    },
    failing: { ...choices('Checks that fail, root causes or not.', [['BRK01', 'DNS03']]), default: [] },
    notFailing: { ...ids('Checks that must not fail.', ['TCP01']), default: [] },
  },
  additionalProperties: false,
  examples: [{ rootCauses: ['DNS03'] }, { exit: 0, status: 'pass' }],
};

/** What `pattern.observed` of a report may be. */
export const patternSchema: JsonSchema = {
  enum: ['phz', 'phz-privatelink', 'resolver-rule', 'local', 'none', 'unknown'],
};
