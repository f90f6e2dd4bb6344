#!/usr/bin/env node
/**
 * The program `msk-reach`. One job: the process around `run`.
 *
 * The AWS SDK warns about Node 20 when it is loaded: nothing that loads it may be imported before the variable is set.
 */
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
const stop = new AbortController();
let told = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // Asked twice: whoever waits does not want the report.
    if (told) process.exit(130);
    told = true;
    stop.abort();
  });
}
// `msk-reach ... | head` closes our stdout: the look goes on, the verdict is still in the exit code.
process.stdout.on('error', () => undefined);

// Only now: whoever is told to stop while the rooms load has still a report to print.
const { run } = await import('./run.ts');
const { stdout, stderr, env } = process;
const code = await run(process.argv.slice(2), { stdout, stderr, env, interrupted: stop.signal });
// All is written; a name lookup of the system that cannot be cancelled must not hold the shell.
process.exit(code);
