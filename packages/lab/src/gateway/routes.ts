import { matchesGlob } from '../faults/glob.ts';

/** Where a broker really listens. @public */
export interface GatewayTarget {
  /** An address or name. */
  readonly host: string;
  readonly port: number;
}

/** Which name leads where, changeable at any time. */
export interface Routes {
  set(name: string, target: GatewayTarget): void;
  remove(name: string): void;
  /** An exact name first, then patterns in the order in which they were set. */
  find(name: string): GatewayTarget | undefined;
}

/** Routes by name; a name with `*` is a pattern. */
export function routeTable(initial: Readonly<Record<string, GatewayTarget>>): Routes {
  const exact = new Map<string, GatewayTarget>();
  const patterns = new Map<string, GatewayTarget>();
  const tableFor = (name: string): Map<string, GatewayTarget> => (name.includes('*') ? patterns : exact);
  const routes: Routes = {
    set: (name, target) => void tableFor(name).set(name.toLowerCase(), target),
    remove: (name) => void tableFor(name).delete(name.toLowerCase()),
    find: (name) =>
      exact.get(name.toLowerCase()) ?? [...patterns].find(([pattern]) => matchesGlob(pattern, name))?.[1],
  };
  for (const [name, target] of Object.entries(initial)) routes.set(name, target);
  return routes;
}
