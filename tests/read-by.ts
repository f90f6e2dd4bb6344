/** Which fields of a value somebody reads: what a validator never looks at, it does not know. */

/** Paths of the fields of `value` that `read` did not touch. */
export function unreadBy(value: object, read: (value: object) => void): readonly string[] {
  const seen = new Set<string>();
  read(watched(value, '', seen));
  return pathsOf(value, '').filter((path) => !seen.has(path));
}

function watched(value: object, path: string, seen: Set<string>): object {
  return new Proxy(value, {
    get(target, key) {
      const field: unknown = Reflect.get(target, key);
      if (typeof key === 'symbol' || !Object.hasOwn(target, key)) return field;
      const at = `${path}/${key}`;
      seen.add(at);
      return typeof field === 'object' && field !== null ? watched(field, at, seen) : field;
    },
  });
}

function pathsOf(value: unknown, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, field]) => [
    `${path}/${key}`,
    ...pathsOf(field, `${path}/${key}`),
  ]);
}
