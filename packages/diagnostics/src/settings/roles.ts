/** The chain of roles: `--external-id` and `--session-name` belong to the role before them, in variables by position. */
import { UsageError } from './usage-error.ts';

/** One role as somebody gave it. */
export interface GivenRole {
  readonly arn: string;
  readonly externalId?: string;
  readonly sessionName?: string;
}

/** What one layer (flags, variables, file) says about roles. */
export interface RoleLayer {
  /** null: this layer names no roles. */
  readonly roles: readonly GivenRole[] | null;
  /** By position; empty entries mean none. null: this layer says nothing. */
  readonly externalIds: RoleValues | null;
  readonly sessionNames: RoleValues | null;
}

/** One entry a role, or a single one for the last role. */
export interface RoleValues {
  readonly values: readonly string[];
  /** Who said it, for the error. */
  readonly source: string;
}

/** Roles from the highest layer that names any, each attribute from the highest layer that gives it. */
export function mergeRoles(layers: readonly RoleLayer[]): readonly GivenRole[] | undefined {
  const at = layers.findIndex(({ roles }) => roles !== null);
  const named = layers[at]?.roles ?? null;
  const ids = firstOf(layers, at, ({ externalIds }) => externalIds);
  const names = firstOf(layers, at, ({ sessionNames }) => sessionNames);
  if (named === null) {
    const stray = ids ?? names;
    if (stray !== null)
      throw new UsageError(`${stray.source} is given without a role; expected --role ARN before it`);
    return undefined;
  }
  const externalIds = spread(ids, named.length);
  const sessionNames = spread(names, named.length);
  return named.map((role, index) => ({
    ...role,
    ...attribute('externalId', externalIds?.[index]),
    ...attribute('sessionName', sessionNames?.[index]),
  }));
}

/** Values of the layers above the roles' own, and of the layers below where the roles carry none. */
function firstOf(
  layers: readonly RoleLayer[],
  at: number,
  pick: (layer: RoleLayer) => RoleValues | null,
): RoleValues | null {
  for (const [index, layer] of layers.entries()) {
    const found = pick(layer);
    if (found !== null) return found;
    // Roles of a layer that carry attributes of their own keep them.
    if (
      index === at &&
      (layer.roles ?? []).some((role) => role.externalId !== undefined || role.sessionName !== undefined)
    )
      return null;
  }
  return null;
}

function spread(given: RoleValues | null, count: number): readonly (string | undefined)[] | null {
  if (given === null) return null;
  const { values, source } = given;
  if (values.length === count) return values;
  if (values.length === 1)
    return Array.from({ length: count }, (_, index) => (index === count - 1 ? values[0] : undefined));
  throw new UsageError(
    `${source} has ${values.length} entries for ${count} roles; expected one a role (empty allowed), or one for the last`,
  );
}

function attribute(key: 'externalId' | 'sessionName', value: string | undefined): Partial<GivenRole> {
  return value === undefined || value === '' ? {} : { [key]: value };
}
