/** Every exit code of the contract, reached by `check` itself, in every format. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { sinks } from '../../test/sinks.ts';
import { formats } from '../render/all.ts';
import { run } from './run.ts';

const BOOTSTRAP = 'boot-abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com:9098';
/** Nothing but closed doors on loopback. */
const offline = ['--dns-server', '127.0.0.1:1', '--sts-endpoint', 'http://127.0.0.1:1', '--timeout', '100'];
const look = ['check', '--bootstrap', BOOTSTRAP, ...offline];

/** A client that looks at no name of a certificate: CFG04 warns of it. */
const CARELESS = `bootstrap.servers=${BOOTSTRAP}
security.protocol=SASL_SSL
sasl.mechanism=AWS_MSK_IAM
sasl.jaas.config=software.amazon.msk.auth.iam.IAMLoginModule required;
sasl.client.callback.handler.class=software.amazon.msk.auth.iam.IAMClientCallbackHandler
ssl.endpoint.identification.algorithm=
`;

let folder = '';
let lint: readonly string[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'msk-reach-exit-codes-'));
  const file = join(folder, 'client.properties');
  writeFileSync(file, CARELESS);
  lint = [...look, '--client-config', file, '--only', 'CFG04'];
});
afterAll(() => rmSync(folder, { recursive: true }));

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'planted-secret-key');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});
afterEach(() => vi.unstubAllEnvs());

interface Reached {
  readonly argv: readonly string[];
  readonly interrupted?: AbortSignal;
  readonly stdout?: Writable;
}

const full = (): Writable =>
  new Writable({ write: (_chunk, _encoding, done) => done(new Error('write ENOSPC')) }).on(
    'error',
    () => undefined,
  );

describe.each<readonly [code: number, name: string, reach: () => Reached, err: RegExp, out: RegExp]>([
  [0, 'nothing failed', () => ({ argv: [...look, '--only', 'CFG01'] }), /^$/, /./],
  [0, 'a warning', () => ({ argv: lint }), /^$/, /CFG04/],
  [1, 'no report could be made', () => ({ argv: look, stdout: full() }), /^msk-reach: no report .*\n$/, /^$/],
  [2, 'wrong usage', () => ({ argv: [...look, '--rate', '0'] }), /^msk-reach: USAGE: --rate: '0' /, /^$/],
  [3, 'something failed', () => ({ argv: ['check', '--bootstrap', 'localhost', ...offline] }), /^$/, /CFG01/],
  [4, 'a warning, asked to matter', () => ({ argv: [...lint, '--fail-on', 'warn'] }), /^$/, /CFG04/],
  [5, 'something unknown', () => ({ argv: [...look, '--only', 'CRD08'] }), /^$/, /./],
  [130, 'interrupted', () => ({ argv: look, interrupted: AbortSignal.abort() }), /^$/, /./],
])('%i, %s', (expected, _name, reach, said, shown) => {
  test.each(formats.map(({ name }) => name))('%s', async (format) => {
    const { argv, interrupted = new AbortController().signal, stdout } = reach();
    const to = sinks();
    const io = { stdout: stdout ?? to.stdout, stderr: to.stderr, env: {}, interrupted };
    expect(await run([...argv, '--output', format], io)).toBe(expected);
    expect(to.err()).toMatch(said);
    expect(to.out()).toMatch(shown);
    expect(to.out()).not.toContain('planted-secret-key');
  });
});
