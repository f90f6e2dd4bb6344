/** CFG04: a client's own configuration has no TLS, or SASL other than IAM; a warning where it connects all the same. */
import type { ClientConfig } from '../../../config/config.ts';
import type { Case, Check } from '../check.ts';
import { lint } from './lint.ts';

const EXPECTED: Readonly<Record<ClientConfig['kind'], string>> = {
  properties:
    'security.protocol=SASL_SSL, sasl.mechanism=AWS_MSK_IAM, sasl.jaas.config=software.amazon.msk.auth.iam.IAMLoginModule required; and sasl.client.callback.handler.class=software.amazon.msk.auth.iam.IAMClientCallbackHandler',
  kafkajs: "ssl: true and sasl with the mechanism 'oauthbearer', whose provider is AWS's signer",
};

export const cfg04: Check = {
  id: 'CFG04',
  layer: 'config',
  needs: ['expectation'],
  run: ({ expectation: { clientConfig } }) => {
    if (clientConfig == null)
      return [
        { status: 'skip', subject: null, note: 'No configuration of a client was given (--client-config).' },
      ];
    const { fatal, risky } = lint(clientConfig);
    const { file: clientFile } = clientConfig;
    const evidence = Object.entries(clientConfig.settings).map(([key, value]) => `${key}: ${value}`);
    const about = (status: 'fail' | 'warn', words: string, problems: readonly string[]): Case => ({
      status,
      subject: null,
      names: [clientFile],
      words,
      values: { clientFile, problem: problems.join('; '), expected: EXPECTED[clientConfig.kind] },
      evidence,
    });
    if (fatal.length > 0) return [about('fail', 'main', [...fatal, ...risky])];
    if (risky.length > 0) return [about('warn', 'unchecked', risky)];
    return [{ status: 'pass', subject: null, names: [clientFile], evidence }];
  },
};
