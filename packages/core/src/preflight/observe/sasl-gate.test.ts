import { expect, test } from 'vitest';
import { createSaslGate } from './sasl-gate.ts';

test('one at a time, until one is accepted', async () => {
  const gate = createSaslGate();
  expect(await gate.enter()).toBe(true);
  const order: string[] = [];
  const second = gate.enter().then((mayTry) => order.push(`second ${mayTry}`));
  const third = gate.enter().then((mayTry) => order.push(`third ${mayTry}`));
  gate.leave('unknown');
  await second;
  expect(order).toEqual(['second true']);
  gate.leave('accepted');
  await third;
  expect(order).toEqual(['second true', 'third true']);
  expect(await gate.enter()).toBe(true);
});

test('after two refusals nobody tries any more', async () => {
  const gate = createSaslGate();
  await gate.enter();
  const second = gate.enter();
  const third = gate.enter();
  gate.leave('refused');
  expect(await second).toBe(true);
  gate.leave('refused');
  expect(await third).toBe(false);
  expect(await gate.enter()).toBe(false);
});

test('whoever comes after a turn that told nothing gets one', async () => {
  const gate = createSaslGate();
  await gate.enter();
  gate.leave('unknown');
  expect(await gate.enter()).toBe(true);
});
