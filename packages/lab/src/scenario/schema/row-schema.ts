import type { JsonSchema } from '../../faults/kind.ts';
import { patternSchema } from './expect.ts';

const id: JsonSchema = { type: 'string', pattern: '^[A-Z]{3}\\d{2}$' };
const choice: JsonSchema = { anyOf: [id, { type: 'array', items: id, minItems: 1 }] };
const status: JsonSchema = { enum: ['pass', 'warn', 'fail', 'unknown'] };
const words = (description: string): JsonSchema => ({
  type: 'array',
  items: { type: 'string' },
  description,
});

const expectedSchema: JsonSchema = {
  type: 'object',
  description: 'What the scenario says is right, defaults filled in. Without a status no report is expected.',
  properties: {
    exit: { type: 'integer' },
    status,
    rootCauses: { type: 'array', items: choice },
    warnings: { type: 'array', items: id },
    pattern: { type: 'array', items: patternSchema },
    failing: { type: 'array', items: choice },
    notFailing: { type: 'array', items: id },
  },
  required: ['exit', 'rootCauses', 'failing', 'notFailing'],
  additionalProperties: false,
};

const gotSchema: JsonSchema = {
  type: 'object',
  description: 'What msk-reach check said. Without a status there was no report.',
  properties: {
    exit: { type: ['integer', 'null'], description: 'null when it had to be ended.' },
    status,
    rootCauses: { type: 'array', items: id },
    warnings: { type: 'array', items: id },
    pattern: patternSchema,
  },
  required: ['exit', 'rootCauses', 'warnings'],
  additionalProperties: false,
};

/** The JSON Schema of one row of `msk-lab run --json`; `run-row.schema.json` is this, written down. */
export const rowSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://msk-reach.dev/msk-lab/run-row/1',
  title: 'A row of msk-lab run --json',
  type: 'object',
  properties: {
    name: { type: 'string', description: "The scenario's name." },
    file: { type: 'string', description: 'Where it was read.' },
    matched: { type: 'boolean' },
    expected: expectedSchema,
    got: gotSchema,
    differences: words('Each difference in words; empty when it matched.'),
    falseAlarms: { type: 'array', items: id, description: 'Root causes and warnings that nobody expects.' },
    ms: { type: 'integer', minimum: 0, description: 'How long the check took, milliseconds.' },
  },
  required: ['name', 'file', 'matched', 'expected', 'got', 'differences', 'falseAlarms', 'ms'],
  additionalProperties: false,
};
