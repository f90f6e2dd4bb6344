import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { claimAddress, type GatewayAddress } from './addresses.ts';
import { HELD_LISTENER_SCRIPT } from './held-listener-script.ts';
import { holdListener } from './held-listener.ts';

async function freeAddress(): Promise<GatewayAddress> {
  const { server, address, port } = await claimAddress({ port: 9098, random: Math.random });
  server.close();
  await once(server, 'close');
  return { address, port };
}

/** How a connect stands at a deadline of the caller's own: `connected`, `still connecting` or an error's code. */
async function dial({ address, port }: GatewayAddress, deadlineMs: number): Promise<string> {
  const socket = connect({ host: address, port });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(deadlineMs) });
    return 'connected';
  } catch (error) {
    if (socket.connecting) return 'still connecting';
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  } finally {
    socket.destroy();
  }
}

test('a SYN gets no answer: connect is still connecting when our own deadline has passed', async () => {
  const place = await freeAddress();
  const held = await holdListener(place);
  try {
    // Longer than the first repetition of a SYN, which comes after a second.
    expect(await dial(place, 1300)).toBe('still connecting');
  } finally {
    await held.close();
  }
  expect(await dial(place, 1300)).toBe('ECONNREFUSED');
});

test('twenty connects at once get no answer either', async () => {
  const place = await freeAddress();
  const held = await holdListener(place);
  try {
    const dials = await Promise.all(Array.from({ length: 20 }, () => dial(place, 2300)));
    expect(new Set(dials)).toEqual(new Set(['still connecting']));
  } finally {
    await held.close();
  }
});

test('whoever waits is let in on demand, and later ones wait again', { timeout: 20_000 }, async () => {
  const place = await freeAddress();
  const letIn: Socket[] = [];
  const held = await holdListener(place, (socket) => letIn.push(socket));
  const waiting = connect({ host: place.address, port: place.port });
  try {
    const connected = once(waiting, 'connect');
    // Its SYN comes when the kernel repeats it: the door may have been shut again by then.
    while (letIn.length === 0) await held.admit(1);
    await connected;
    expect(await dial(place, 300)).toBe('still connecting');
    letIn[0]?.end('hello');
    const [said] = (await once(waiting, 'data')) as [Buffer];
    expect(said.toString()).toBe('hello');
  } finally {
    waiting.destroy();
    for (const socket of letIn) socket.destroy();
    await held.close();
  }
});

test('an address that cannot be listened on is an error with a code', async () => {
  const { server, address, port } = await claimAddress({ port: 9098, random: Math.random });
  try {
    await expect(holdListener({ address, port })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      details: { address, port, why: 'EADDRINUSE' },
    });
  } finally {
    server.close();
  }
});

/** What of the parent's is needed to have a child wait: a program that starts one, tells its pid and stays. */
const PARENT = `
const { spawn } = require('node:child_process');
const [script, address, port] = process.argv.slice(1);
const child = spawn(process.execPath, ['-e', script, address, port, '250'], { stdio: ['pipe', 'pipe', 'ignore', 'ipc'] });
child.stdout.once('data', () => console.log(child.pid));
setInterval(() => undefined, 1000);
`;

test('kill -9 of the parent takes the listening child with it', async () => {
  const { address, port } = await freeAddress();
  const parent = spawn(process.execPath, ['-e', PARENT, HELD_LISTENER_SCRIPT, address, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(line.toString());
  expect(alive(pid)).toBe(true);
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  // The address is free once the last thread of the child is gone.
  const deadline = Date.now() + 10_000;
  let state = 'still connecting';
  while (state !== 'ECONNREFUSED' && Date.now() < deadline) state = await dial({ address, port }, 100);
  expect({ state, alive: alive(pid) }).toEqual({ state: 'ECONNREFUSED', alive: false });
});

/** Whether a process runs; one that ended and waits to be collected does not. */
function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const status = `/proc/${pid}/stat`;
  return !existsSync(status) || !/\) Z /u.test(readFileSync(status, 'latin1'));
}
