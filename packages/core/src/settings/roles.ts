/**
 * The chain of roles across layers. `--external-id` and `--session-name` belong to the role before them; variables
 * list one entry a role.
 */
import type { ConfigIssue, RoleOptions } from '../config/config.ts';

/** What one layer says about roles. */
export interface RoleLayer {
  /** null: this layer names no roles. */
  readonly roles: readonly RoleOptions[] | null;
  /** How this layer spells its role at an index, or a field of it. null: as the path in the options. */
  readonly spell: (index: number, field: string | undefined) => string | null;
  /** By position; empty entries mean none. null: this layer says nothing. */
  readonly externalIds: RoleValues | null;
  readonly sessionNames: RoleValues | null;
}

/** One entry a role, or a single one for the last role. */
export interface RoleValues {
  readonly values: readonly string[];
  /** Who said it, for the error. */
  readonly source: string;
  /** How that source gives the role that it needs. */
  readonly needs: string;
}

/** The chain, or undefined where no layer names one. */
export interface MergedRoles {
  readonly roles: readonly RoleOptions[] | undefined;
  readonly spell: RoleLayer['spell'];
  readonly issues: readonly ConfigIssue[];
}

/** Roles from the strongest layer that names any, each attribute from the strongest layer that gives it. */
export function mergeRoles(layers: readonly RoleLayer[]): MergedRoles {
  const at = layers.findIndex(({ roles }) => roles !== null);
  const owner = layers[at];
  const roles = owner?.roles ?? [];
  if (owner === undefined || roles.length === 0) {
    const above = owner === undefined ? layers : layers.slice(0, at + 1);
    return { roles: owner === undefined ? undefined : [], spell: () => null, issues: strays(above) };
  }
  const externalIds = spread(layers, at, 'externalIds');
  const sessionNames = spread(layers, at, 'sessionNames');
  return {
    roles: roles.map((role, index) => ({
      ...role,
      ...attribute('externalId', externalIds.values[index]),
      ...attribute('sessionName', sessionNames.values[index]),
    })),
    spell: (index, field) => {
      const by = field === 'externalId' ? externalIds : field === 'sessionName' ? sessionNames : null;
      const isTheirs = by !== null && (by.values[index] ?? '') !== '';
      return isTheirs ? `${by.source} (role ${index + 1})` : owner.spell(index, field);
    },
    issues: [...externalIds.issues, ...sessionNames.issues],
  };
}

/** Attributes that no role takes. The strongest is enough to say what is wrong. */
function strays(layers: readonly RoleLayer[]): readonly ConfigIssue[] {
  const [stray] = layers.flatMap(({ externalIds, sessionNames }) => externalIds ?? sessionNames ?? []);
  return stray === undefined
    ? []
    : [{ path: '', source: stray.source, problem: 'is given without a role', expected: stray.needs }];
}

interface Spread {
  /** One a role. */
  readonly values: readonly (string | undefined)[];
  readonly source: string;
  readonly issues: readonly ConfigIssue[];
}

function spread(layers: readonly RoleLayer[], at: number, key: 'externalIds' | 'sessionNames'): Spread {
  const { values, source } = strongest(layers, at, key) ?? { values: [], source: '' };
  const count = layers[at]?.roles?.length ?? 0;
  if (values.length === count || values.length === 0) return { values, source, issues: [] };
  if (values.length === 1) {
    const last = Array.from({ length: count }, (_, index) => (index === count - 1 ? values[0] : undefined));
    return { values: last, source, issues: [] };
  }
  const problem = `has ${values.length} entries for ${count} roles`;
  const expected = 'one a role (empty allowed), or one for the last';
  return { values: [], source, issues: [{ path: '', source, problem, expected }] };
}

/** Values of the layers above the roles' own, and of the layers below where the roles carry none. */
function strongest(
  layers: readonly RoleLayer[],
  at: number,
  key: 'externalIds' | 'sessionNames',
): RoleValues | null {
  for (const [index, layer] of layers.entries()) {
    const found = layer[key];
    if (found !== null) return found;
    // Roles of a layer that carry attributes of their own keep them.
    if (index === at && (layer.roles ?? []).some(carriesAttributes)) return null;
  }
  return null;
}

function carriesAttributes({ externalId, sessionName }: RoleOptions): boolean {
  return externalId !== undefined || sessionName !== undefined;
}

function attribute(key: 'externalId' | 'sessionName', value: string | undefined): Partial<RoleOptions> {
  return value === undefined || value === '' ? {} : { [key]: value };
}
