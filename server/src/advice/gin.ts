import type { IndexKey } from '../facts/schema.ts';
import { exprText, indexStyle } from '../rules/words/expression.ts';
import { keyId, type Shape } from './shape.ts';

/** A need with the GIN index that it shares with others. */
export interface Shared { readonly spec: Shape['spec']; readonly shapes: readonly Shape[] }

/**
 * The fewest GIN indexes for the needs of one table. Its keys are found in any order, so an index with more columns serves a need of fewer; none gets a column
 * that no single need asked for. One class a column: what jsonb_path_ops does, the default class does too.
 */
export function mergeGin(shapes: readonly Shape[]): readonly Shared[] {
  const wider = keysAskedFor(shapes);
  const kept: { readonly spec: Shape['spec']; readonly ids: ReadonlySet<string>; readonly shapes: Shape[] }[] = [];
  for (const shape of [...shapes].sort((a, b) => b.spec.keys.length - a.spec.keys.length)) {
    const keys = shape.spec.keys.map((key) => (wider.has(textOf(key)) ? withoutClass(key) : key));
    const home = kept.find(({ ids }) => keys.every((key) => ids.has(keyId(key))));
    if (home !== undefined) home.shapes.push(shape);
    else kept.push({ spec: { ...shape.spec, keys }, ids: new Set(keys.map(keyId)), shapes: [shape] });
  }
  return kept;
}

const textOf = (key: IndexKey<string>): string => exprText(key.expr, indexStyle);

/** Documents of which some query asks for a key, for which only the default class will do. */
const keysAskedFor = (shapes: readonly Shape[]): ReadonlySet<string> => new Set(shapes.flatMap(({ spec }) => spec.keys.flatMap((key) => (key.opclass === undefined ? [textOf(key)] : []))));

function withoutClass(key: IndexKey<string>): IndexKey<string> {
  if (key.opclass !== 'jsonb_path_ops') return key;
  const { opclass: _class, ...rest } = key;
  return rest;
}
