/** Credentials that are about to end, and nothing refreshes them. */
import type { IdentityObservation } from '../../observation.ts';

/** A client needs at least the life of one token. */
const SOON_MS = 15 * 60_000;

/** Sources that hand out keys as they are and never newer ones. */
const STATIC_SOURCE = /^environment variables$|shared credentials file/;

/** Whether the base credentials are temporary ones, copied somewhere, with little time left. */
export function endsSoon({ base }: IdentityObservation, takenAt: number): boolean {
  if (base.outcome !== 'ok') return false;
  const { expiresAt, source, temporary } = base.value;
  const left = expiresAt === null ? Infinity : Date.parse(expiresAt) - takenAt;
  return temporary && left < SOON_MS && STATIC_SOURCE.test(source);
}
