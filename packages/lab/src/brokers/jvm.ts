import { spawn } from 'node:child_process';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { MskReachError } from '@msk-reach/core';
import type { Brokers, BrokersOptions } from './brokers.ts';
import { cacheDirectory, kafkaJars, LAUNCHER_JAR } from './kafka-jars.ts';
import { attachLauncher } from './launcher.ts';
import { answers, javaVersion } from './programs.ts';

const MIN_JAVA = 17;
/** Three brokers need 600 MB; a compiler that optimises less has them ready sooner. */
const JVM_FLAGS = [
  '-Xmx768m',
  '-XX:TieredStopAtLevel=1',
  '-XX:+UseSerialGC',
  '-Xshare:auto',
  '-Djava.net.preferIPv4Stack=true',
];

/** The programs that the JVM engine needs. */
export interface JvmPrograms {
  readonly java: string;
  readonly mvn: string;
}

/** Java 17 or later and Maven, or what is missing in words. */
export async function findJvmPrograms(
  env: Readonly<Record<string, string | undefined>>,
): Promise<JvmPrograms | { readonly missing: string }> {
  const java = env['JAVA_HOME'] ? join(env['JAVA_HOME'], 'bin', 'java') : 'java';
  const [version, maven] = await Promise.all([javaVersion(java), answers('mvn', ['-version'])]);
  const missing = [
    ...(version === undefined ? [`'${java}' does not run`] : []),
    ...(version !== undefined && version < MIN_JAVA ? [`'${java}' is Java ${version}`] : []),
    ...(maven ? [] : [`'mvn' does not run`]),
  ];
  return missing.length === 0 ? { java, mvn: 'mvn' } : { missing: missing.join(', ') };
}

/**
 * Starts one Kafka cluster in a JVM of this machine. It ends with us, however we end: its input then ends.
 *
 * @throws MskReachError `INTERNAL` when Kafka cannot be fetched or does not start
 */
export async function startJvmBrokers(options: BrokersOptions, programs: JvmPrograms): Promise<Brokers> {
  if (!(await stat(LAUNCHER_JAR).catch(() => undefined))) {
    throw new MskReachError(
      'INTERNAL',
      `brokers: ${LAUNCHER_JAR} is missing; in a clone, npm test or npm run demo builds it`,
    );
  }
  const { directory, say } = options;
  const jars = await kafkaJars(options.kafkaVersion, cacheDirectory(process.env), programs.mvn, say);
  const config = await writeConfig(options, directory);
  const classPath = [LAUNCHER_JAR, join(jars, '*')].join(delimiter);
  const args = [...JVM_FLAGS, '-cp', classPath, 'io.mskreach.lab.Launcher', config];
  say(`starting Kafka ${options.kafkaVersion} with ${options.brokers.length} broker(s)`);
  const child = spawn(programs.java, args, {
    cwd: directory,
    stdio: ['pipe', 'pipe', 'pipe'],
    // A terminal's Ctrl-C reaches the whole group; Kafka shall end when we say so.
    detached: process.platform !== 'win32',
  });
  return attachLauncher({ engine: 'jvm', child, brokers: options.brokers });
}

async function writeConfig(options: BrokersOptions, directory: string): Promise<string> {
  const keyStorePem = join(directory, 'broker.pem');
  const { keyPem, certificatePem } = options.certificate;
  await mkdir(directory, { recursive: true });
  await writeFile(keyStorePem, `${keyPem}${certificatePem}`, { mode: 0o600 });
  const file = join(directory, 'launcher.json');
  await writeFile(file, JSON.stringify(launcherConfig(options, join(directory, 'data'), keyStorePem)), {
    mode: 0o600,
  });
  return file;
}

/** The launcher's configuration (`java/README.md`). */
export function launcherConfig(options: BrokersOptions, directory: string, keyStorePem: string): object {
  return {
    directory,
    brokers: options.brokers.map((broker) => ({ ...broker, port: 0 })),
    tls: { keyStorePem },
    iam: options.iam,
    sessionMaxMs: options.sessionMaxMs ?? 0,
    recordRequests: true,
    kafka: options.properties ?? {},
  };
}
