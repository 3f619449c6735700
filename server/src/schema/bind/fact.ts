import type { Catalog, Table } from '../../facts/catalog.ts';
import type { SymbolPath, TableRef } from '../../facts/expr.ts';
import type { BoundQuery, QueryFact } from '../../facts/query.ts';
import type { RelationEntry } from '../../facts/schema.ts';
import type { SymbolResolver } from '../../link/symbols.ts';
import type { Located, Universe } from '../databases/universe.ts';
import { compareNearness } from '../databases/nearness.ts';
import { tableSignature } from '../databases/same-table.ts';
import { isInside } from '../../text/path.ts';
import { tableKey } from '../replay/index.ts';
import { foreignKeyPairs, type Pairs } from './foreign-keys.ts';
import { bindQuery, type BoundRelation, type Names } from './query.ts';
import { refName } from './sources.ts';
import { type PlacedRelation, type RelationIndex, relationNamed, type RelationNames, relationPairs } from './relations.ts';
import { tableRefs } from './tables.ts';

/** A query that knows its database, or why it has none. `foreign`: it is no query of a known database at all, and not counted. */
export type BoundFact =
  | { readonly kind: 'bound'; readonly fact: QueryFact; readonly query: BoundQuery; readonly catalog: Catalog; readonly doubts: readonly string[] }
  | { readonly kind: 'unread'; readonly fact: QueryFact; readonly reason: string }
  | { readonly kind: 'foreign'; readonly fact: QueryFact };

export interface BindInput {
  readonly file: string;
  readonly quiet: boolean;
  readonly universe: Universe;
  readonly symbols: SymbolResolver;
  readonly relations: RelationIndex;
  /** Tables of the project around the file alone are meant. */
  readonly byProject?: boolean;
}

type NamedTable = Extract<TableRef, { by: 'name' }>;

/** Tables that every database has of its own; queries on them are nobody's business here. */
const SYSTEM = /^(pg_|information_schema|sqlite_|pragma_)/;

export function bindFact(fact: QueryFact, around: BindInput): BoundFact {
  const input = fact.byProject === true ? { ...around, byProject: true } : around;
  const read = tableRefs(fact.query);
  const { into } = fact.query;
  const refs = read.length === 0 && into !== undefined ? [into] : read;
  if (refs.length === 0) return { kind: 'foreign', fact };
  if (refs.every((ref) => ref.by === 'name' && SYSTEM.test(ref.schema ?? ref.name))) return { kind: 'foreign', fact };
  const chosen = chooseCatalog(fact, refs, input);
  // Rows that only go into a table ask for nothing: where it is not known, nothing is missed.
  if ('reason' in chosen) return chosen.reason === null || read.length === 0 ? { kind: 'foreign', fact } : { kind: 'unread', fact, reason: chosen.reason };
  const { query, doubts, ambiguous } = bindQuery(fact.query, namesFor(chosen.catalog, input), fact.routine ?? null);
  if (ambiguous) return { kind: 'foreign', fact };
  return { kind: 'bound', fact, query, catalog: chosen.catalog, doubts };
}

type Chosen = { readonly catalog: Catalog } | { readonly reason: string | null };

/** Symbols say which database is meant; names alone mean the nearest one that has them all. */
function chooseCatalog(fact: QueryFact, refs: readonly TableRef[], input: BindInput): Chosen {
  const located = refs.flatMap((ref) => { const found = locate(ref, input); return found === null ? [] : [found]; });
  const symbolic = refs.filter((ref) => ref.by !== 'name');
  const catalog = located[0]?.catalog;
  if (symbolic.length > 0 && catalog === undefined && fact.byProject === true && !isAtHome(fact, input)) return { reason: null };
  if (symbolic.length > 0) return catalog === undefined ? { reason: mixinOf(symbolic, input) ?? unknownTable(fact, symbolic[0]) } : { catalog };
  const names = refs.filter((ref): ref is NamedTable => ref.by === 'name' && !SYSTEM.test(ref.schema ?? ref.name));
  const near = input.universe.near(input.file, fact.dialect, input.quiet);
  const whole = near.find((c) => names.every((ref) => lookUp(c, ref, input.universe) !== null));
  if (whole !== undefined) return meant(fact, near.filter((c) => compareNearness(whole, c, input.file) === 0 && names.every((ref) => lookUp(c, ref, input.universe) !== null)), names, input);
  const missing = names.find((ref) => !near.some((c) => lookUp(c, ref, input.universe) !== null));
  return { reason: missing === undefined ? 'no one database has all its tables' : whyMissing(missing, near, input.universe) };
}

