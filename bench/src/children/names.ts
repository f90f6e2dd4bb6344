/** Milliseconds for the A and AAAA of every broker's name. */
import { Resolver } from 'node:dns/promises';
import { answerOnce, side } from './serve.ts';
import { BROKERS, variable } from './environment.ts';

const brokers = Number(variable(BROKERS));

/** The look's own questions, from the first to the last answer, and the diagnosis of what it saw. */
async function ours(): Promise<number> {
  const { diagnose, observe, resolveConfig } = await import('@msk-reach/core');
  const { optionsOfLab } = await import('./ours.ts');
  const config = await resolveConfig(optionsOfLab());
  // Our own limit on packets is there to spare resolvers, not to be measured; the other one keeps visits, which begin
  // as soon as a name is answered, out of the measurement.
  const limits = { ...config.limits, dnsPacketsPerSecond: 1_000_000, connectionsPerSecond: 1 };
  const asked = new AbortController();
  let started = 0;
  let asking = 0;
  const observation = await observe(
    { ...config, limits },
    {
      signal: asked.signal,
      onProgress: ({ phase, done, total }) => {
        if (phase !== 'names' || total < brokers) return;
        if (done === 0) started = performance.now();
        if (done < total) return;
        asking = performance.now() - started;
        // What comes next, a visit to each broker, is not asked for here.
        asked.abort();
      },
    },
  );
  const judgedFrom = performance.now();
  const report = diagnose(observation, { only: ['DNS01', 'DNS02', 'DNS03', 'DNS05'] });
  const judging = performance.now() - judgedFrom;
  const seen = observation.names.filter(({ answers }) => answers.every(({ step }) => step.outcome === 'ok'));
  if (seen.length < brokers || report.rootCauses.length > 0)
    throw new Error(`${seen.length} of ${brokers} names were answered: ${report.rootCauses.join(', ')}`);
  return asking + judging;
}

/** c-ares, everything at once. */
async function peer(): Promise<number> {
  const names = brokerNames();
  const resolver = new Resolver();
  resolver.setServers([variable('MSK_REACH_DNS_SERVER')]);
  const noData = (error: NodeJS.ErrnoException): readonly string[] => {
    if (error.code !== 'ENODATA') throw error;
    return [];
  };
  const started = performance.now();
  const answers = await Promise.all(
    names.flatMap((name) => [resolver.resolve4(name), resolver.resolve6(name).catch(noData)]),
  );
  const ms = performance.now() - started;
  if (answers.filter(({ length }) => length > 0).length !== brokers) throw new Error('names are missing');
  return ms;
}

function brokerNames(): readonly string[] {
  const [bootstrap = ''] = variable('MSK_REACH_BOOTSTRAP').split(':');
  return Array.from({ length: brokers }, (_, index) => bootstrap.replace(/^boot-/, `b${index + 1}-`));
}

await answerOnce(side === 'peer' ? peer : ours);
