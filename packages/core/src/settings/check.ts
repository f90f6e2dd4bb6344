/** Merged settings, validated: every mistake of every source in one error. */
import { configInvalid } from '../config/assert.ts';
import type { ConfigIssue, MskReachOptions } from '../config/config.ts';
import { resolveConfig } from '../config/resolve.ts';
import { isMskReachError } from '../errors.ts';
import type { Settings } from './merge.ts';
import { variableOf } from './options.ts';

/**
 * The options, all of them right.
 *
 * @throws MskReachError CONFIG_INVALID; each of `details.issues` has its `source`
 */
export async function checkSettings({ options, issues, traced }: Settings): Promise<MskReachOptions> {
  const untold = (await mistakesIn(options)).filter(({ path }) => !mayExplain(issues, path));
  const wrong = [...issues, ...untold.map(traced).map(sayHowToGive)];
  if (wrong.length > 0) throw configInvalid(wrong);
  return options;
}

async function mistakesIn(options: unknown): Promise<readonly ConfigIssue[]> {
  try {
    await resolveConfig(options);
    return [];
  } catch (error) {
    if (!isMskReachError(error) || error.code !== 'CONFIG_INVALID') throw error;
    return error.details['issues'] as readonly ConfigIssue[];
  }
}

/** A bootstrap is missing also where its source could not be read: that is one mistake, not two. */
function mayExplain(issues: readonly ConfigIssue[], path: string): boolean {
  return path === 'bootstrap' && issues.some((issue) => issue.path === '' || issue.path === path);
}

function sayHowToGive(issue: ConfigIssue): ConfigIssue {
  const { path, source } = issue;
  return path === 'bootstrap' && source === undefined
    ? { ...issue, expected: `${issue.expected} (${variableOf(path)}, or '${path}' in a config file)` }
    : issue;
}
