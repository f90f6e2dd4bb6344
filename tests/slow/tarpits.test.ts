/** Peers that hold on, at each layer: no look outlives its deadline, grows, or ends without a report. */
import { startLab, type Lab } from '@msk-reach/lab';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { run, type Ran } from '../run-program.ts';
import { tcpTarpit, udpTarpit, type Manner } from '../tarpits.ts';

const MANNERS: readonly Manner[] = ['silent', 'slow', 'endless', 'garbage'];
/** Steps never time out by themselves: whatever is not cut off by the deadline hangs, and this test with it. */
const LIMITS = { timeout: 600_000, deadline: 2_000 };
/** A look at three brokers takes 85; what an endless peer sends within the deadline is far more. */
const MOST_MIB = 250;
const SAY_RSS =
  'process.on("exit",()=>process.stderr.write(`rss ${Math.round(process.resourceUsage().maxRSS/1024)}\\n`))';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ engine: 'wire', cluster: { brokers: [97, 98, 473] } });
});
afterAll(() => lab.close());
beforeEach(async () => {
  lab.setZones([{ records: { '*': '@gateway' } }]);
  await lab.gateway.setFaults([]);
  wire([]);
});

type Rules = Parameters<Extract<Lab['kafka'], { engine: 'wire' }>['setFaults']>[0];
function wire(rules: Rules): void {
  if (lab.kafka.engine === 'wire') lab.kafka.setFaults(rules);
}

async function check(declare: Readonly<Record<string, unknown>>): Promise<Ran> {
  const NODE_OPTIONS = `--import "data:text/javascript,${encodeURIComponent(SAY_RSS)}"`;
  const env = { ...lab.childEnv({ ...LIMITS, ...declare }), NODE_OPTIONS };
  return run('packages/diagnostics/dist/cli/main.js', ['check', '--output', 'json'], env);
}

function expectReport({ code, stdout, stderr }: Ran): void {
  const report = JSON.parse(stdout) as { readonly schema: string; readonly status: string };
  expect(report.schema).toBe('msk-reach/report/1');
  expect({ fail: 3, unknown: 5 }[report.status]).toBe(code);
  expect(Number(/^rss (\d+)$/mu.exec(stderr)?.[1])).toBeLessThan(MOST_MIB);
}

describe.each(MANNERS)('%s', (manner) => {
  test('a resolver', async () => {
    await using pit = await udpTarpit(manner);
    expectReport(await check({ dnsServer: `127.0.0.1:${pit.port}` }));
  });

  test('a peer in place of TLS', async () => {
    await using pit = await tcpTarpit(manner);
    lab.setZones([{ records: { '*': '127.0.0.1' } }]);
    const [host] = lab.bootstrap.split(':');
    expectReport(await check({ bootstrap: `${host}:${pit.port}` }));
  });

  test.each(['SaslAuthenticate', 'Metadata'] as const)('a broker that is asked for %s', async (api) => {
    const fault = {
      silent: { trickleMs: 600_000 },
      slow: { trickleMs: 200 },
      endless: { endless: true as const },
      garbage: { announcedLength: 2_147_483_647 },
    }[manner];
    wire([{ api, fault }]);
    expectReport(await check({}));
  });
});

test.each([
  ['addresses that answer no SYN', { blackhole: true as const }],
  ['addresses that take a minute to accept', { slowConnectMs: 60_000 }],
])('%s', async (_, fault) => {
  await lab.gateway.setFaults(lab.gateway.addresses.map((_address, address) => ({ address, fault })));
  expectReport(await check({}));
});
