// Clients that each produce, and consume in a group of their own, until they are told to stop; then says what was lost,
// what was heard and what the process still holds. Its options come as JSON in PROGRAM.
import { stepClock } from './stepped-clock.mjs';
import { subscribe } from 'node:diagnostics_channel';
import { createMskClient, findMskReachError } from '@msk-reach/core';
import { logLevel, Partitioners } from 'kafkajs';

const { options, topic, clients: count = 1, everyMs = 50 } = JSON.parse(process.env.PROGRAM);
/** However long a last message takes, somebody is told which one did not come. */
const PATIENCE_MS = 90_000;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const told = { tokens: 0, joins: 0, crashes: [], failures: [], words: new Set() };
subscribe('msk-reach:token', (event) => void (told.tokens += 'error.type' in event ? 0 : 1));

/** An error as its reader meets it: our code where there is one, and every message down to the first cause. */
function read(error) {
  const messages = [];
  for (let one = error; one instanceof Error; one = one.cause) messages.push(`${one.name}: ${one.message}`);
  return { code: findMskReachError(error)?.code ?? null, words: messages.join(' <- ') };
}

const logCreator =
  () =>
  ({ log: { message, error = '' } }) =>
    void told.words.add(`${message} ${error}`);

const acknowledged = new Set();
const stop = new AbortController();

async function start(number) {
  const kafka = { logLevel: logLevel.WARN, logCreator };
  const client = await createMskClient({ ...options, preflight: 'off', kafka });
  const producer = client.kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  const consumer = client.kafka.consumer({ groupId: `${topic}-${number}`, maxWaitTimeInMs: 200 });
  const received = new Set();
  consumer.on(consumer.events.GROUP_JOIN, () => void (told.joins += 1));
  consumer.on(consumer.events.CRASH, ({ payload: { restart, error } }) => {
    told.crashes.push({ restart, ...read(error) });
  });
  await producer.connect();
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({ eachMessage: async ({ message }) => void received.add(String(message.value)) });
  let sent = 0;
  const send = async () => {
    const value = `${number}-${(sent += 1)}`;
    try {
      await producer.send({ topic, acks: -1, messages: [{ key: value, value }] });
      acknowledged.add(value);
      return true;
    } catch (error) {
      told.failures.push(read(error));
      return false;
    }
  };
  const work = async () => {
    for (; !stop.signal.aborted; await pause(everyMs)) await send();
  };
  return { client, number, received, send, working: work(), sent: () => sent };
}

const working = await Promise.all(Array.from({ length: count }, (_, number) => start(number)));
const until = async (isSo) => {
  for (const from = performance.now(); performance.now() - from < PATIENCE_MS; await pause(50))
    if (await isSo()) return true;
  return false;
};
const lostOf = ({ received }) => [...acknowledged].filter((value) => !received.has(value));

/** @param isSo is told of values which of them are of messages that were sent after the question */
function anew(isSo) {
  const from = working.map(({ sent }) => sent());
  const isNew = (value) => {
    const [number, count] = value.split('-').map(Number);
    return count > from[number];
  };
  const values = (set) => [...set].filter(isNew);
  const senders = () => new Set(values(acknowledged).map((value) => value.split('-')[0]));
  return until(() => senders().size === working.length && isSo(values));
}

const answers = {
  step: stepClock,
  readiness: () => working.map(({ client }) => client.health().readiness()),
  /** Whether every client got a message acknowledged that it sent after the question, and every consumer one of those. */
  alive: () => anew((values) => working.every(({ received }) => values(received).length > 0)),
  /** The first half of that. */
  sending: () => anew(() => true),
  async finish() {
    stop.abort();
    await Promise.all(working.map((one) => one.working));
    const alive = await Promise.all(working.map(({ send }) => until(send)));
    await until(() => working.every((one) => lostOf(one).length === 0));
    const lost = working.map(lostOf);
    await Promise.all(working.map(({ client }) => client.close()));
    // Callbacks of this very turn, which the next has not.
    await new Promise((resolve) => setImmediate(resolve));
    // The pipes are the process's own.
    const held = process.getActiveResourcesInfo().filter((kind) => kind !== 'PipeWrap');
    return { ...told, words: [...told.words], acknowledged: acknowledged.size, alive, lost, held };
  },
};

async function answer({ question, about }) {
  process.send((await answers[question](about)) ?? null);
  if (question === 'finish') process.disconnect();
}
process.on('message', (question) => void answer(question));
process.send('ready');
