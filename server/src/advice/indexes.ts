import type { Catalog } from '../facts/catalog.ts';
import type { IndexSpec } from '../facts/finding.ts';
import { cardinality } from '../rules/columns.ts';
import { shapeText } from '../rules/words/index.ts';
import { coveringOf } from './covering.ts';
import { groupBy } from './group.ts';
import { type Habits, noHabits } from './habits.ts';
import type { AdviceContext, AdviceInput } from './input.ts';
import { merge } from './merge.ts';
import { nameAll } from './naming.ts';
import { compareText } from './order.ts';
import { partialOf } from './partial.ts';
import { proves } from './prove.ts';
import { keyId, rigidShape, type Shape, shapeOf } from './shape.ts';

/**
 * The indexes that each input is given: its own suggestion, or one merged from several that is proved to do as much for
 * it. Named. More than one only for an OR over several columns; none for inputs without a suggestion.
 */
export function indexesFor(inputs: readonly AdviceInput[], context: AdviceContext): ReadonlyMap<AdviceInput, readonly IndexSpec[]> {
  const tables = groupBy(inputs.filter((input) => input.verdict.suggestion !== null), (input) => input.table);
  const given = [...tables].flatMap(([table, group]) => refined(assign(group, context.catalog), context.habits?.(table) ?? noHabits, context.catalog));
  const specs = [...new Map(given.flatMap((g) => g.specs.map((spec) => [specId(spec), spec] as const))).entries()].sort(([a], [b]) => compareText(a, b));
  const named = nameAll(specs.map(([, spec]) => spec), context);
  const byId = new Map(specs.map(([id], i) => [id, named[i]]));
  return new Map(given.map((g) => [g.input, g.specs.flatMap((spec) => byId.get(specId(spec)) ?? [])]));
}

const specId = (spec: IndexSpec): string => JSON.stringify([spec.table, shapeText(spec), spec.unique]);

interface Given { readonly input: AdviceInput; readonly specs: readonly IndexSpec[] }

/** A merged index that the matcher does not accept for a query leaves that query with its own. */
function assign(inputs: readonly AdviceInput[], catalog: Catalog): readonly Given[] {
  const wants = inputs.map((input) => ({ input, shapes: shapesOf(input) }));
  const shaped = wants.flatMap((want) => want.shapes);
  const merged = new Map(merge(shaped, catalog.dialect, weakKeys(shaped, catalog)).flatMap((index) => index.shapes.map((shape) => [shape.id, index.spec] as const)));
  return wants.map(({ input, shapes }) => {
    const own = shapes.map((shape) => shape.spec);
    const given = shapes.map((shape) => merged.get(shape.id) ?? shape.spec);
    return { input, specs: fits(input, own, given, catalog) ? given : own };
  });
}

/** Indexes over fewer rows or with more columns, where all that share one of them are as well served. */
function refined(given: readonly Given[], habits: Habits, catalog: Catalog): readonly Given[] {
  const sharing = groupBy(given.filter((g) => g.specs.length === 1), (g) => g.specs.map(specId).join());
  const better = new Map<string, IndexSpec>();
  for (const [id, group] of sharing) {
    const spec = group[0]?.specs[0];
    const inputs = group.map((g) => g.input);
    const other = spec === undefined ? null : (partialOf(spec, inputs, habits, catalog) ?? coveringOf(spec, inputs, habits, catalog));
    if (other !== null) better.set(id, other);
  }
  return given.map((g) => { const other = better.get(g.specs.map(specId).join()); return g.specs.length !== 1 || other === undefined ? g : { ...g, specs: [other] }; });
}

/** Booleans, by type or by name. */
function weakKeys(shapes: readonly Shape[], catalog: Catalog): ReadonlySet<string> {
  return new Set(shapes.flatMap(({ spec }) => {
    const table = catalog.tables.get(spec.table);
    return table === undefined ? [] : spec.keys.flatMap((key) => (key.expr.kind === 'column' && cardinality(table, key.expr.column) === 'boolean' ? [keyId(key)] : []));
  }));
}

function shapesOf({ verdict, access }: AdviceInput): readonly Shape[] {
  if (verdict.suggestion === null) return [];
  const { table } = verdict.suggestion;
  const together = access?.proposal?.together ?? [];
  if (together.length === 0) return [shapeOf(verdict.suggestion, access)];
  return [verdict.suggestion, ...together.map((index) => ({ ...index, name: null, table }))].map(rigidShape);
}

function fits({ access, query }: AdviceInput, own: readonly IndexSpec[], given: readonly IndexSpec[], catalog: Catalog): boolean {
  if (access === null || own.every((spec, i) => { const other = given[i]; return other !== undefined && shapeText(spec) === shapeText(other); })) return true;
  return proves(access, query ?? access.query, given, catalog);
}
