import type { JsonSchema } from '../../faults/kind.ts';

/** Files that the client is told of. */
export const filesSchema: JsonSchema = {
  type: 'object',
  description:
    'Files in a folder of the lab, by name; `${FILE:name}` in `declare` is the path of one. `${NAME}` in them stands for a variable that `msk-lab up` prints.',
  propertyNames: { pattern: '^[a-z0-9][a-z0-9._-]{0,63}$' },
  additionalProperties: {
    type: ['string', 'object'],
    description: 'What it holds: a text, or an object that is written as JSON.',
    examples: ['security.protocol=SASL_SSL\n', { ssl: true }],
  },
  default: {},
  examples: [{ 'client.properties': 'security.protocol=SASL_SSL\n' }],
};