/** Of equally near databases with all its tables: the one that has its columns too, or any where all answer alike. */
function meant(fact: QueryFact, equals: readonly Catalog[], names: readonly NamedTable[], input: BindInput): Chosen {
  const { universe } = input;
  const only = oneAnswer(equals, names, universe) ?? oneAnswer(equals.filter((c) => bindQuery(fact.query, namesFor(c, input), fact.routine ?? null).doubts.length === 0), names, universe);
  return only === null ? { reason: 'two databases have its tables, and nothing tells which is meant' } : { catalog: only };
}

const oneAnswer = ([first, ...others]: readonly Catalog[], names: readonly NamedTable[], universe: Universe): Catalog | null =>
  (first !== undefined && others.every((other) => answersAlike(first, other, names, universe)) ? first : null);

/** With the same columns and indexes either gives the same answer. */
const answersAlike = (one: Catalog, other: Catalog, names: readonly NamedTable[], universe: Universe): boolean =>
  one.dialect === other.dialect && names.every((ref) => signatureIn(one, ref, universe) === signatureIn(other, ref, universe));

const signatureIn = (catalog: Catalog, ref: NamedTable, universe: Universe): string => {
  const table = lookUp(catalog, ref, universe);
  return table === null ? '' : tableSignature(table);
};

/** Why no table is meant by a name. */
const whyMissing = (ref: NamedTable, near: readonly Catalog[], universe: Universe): string =>
  (ref.anySchema === true && near.some((catalog) => universe.named(catalog, ref.name).length > 1) ? `several schemas have a table ${ref.name}` : `table ${refName(ref)} is not known`);

/** A query of a base class is sent by its subclasses, each about its own table. */
const mixinOf = (refs: readonly TableRef[], input: BindInput): string | null =>
  (refs.some((ref) => ref.by === 'symbol' && input.symbols.resolve(input.file, ref.path)?.fact.kind === 'mixin') ? 'its class is a base: the table is known only at run time' : null);

/** A shape that only looks like this ORM's, on something that is no table, is not even an unread query. */
const unknownTable = (fact: QueryFact, ref: TableRef | undefined): string | null => (fact.confidence === 'high' && fact.byShape !== true && ref !== undefined ? `table ${refName(ref)} is not known` : null);

const lookUp = (catalog: Catalog, ref: NamedTable, universe: Universe): Table | null => (ref.anySchema === true ? only(universe.named(catalog, ref.name)) : (inSchemas(catalog, ref) ?? bySuffix(catalog, ref, universe)));

/** The table in the schema that is named, or in the first of the search path that has it. */
function inSchemas(catalog: Catalog, { schema, name, searched }: NamedTable): Table | null {
  for (const each of searched ?? [schema]) {
    const table = catalog.tables.get(tableKey({ schema: each, name }, catalog.dialect));
    if (table !== undefined) return table;
  }
  return null;
}

/** An unqualified name may mean a table of a named schema (search_path), when only one has it. */
const bySuffix = (catalog: Catalog, ref: NamedTable, universe: Universe): Table | null =>
  (ref.schema !== null ? null : only(universe.named(catalog, ref.name).filter((table) => table.schema !== null)));

function locate(ref: TableRef, input: BindInput): Located | null {
  if (ref.by === 'key') return keyed(ref, input)[0] ?? null;
  if (ref.by === 'name') return null;
  const found = input.symbols.resolve(input.file, ref.path);
  return found?.fact.kind === 'table' ? input.universe.ofSymbol(found.file, found.fact.symbol) : null;
}

/** Tables of a key, nearest first: those around the file alone where the query means its own project. */
function keyed(ref: Extract<TableRef, { by: 'key' }>, input: BindInput): readonly Located[] {
  const found = completed(ref, input);
  return input.byProject === true ? found.filter(({ catalog }) => isInside(input.file, catalog.root) && (input.quiet || catalog.quiet !== true)) : found;
}

