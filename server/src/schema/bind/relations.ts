import type { Table } from '../../facts/catalog.ts';
import type { FileFacts } from '../../facts/file.ts';
import type { RelationEntry, RelationsDecl } from '../../facts/schema.ts';
import type { SymbolResolver } from '../../link/symbols.ts';
import { type ModelContext, resolvingContext } from '../models/context.ts';
import { lineageOf } from '../models/lineage.ts';

/** A relation that a model declares, with the file whose names its paths use. */
export interface PlacedRelation { readonly file: string; readonly entry: RelationEntry }

/** Relations by the file and symbol of the table they start from. */
export type RelationIndex = (file: string, symbol: string) => readonly PlacedRelation[];

/** Those of its bases are a class's own too; a way back that another class makes (`backref`) belongs to the class that it is made for. */
export function relationIndex(files: Iterable<FileFacts>, symbols: SymbolResolver): RelationIndex {
  const all = [...files];
  const classes = classesByName(all);
  const stated = new Map<string, PlacedRelation[]>();
  for (const facts of all) {
    for (const model of facts.models) {
      if (model.kind !== 'relations') continue;
      const key = ownerOf(facts.path, model, symbols, classes);
      if (key !== null) stated.set(key, [...(stated.get(key) ?? []), ...model.entries.map((entry) => ({ file: facts.path, entry }))]);
    }
  }
  const known = new Map<string, readonly PlacedRelation[]>();
  const context = resolvingContext(symbols);
  return (file, symbol) => {
    const key = keyOf(file, symbol);
    const found = known.get(key) ?? along(file, symbol, symbols, context).flatMap((one) => stated.get(one) ?? []);
    known.set(key, found);
    return found;
  };
}

const keyOf = (file: string, symbol: string): string => `${file}#${symbol}`;

/** Where each class is declared, by its own name. */
function classesByName(files: readonly FileFacts[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { path, models } of files) {
    for (const model of models) {
      if (model.kind !== 'table') continue;
      const name = model.symbol.slice(model.symbol.lastIndexOf('.') + 1);
      found.set(name, [...(found.get(name) ?? []), keyOf(path, model.symbol)]);
    }
  }
  return found;
}

/** The class that relations start from. By its name alone it is what the file calls so, else the only one of that name. */
function ownerOf(file: string, { from, fromByName }: RelationsDecl, symbols: SymbolResolver, classes: ReadonlyMap<string, readonly string[]>): string | null {
  const found = symbols.resolve(file, from);
  if (found !== null && found.rest.length === 0 && (found.fact.kind === 'table' || found.fact.kind === 'mixin')) return keyOf(found.file, found.fact.symbol);
  const [only, ...others] = fromByName === true ? (classes.get(from.at(-1) ?? '') ?? []) : [];
  return others.length === 0 ? (only ?? null) : null;
}

/** A class and its bases, nearest first. */
function along(file: string, symbol: string, symbols: SymbolResolver, context: ModelContext): readonly string[] {
  const found = symbols.resolve(file, [symbol]);
  if (found === null || found.file !== file || (found.fact.kind !== 'table' && found.fact.kind !== 'mixin')) return [keyOf(file, symbol)];
  return [keyOf(file, symbol), ...lineageOf({ file, fact: found.fact }, context).ancestors.map((placed) => keyOf(placed.file, placed.fact.symbol))];
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
