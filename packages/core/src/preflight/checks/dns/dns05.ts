/** DNS05: no usable answer, SERVFAIL or silence: forwarding targets dead, or port 53 blocked. */
import type { Case, Check } from '../check.ts';
import type { NameFact } from '../../facts/names.ts';
import { ownNames, resolverWords } from './missing.ts';

export const dns05: Check = {
  id: 'DNS05',
  layer: 'dns',
  needs: ['names', 'control'],
  run: ({ names, control }) => {
    const own = ownNames(names);
    if (own.length === 0) return [{ status: 'blocked', subject: null }];
    const words = control === 'answered' ? 'main' : wordsFor(names);
    return own.flatMap((name): readonly Case[] => {
      if (name.state === 'broken') return [brokenCase(name, words)];
      if (name.state === 'unseen') return [{ status: 'blocked', subject: name.host }];
      return [{ status: 'pass', subject: name.host }];
    });
  },
};

function brokenCase(name: NameFact, words: string): Case {
  const values = { resolver: resolverWords(name.resolver), detail: name.outcome };
  return {
    status: 'fail',
    subject: name.host,
    words,
    values,
    evidence: [`${name.host}: ${name.outcome} (${name.resolver})`],
  };
}

/** Silent: every question of every kind timed out. */
function wordsFor(names: readonly NameFact[]): string {
  const asked = names.filter(({ state }) => state !== 'unseen');
  return asked.every(({ state, outcome }) => state === 'broken' && outcome === 'timeout') ? 'silent' : 'main';
}
