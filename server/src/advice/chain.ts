import type { Dialect } from '../facts/dialect.ts';
import type { IndexKey } from '../facts/schema.ts';
import { nullsOf } from '../rules/words/index.ts';
import { keyId, type Shape } from './shape.ts';

/**
 * The prefixes that one index must have for all needs it is given: sets of keys, each inside the next. Needs can share
 * an index exactly when their prefixes nest; inside a step of the chain the order is free.
 */
export interface Chain {
  readonly prefixes: readonly ReadonlySet<string>[];
  /** Directions that a sort has fixed. */
  readonly directions: ReadonlyMap<string, IndexKey<string>>;
}

export const emptyChain: Chain = { prefixes: [], directions: new Map() };

/** The chain with a need more; null when no index serves both. */
export function join(chain: Chain, shape: Shape, dialect: Dialect): Chain | null {
  const prefixes = nested(chain.prefixes, shape.prefixes);
  const directions = prefixes === null ? null : directed(chain.directions, shape.ordered, dialect);
  return prefixes === null || directions === null ? null : { prefixes, directions };
}

function isInside(inner: ReadonlySet<string>, outer: ReadonlySet<string>): boolean {
  for (const id of inner) if (!outer.has(id)) return false;
  return true;
}

/** Two chains as one, by size, each set once; null when a set is not inside the next. Stops at the first that is not. */
function nested(a: readonly ReadonlySet<string>[], b: readonly ReadonlySet<string>[]): readonly ReadonlySet<string>[] | null {
  const kept: ReadonlySet<string>[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    const next = (a[i]?.size ?? Number.POSITIVE_INFINITY) <= (b[j]?.size ?? Number.POSITIVE_INFINITY) ? a[i++] : b[j++];
    const before = kept.at(-1);
    if (next === undefined) break;
    if (before !== undefined && !isInside(before, next)) return null;
    if (before === undefined || next.size > before.size) kept.push(next);
  }
  return kept;
}

/** An index can be read backwards, so a sort fits as it is or wholly turned round. */
function directed(fixed: ReadonlyMap<string, IndexKey<string>>, ordered: readonly IndexKey<string>[], dialect: Dialect): ReadonlyMap<string, IndexKey<string>> | null {
  for (const keys of [ordered, ordered.map(turned)]) {
    const fits = keys.every((key) => { const other = fixed.get(keyId(key)); return other === undefined || sameWay(other, key, dialect); });
    if (fits) return new Map([...keys.map((key) => [keyId(key), key] as const), ...fixed]);
  }
  return null;
}

const turned = (key: IndexKey<string>): IndexKey<string> => ({
  ...key,
  direction: key.direction === 'asc' ? 'desc' : 'asc',
  nulls: key.nulls === 'default' ? 'default' : key.nulls === 'first' ? 'last' : 'first',
});

const sameWay = (a: IndexKey<string>, b: IndexKey<string>, dialect: Dialect): boolean => a.direction === b.direction && nullsOf(a, dialect) === nullsOf(b, dialect);

/** Whether joining put nothing but weak keys first, where a need alone would have begun with a telling one. */
export function startsWeaker(joined: Chain, chain: Chain, shape: Shape, weak: ReadonlySet<string>): boolean {
  const isWeak = (first: ReadonlySet<string> | undefined): boolean => first !== undefined && [...first].every((id) => weak.has(id));
  return isWeak(joined.prefixes[0]) && !(isWeak(chain.prefixes[0]) && isWeak(shape.prefixes[0]));
}

/** The keys in an order that the chain allows. Inside a step weak ones last, then the order of the widest need that has them, so that the result does not depend on the order of files. */
export function keysOf(chain: Chain, shapes: readonly Shape[], weak: ReadonlySet<string>): readonly IndexKey<string>[] {
  const written = shapes.flatMap((shape) => shape.spec.keys);
  const all = weak.size === 0 ? written : [...written.filter((key) => !weak.has(keyId(key))), ...written.filter((key) => weak.has(keyId(key)))];
  const placed = new Set<string>();
  const keys: IndexKey<string>[] = [];
  for (const prefix of chain.prefixes) {
    for (const key of all) {
      const id = keyId(key);
      if (!prefix.has(id) || placed.has(id)) continue;
      placed.add(id);
      keys.push(chain.directions.get(id) ?? key);
    }
  }
  return keys;
}
