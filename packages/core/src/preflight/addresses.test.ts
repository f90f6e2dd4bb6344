import { expect, test } from 'vitest';
import { isJudgedBy, isOwnMachine, isVpcResolver, liesIn, overlap } from './addresses.ts';

test('addresses lie in blocks of their own family', () => {
  expect(liesIn('10.0.1.2', ['10.0.0.0/16'])).toBe(true);
  expect(liesIn('10.1.1.2', ['10.0.0.0/16', 'fd00::/8'])).toBe(false);
  expect(liesIn('fd00::1', ['10.0.0.0/16', 'fd00::/8'])).toBe(true);
  expect(liesIn('::ffff:10.0.1.2', ['10.0.0.0/16'])).toBe(true);
  expect([liesIn('nonsense', ['0.0.0.0/0']), liesIn('10.0.0.1', ['nonsense'])]).toEqual([false, false]);
});

test('blocks of one family say nothing about the other', () => {
  expect(isJudgedBy('fd00::1', ['10.0.0.0/8'])).toBe(false);
  expect(isJudgedBy('10.0.0.1', ['10.0.0.0/8'])).toBe(true);
});

test('loopback and unspecified addresses are this machine', () => {
  expect(
    ['127.0.0.1', '127.9.9.9', '::1', '0.0.0.0', '::', '::ffff:127.0.0.1'].filter(
      (address) => !isOwnMachine(address),
    ),
  ).toEqual([]);
  expect(['10.0.0.1', '100.64.0.1', 'fd00::1', 'nonsense'].filter(isOwnMachine)).toEqual([]);
});

test('blocks overlap where one holds the other', () => {
  expect(overlap(['10.0.0.0/8'], ['10.1.0.0/16'])).toBe(true);
  expect(overlap(['10.1.0.0/16'], ['10.0.0.0/8'])).toBe(true);
  expect(overlap(['10.0.0.0/16', 'fd00::/8'], ['10.1.0.0/16', 'fe80::/10'])).toBe(false);
  expect(overlap([], ['10.1.0.0/16'])).toBe(false);
});

test("a VPC's own resolver is known by its fixed addresses and by the VPC's block", () => {
  expect(['169.254.169.253:53', '[fd00:ec2::253]:53'].map((server) => isVpcResolver(server, []))).toEqual([
    true,
    true,
  ]);
  expect(isVpcResolver('10.1.0.2:53', ['10.1.0.0/16'])).toBe(true);
  expect(isVpcResolver('10.1.0.2:53', [])).toBe(false);
  expect(isVpcResolver('10.1.0.20:53', ['10.1.0.0/16', 'fd00::/8'])).toBe(false);
});
