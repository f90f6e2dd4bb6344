/** Every pattern, one line each; the order breaks ties. */
import { local } from './local.ts';
import { none } from './none.ts';
import type { Pattern } from './pattern.ts';
import { phzPrivatelink } from './phz-privatelink.ts';
import { phz } from './phz.ts';
import { resolverRule } from './resolver-rule.ts';

export const patterns: readonly Pattern[] = [phz, phzPrivatelink, resolverRule, local, none];
