import type { JsonSchema } from '../../faults/kind.ts';
import { patternSchema } from '../../scenario/schema/expect.ts';
import { filesSchema } from '../../scenario/schema/files.ts';
import { iamSchema } from '../../scenario/schema/iam.ts';
import { networkSchema } from '../../scenario/schema/network.ts';
import { stsSchema } from '../../scenario/schema/rest.ts';
import { lookSections } from './looks.ts';
import { nameSections } from './names.ts';
import { networkSections } from './networks.ts';

const { unknownNames } = networkSchema['properties'] as Readonly<Record<string, JsonSchema>>;

/** The JSON Schema of a topology. `topology.schema.json` is this, written down; a test keeps the two in step. */
export const topologySchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://msk-reach.dev/msk-lab/topology/1',
  title: 'A topology of msk-lab',
  description:
    'Accounts, VPCs, links, zones, rules, clusters and clients, what `msk-reach check` says there, and how it breaks. Whatever there may be several of has a name, so that a merge patch can change it.',
  type: 'object',
  properties: {
    $schema: {
      type: 'string',
      description: 'For editors: where this schema is.',
      examples: ['../topology.schema.json'],
    },
    schema: { const: 'msk-lab/topology/1', description: 'The format.', examples: ['msk-lab/topology/1'] },
    name: {
      type: 'string',
      pattern: '^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$',
      maxLength: 60,
      description: 'Its row and what it shows.',
      examples: ['S6-zone-same-account'],
    },
    title: {
      type: 'string',
      minLength: 1,
      description: 'In one line.',
      examples: ["Zone in the cluster's account"],
    },
    description: {
      type: 'string',
      description: 'More of it, for a reader.',
      examples: ['A wildcard zone, associated.'],
    },
    pattern: {
      enum: ['phz', 'phz-privatelink', 'resolver-rule', 'local'],
      description: 'Which page of the patterns it belongs to.',
      examples: ['phz'],
    },
    ...networkSections,
    ...nameSections,
    network: {
      type: 'object',
      description: 'What AWS leaves open about endpoints.',
      properties: { unknownNames: unknownNames ?? {} },
      additionalProperties: false,
      examples: [{ unknownNames: 'carry' }],
    },
    iam: iamSchema,
    sts: stsSchema,
    files: filesSchema,
    ...lookSections,
  },
  required: ['schema', 'name', 'title', 'pattern', 'accounts', 'vpcs', 'clusters', 'clients', 'works'],
  additionalProperties: false,
  $defs: { pattern: patternSchema },
};
