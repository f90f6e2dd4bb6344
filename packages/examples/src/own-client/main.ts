/** Another Kafka client: only the token is ours. Here plain kafkajs stands for it. */
import { readFile } from 'node:fs/promises';
import { Kafka, logLevel } from 'kafkajs';
import { createTokenProvider, loadOptions } from '@msk-reach/core';

const options = await loadOptions();
const tokens = await createTokenProvider(options);
const caFile = options.caFile;
const kafka = new Kafka({
  brokers: [options.bootstrap ?? []].flat(),
  ssl: caFile === undefined ? true : { ca: await readFile(caFile, 'utf8') },
  sasl: {
    mechanism: 'oauthbearer',
    oauthBearerProvider: async () => ({ value: (await tokens.token()).value }),
  },
  logLevel: logLevel.ERROR,
});
const admin = kafka.admin();
try {
  await admin.connect();
  const { brokers } = await admin.describeCluster();
  console.log(`connected to ${brokers.length} brokers with a token of our own`);
} finally {
  await admin.disconnect();
  tokens.close();
}
