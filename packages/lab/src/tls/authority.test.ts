import { execFile, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { type Authority, createAuthority, type IssuedCertificate } from './authority.ts';

const NAME = 'boot-abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com';
const WILDCARD = '*.c1.kafka-serverless.us-east-1.amazonaws.com';

/** A TLS server for as long as `use` takes. */
async function withServer<T>(issued: IssuedCertificate, use: (port: number) => Promise<T>): Promise<T> {
  const server = createServer({ cert: issued.certificatePem, key: issued.keyPem }, (socket) => {
    socket.on('error', () => socket.destroy());
    socket.end('hello\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await use((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
}

async function handshake(port: number, authority: Authority): Promise<TLSSocket> {
  const socket = connect({ host: '127.0.0.1', port, servername: NAME, ca: authority.caPem });
  await once(socket, 'secureConnect');
  return socket;
}

test('a client that trusts the authority accepts its certificate for the name and a wildcard', async () => {
  const authority = await createAuthority();
  for (const name of [NAME, WILDCARD]) {
    const issued = await authority.issue({ names: [name] });
    await withServer(issued, async (port) => {
      const socket = await handshake(port, authority);
      expect(socket.authorized).toBe(true);
      expect(socket.getPeerCertificate().subjectaltname).toBe(`DNS:${name}`);
      socket.destroy();
    });
  }
});

test('a client of another authority refuses it', async () => {
  const issued = await (await createAuthority()).issue({ names: [NAME] });
  const other = await createAuthority();
  await withServer(issued, async (port) => {
    await expect(handshake(port, other)).rejects.toMatchObject({ code: 'SELF_SIGNED_CERT_IN_CHAIN' });
  });
});

test('dates and names decide as they should', async () => {
  const authority = await createAuthority();
  const past = { notBefore: new Date('2020-01-01'), notAfter: new Date('2020-02-01') };
  const future = { notBefore: new Date('2100-01-01'), notAfter: new Date('2100-02-01') };
  const cases = [
    { request: { names: [NAME], ...past }, code: 'CERT_HAS_EXPIRED' },
    { request: { names: [NAME], ...future }, code: 'CERT_NOT_YET_VALID' },
    { request: { names: ['kafka.example.com'] }, code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
  ];
  for (const { request, code } of cases) {
    await withServer(await authority.issue(request), async (port) => {
      await expect(handshake(port, authority)).rejects.toMatchObject({ code });
    });
  }
});

test('the certificate has what RFC 5280 asks of a server, and an IP address is a SAN of its own kind', async () => {
  const authority = await createAuthority();
  const issued = await authority.issue({ names: [NAME, '127.0.0.1'] });
  const certificate = new X509Certificate(issued.certificatePem);
  const ca = new X509Certificate(authority.caPem);
  expect(certificate.checkIssued(ca)).toBe(true);
  expect(certificate.verify(ca.publicKey)).toBe(true);
  expect(certificate.ca).toBe(false);
  expect(ca.ca).toBe(true);
  expect(certificate.checkHost(NAME)).toBe(NAME);
  expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(certificate.keyUsage).toContain('1.3.6.1.5.5.7.3.1');
  expect(issued.keyPem).toMatch(/^-----BEGIN PRIVATE KEY-----\n/u);
  expect(issued.certificatePem.match(/BEGIN CERTIFICATE/gu)).toHaveLength(2);
});

test('a request without names, or with dates the wrong way round, is refused with a code', async () => {
  const authority = await createAuthority();
  await expect(authority.issue({ names: [] })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  const dates = { notBefore: new Date('2030-01-02'), notAfter: new Date('2030-01-01') };
  await expect(authority.issue({ names: [NAME], ...dates })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
  });
});

/** Runs a program and returns what it prints, while our own server keeps answering. */
async function run(command: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(command, args, { timeout: 30_000 });
  return stdout.trim();
}

async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'msk-lab-tls-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const python = spawnSync('python3', ['-c', 'import ssl']).status === 0;
if (!python) process.stderr.write('skipped: python3 is not installed, so its TLS cannot be tried\n');

test.skipIf(!python)('Python accepts it in its strict mode', async () => {
  const authority = await createAuthority();
  const script = `
import socket, ssl, sys
context = ssl.create_default_context(cafile=sys.argv[1])
context.verify_flags |= ssl.VERIFY_X509_STRICT
with socket.create_connection(("127.0.0.1", int(sys.argv[2]))) as raw:
    with context.wrap_socket(raw, server_hostname=sys.argv[3]) as secured:
        print(secured.recv(16).decode().strip())`;
  await withFolder(async (folder) => {
    const ca = join(folder, 'ca.pem');
    writeFileSync(ca, authority.caPem);
    await withServer(await authority.issue({ names: [WILDCARD] }), async (port) => {
      expect(await run('python3', ['-c', script, ca, String(port), NAME])).toBe('hello');
    });
  });
});

const java = spawnSync('java', ['-version']).status === 0;
if (!java) process.stderr.write('skipped: java is not installed, so its TLS cannot be tried\n');

test.skipIf(!java)(
  'Java accepts it, and reads its key as Kafka reads a PEM key store',
  { timeout: 60_000 },
  async () => {
    const authority = await createAuthority();
    const issued = await authority.issue({ names: [WILDCARD] });
    await withFolder(async (folder) => {
      writeFileSync(join(folder, 'ca.pem'), authority.caPem);
      writeFileSync(join(folder, 'server.pem'), issued.certificatePem);
      writeFileSync(join(folder, 'key.pem'), issued.keyPem);
      writeFileSync(join(folder, 'Probe.java'), JAVA_PROBE);
      await withServer(issued, async (port) => {
        expect(await run('java', [join(folder, 'Probe.java'), folder, String(port), NAME])).toBe('hello');
      });
    });
  },
);

const JAVA_PROBE = `
import java.io.*; import java.nio.file.*; import java.security.*; import java.security.cert.*;
import java.security.spec.*; import java.util.*; import javax.net.ssl.*;

public class Probe {
  public static void main(String[] args) throws Exception {
    var certificates = CertificateFactory.getInstance("X.509");
    var chain = certificates.generateCertificates(new FileInputStream(args[0] + "/server.pem"));
    var pem = Files.readString(Path.of(args[0], "key.pem")).replaceAll("-----[A-Z ]+-----|\\\\s", "");
    var key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
    var keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry("kafka", key, new char[0], chain.toArray(new java.security.cert.Certificate[0]));

    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", certificates.generateCertificate(new FileInputStream(args[0] + "/ca.pem")));
    var trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    var raw = new java.net.Socket("127.0.0.1", Integer.parseInt(args[1]));
    var socket = (SSLSocket) context.getSocketFactory().createSocket(raw, args[2], 9098, true);
    var parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    System.out.println(new BufferedReader(new InputStreamReader(socket.getInputStream())).readLine());
  }
}
`;
