import { expect, test } from 'vitest';
import type { DnsAnswer } from './answer.ts';
import { lookup, zoneSet } from './zone.ts';
import type { Zone, ZoneRecord } from './zone-data.ts';

const Z = 'kafka-serverless.us-east-1.amazonaws.com';

function zone(records: readonly ZoneRecord[], rest: Partial<Zone> = {}): Zone {
  return { apex: Z, records, ...rest };
}

function a(name: string, ...values: string[]): ZoneRecord {
  return { name, type: 'A', values };
}

function ask(zones: readonly Zone[], name: string, type = 'A'): DnsAnswer {
  return lookup(zoneSet(zones), name, type);
}

function data(answer: DnsAnswer): unknown[] {
  return answer.answers.map((record) => record.data);
}

/** `NXDOMAIN <owner of the SOA>`, `NODATA <owner>`, or the data. */
function gist(answer: DnsAnswer): string {
  const soa = answer.authorities.find(({ type }) => type === 'SOA');
  if (answer.rcode === 'NXDOMAIN') return `NXDOMAIN ${soa?.name}`;
  return answer.answers.length === 0 ? `NODATA ${soa?.name}` : data(answer).join(' ');
}

test('a wildcard covers names at any depth', () => {
  const zones = [zone([a('*', '127.0.0.5')])];
  for (const name of [`x.${Z}`, `boot-abcd1234.c1.${Z}`, `a.b.c.d.${Z}`])
    expect(gist(ask(zones, name))).toBe('127.0.0.5');
  expect(gist(ask(zones, Z))).toBe(`NODATA ${Z}`);
});

test('a record below c1 makes c1 exist: the wildcard answers nothing under it any more', () => {
  const zones = [zone([a('*', '127.0.0.5'), a('boot-abcd1234.c1', '127.0.0.6')])];
  expect(gist(ask(zones, `boot-abcd1234.c1.${Z}`))).toBe('127.0.0.6');
  expect(gist(ask(zones, `b97-abcd1234.c1.${Z}`))).toBe(`NXDOMAIN ${Z}`);
  expect(gist(ask(zones, `c1.${Z}`))).toBe(`NODATA ${Z}`);
  expect(gist(ask(zones, `b97-abcd1234.c2.${Z}`))).toBe('127.0.0.5');
});

test('the example of RFC 4592, 2.2.1 answers as it says', () => {
  const example: Zone = {
    apex: 'example',
    records: [
      { name: '*', type: 'TXT', values: ['this is a wildcard'] },
      { name: 'sub.*', type: 'TXT', values: ['this is not a wildcard'] },
      a('host1', '192.0.2.1'),
      { name: '_ssh._tcp.host1', type: 'TXT', values: ['srv'] },
      { name: '_ssh._tcp.host2', type: 'TXT', values: ['srv'] },
      { name: 'subdel', type: 'NS', values: ['ns.example.com'] },
    ],
  };
  const said = (name: string, type: string): string => gist(ask([example], name, type));
  expect(said('host3.example', 'TXT')).toBe('this is a wildcard');
  expect(said('host3.example', 'A')).toBe('NODATA example');
  expect(said('foo.bar.example', 'TXT')).toBe('this is a wildcard');
  expect(said('host1.example', 'TXT')).toBe('NODATA example');
  expect(said('sub.*.example', 'TXT')).toBe('this is not a wildcard');
  expect(said('ghost.*.example', 'TXT')).toBe('NXDOMAIN example');
  expect(said('_telnet._tcp.host1.example', 'TXT')).toBe('NXDOMAIN example');
  expect(said('_tcp.host2.example', 'TXT')).toBe('NODATA example');
  const referral = ask([example], 'host.subdel.example');
  expect(referral).toMatchObject({ rcode: 'NOERROR', answers: [], authoritative: false });
  expect(referral.authorities).toMatchObject([
    { type: 'NS', name: 'subdel.example', data: 'ns.example.com' },
  ]);
});

test('the most specific zone answers, even when it has nothing and the wider one has', () => {
  const managed: Zone = { apex: `c1.${Z}`, records: [a('boot-local000', '127.0.0.9')] };
  const zones = [zone([a('*', '127.0.0.5')]), managed];
  expect(gist(ask(zones, `b97-abcd1234.c1.${Z}`))).toBe(`NXDOMAIN c1.${Z}`);
  expect(gist(ask(zones, `boot-local000.c1.${Z}`))).toBe('127.0.0.9');
  expect(gist(ask(zones, `b97-abcd1234.c2.${Z}`))).toBe('127.0.0.5');
});

test('a name in no zone is refused; a zone above it says that it does not exist', () => {
  expect(ask([zone([])], 'example.org')).toMatchObject({ rcode: 'REFUSED', answers: [], authorities: [] });
  const above: Zone = { apex: 'amazonaws.com', records: [] };
  expect(gist(ask([above], `boot-abcd1234.c1.${Z}`))).toBe('NXDOMAIN amazonaws.com');
  expect(gist(ask([{ apex: '.', records: [] }], 'example.org'))).toBe('NXDOMAIN ');
});

