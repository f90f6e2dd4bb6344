/**
 * The program of the child behind {@link holdListener}, run by `node -e`: it listens with a backlog of one and
 * then waits in a blocking read of its standard input, so that nothing is accepted. A byte lets it accept as many
 * strangers as the byte says, or for a while; the end of the input, which comes even when the parent was killed,
 * ends it. It is text, because the child runs neither TypeScript nor the module loader of the tests.
 */
export const HELD_LISTENER_SCRIPT: string = `
const { readSync } = require('node:fs');
const { createServer } = require('node:net');
const [host, port, admitMs] = process.argv.slice(1);
let sending = 0;
let expected = 0;
let timer;

const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (socket) => {
  sending++;
  const stranger = socket.remoteAddress !== host;
  process.send('connection', socket, () => {
    sending--;
    if (stranger && --expected === 0) holdAgain();
  });
});
server.on('error', ({ code }) => process.send({ error: code }, () => process.exit(1)));
server.listen({ host, port: Number(port), backlog: 1 }, () => process.send('listening', hold));

function hold() {
  if (sending > 0) return setImmediate(hold);
  const command = Buffer.alloc(1);
  if (readSync(0, command) === 0) process.exit();
  expected = command[0];
  timer = setTimeout(holdAgain, Number(admitMs));
}

function holdAgain() {
  clearTimeout(timer);
  expected = 0;
  process.send('holding', hold);
}
`;
