/** An SRE's cron job: looks once, prints one line, and exits as `msk-reach check` does. */
import { loadOptions, runPreflight } from '@msk-reach/core';

const { report } = await runPreflight(await loadOptions());
const brokers = report.cluster.brokers.length;
const cause = report.findings.find((finding) => finding.check === report.rootCauses[0]);
const command = cause?.fix.commands[0];
console.log(
  cause === undefined
    ? `${report.status}: ${brokers} brokers in ${report.durationMs} ms`
    : `${report.status}: ${cause.check} ${cause.summary}${command === undefined ? '' : ` [${command.owner}] ${command.command}`}`,
);
process.exitCode = { pass: 0, warn: 0, fail: 3, unknown: 5 }[report.status];
