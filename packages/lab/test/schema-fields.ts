/** Every field of a JSON Schema, for the tests of the schemas that we publish. */

type Node = Readonly<Record<string, unknown>>;

/** Every property below a schema, with the path to it. */
export function properties(
  schema: unknown,
  path: string,
): { readonly path: string; readonly schema: Node }[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const node = schema as Node;
  const own = Object.entries((node['properties'] ?? {}) as Node).map(([key, value]) => ({
    path: `${path}.${key}`,
    schema: value as Node,
  }));
  const below = ['items', 'additionalProperties'].flatMap((key) => properties(node[key], `${path}.${key}`));
  const branches = ['anyOf', 'oneOf'].flatMap((key) =>
    ((node[key] ?? []) as unknown[]).flatMap((one) => properties(one, path)),
  );
  return [...own, ...own.flatMap((one) => properties(one.schema, one.path)), ...below, ...branches];
}
