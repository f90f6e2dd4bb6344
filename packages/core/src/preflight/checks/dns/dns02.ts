/** DNS02: no wildcard, only the bootstrap has a record; or fixed records that are complete for now. */
import type { Check } from '../check.ts';
import { missingCases, missingEvidence, missingValues, ownNames, whyMissing } from './missing.ts';

export const dns02: Check = {
  id: 'DNS02',
  layer: 'dns',
  needs: ['names', 'endpoint', 'expectation', 'placement', 'metadata'],
  run: ({ names, endpoint, expectation, placement, metadata }) => {
    const own = ownNames(names);
    const brokers = own.filter(({ role }) => role === 'broker');
    const why = whyMissing({ names, endpoint, expectation, placement });
    if (why.check === 'DNS02') return missingCases(why, brokers.length);
    if (why.check !== null) return [{ status: 'blocked', subject: null, by: [why.check] }];
    if (metadata.outcome !== 'ok') return [{ status: 'blocked', subject: null, waitsFor: 'metadata' }];
    const waiting = own.filter(({ state }) => state !== 'resolved');
    if (waiting.length > 0)
      return waiting.map(({ host }) => ({ status: 'blocked', subject: host, by: ['DNS05'] }));
    const declaredPhz = expectation.pattern === 'phz' || expectation.pattern === 'phz-privatelink';
    const sentinel = names.find(({ role }) => role === 'sentinel');
    if (!declaredPhz || sentinel === undefined || sentinel.state === 'resolved') {
      const evidence = sentinel?.state === 'missing' ? [missingEvidence(sentinel)] : [];
      return own.map(({ host }) => ({ status: 'pass', subject: host, evidence }));
    }
    if (sentinel.state === 'missing') {
      const values = missingValues([sentinel], brokers.length);
      return [
        {
          status: 'warn',
          subject: null,
          names: [sentinel.host],
          words: 'fixed',
          values,
          evidence: [missingEvidence(sentinel)],
        },
      ];
    }
    const note = `Whether a wildcard answers is not known: ${sentinel.host} got no usable answer (${sentinel.outcome}).`;
    return [
      { status: 'unknown', subject: null, names: [sentinel.host], note, settledBy: `dig ${sentinel.host} A` },
    ];
  },
};
