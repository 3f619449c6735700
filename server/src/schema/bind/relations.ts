import type { Table } from '../../facts/catalog.ts';
import type { FileFacts } from '../../facts/file.ts';
import type { RelationEntry } from '../../facts/schema.ts';
import type { SymbolResolver } from '../../link/symbols.ts';

/** A relation that a model declares, with the file whose names its paths use. */
export interface PlacedRelation { readonly file: string; readonly entry: RelationEntry }

/** Relations by the file and symbol of the table they start from. */
export type RelationIndex = (file: string, symbol: string) => readonly PlacedRelation[];

export function relationIndex(files: Iterable<FileFacts>, symbols: SymbolResolver): RelationIndex {
  const found = new Map<string, PlacedRelation[]>();
  for (const facts of files) {
    for (const model of facts.models) {
      if (model.kind !== 'relations') continue;
      const from = symbols.resolve(facts.path, model.from);
      if (from?.fact.kind !== 'table') continue;
      const key = `${from.file}#${from.fact.symbol}`;
      found.set(key, [...(found.get(key) ?? []), ...model.entries.map((entry) => ({ file: facts.path, entry }))]);
    }
  }
  return (file, symbol) => found.get(`${file}#${symbol}`) ?? [];
}

/** How a relation's target is found, and the symbol behind a table. */
export interface RelationNames {
  readonly relations: RelationIndex;
  readonly target: (relation: PlacedRelation) => Table | null;
}

/** The relation of that name that a table's model declares. */
export function relationNamed(table: Table, name: string, names: RelationNames): PlacedRelation | null {
  for (const declaration of table.declarations) {
    if (declaration.symbol === null) continue;
    const found = names.relations(declaration.path, declaration.symbol).find((r) => r.entry.name === name);
    if (found !== undefined) return found;
  }
  return null;
}

/** Pairs of columns (parent, child) that a relation joins on. A `many` side has them on the child's own `one` relation back, or, where neither says, on the child's only foreign key to the parent. */
export function relationPairs(relation: PlacedRelation, parent: Table, child: Table, names: RelationNames): readonly (readonly [string, string])[] | null {
  const own = pairs(relation.entry, parent, child);
  if (own !== null) return own;
  const back = backRelations(parent, child, names).map((r) => pairs(r.entry, child, parent)).find((p) => p !== null);
  if (back !== undefined && back !== null) return back.map(([a, b]) => [b, a] as const);
  return throughForeignKey(parent, child);
}

function pairs(entry: RelationEntry, from: Table, to: Table): readonly (readonly [string, string])[] | null {
  if (entry.fields.length === 0 || entry.fields.length !== entry.references.length || entry.through !== undefined) return null;
  const found = entry.fields.flatMap((field, i) => {
    const [a, b] = [from.attrs.get(field), to.attrs.get(entry.references[i] ?? '')];
    return a === undefined || b === undefined ? [] : [[a, b] as const];
  });
  return found.length === entry.fields.length ? found : null;
}

function backRelations(parent: Table, child: Table, names: RelationNames): readonly PlacedRelation[] {
  const all = child.declarations.flatMap((d) => (d.symbol === null ? [] : names.relations(d.path, d.symbol)));
  return all.filter((r) => r.entry.fields.length > 0 && names.target(r)?.key === parent.key);
}

function throughForeignKey(parent: Table, child: Table): readonly (readonly [string, string])[] | null {
  const keys = child.foreignKeys.filter((fk) => fk.refTable === parent.key);
  const key = keys[0];
  return keys.length === 1 && key !== undefined ? key.columns.map((column, i) => [key.refColumns[i] ?? '', column] as const) : null;
}
