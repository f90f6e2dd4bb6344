import { expect, test } from 'vitest';
import { callLine } from './call-line.ts';

test('a call is one line, whatever its caller wrote', () => {
  const caller = 'arn:aws:iam::111122223333:user/client';
  expect(callLine({ at: 0, action: 'AssumeRole', outcome: 'ok', caller, sessionName: 'orders@1' })).toBe(
    `sts action=AssumeRole outcome=ok caller=${caller} session=orders@1`,
  );
  expect(callLine({ at: 0, action: '-', outcome: 'aborted' })).toBe('sts action=- outcome=aborted');
  expect(callLine({ at: 0, action: 'AssumeRole', outcome: 'ok', sessionName: 'a\nauth accepted' })).toBe(
    'sts action=AssumeRole outcome=ok session="a\\nauth accepted"',
  );
});
