import type { Table } from '../../facts/catalog.ts';
import type { RelationEntry } from '../../facts/schema.ts';
import type { RelationLook } from '../../link/flow/world.ts';
import type { ModelRef } from '../../link/flow/summary.ts';
import type { RelationSeen } from '../../rules/rule.ts';
import type { PlacedRelation } from '../../schema/bind/relations.ts';
import type { Linked } from '../link.ts';

/** A relation that a model or one of its bases declares. */
export const relationOf = ({ relations }: Linked, { file, symbol }: ModelRef, name: string): PlacedRelation | null => relations(file, symbol).find(({ entry }) => entry.name === name) ?? null;

const tableOf = ({ universe }: Linked, { file, symbol }: ModelRef): Table | null => universe.ofSymbol(file, symbol)?.table ?? null;

/** The model that a relation leads to: what its file calls so, or the only class of that name among all models. */
export function targetOf(linked: Linked, { file, entry }: PlacedRelation): ModelRef | null {
  const found = linked.symbols.resolve(file, entry.target);
  if (found !== null) return found.fact.kind === 'table' && found.rest.length === 0 ? { file: found.file, symbol: found.fact.symbol } : null;
  if (entry.targetByName !== true) return null;
  const name = entry.target.at(-1) ?? '';
  const [place, ...others] = (linked.universe.ofKey(file, name)[0]?.table.declarations ?? []).filter(({ symbol }) => symbol !== null && symbol.slice(symbol.lastIndexOf('.') + 1) === name);
  return place?.symbol == null || others.some(({ path }) => path !== place.path) ? null : { file: place.path, symbol: place.symbol };
}

/** How reading a relation behaves, by when its declaration says that it is loaded. Of one that says nothing it is not known, and rows of TypeScript's ORMs are plain objects that have what the query loaded. */
const LOOKS = { access: 'lazy', query: 'access', join: 'join', batch: 'batch', never: 'never' } as const;

export function lookAt(linked: Linked, model: ModelRef, name: string): RelationLook | null {
  const found = relationOf(linked, model, name);
  if (found === null) return null;
  const adapter = tableOf(linked, model)?.declarations.find(({ migration }) => !migration)?.adapter;
  const target = targetOf(linked, found);
  return { target, cardinality: cardinalityOf(found.entry, tableOf(linked, model), target === null ? null : tableOf(linked, target)), loading: found.entry.loading === undefined ? 'never' : LOOKS[found.entry.loading], ...(adapter === undefined ? {} : { adapter }) };
}

/** As declared; where that is only guessed, the table that has the key of the other has one of it. */
function cardinalityOf({ cardinality, guessed }: RelationEntry, owner: Table | null, target: Table | null): RelationEntry['cardinality'] {
  if (guessed !== true || owner === null || target === null || owner.key === target.key) return cardinality;
  const [refers, isReferred] = [refersTo(owner, target), refersTo(target, owner)];
  return refers === isReferred ? cardinality : refers ? 'one' : 'many';
}

const refersTo = (table: Table, other: Table): boolean => table.foreignKeys.some((fk) => fk.refTable === other.key);

const seen = new WeakMap<Linked, Map<string, RelationSeen | null>>();

/** The same for rules: with its tables and where the model is declared. Looked up once as long as the tables are the same. */
export function seeRelation(linked: Linked, model: ModelRef, name: string): RelationSeen | null {
  const known = seen.get(linked) ?? new Map<string, RelationSeen | null>();
  seen.set(linked, known);
  const key = `${model.file}\n${model.symbol}\n${name}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const found = relationSeen(linked, model, name);
  known.set(key, found);
  return found;
}

function relationSeen(linked: Linked, model: ModelRef, name: string): RelationSeen | null {
  const found = relationOf(linked, model, name);
  if (found === null) return null;
  const [owner, to] = [tableOf(linked, model), targetOf(linked, found)];
  const home = owner?.declarations.find(({ path, symbol }) => path === model.file && symbol === model.symbol);
  const target = to === null ? null : tableOf(linked, to);
  return { name, entry: { ...found.entry, cardinality: cardinalityOf(found.entry, owner, target) }, owner, target, place: home === undefined ? null : { path: home.path, span: home.span } };
}

/** Whether a model has a column of that attribute. */
export function isColumnOf(linked: Linked, model: ModelRef, name: string): boolean {
  const table = tableOf(linked, model);
  return table !== null && (table.attrs.has(name) || (table.attrs.size === 0 && table.columns.some((column) => column.name === name)));
}
