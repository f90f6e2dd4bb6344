import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Brokers, BrokersOptions } from './brokers.ts';
import { cacheDirectory, kafkaJars, LAUNCHER_JAR } from './kafka-jars.ts';
import { JVM_FLAGS, LAUNCHER_CLASS, launcherConfig, requireLauncherJar } from './launcher-start.ts';
import { attachLauncher, type LauncherProcess } from './launcher.ts';
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
 * Starts one Kafka cluster in a JVM of this machine. It ends with us, however we end: its input then ends.
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
  const { directory, say } = options;
  const jars = await kafkaJars(options.kafkaVersion, cacheDirectory(env), programs.mvn, say);
  const config = await writeConfig(options, directory);
  const classPath = [LAUNCHER_JAR, join(jars, '*')].join(delimiter);
  const args = [...JVM_FLAGS, '-cp', classPath, LAUNCHER_CLASS, config];
  say(`starting Kafka ${options.kafkaVersion} with ${options.brokers.length} broker(s)`);
  const child = spawn(programs.java, args, {
    cwd: directory,
    stdio: ['pipe', 'pipe', 'pipe'],
    // A terminal's Ctrl-C reaches the whole group; Kafka shall end when we say so.
    detached: process.platform !== 'win32',
  });
  return attachLauncher({
    engine: 'jvm',
    child: launcherProcess(child),
    brokers: options.brokers,
    log: options.log,
  });
}

async function writeConfig(options: BrokersOptions, directory: string): Promise<string> {
  const keyStorePem = join(directory, 'broker.pem');
  const { keyPem, certificatePem } = options.certificate;
  await mkdir(directory, { recursive: true });
  await writeFile(keyStorePem, `${keyPem}${certificatePem}`, { mode: 0o600 });
  const file = join(directory, 'launcher.json');
  const config = launcherConfig(options, { directory: join(directory, 'data'), keyStorePem });
  await writeFile(file, JSON.stringify(config), {
    mode: 0o600,
  });
  return file;
}

function launcherProcess(child: ChildProcessWithoutNullStreams): LauncherProcess {
  const { stdin, stdout, stderr } = child;
  const ended = new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(error.message)).once('close', () => resolve(undefined));
  });
  return { stdin, stdout, stderr, ended, kill: () => void child.kill('SIGKILL') };
}
