/** KAF04: the group that was asked about may not be seen, or not be joined. */
import { ErrorCodes } from '../../../kafka/error-codes.ts';
import { ENDED } from '../../facts/names.ts';
import { resourceArn } from '../../arns.ts';
import type { Step } from '../../../step.ts';
import type { GroupObservation } from '../../observation.ts';
import { residual, type Case, type Check } from '../check.ts';
import { allowedOperations, READ } from './operations.ts';

export const kaf04: Check = {
  id: 'KAF04',
  layer: 'kafka',
  needs: ['expectation', 'group'],
  run: ({ expectation, group }) => {
    const name = expectation.group;
    if (name === null) return [{ status: 'skip', subject: null, note: 'No group was given (--group).' }];
    if (group === null) return [{ status: 'blocked', subject: null, names: [name], waitsFor: 'metadata' }];
    const groupArn = resourceArn(expectation.clusterArn, 'group', name);
    return [{ ...groupCase(name, group), values: groupArn === null ? {} : { groupArn } }];
  },
};

function groupCase(name: string, { coordinator, description }: GroupObservation): Case {
  if (coordinator.outcome !== 'ok') return unanswered(name, coordinator, null);
  const { id, host } = coordinator.value;
  if (description.outcome !== 'ok') return unanswered(name, description, host);
  const { state, members, authorizedOperations } = description.value;
  const about = { subject: null, names: [name] };
  if (authorizedOperations === null) {
    const note = `DescribeGroups does not say what may be done to ${name}.`;
    return { ...about, status: 'unknown', note, settledBy: 'A consumer that joins the group.' };
  }
  const evidence = [
    `${name}: ${state}, ${members} members, coordinator ${id} (${host}), Kafka's operations allowed: ${allowedOperations(authorizedOperations)}`,
  ];
  if ((authorizedOperations & READ) === 0) return { ...about, status: 'fail', words: 'noAlter', evidence };
  return { ...about, status: 'pass', evidence };
}

/** @param host of the coordinator, where it is known: what fails there comes first */
function unanswered(
  name: string,
  step: Exclude<Step<unknown>, { outcome: 'ok' }>,
  host: string | null,
): Case {
  const names = [name];
  if (step.outcome === 'skipped' || ENDED.has(step.code))
    return host === null
      ? { status: 'blocked', subject: null, names, waitsFor: 'metadata' }
      : { status: 'blocked', subject: host, names, by: ['KAF06', 'BRK03', ...residual] };
  if (step.facts?.['errorCode'] === ErrorCodes.GROUP_AUTHORIZATION_FAILED) {
    const evidence = [`${name}: ${step.detail}`];
    return { status: 'fail', subject: null, names, evidence };
  }
  const note = `The group ${name} could not be looked at: ${step.detail}.`;
  return {
    status: 'unknown',
    subject: null,
    names,
    note,
    settledBy: 'Another look, or a consumer that joins.',
  };
}
