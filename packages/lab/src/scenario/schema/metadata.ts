import type { JsonSchema } from '../../faults/kind.ts';

/** Where the client's machine says that it runs. */
export const metadataSchema: JsonSchema = {
  type: 'object',
  description:
    "What tells the client where it runs: instance metadata (IMDSv2), its ECS task's metadata or Lambda. Without this section the client is told that there is none.",
  properties: {
    in: {
      enum: ['instance', 'ecs-task', 'lambda'],
      description:
        'What it runs on. `instance`: an instance, with instance metadata. `ecs-task`: a task on Fargate, with the metadata of tasks alone (version 4), which name the Region and the subnet and no other block. `lambda`: a function, whose Region its own AWS_REGION names, and nothing else.',
      default: 'instance',
      examples: ['ecs-task'],
    },
    region: {
      type: 'string',
      pattern: '^[a-z]{2,4}(?:-[a-z]{2,12}){1,3}-\\d{1,2}$',
      description: "The client's Region. The first cluster's by default.",
      examples: ['eu-west-1'],
    },
    availabilityZone: {
      type: 'string',
      minLength: 1,
      description: "Its availability zone. The Region's `a` by default.",
      examples: ['eu-west-1b'],
    },
    vpcId: {
      type: 'string',
      pattern: '^vpc-[0-9a-f]{8,17}$',
      description: 'Its VPC.',
      default: 'vpc-0123456789abcdef0',
      examples: ['vpc-0123456789abcdef0'],
    },
    vpcCidrs: {
      type: 'array',
      items: { type: 'string', minLength: 1 },
      minItems: 1,
      description:
        "The blocks of its VPC. `@gateway` is the block of the first cluster's gateway, `@gateway:payments` that of another one's: then the answers lie in the client's own VPC.",
      default: ['10.1.0.0/16'],
      examples: [['10.1.0.0/16', '10.2.0.0/16'], ['@gateway']],
    },
    fault: {
      enum: ['silent', 'disabled'],
      description:
        '`silent`: it takes connections and never answers, as beyond its hop limit. `disabled`: it refuses everything.',
      examples: ['silent'],
    },
  },
  additionalProperties: false,
  examples: [{ region: 'eu-west-1', vpcCidrs: ['10.1.0.0/16'] }],
};
