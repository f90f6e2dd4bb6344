/** Our launcher as the one process of a container. Loads Testcontainers: imported by that engine alone. */
import { PassThrough, type Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { GenericContainer, getContainerRuntimeClient, type WaitStrategy } from 'testcontainers';
import type { LauncherProcess } from './launcher-talk.ts';

const REMOVE_TIMEOUT_MS = 10_000;
/** Mapped ports are this machine's alone. */
export const LOOPBACK = '127.0.0.1';

/** A container's process, and the ports of this machine that lead to it. */
export interface ContainerProcess extends LauncherProcess {
  /** The port of 127.0.0.1 that a port of the container is mapped to. */
  mappedPort(port: number): number;
}

/** What is run in a container. */
export interface ContainerProcessOptions {
  readonly image: string;
  readonly command: readonly string[];
  /** Ports to map. */
  readonly ports: readonly number[];
  /** Files of this machine, by their paths there. */
  readonly files: Readonly<Record<string, string>>;
  /** Texts, by the paths of the files that they become. */
  readonly texts: Readonly<Record<string, string>>;
}

/**
 * The host of the Docker engine, where mapped ports are; null for an engine behind a socket of this machine.
 * Testcontainers' own answer to this is a gateway wherever we run in a container ourselves, also beside an engine that
 * runs in the same one.
 *
 * @throws when no engine answers
 */
export async function engineHost(): Promise<string | null> {
  const client = await getContainerRuntimeClient();
  const modem: unknown = client.container.dockerode.modem;
  const isSocket =
    typeof modem === 'object' && modem !== null && 'socketPath' in modem && modem.socketPath !== undefined;
  return isSocket ? null : client.info.containerRuntime.host;
}

/**
 * Starts it. The container's input ends with this process, however that ends; then the launcher ends, and with it the
 * container, which its engine removes. So nothing needs Testcontainers' reaper.
 *
 * @throws whatever the engine says, the process's own last words after it; nothing is left then
 */
export async function startContainerProcess(options: ContainerProcessOptions): Promise<ContainerProcess> {
  const container = new AttachedContainer(options);
  try {
    const started = await container.start();
    return { ...container.process(), mappedPort: (port) => started.getMappedPort(port) };
  } catch (cause) {
    const said = await container.discard();
    if (said === '') throw cause;
    throw new Error(`${cause instanceof Error ? cause.message : String(cause)}; it said last: ${said}`, {
      cause,
    });
  }
}

/** Whether it is ready is said on its stdout, and read there. */
const AT_ONCE: WaitStrategy = {
  waitUntilReady: () => Promise.resolve(),
  withStartupTimeout: () => AT_ONCE,
  isStartupTimeoutSet: () => false,
  getStartupTimeout: () => 0,
};

class AttachedContainer extends GenericContainer {
  #process: LauncherProcess | undefined;

  constructor({ image, command, ports, files, texts }: ContainerProcessOptions) {
    super(image);
    this.withEntrypoint([...command])
      .withCommand([])
      .withExposedPorts(...ports)
      .withCopyFilesToContainer(Object.entries(files).map(([target, source]) => ({ source, target })))
      .withCopyContentToContainer(Object.entries(texts).map(([target, content]) => ({ content, target })))
      .withAutoCleanup(false)
      .withWaitStrategy(AT_ONCE);
    this.hostConfig.AutoRemove = true;
    this.hostConfig.PortBindings = Object.fromEntries(
      ports.map((port) => [`${port}/tcp`, [{ HostIp: LOOPBACK, HostPort: '0' }]]),
    );
    // Its input stays open until the first who attaches is gone, and is then closed for good.
    Object.assign(this.createOpts, { OpenStdin: true, StdinOnce: true, AttachStdin: true, Tty: false });
  }

  /** Before its first word, so that none is lost. */
  protected override async containerCreated(id: string): Promise<void> {
    const { container: containers } = await getContainerRuntimeClient();
    const container = containers.getById(id);
    const stdin = await container.attach({
      stream: true,
      hijack: true,
      stdin: true,
      stdout: true,
      stderr: true,
    });
    const stdout = new PassThrough();
    const stderr = new PassThrough();
    container.modem.demuxStream(stdin, stdout, stderr);
    const over = (): void => {
      stdout.end();
      stderr.end();
    };
    stdin.once('end', over).once('close', over).once('error', over);
    const removed = container.wait({ condition: 'removed' }).catch(() => undefined);
    const remove = (): Promise<unknown> =>
      container
        .remove({ force: true, v: true, abortSignal: AbortSignal.timeout(REMOVE_TIMEOUT_MS) })
        // Gone already, or about to go.
        .catch(() => undefined);
    this.#process = {
      stdin,
      stdout,
      stderr,
      ended: Promise.all([finished(stdout), finished(stderr), removed]).then(() => undefined),
      kill: () => void remove().finally(over),
    };
  }

  process(): LauncherProcess {
    if (this.#process === undefined) throw new TypeError('the container was not created');
    return this.#process;
  }

  /** Removes what was created; returns the last that it said. */
  async discard(): Promise<string> {
    if (this.#process === undefined) return '';
    const { stdout, stderr, ended } = this.#process;
    const words = Promise.all([lastWords(stdout), lastWords(stderr)]);
    this.#process.kill();
    await ended;
    return (await words).filter((text) => text !== '').join(' | ');
  }
}

async function lastWords(stream: Readable): Promise<string> {
  let text = '';
  for await (const bytes of stream) text = (text + String(bytes)).slice(-2000);
  return text.trim();
}
