import { expect, test } from 'vitest';
import type { Failing } from '../credentials/renewing.ts';
import { MskReachError } from '../errors.ts';
import { troubleOf } from './trouble.ts';

const away = new MskReachError('STS_UNREACHABLE', 'no answer', { retryable: true });
const refused = new MskReachError('SASL_REFUSED', 'Access denied');
const denied = new MskReachError('KAFKA_DENIED', 'may not write');

const of = (
  failing: Failing | null,
  login: MskReachError | null = null,
  denial: MskReachError | null = null,
) =>
  troubleOf({
    identity: { failing: () => failing } as never,
    logins: { trouble: () => login } as never,
    denials: { trouble: () => denial } as never,
  });

const due: Failing = { error: away, leftMs: 540_000, isUrgent: false };
const urgent: Failing = { error: away, leftMs: 59_400, isUrgent: true };

test('credentials that cannot be renewed are a warning while those at hand work, and a failure before they end', () => {
  expect(of(null)).toBeNull();
  expect(of(due)).toEqual({
    code: 'STS_UNREACHABLE',
    message: 'The credentials cannot be renewed, those at hand work for another 540 s. no answer',
    status: 'warn',
  });
  expect(of(urgent)).toMatchObject({
    status: 'fail',
    message: expect.stringMatching(/another 59 s/) as string,
  });
  expect(of({ ...urgent, leftMs: 0 })).toMatchObject({
    status: 'fail',
    message: expect.stringMatching(/none that work are at hand/) as string,
  });
  expect(of({ error: new Error('x'), leftMs: 0, isUrgent: true })?.code).toBe('INTERNAL');
});

test('the gravest comes first', () => {
  expect(of(urgent, refused, denied)).toBe(refused);
  expect(of(urgent, null, denied)?.code).toBe('STS_UNREACHABLE');
  expect(of(due, null, denied)).toBe(denied);
});
