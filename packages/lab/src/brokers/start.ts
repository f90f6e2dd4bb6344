import { MskReachError } from '@msk-reach/core';
import type { Brokers, BrokersOptions } from './brokers.ts';
import { findJvmPrograms, startJvmBrokers } from './jvm.ts';
import { answers } from './programs.ts';

/**
 * Starts one Kafka cluster by the engine that `MSK_LAB_ENGINE` (`jvm` or `docker`) names, else by a JVM, else by Docker.
 *
 * @param env environment variables @default process.env
 * @throws MskReachError `CONFIG_INVALID` for another engine, or when neither way is there: its message names both
 * @public
 */
export async function startBrokers(
  options: BrokersOptions,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Brokers> {
  const wanted = env['MSK_LAB_ENGINE'] || undefined;
  if (wanted !== undefined && wanted !== 'jvm' && wanted !== 'docker') {
    throw new MskReachError('CONFIG_INVALID', `MSK_LAB_ENGINE: '${wanted}' is neither 'jvm' nor 'docker'`);
  }
  const mayUseDocker = options.processes !== true;
  if (wanted === 'docker' && !mayUseDocker) throw new MskReachError('CONFIG_INVALID', ONE_CONTAINER);
  if (wanted === 'docker') return byDocker(options, env);
  const programs = await findJvmPrograms(env);
  if ('java' in programs) return startJvmBrokers(options, programs, env);
  if (wanted === undefined && mayUseDocker && (await answers('docker', ['info'])))
    return byDocker(options, env);
  throw new MskReachError('CONFIG_INVALID', noEngine(programs.missing, mayUseDocker ? wanted : 'jvm'));
}

const ONE_CONTAINER =
  'MSK_LAB_ENGINE: a container holds all brokers in one process; "processes": true needs the engine jvm';

async function byDocker(
  options: BrokersOptions,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Brokers> {
  const { startContainerBrokers } = await import('./container.ts');
  return startContainerBrokers(options, env);
}

function noEngine(missing: string, wanted: string | undefined): string {
  const jvm = `install a JDK 17 or later and Maven (${missing})`;
  if (wanted === 'jvm') return `The lab is told to run real Kafka in a JVM: ${jvm}.`;
  return `The lab runs real Kafka and found no way to: either ${jvm}, or start Docker and install the package testcontainers.`;
}
