import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { LAUNCHER_JAR } from './kafka-jars.ts';
import { LAUNCHER_CLASS } from './launcher-start.ts';
import type { LauncherProcess } from './launcher-talk.ts';

/** A launcher in a JVM of this machine. */
export interface JvmProcess extends LauncherProcess {
  /** undefined when it could not be started. */
  readonly pid: number | undefined;
}

/** Starts a launcher with a configuration, which is written down under that name. */
export type SpawnLauncher = (name: string, config: object, flags: readonly string[]) => Promise<JvmProcess>;

/** @param place the program, the folder with Kafka's jars, and a folder for configurations */
export function jvmSpawner(place: {
  readonly java: string;
  readonly jars: string;
  readonly directory: string;
}): SpawnLauncher {
  const { java, jars, directory } = place;
  const classPath = [LAUNCHER_JAR, join(jars, '*')].join(delimiter);
  return async (name, config, flags) => {
    const file = join(directory, `${name}.json`);
    await writeFile(file, JSON.stringify(config), { mode: 0o600 });
    const child = spawn(java, [...flags, '-cp', classPath, LAUNCHER_CLASS, file], {
      cwd: directory,
      stdio: ['pipe', 'pipe', 'pipe'],
      // A terminal's Ctrl-C reaches the whole group; Kafka shall end when we say so.
      detached: process.platform !== 'win32',
    });
    const ended = new Promise<string | undefined>((resolve) => {
      child.once('error', (error) => resolve(error.message)).once('close', () => resolve(undefined));
    });
    const { pid, stdin, stdout, stderr } = child;
    return { pid, stdin, stdout, stderr, ended, kill: () => void child.kill('SIGKILL') };
  };
}
