/** The time of one token from credentials at hand, in microseconds. */
import { serve, side } from './serve.ts';

const TOKENS = 1_000;
const REGION = 'us-east-1';
/** As long as those of STS. */
const credentials = {
  accessKeyId: 'ASIAEXAMPLEEXAMPLE00',
  secretAccessKey: 'x'.repeat(40),
  sessionToken: 'FwoGZXIvYXdzE'.padEnd(1_000, 'Qk1zQ0s1'),
};

async function warmTokens(): Promise<() => Promise<unknown>> {
  if (side === 'peer') {
    const { generateAuthTokenFromCredentialsProvider } = await import('aws-msk-iam-sasl-signer-js');
    const awsCredentialsProvider = async () => credentials;
    return () => generateAuthTokenFromCredentialsProvider({ region: REGION, awsCredentialsProvider });
  }
  const { createTokenProvider } = await import('@msk-reach/core');
  const provider = await createTokenProvider({
    bootstrap: `boot-abcd1234.c1.kafka-serverless.${REGION}.amazonaws.com:9098`,
    // Like a role's, they end: that has to be looked at for every token.
    credentials: async () => ({ ...credentials, expiration: new Date(Date.now() + 43_200_000) }),
  });
  return () => provider.token();
}

const tokens = warmTokens();

serve(async () => {
  const token = await tokens;
  const started = performance.now();
  for (let made = 0; made < TOKENS; made += 1) await token();
  return ((performance.now() - started) * 1_000) / TOKENS;
});
