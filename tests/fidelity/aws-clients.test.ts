/** AWS's own clients, unmodified, below `msk-lab exec`: let in, and refused as MSK refuses. */
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { javaClassPath } from './java-classes.ts';
import { isSkipped, missingForJava, missingForNames, missingForPython } from './prerequisites.ts';
import { pythonWithPackages } from './python-venv.ts';
import { type Outcome, ShellInLab } from './shell-in-lab.ts';

const COUNT = 20;
const ROLE = 'arn:aws:iam::444455556666:role/msk-client';
const SESSION = 'arn:aws:sts::444455556666:assumed-role/msk-client/fidelity';
const USER = 'arn:aws:iam::111122223333:user/client';
const HOUR_MS = 3_600_000;
const DENIED = /\[([0-9a-f-]{36})\]: Access denied/u;

/** The client is let in as itself, and may assume the role, which asks for the external id `lab-external-id`. */
const scenario = {
  iam: {
    assume: [],
    users: {
      client: {
        statements: [
          { Effect: 'Allow', Action: 'kafka-cluster:*', Resource: '*' },
          { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' },
        ],
      },
    },
  },
};

/** Only a profile can carry an external id to a signer: one that is right, one that is not. */
const profiles = (keys: Readonly<Record<string, string>>): string => `[profile client]
aws_access_key_id = ${keys['AWS_ACCESS_KEY_ID']}
aws_secret_access_key = ${keys['AWS_SECRET_ACCESS_KEY']}
${['lab-external-id', 'wrong']
  .map(
    (externalId) => `[profile ${externalId}]
role_arn = ${ROLE}
external_id = ${externalId}
role_session_name = fidelity
source_profile = client
region = us-east-1
`,
  )
  .join('')}`;

const script = fileURLToPath(new URL('produce_consume.py', import.meta.url));
const clients = [
  {
    name: 'aws-msk-iam-sasl-signer-python with confluent-kafka',
    missing: missingForPython,
    command: async () => [await pythonWithPackages(), script],
  },
  {
    name: 'aws-msk-iam-auth with kafka-clients',
    missing: missingForJava,
    command: async () => [
      'java',
      '-Xmx128m',
      '-XX:TieredStopAtLevel=1',
      '-cp',
      await javaClassPath(),
      'ProduceConsume',
    ],
  },
];

const missing = missingForNames();
let now: ShellInLab;
let ahead: ShellInLab;

beforeAll(async () => {
  if (missing.length > 0) return;
  now = await ShellInLab.start(scenario);
  // Signers do not correct their clock: where it is an hour later, their tokens are over.
  ahead = await ShellInLab.start({ ...scenario, sts: { clockSkewMs: HOUR_MS } });
  const { lines } = await now.run(['env']);
  const keys = Object.fromEntries(lines.map((line) => line.split(/=(.*)/su).slice(0, 2) as [string, string]));
  await writeFile(join(now.folder, 'config'), profiles(keys));
}, 240_000);

afterAll(async () => {
  if (missing.length > 0) return;
  await Promise.all([now.close(), ahead.close()]);
});

describe.each(clients)('$name', (client) => {
  const skipped = isSkipped(client.name, [...missing, ...client.missing()]);
  let command: readonly string[] = [];

  beforeAll(async () => {
    if (!skipped) command = await client.command();
  }, 300_000);

  /** Runs the client; returns also what the lab's own log says of it. */
  async function attempt(
    lab: ShellInLab,
    env: Readonly<Record<string, string | null>> = {},
  ): Promise<Outcome & { readonly log: readonly string[] }> {
    const before = (await lab.log()).length;
    const outcome = await lab.run(command, { TOPIC: `topic-${randomUUID()}`, COUNT: String(COUNT), ...env });
    return { ...outcome, log: (await lab.log()).slice(before) };
  }

  /** Nothing but the profile, or a client would go on with the environment where the profile fails. */
  const withProfile = (name: string): Record<string, string | null> => ({
    PROFILE: name,
    AWS_ACCESS_KEY_ID: null,
    AWS_SECRET_ACCESS_KEY: null,
    AWS_CONFIG_FILE: join(now.folder, 'config'),
  });

  function expectConsumed({ lines, exitCode, stderr }: Outcome): void {
    const wanted = Array.from({ length: COUNT }, (_, i) => `consumed message ${i}`).toSorted();
    // Words on stderr are not compared; they are there to be read in a failure.
    expect({ exitCode, lines: lines.toSorted(), stderr }).toEqual({ exitCode: 0, lines: wanted, stderr });
  }

  /** The client hears the one text of MSK, with an id by which the lab's log has the reason. */
  function expectRefused(
    { lines, exitCode, stderr, log }: Awaited<ReturnType<typeof attempt>>,
    reason: string,
  ): void {
    const said = lines.join('\n');
    expect({ exitCode, said, stderr }).toEqual({ exitCode: 1, said: expect.stringMatching(DENIED), stderr });
    const reference = DENIED.exec(said)?.[1];
    const refusals = log.filter((line) => line.startsWith('auth refused '));
    expect(refusals.find((line) => line.endsWith(`ref=${reference}`))).toContain(`reason=${reason} `);
    expect(log.filter((line) => line.startsWith('auth accepted '))).toEqual([]);
  }

  test.skipIf(skipped)('produces and consumes as a user', async () => {
    const outcome = await attempt(now);
    expectConsumed(outcome);
    expect(outcome.log.some((line) => line.startsWith(`auth accepted arn=${USER} `))).toBe(true);
  });

  test.skipIf(skipped)("produces and consumes through a profile's role with its external id", async () => {
    const outcome = await attempt(now, withProfile('lab-external-id'));
    expectConsumed(outcome);
    const logins = outcome.log.filter((line) => line.startsWith('auth accepted '));
    expect(logins.length).toBeGreaterThan(0);
    for (const line of logins) expect(line).toContain(` arn=${SESSION} `);
  });

  test.skipIf(skipped)('is refused by STS with a wrong external id', async () => {
    const { lines, exitCode, stderr, log } = await attempt(now, withProfile('wrong'));
    const refusal = `User: ${USER} is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`;
    const said = lines.join('\n');
    expect({ exitCode, said, stderr }).toEqual({
      exitCode: 1,
      said: expect.stringContaining(refusal),
      stderr,
    });
    expect(log.filter((line) => line.startsWith('auth '))).toEqual([]);
  });

  test.skipIf(skipped)('is refused with a wrong secret', async () => {
    expectRefused(await attempt(now, { AWS_SECRET_ACCESS_KEY: 'x'.repeat(40) }), 'signature');
  });

  test.skipIf(skipped)('is refused with a wrong Region', async () => {
    expectRefused(await attempt(now, { AWS_REGION: 'eu-west-1' }), 'region');
  });

  test.skipIf(skipped)('is refused with an expired token', async () => {
    expectRefused(await attempt(ahead), 'expired');
  });
});