function completed({ key, path }: Extract<TableRef, { by: 'key' }>, input: BindInput): readonly Located[] {
  if (path === undefined) return input.universe.ofKey(input.file, key);
  const found = input.symbols.resolve(input.file, path);
  if (found?.fact.kind === 'table') return [input.universe.ofSymbol(found.file, found.fact.symbol)].filter((one) => one !== null);
  return found?.fact.kind === 'creator' && found.fact.unknown === undefined ? input.universe.ofKey(input.file, key + found.fact.prefix + found.fact.suffix) : [];
}

/** Whether an ORM has tables in the project around a file at all: else what looks like its queries is sent to a database that is not known here. */
const isAtHome = (fact: QueryFact, { file, universe }: BindInput): boolean =>
  universe.catalogs.some((catalog) => isInside(file, catalog.root) && adaptersOf(catalog).has(fact.adapter));

const declaring = new WeakMap<Catalog, ReadonlySet<string>>();

/** Whose tables a database has. */
export function adaptersOf(catalog: Catalog): ReadonlySet<string> {
  const known = declaring.get(catalog) ?? new Set([...catalog.tables.values()].flatMap((table) => table.declarations.map(({ adapter }) => adapter)));
  declaring.set(catalog, known);
  return known;
}

function namesFor(catalog: Catalog, input: BindInput): Names {
  const symbol = (file: string, path: SymbolPath): { readonly table: Table; readonly rest: SymbolPath } | null => {
    const found = input.symbols.resolve(file, path);
    const owner = found?.fact.kind === 'table' ? input.universe.ofSymbol(found.file, found.fact.symbol) : null;
    return found === null || owner === null || owner.catalog !== catalog ? null : { table: owner.table, rest: found.rest };
  };
  const relations = { relations: input.relations, target: (r: PlacedRelation) => symbol(r.file, r.entry.target)?.table ?? (r.entry.targetByName === true ? byName(input, catalog, r.file, r.entry.target.at(-1) ?? '') : null) };
  return {
    dialect: catalog.dialect,
    table: (ref) => (ref.by === 'name' ? lookUp(catalog, ref, input.universe) : ref.by === 'symbol' ? (symbol(input.file, ref.path)?.table ?? null) : (keyed(ref, input).find((l) => l.catalog === catalog)?.table ?? null)),
    symbolColumn: (path) => {
      const found = symbol(input.file, path);
      const attr = found?.rest[0];
      return found === null || attr === undefined ? null : { table: found.table, attr };
    },
    relation: (name, parent) => {
      const found = relationNamed(parent, name, relations);
      const child = found === null ? null : relations.target(found);
      return found === null || child === null ? null : boundRelation(found, parent, child, relations, (path) => symbol(found.file, path)?.table ?? null);
    },
  };
}

/** `relationship('User')` looks for a class among all models. */
const byName = (input: BindInput, catalog: Catalog, file: string, name: string): Table | null => input.universe.ofKey(file, name).find((located) => located.catalog === catalog)?.table ?? null;

/** Where a relation itself does not say which columns it joins on, the only foreign key between its tables does, or those of its association table. */
function boundRelation(found: PlacedRelation, parent: Table, child: Table, relations: RelationNames, tableOf: (path: SymbolPath) => Table | null): BoundRelation {
  const { through } = found.entry;
  if (through === undefined) return { child, pairs: pairsByName(found.entry, parent, child) ?? relationPairs(found, parent, child, relations) ?? only(foreignKeyPairs(parent, child)) };
  const table = tableOf(through.table) ?? null;
  const [near, far] = table === null ? [null, null] : [only(foreignKeyPairs(parent, table)), only(foreignKeyPairs(table, child))];
  return table === null || near === null || far === null ? { child, pairs: null } : { child, pairs: null, through: { table, near, far } };
}

/** A relation may name the columns of one side alone (`foreign_keys=[author_id]`): then the foreign key that has them says the rest. */
function pairsByName({ fields, references }: RelationEntry, parent: Table, child: Table): Pairs | null {
  if ((fields.length === 0) === (references.length === 0)) return null;
  const named = (table: Table, attrs: readonly string[]): readonly string[] => attrs.map((attr) => table.attrs.get(attr) ?? attr);
  const [own, other] = [named(parent, fields), named(child, references)];
  return only(foreignKeyPairs(parent, child).filter((pairs) => (own.length > 0 ? same(pairs.map(([a]) => a), own) : same(pairs.map(([, b]) => b), other))));
}

const same = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((column) => b.includes(column));

const only = <T>([first, ...others]: readonly T[]): T | null => (first !== undefined && others.length === 0 ? first : null);
