/** What the schema of a topology is put together from. */
import type { JsonSchema } from '../../faults/kind.ts';

/** How whatever there may be several of is named. */
export const NAME = '^[a-z][a-z0-9-]{0,23}$';

const ADDRESS = '^(\\d{1,3}\\.){3}\\d{1,3}$';
const CIDR = '^(\\d{1,3}\\.){3}\\d{1,3}/\\d{1,2}$';

/** A text of one form. */
export const text = (description: string, example: string, more: JsonSchema = {}): JsonSchema => ({
  type: 'string',
  minLength: 1,
  description,
  examples: [example],
  ...more,
});

/** The name of something that stands elsewhere in the topology. */
export const reference = (description: string, example: string): JsonSchema =>
  text(description, example, { pattern: NAME });

/** An IPv4 address. */
export const address = (description: string, example: string): JsonSchema =>
  text(description, example, { pattern: ADDRESS });

/** An IPv4 block. */
export const cidr = (description: string, example: string): JsonSchema =>
  text(description, example, { pattern: CIDR });

/** One of several words. */
export const word = (description: string, words: readonly string[], standard?: string): JsonSchema => ({
  enum: words,
  description,
  ...(standard === undefined ? {} : { default: standard }),
  examples: [words[0]],
});

/** Yes or no. */
export const flag = (description: string, standard: boolean): JsonSchema => ({
  type: 'boolean',
  description,
  default: standard,
  examples: [!standard],
});

/** Several of a kind, by name. */
export const named = (description: string, item: JsonSchema, example: unknown): JsonSchema => ({
  type: 'object',
  description,
  propertyNames: { pattern: NAME },
  additionalProperties: item,
  maxProperties: 50,
  examples: [example],
});

/** Several changes, by what they do. */
export const titled = (description: string, item: JsonSchema, example: unknown): JsonSchema => ({
  ...named(description, item, example),
  propertyNames: { pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 60 },
});

/** By availability zone. */
export const byZone = (description: string, item: JsonSchema, example: unknown): JsonSchema => ({
  type: 'object',
  description,
  propertyNames: { pattern: '^[a-f]$' },
  additionalProperties: item,
  minProperties: 1,
  examples: [example],
});

/** An object with these keys; those in `optional` may be absent. */
export function object(
  description: string,
  properties: Readonly<Record<string, JsonSchema>>,
  { optional = [], example }: { readonly optional?: readonly string[]; readonly example: unknown },
): JsonSchema {
  return {
    type: 'object',
    description,
    properties,
    required: Object.keys(properties).filter((key) => !optional.includes(key)),
    additionalProperties: false,
    examples: [example],
  };
}

/** Zone -> address. */
export const addresses: JsonSchema = byZone(
  'Its address in each availability zone.',
  address('An address of the subnet.', '10.0.1.10'),
  { a: '10.0.1.10', b: '10.0.2.10' },
);

const range: JsonSchema = {
  type: 'array',
  items: { type: 'integer', minimum: 0, maximum: 65_535 },
  minItems: 2,
  maxItems: 2,
  description: 'Destination ports, the first and the last. All of them by default.',
  examples: [[9098, 9098]],
};

const protocol: JsonSchema = {
  enum: ['tcp', 'udp'],
  description: 'The protocol. All of them by default.',
  examples: ['tcp'],
};

/** A rule of a network ACL. */
export const denial: JsonSchema = object(
  'What is dropped.',
  {
    direction: word('Into the subnet or out of it.', ['in', 'out'], 'in'),
    cidr: cidr('The other side. Everybody by default.', '10.1.0.0/16'),
    protocol,
    ports: range,
  },
  {
    optional: ['direction', 'cidr', 'protocol', 'ports'],
    example: { direction: 'out', protocol: 'tcp', ports: [1024, 65_535] },
  },
);

/** A security group. */
export const securityGroup: JsonSchema = named(
  'Who may open connections to it, by the name of the rule; replies always pass. Anybody where it is absent, nobody where it is empty.',
  object(
    'Who may.',
    { cidr: cidr('From where. Everywhere by default.', '10.1.0.0/16'), protocol, ports: range },
    {
      optional: ['cidr', 'protocol', 'ports'],
      example: { cidr: '10.1.0.0/16', protocol: 'tcp', ports: [9098, 9098] },
    },
  ),
  { clients: { cidr: '10.1.0.0/16' } },
);

/** A Region. */
export const region: JsonSchema = text('Its Region.', 'us-east-1', { pattern: '^[a-z]{2,}(-[a-z]+)+-\\d$' });

/** An account's name. */
export const account: JsonSchema = reference('The account it belongs to.', 'platform');

/** A VPC's name. */
export const vpc: JsonSchema = reference('The VPC it lies in.', 'core');
