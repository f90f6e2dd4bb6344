import { expect, test } from 'vitest';
import { Ledger } from './ledger.ts';

test('what is acknowledged and consumed, in whatever order and however often, is settled', () => {
  const ledger = new Ledger(2);
  ledger.acknowledge(0, 0, 3);
  ledger.consume(0, 1);
  ledger.consume(0, 1);
  ledger.consume(1, 0);
  expect([ledger.acknowledged, ledger.consumed, ledger.lanes]).toEqual([3, 2, [3, 0]]);
  expect(ledger.open()).toEqual({ count: 2, where: ['partition 0 message 0', 'partition 0 message 2'] });
  ledger.consume(0, 2);
  ledger.consume(0, 0);
  ledger.acknowledge(1, 0, 1);
  expect(ledger.open()).toEqual({ count: 0, where: [] });
  expect([ledger.acknowledged, ledger.consumed]).toEqual([4, 4]);
});

test('a million messages leave nothing behind but the one that is missing', () => {
  const ledger = new Ledger(1);
  const missing = 654_321;
  ledger.acknowledge(0, 0, 1_000_000);
  for (let sequence = 0; sequence < 1_000_000; sequence += 1)
    if (sequence !== missing) ledger.consume(0, sequence);
  ledger.consume(0, 0);
  expect(ledger.open()).toEqual({ count: 1, where: [`partition 0 message ${missing}`] });
  expect(ledger.consumed).toBe(999_999);
  ledger.consume(0, missing);
  expect(ledger.open().count).toBe(0);
});
