import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Brokers, BrokersOptions } from './brokers.ts';
import { jvmSpawner } from './jvm-process.ts';
import { cacheDirectory, kafkaJars } from './kafka-jars.ts';
import { JVM_FLAGS, launcherConfig, requireLauncherJar } from './launcher-start.ts';
import { attachLauncher } from './launcher.ts';
import { startProcessBrokers } from './process-brokers.ts';
import { answers, javaVersion } from './programs.ts';

const MIN_JAVA = 17;

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
 * Starts one Kafka cluster on this machine: in one JVM, or each broker in its own. It ends with us, however we end: its
 * input then ends.
 *
 * @param env environment variables: MSK_LAB_CACHE
 * @throws MskReachError `INTERNAL` when Kafka cannot be fetched or does not start
 */
export async function startJvmBrokers(
  options: BrokersOptions,
  programs: JvmPrograms,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Brokers> {
  await requireLauncherJar();
  const { directory, say, signal } = options;
  const cache = cacheDirectory(env);
  const jars = await kafkaJars(options.kafkaVersion, { cache, mvn: programs.mvn, say, signal });
  signal?.throwIfAborted();
  const keyStorePem = await writeKeyStore(options);
  const place = { directory: join(directory, 'data'), keyStorePem };
  const spawnLauncher = jvmSpawner({ java: programs.java, jars, directory });
  say(`starting Kafka ${options.kafkaVersion} with ${options.brokers.length} broker(s)`);
  if (options.processes === true) return startProcessBrokers(options, place, spawnLauncher);
  return attachLauncher({
    engine: 'jvm',
    child: await spawnLauncher('launcher', launcherConfig(options, place), JVM_FLAGS),
    brokers: options.brokers,
    log: options.log,
    signal: options.signal,
  });
}

async function writeKeyStore({ directory, certificate }: BrokersOptions): Promise<string> {
  const file = join(directory, 'broker.pem');
  await mkdir(directory, { recursive: true });
  await writeFile(file, `${certificate.keyPem}${certificate.certificatePem}`, { mode: 0o600 });
  return file;
}