test('a negative answer carries the SOA with the smaller of its TTL and its minimum', () => {
  const ttlOf = (soa: Zone['soa'] & object): unknown => ask([zone([], { soa })], `x.${Z}`).authorities[0];
  expect(ttlOf({ ttl: 900, minimum: 60 })).toMatchObject({ type: 'SOA', name: Z, ttl: 60 });
  expect(ttlOf({ ttl: 30, minimum: 86_400 })).toMatchObject({ type: 'SOA', name: Z, ttl: 30 });
  expect(ttlOf({})).toMatchObject({ ttl: 900, data: { minimum: 86_400 } });
});

test('a CNAME is followed as far as the zones reach, and the last name decides the rcode', () => {
  const zones = [
    zone([
      { name: 'one', type: 'CNAME', values: [`two.${Z}`] },
      { name: 'two', type: 'CNAME', values: ['endpoint.example.com.'] },
      { name: 'out', type: 'CNAME', values: ['example.org'] },
      { name: 'lost', type: 'CNAME', values: ['missing.example.com'] },
      { name: 'round', type: 'CNAME', values: [`round.${Z}`] },
      { name: '*.wild', type: 'CNAME', values: [`one.${Z}`] },
    ]),
    { apex: 'example.com', records: [a('endpoint', '127.0.0.7')] },
  ];
  expect(gist(ask(zones, `one.${Z}`))).toBe(`two.${Z} endpoint.example.com 127.0.0.7`);
  expect(gist(ask(zones, `x.wild.${Z}`))).toBe(`one.${Z} two.${Z} endpoint.example.com 127.0.0.7`);
  expect(gist(ask(zones, `one.${Z}`, 'CNAME'))).toBe(`two.${Z}`);
  expect(gist(ask(zones, `out.${Z}`))).toBe('example.org');
  expect(ask(zones, `lost.${Z}`)).toMatchObject({ rcode: 'NXDOMAIN', answers: [{ type: 'CNAME' }] });
  expect(ask(zones, `round.${Z}`)).toMatchObject({ rcode: 'NOERROR', answers: [{ type: 'CNAME' }] });
});

test('a long chain of CNAMEs comes to an end', () => {
  const records = Array.from({ length: 100 }, (_, index): ZoneRecord => {
    return { name: `n${index}`, type: 'CNAME', values: [`n${index + 1}.${Z}`] };
  });
  expect(ask([zone(records)], `n0.${Z}`).answers).toHaveLength(16);
});

test('names compare without case, and the answer keeps the case of the question', () => {
  const answer = ask([zone([a('Boot-ABCD1234.c1', '127.0.0.6')])], `bOOt-abcd1234.C1.${Z.toUpperCase()}`);
  expect(answer.answers).toMatchObject([{ name: `bOOt-abcd1234.C1.${Z.toUpperCase()}`, data: '127.0.0.6' }]);
});

test('an owner may be written in full, and several values make one set', () => {
  const zones = [
    zone([a(`x.${Z}`, '127.0.0.1', '127.0.0.2'), { name: 'x', type: 'AAAA', values: ['::1'], ttl: 5 }]),
  ];
  expect(data(ask(zones, `x.${Z}.`))).toEqual(['127.0.0.1', '127.0.0.2']);
  expect(ask(zones, `x.${Z}`, 'AAAA').answers).toMatchObject([{ ttl: 5, data: '::1' }]);
  expect(ask(zones, `x.${Z}`, 'ANY').answers).toHaveLength(3);
  expect(gist(ask(zones, `x.${Z}`, 'UNKNOWN_65'))).toBe(`NODATA ${Z}`);
});

test('the apex has its SOA and a name server', () => {
  expect(ask([zone([])], Z, 'SOA').answers).toMatchObject([{ type: 'SOA', ttl: 900 }]);
  expect(ask([zone([])], Z, 'NS').answers).toMatchObject([{ type: 'NS', data: 'ns-1536.awsdns-00.co.uk' }]);
});

test.each([
  { why: 'two zones of one name', zones: [zone([]), zone([])] },
  { why: 'no IPv4 address', zones: [zone([a('x', '127.0.0.256')])] },
  { why: 'no IPv6 address', zones: [zone([{ name: 'x', type: 'AAAA', values: ['127.0.0.1'] }])] },
  { why: 'no values', zones: [zone([a('x')])] },
  {
    why: 'a CNAME beside another type',
    zones: [zone([a('x', '127.0.0.1'), { name: 'x', type: 'CNAME', values: ['y.z'] }])],
  },
  { why: 'two CNAMEs', zones: [zone([{ name: 'x', type: 'CNAME', values: ['y.z', 'z.y'] }])] },
  { why: 'an empty label', zones: [zone([a('x..y', '127.0.0.1')])] },
  { why: 'a label of 64', zones: [zone([a('x'.repeat(64), '127.0.0.1')])] },
  { why: 'a name that is too long', zones: [zone([a(`${'x.'.repeat(120)}y`, '127.0.0.1')])] },
  { why: 'a TTL below 0', zones: [zone([{ ...a('x', '127.0.0.1'), ttl: -1 }])] },
  { why: 'a fraction of a second', zones: [zone([], { soa: { ttl: 0.5 } })] },
] satisfies { why: string; zones: Zone[] }[])('$why is refused', ({ zones }) => {
  expect(() => zoneSet(zones)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
});
