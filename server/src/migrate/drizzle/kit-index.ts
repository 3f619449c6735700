import type { Catalog, Table } from '../../facts/catalog.ts';
import type { Dialect } from '../../facts/dialect.ts';
import type { IndexSpec } from '../../facts/finding.ts';
import type { IndexKey } from '../../facts/schema.ts';
import { needsBrackets, printSql } from '../../sql/print.ts';
import type { PlannedIndex } from '../tool.ts';
import { type ModelText, modelText, printTemplate } from './model-text.ts';
import type { KitMajor } from './statement.ts';

/** An index in drizzle-kit's terms: names as the database has them, expressions as SQL text. */
export interface KitIndex {
  readonly name: string;
  /** Null for the default schema. */
  readonly schema: string | null;
  readonly table: string;
  readonly unique: boolean;
  readonly method: string;
  readonly keys: readonly KitKey[];
  readonly include: readonly string[];
  readonly nullsNotDistinct: boolean;
  readonly where: string | null;
}

/** `value` is a column's name, or SQL text for an expression. */
export interface KitKey { readonly value: string; readonly isExpression: boolean; readonly asc: boolean; readonly nulls: 'first' | 'last'; readonly opclass: string | null }

/** What of these a snapshot is to show: an index that is made only where the models have it. */
export const snapshotChanges = (indexes: readonly KitPlanned[]): KitChanges => ({
  made: indexes.flatMap(({ planned, kit }) => (planned.change !== 'drop' && planned.model !== null ? [kit] : [])),
  dropped: indexes.flatMap(({ planned, kit }) => (planned.change === 'drop' ? [kit] : [])),
});

export interface KitPlanned { readonly planned: PlannedIndex; readonly kit: KitIndex }
export interface KitChanges { readonly made: readonly KitIndex[]; readonly dropped: readonly KitIndex[] }

export type KitIndexes = { readonly kind: 'indexes'; readonly indexes: readonly KitPlanned[] } | { readonly kind: 'none'; readonly reason: string };

/** The indexes in drizzle-kit's terms, or which of them cannot be said in it. */
export function kitIndexes(planned: readonly PlannedIndex[], catalog: Catalog, major: KitMajor): KitIndexes {
  const indexes: KitPlanned[] = [];
  for (const one of planned) {
    const kit = kitIndex(one, catalog, major);
    if (kit === null) return { kind: 'none', reason: `the index ${one.spec.name ?? ''} on ${one.spec.table} cannot be written as drizzle-kit would` };
    indexes.push({ planned: one, kit });
  }
  return { kind: 'indexes', indexes };
}

function kitIndex({ spec, model }: PlannedIndex, catalog: Catalog, major: KitMajor): KitIndex | null {
  const table = catalog.tables.get(spec.table);
  const { dialect } = catalog;
  if (table === undefined || spec.name === null || (dialect !== 'postgresql' && dialect !== 'sqlite')) return null;
  const schema = table.schema === null || table.schema === 'public' || table.schema === 'main' ? null : table.schema;
  const inModel = model === null || model.outline === null ? null : modelText(model.outline, spec.name);
  if (model !== null && inModel === null) return null;
  const texts = textsFor(spec, inModel, table, { dialect, predicate: inPredicate(dialect, major, schema, table.name) });
  const keys = spec.keys.map((key, at) => kitKey(key, dialect, texts.keys[at] ?? null)).filter((key) => key !== null);
  if (keys.length !== spec.keys.length || (spec.where !== null && texts.where === null)) return null;
  return { name: spec.name, schema, table: table.name, unique: spec.unique, method: spec.method, keys, include: spec.include, nullsNotDistinct: spec.nullsNotDistinct === true, where: texts.where };
}

interface Texts { readonly keys: readonly (string | null)[]; readonly where: string | null }

/** The texts of keys and predicate that are no plain columns: as the model has them, or printed where no model has the index. */
function textsFor(spec: IndexSpec, model: ModelText | null, table: Table, to: { readonly dialect: Dialect; readonly predicate: (column: string) => string }): Texts {
  if (model === null) return { keys: spec.keys.map((key) => expressionKey(key, to.dialect)), where: spec.where === null ? null : printSql(spec.where, to.dialect, to.predicate) };
  const columnOf = (print: (column: string) => string) => (attr: string): string | null => { const column = table.attrs.get(attr); return column === undefined ? null : print(column); };
  return { keys: model.keys.map((key) => (key === null ? null : printTemplate(key, columnOf(quote)))), where: model.where === null ? null : printTemplate(model.where, columnOf(to.predicate)) };
}

/** drizzle puts the table before a column of a predicate; 1.0 does so on SQLite alone. */
function inPredicate(dialect: Dialect, major: KitMajor, schema: string | null, table: string): (column: string) => string {
  if (dialect === 'postgresql' && major === 1) return quote;
  const prefix = [schema, table].flatMap((part) => (part === null ? [] : [quote(part)])).join('.');
  return (column) => `${prefix}.${quote(column)}`;
}

/** As drizzle prints a name inside a `sql` template, on both databases. */
const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A column where the builder can say all of it, else the text. SQLite's builder has no directions, neither has a collation. */
function kitKey(key: IndexKey<string>, dialect: Dialect, text: string | null): KitKey | null {
  const plain = key.expr.kind === 'column' && key.collation === undefined && (dialect === 'postgresql' || key.direction === 'asc');
  if (key.expr.kind === 'column' && plain) return { value: key.expr.column, isExpression: false, asc: key.direction === 'asc', nulls: nullsOf(key), opclass: key.opclass ?? null };
  return text === null ? null : { value: text, isExpression: true, asc: true, nulls: 'last', opclass: null };
}

/** A key that no builder says, with all that its methods would say. */
function expressionKey(key: IndexKey<string>, dialect: Dialect): string | null {
  const printed = printSql(key.expr, dialect, quote);
  if (printed === null) return null;
  const bracketed = needsBrackets(key.expr) ? `(${printed})` : printed;
  return [bracketed, key.collation === undefined ? '' : `COLLATE ${quote(key.collation)}`, key.opclass ?? '', key.direction === 'desc' ? 'DESC' : '', key.nulls === 'default' ? '' : `NULLS ${key.nulls.toUpperCase()}`].filter((part) => part !== '').join(' ');
}

const nullsOf = (key: IndexKey<string>): 'first' | 'last' => (key.nulls !== 'default' ? key.nulls : key.direction === 'asc' ? 'last' : 'first');

/** drizzle-kit's own word for a dialect; null for one that is not known here. */
export const kitDialect = (word: unknown): Dialect | null => (word === 'postgresql' || word === 'postgres' || word === 'pg' ? 'postgresql' : word === 'sqlite' || word === 'mysql' ? word : null);
