/** Milliseconds until the package, or what it stands on, is imported. */
import { answerOnce, side } from './serve.ts';

await answerOnce(async () => {
  const started = performance.now();
  if (side === 'ours') await import('@msk-reach/core');
  else await Promise.all([import('kafkajs'), import('aws-msk-iam-sasl-signer-js')]);
  return performance.now() - started;
});
