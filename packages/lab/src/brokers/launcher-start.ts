/** What every engine needs to start the launcher. */
import { stat } from 'node:fs/promises';
import { MskReachError } from '@msk-reach/core';
import type { BrokerSpec, BrokersOptions } from './brokers.ts';
import { LAUNCHER_JAR } from './kafka-jars.ts';

/** The launcher's main class. */
export const LAUNCHER_CLASS = 'io.mskreach.lab.Launcher';

/**
 * Three brokers need 600 MB. A compiler that optimises less has them ready sooner, and so has a JVM that trusts Kafka's
 * own classes, whose checksums Maven checked: of the processor's time that a start takes, verifying them is an eighth.
 */
export const JVM_FLAGS: readonly string[] = [
  '-Xmx768m',
  '-XX:TieredStopAtLevel=1',
  '-XX:+UseSerialGC',
  '-Xshare:auto',
  '-XX:+IgnoreUnrecognizedVMOptions',
  '-XX:+UnlockDiagnosticVMOptions',
  '-XX:-BytecodeVerificationRemote',
  '-Djava.net.preferIPv4Stack=true',
];

/** A broker alone needs less; the controller least. */
export const PROCESS_FLAGS: readonly string[] = ['-Xmx256m', ...JVM_FLAGS.slice(1)];

/** Where the launcher works. */
export interface LauncherPlace {
  /** Where it makes its data directories. */
  readonly directory: string;
  /** The file with key and certificate. */
  readonly keyStorePem: string;
  /** Where brokers listen for clients. @default 127.0.0.1 */
  readonly bindAddress?: string;
  /** The port that a broker listens on. @default 0: a free one */
  readonly portOf?: (id: number) => number;
}

/** What makes one of several launchers its own. */
interface LauncherShare {
  /** Its brokers. */
  readonly brokers: readonly BrokerSpec[];
  readonly clusterId: string;
  /** Where the controller is; none to be it. */
  readonly controllerPort?: number | undefined;
  /** How many brokers all of them begin with. */
  readonly initialBrokers: number;
}

/** The launcher's configuration (`java/README.md`). @param share for one launcher of several @default it hosts all */
export function launcherConfig(options: BrokersOptions, place: LauncherPlace, share?: LauncherShare): object {
  const { directory, keyStorePem, bindAddress, portOf } = place;
  const { loginsPerSecond } = options;
  return {
    directory,
    ...share,
    ...(bindAddress === undefined ? {} : { bindAddress }),
    brokers: (share ?? options).brokers.map((broker) => ({ ...broker, port: portOf?.(broker.id) ?? 0 })),
    tls: { keyStorePem },
    iam: options.iam,
    sessionMaxMs: options.sessionMaxMs ?? 0,
    ...(loginsPerSecond === undefined ? {} : { loginsPerSecond }),
    recordRequests: true,
    kafka: options.properties ?? {},
  };
}

/** @throws MskReachError `INTERNAL` when our jar is not there */
export async function requireLauncherJar(): Promise<void> {
  if (await stat(LAUNCHER_JAR).catch(() => undefined)) return;
  throw new MskReachError(
    'INTERNAL',
    `brokers: ${LAUNCHER_JAR} is missing; in a clone, npm test or npm run demo builds it`,
  );
}
