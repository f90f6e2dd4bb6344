/**
 * The program of the child behind {@link holdListener}, run by `node -e`: it listens with a backlog of one, fills
 * its own queue and then waits in a blocking read of its standard input, so that nothing is accepted. A byte lets
 * it accept as many strangers as the byte says, or for a while; the end of the input, which comes even when the
 * parent was killed, ends it. Between filling and waiting nothing is accepted: a connection over loopback is made
 * within the call, and the read follows in the same turn of the loop. It is text, because the child runs neither
 * TypeScript nor the module loader of the tests.
 */
export const HELD_LISTENER_SCRIPT: string = `
const { readSync } = require('node:fs');
const { connect, createServer } = require('node:net');
const [host, port, admitMs] = process.argv.slice(1);
const fillers = new Set();
let sending = 0;
let expected = 0;
let closing = true;
let timer;

const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (socket) => {
  if (socket.remoteAddress === host) {
    socket.destroy();
    if (closing) fill();
    return;
  }
  sending++;
  process.send('connection', socket, () => sending--);
  if (--expected === 0) hold('holding');
});
server.on('error', ({ code }) => process.send({ error: code }, () => process.exit(1)));
server.listen({ host, port: Number(port), backlog: 1 }, () => hold('listening'));

function hold(word) {
  clearTimeout(timer);
  expected = 0;
  closing = true;
  fill();
  process.send(word, rest);
}

function rest() {
  if (sending > 0) return setImmediate(rest);
  fill();
  process.nextTick(wait);
}

function wait() {
  const command = Buffer.alloc(1);
  if (readSync(0, command) === 0) process.exit();
  closing = false;
  expected = command[0];
  timer = setTimeout(hold, Number(admitMs), 'holding');
}

function fill() {
  for (const filler of fillers) if (filler.connecting) filler.destroy();
  for (let count = 0; count < 3; count++) {
    const filler = connect({ host, port: Number(port), localAddress: host });
    fillers.add(filler);
    filler.on('error', () => filler.destroy());
    filler.on('close', () => fillers.delete(filler));
  }
}
`;
