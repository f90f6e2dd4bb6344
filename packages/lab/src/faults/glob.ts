/**
 * Whether a DNS name matches a pattern in which `*` stands for any run of characters, dots included.
 * Case and a trailing dot do not count. Linear in pattern times name, whatever the pattern.
 *
 * @example matchesGlob('b98-*', 'b98-abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com') // true
 */
export function matchesGlob(pattern: string, name: string): boolean {
  const wanted = canonical(pattern);
  const given = canonical(name);
  let at = 0;
  let from = 0;
  let star = -1;
  let resume = 0;
  while (from < given.length) {
    if (wanted[at] === '*') {
      star = at++;
      resume = from;
    } else if (wanted[at] === given[from]) {
      at++;
      from++;
    } else if (star >= 0) {
      at = star + 1;
      from = ++resume;
    } else {
      return false;
    }
  }
  while (wanted[at] === '*') at++;
  return at === wanted.length;
}

function canonical(text: string): string {
  return text.toLowerCase().replace(/\.$/u, '');
}
