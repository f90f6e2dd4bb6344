/** A broker is replaced between two looks: the second one visits the new broker and tells of the change. */
import { runPreflight } from '@msk-reach/core';
import { startLab } from '@msk-reach/lab';
import { expect, test } from 'vitest';
import { optionsOf } from '../lab-options.ts';

test('the second look tells who came and who is gone, and is no worse for it', async () => {
  await using lab = await startLab({ cluster: { brokers: [97, 98] } });
  const first = await runPreflight(optionsOf(lab));
  const same = await runPreflight(optionsOf(lab), { earlier: first.report });
  await lab.replaceBroker(98, 474);
  const { report } = await runPreflight(optionsOf(lab), { earlier: first.report });
  const brk02 = [first.report, same.report, report].map(({ findings }) =>
    findings.find(({ check }) => check === 'BRK02'),
  );
  expect(brk02.map((finding) => finding?.status)).toEqual(['pass', 'pass', 'pass']);
  expect(brk02.map((finding) => finding?.summary)).toEqual([
    'The brokers are the same as before.',
    'The brokers are the same as before.',
    `The brokers changed since the look of ${first.report.startedAt}; came: b474-abcd1234; gone: b98-abcd1234.`,
  ]);
  expect(report.cluster.brokers.map(({ id }) => id)).toEqual([97, 474]);
  expect([report.status, report.rootCauses]).toEqual(['pass', []]);
});
