/** A queue that is longer than this is full: the kernel then drops every SYN. */
export const HELD_BACKLOG: number = 15;

/**
 * The program of the child behind {@link holdListener}, run by `node -e`: it listens, fills its own queue and then
 * waits in a blocking read of its standard input, so that nothing is accepted. A byte lets it accept as many
 * strangers as the byte says, or for a while; the end of the input, which comes even when the parent was killed,
 * ends it. A byte on its standard output says that it holds: it is written in the same turn of the loop as the
 * read, so nothing is accepted in between.
 *
 * On a busy machine a connection over loopback is not made within the call: the kernel puts its packets off. Then
 * two SYNs are answered while there is room for one, and the second client believes in a connection that the
 * listener never hears of. So fillers come one by one, each is looked for in the kernel's table, and only a queue
 * that the kernel calls full ends the filling; a queue of one would moreover answer the second SYN with a cookie
 * and forget it, where a longer one repeats its answer. Where no table tells (not Linux), three fillers must do.
 *
 * It is text, because the child runs neither TypeScript nor the module loader of the tests.
 */
export const HELD_LISTENER_SCRIPT: string = `
const { existsSync, readFileSync, readSync, writeSync } = require('node:fs');
const { connect, createServer } = require('node:net');
const { endianness } = require('node:os');
const [host, port, admitMs] = process.argv.slice(1);
const TABLE = '/proc/net/tcp';
const BACKLOG = ${HELD_BACKLOG};
const LAND_MS = 20;
const FILL_MS = 10000;
const table = existsSync(TABLE);
const cell = new Int32Array(new SharedArrayBuffer(4));
const fillers = new Set();
let sent = 0;
let expected = 0;
let timer;

const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (socket) => {
  if (socket.remoteAddress === host) return void socket.destroy();
  sent++;
  process.send('connection', socket);
  if (--expected === 0) hold();
});
server.on('error', ({ code }) => process.send({ error: code }, () => process.exit(1)));
server.listen({ host, port: Number(port), backlog: table ? BACKLOG : 1 }, hold);

// A message goes out once the parent has acknowledged every socket before it; until then they are open here too.
function hold() {
  clearTimeout(timer);
  expected = 0;
  const before = sent;
  process.send('flush', () => (sent === before ? shut() : hold()));
}

function shut() {
  for (const filler of fillers) if (filler.connecting) filler.destroy();
  if (table) return fill(Date.now() + FILL_MS, -1);
  for (let count = 0; count < 3; count++) addFiller();
  process.nextTick(wait);
}

function fill(deadline, before) {
  let length = queueLength();
  for (let waited = 0; length === before && waited < LAND_MS; waited++) {
    Atomics.wait(cell, 0, 0, 1);
    length = queueLength();
  }
  if (length > BACKLOG) return wait();
  if (Date.now() > deadline) process.exit(1);
  addFiller();
  process.nextTick(fill, deadline, length);
}

function wait() {
  writeSync(1, '.');
  const command = Buffer.alloc(1);
  if (readSync(0, command) === 0) process.exit();
  expected = command[0];
  timer = setTimeout(hold, Number(admitMs));
}

function addFiller() {
  const filler = connect({ host, port: Number(port), localAddress: host });
  fillers.add(filler);
  filler.on('error', () => filler.destroy());
  filler.on('close', () => fillers.delete(filler));
}

// The kernel shows a listener's queue as its receive queue.
function queueLength() {
  const bytes = Buffer.from(host.split('.').map(Number));
  if (endianness() === 'LE') bytes.reverse();
  const place = (bytes.toString('hex') + ':' + Number(port).toString(16).padStart(4, '0')).toUpperCase();
  const row = readFileSync(TABLE, 'latin1').split('\\n').find((line) => line.includes(place + ' 00000000:0000 0A '));
  return row === undefined ? 0 : parseInt(row.trim().split(/[ :]+/)[7], 16);
}
`;
