/** Java's properties files. Source: java.util.Properties, "load(Reader)". */

const ESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

/** Keys and values; of a key that is given twice the last one counts. */
export function readProperties(text: string): ReadonlyMap<string, string> {
  return new Map(logicalLines(text).map(keyAndValue));
}

/** Lines without comments and blanks; a backslash before the end of a line joins it to the next. */
function logicalLines(text: string): readonly string[] {
  const lines: string[] = [];
  let open: string | null = null;
  for (const natural of text.split(/\r\n|\r|\n/)) {
    const line = natural.replace(/^[ \t\f]+/, '');
    if (open === null && (line === '' || line.startsWith('#') || line.startsWith('!'))) continue;
    const joined: string = (open ?? '') + line;
    const slashes = /\\*$/.exec(line)?.[0].length ?? 0;
    open = slashes % 2 === 1 ? joined.slice(0, -1) : null;
    if (open === null) lines.push(joined);
  }
  return open === null ? lines : [...lines, open];
}

/** The key ends at the first `=`, `:` or white space that is not escaped. */
function keyAndValue(line: string): readonly [string, string] {
  const key = /^(?:\\.|[^\\=: \t\f])*/s.exec(line)?.[0] ?? '';
  const value = line.slice(key.length).replace(/^[ \t\f]*[=:]?[ \t\f]*/, '');
  return [unescaped(key), unescaped(value)];
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(?:u([0-9a-fA-F]{4})|(.)|$)/gs, (_, code?: string, one = '') =>
    code === undefined ? (ESCAPES[one] ?? one) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
