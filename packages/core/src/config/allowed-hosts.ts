/** Hosts outside MSK's domain that the user allows by name: exact, or `*.suffix`. */
import { canonicalHost } from './msk-name.ts';

/** The pattern in the form in which names are compared; null where it is none. At least two labels are needed. */
export function canonicalHostPattern(pattern: string): string | null {
  const wildcard = pattern.startsWith('*.');
  const name = canonicalHost(wildcard ? pattern.slice(2) : pattern);
  if (name === null || /^[\d.]+$/.test(name)) return null;
  if (wildcard && !name.includes('.')) return null;
  return wildcard ? `*.${name}` : name;
}

/**
 * Whether a host is one of the allowed. `*.suffix` covers any number of labels before the suffix, never the
 * suffix itself.
 *
 * @param patterns as {@link canonicalHostPattern} gives them
 */
export function isAllowedHost(host: string, patterns: readonly string[]): boolean {
  const name = canonicalHost(host);
  if (name === null) return false;
  return patterns.some((pattern) =>
    pattern.startsWith('*.') ? name.endsWith(pattern.slice(1)) : name === pattern,
  );
}
