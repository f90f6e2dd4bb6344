import { MskReachError } from '@msk-reach/core';
import type { Brokers, BrokersOptions } from './brokers.ts';
import type * as engineModule from './container-process.ts';
import type { ContainerProcess, ContainerProcessOptions } from './container-process.ts';
import { LAUNCHER_JAR } from './kafka-jars.ts';
import { JVM_FLAGS, LAUNCHER_CLASS, launcherConfig, requireLauncherJar } from './launcher-start.ts';
import { attachLauncher } from './launcher.ts';

/** Where `apache/kafka` keeps its jars. */
const KAFKA_LIBS = '/opt/kafka/libs/*';
/** `apache/kafka` runs as a user of its own: it reads the one folder and makes the other. */
const FOLDER = '/tmp/msk-lab';
const DATA = '/tmp/msk-lab-data';
const JAR = `${FOLDER}/msk-lab-kafka.jar`;
const CONFIG = `${FOLDER}/launcher.json`;
const KEY_STORE = `${FOLDER}/broker.pem`;
const FIRST_PORT = 9100;
/** Ports are mapped when a container is made; these are for brokers that come later. */
const SPARE_PORTS = 4;
/** Where the host's ports are this machine's. */
const LOCAL = new Set(['localhost', '127.0.0.1', '::1']);

/**
 * Starts one Kafka cluster in a container, by Testcontainers. It ends with us, however we end.
 *
 * @param env environment variables: MSK_LAB_KAFKA_IMAGE, an image laid out as `apache/kafka` is
 * @throws MskReachError `CONFIG_INVALID` without the package testcontainers or a Docker engine; `INTERNAL` when the
 * image cannot be had or Kafka does not start
 */
export async function startContainerBrokers(
  options: BrokersOptions,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Brokers> {
  await requireLauncherJar();
  const engine = await loadEngine();
  await requireLocalEngine(engine);
  const image = env['MSK_LAB_KAFKA_IMAGE'] || `apache/kafka:${options.kafkaVersion}`;
  const ports = portPlan(options.brokers.length + SPARE_PORTS);
  options.say(`starting Kafka in a container of ${image} with ${options.brokers.length} broker(s)`);
  const child = await start(engine, image, containerOptions(options, image, ports));
  const brokers = await attachLauncher({
    engine: 'docker',
    child,
    brokers: options.brokers,
    portOf: ports.of,
    log: options.log,
    signal: options.signal,
    reach: (port) => ({ host: engine.LOOPBACK, port: child.mappedPort(port) }),
  });
  sayOtherVersion(options, image, brokers.lines());
  return brokers;
}

type Engine = typeof engineModule;

async function loadEngine(): Promise<Engine> {
  try {
    return await import('./container-process.ts');
  } catch (cause) {
    if (!isMissing(cause)) throw cause;
    throw new MskReachError(
      'CONFIG_INVALID',
      'Kafka in a container needs the package testcontainers, which is not installed: ' +
        'npm install --save-dev testcontainers@11; or have a JDK 17 or later and Maven, and MSK_LAB_ENGINE=jvm.',
      { cause },
    );
  }
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === 'ERR_MODULE_NOT_FOUND' &&
    error.message.includes("'testcontainers'")
  );
}

async function requireLocalEngine(engine: Engine): Promise<void> {
  const host = await engine.engineHost().catch((cause: unknown) => {
    throw new MskReachError(
      'CONFIG_INVALID',
      `Kafka in a container needs a Docker engine, and none answers (${words(cause)}): start Docker, or set DOCKER_HOST.`,
      { cause },
    );
  });
  if (host === null || LOCAL.has(host)) return;
  throw new MskReachError(
    'CONFIG_INVALID',
    `The Docker engine is at ${host}; the lab reaches its brokers on 127.0.0.1 alone and needs an engine of this machine.`,
  );
}

async function start(
  engine: Engine,
  image: string,
  options: ContainerProcessOptions,
): Promise<ContainerProcess> {
  try {
    return await engine.startContainerProcess(options);
  } catch (cause) {
    throw new MskReachError(
      'INTERNAL',
      `brokers: no container of ${image} could be started: ${words(cause)}`,
      {
        cause,
        details: { image },
      },
    );
  }
}

function containerOptions(options: BrokersOptions, image: string, ports: PortPlan): ContainerProcessOptions {
  const { keyPem, certificatePem } = options.certificate;
  const config = launcherConfig(options, {
    directory: DATA,
    keyStorePem: KEY_STORE,
    bindAddress: '0.0.0.0',
    portOf: ports.of,
  });
  const java = ['java', ...JVM_FLAGS, '-cp', `${JAR}:${KAFKA_LIBS}`, LAUNCHER_CLASS, CONFIG];
  return {
    image,
    // Images differ in whether java is on the PATH of a process that is not theirs.
    command: ['sh', '-c', 'export PATH="$PATH:/opt/java/openjdk/bin"; exec "$@"', 'msk-lab', ...java],
    ports: ports.all,
    files: { [JAR]: LAUNCHER_JAR },
    texts: { [CONFIG]: JSON.stringify(config), [KEY_STORE]: `${keyPem}${certificatePem}` },
  };
}

interface PortPlan {
  readonly all: readonly number[];
  /** The same port for the same broker. @throws MskReachError `INTERNAL` when none is left */
  readonly of: (id: number) => number;
}

function portPlan(count: number): PortPlan {
  const all = Array.from({ length: count }, (_, index) => FIRST_PORT + index);
  const taken = new Map<number, number>();
  const of = (id: number): number => {
    const port = taken.get(id) ?? all[taken.size];
    if (port === undefined) {
      throw new MskReachError(
        'INTERNAL',
        `brokers: a container has room for ${count} brokers in its life, ${SPARE_PORTS} more than it starts with`,
      );
    }
    taken.set(id, port);
    return port;
  };
  return { all, of };
}

/** An image of one's own may hold another Kafka than the scenario asks for. */
function sayOtherVersion(
  { kafkaVersion, say }: BrokersOptions,
  image: string,
  lines: readonly string[],
): void {
  const version = lines.find((line) => line.startsWith('kafka '))?.slice('kafka '.length);
  if (version !== undefined && version !== kafkaVersion)
    say(`${image} holds Kafka ${version}, not ${kafkaVersion}`);
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
