import type { Dialect } from '../../../facts/dialect.ts';
import type { ColumnDecl, MixinDecl, ModelFact, TableDecl } from '../../../facts/schema.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import type { Binding, Outline } from '../../../lang/outline.ts';
import type { AdapterInput, SchemaRead } from '../../adapter.ts';
import { follow, pathOf, propertyOf } from '../literals.ts';
import { COLLECTIONS, GLOBALS, snakeCase, VERSIONS } from '../names.ts';
import { type Collection, planCollection } from './collection.ts';
import { addFields, placeIn } from './fields.ts';
import { findConfigs, findEntities } from './find.ts';
import { emptyPlan, newTable, type Plan, type PlannedColumn, type PlannedTable } from './plan.ts';

/** The tables that Payload's SQL adapters make of the collections and globals of a file, lists of fields for those of other files, constants with slugs, and which database the configuration names. */
export function readSchema({ document, outline }: AdapterInput): SchemaRead {
  if (!document.text.includes('ayload')) return { models: [], statements: [] };
  const entities = findEntities(outline, document.text);
  const tables = entities.flatMap((found) => { const collection = planCollection(outline, found); return collection === null ? [] : declarations(collection); });
  return { models: [...tables, ...outline.bindings.flatMap((binding) => shared(outline, binding)), ...projects(outline, document.text)], statements: [] };
}

function declarations({ found, slug, slugExpr, main, versions }: Collection): readonly TableDecl[] {
  const group = found.kind === 'global' ? GLOBALS : COLLECTIONS;
  const key = slug === null ? null : snakeCase(slug);
  const symbol = found.symbol ?? `${group}${slug ?? found.object.span.start}`;
  const from = slug === null && main.root === '' ? pathOf(slugExpr) : null;
  if (main.root === '' && from === null) return [];
  const tables = planned(main, symbol).map((table, place): TableDecl => (place === 0 ? { ...table, key: { group, name: key }, ...(from === null ? {} : { name: { creator: from, literal: '' } }) } : table));
  // What hangs on a table whose name another file gives has no name here.
  if (from !== null) return tables.slice(0, 1);
  return [...tables, ...(versions === null ? [] : planned(versions, `${VERSIONS}${symbol}`).map((table, place): TableDecl => (place === 0 && key !== null ? { ...table, key: { group: VERSIONS, name: key } } : table)))];
}

const planned = (plan: Plan, symbol: string): readonly TableDecl[] => plan.tables.map((table, place) => tableDecl(table, place === 0 ? symbol : `${symbol}/${table.name}`, plan.doubts[0] ?? null));

function tableDecl({ name, columns, spreads, indexes, parent, span, nameSpan }: PlannedTable, symbol: string, partial: string | null): TableDecl {
  return {
    kind: 'table', adapter: 'payload', symbol, name: { literal: name }, schema: null, dialect: null, casing: null, constraints: [], byProject: true, unnamed: { ix: '%(column_0_label)s_idx' }, span, nameSpan, partial,
    columns: [...columns.map((column) => columnDecl(column, parent)), ...spreads.map(({ path, span: at }) => ({ kind: 'spread' as const, path, span: at }))],
    indexes: indexes.map((index) => ({
      name: index.name, unique: index.unique, method: 'btree', include: [], where: null, span: index.span, ...(index.stated ? {} : { byTool: true as const }),
      keys: index.columns.map((column) => ({ expr: { kind: 'column' as const, column: { by: 'name' as const, qualifier: null, name: column }, span: index.span }, direction: 'asc' as const, nulls: 'default' as const })),
    })),
  };
}

const columnDecl = ({ attr, name, type, notNull, few, primaryKey, span }: PlannedColumn, parent: PlannedTable['parent']): ColumnDecl => ({
  kind: 'column', attr, name, type, notNull, primaryKey, unique: false, references: null, span, ...(few ? { few: true } : {}),
  ...(parent !== null && parent.column === name ? { refersTo: { table: { schema: null, name: parent.table }, column: 'id' }, onDelete: 'cascade' } : {}),
});

/** What collections of other files take from this one: a list of fields, one field, a slug. */
function shared(outline: Outline, binding: Binding): readonly ModelFact[] {
  const { init, name, topLevel, exported } = binding;
  if (!topLevel || !exported || init === null) return [];
  if (init.kind === 'string') return /slug/i.test(name) ? [{ kind: 'creator', symbol: name, prefix: snakeCase(init.value), suffix: '' }] : [];
  if (init.kind !== 'array' && !(init.kind === 'object' && propertyOf(init, 'type')?.kind === 'string')) return [];
  const mixin = mixinOf(outline, name, init.kind === 'array' ? init : { kind: 'array', items: [init], span: init.span });
  return mixin.columns.length === 0 ? [] : [mixin];
}

/** Rows and tables of their own are left out of a list that is spread elsewhere: their names are those of the collection. */
function mixinOf(outline: Outline, symbol: string, list: HostExpr): MixinDecl {
  const plan = emptyPlan('', false);
  const table = newTable('', list.span, list.span);
  plan.tables.push(table);
  addFields(outline, plan, placeIn(table), list);
  const columns = table.columns.map((column): ColumnDecl => {
    const index = table.indexes.find(({ columns: [first] }) => first === column.name);
    return { ...columnDecl(column, null), ...(index === undefined ? {} : { indexed: { unique: index.unique, span: index.span } }) };
  });
  return { kind: 'mixin', symbol, columns: [...columns, ...table.spreads.map(({ path, span }) => ({ kind: 'spread' as const, path, span }))] };
}

const ADAPTERS: Readonly<Record<string, Dialect | 'none'>> = { postgresAdapter: 'postgresql', vercelPostgresAdapter: 'postgresql', sqliteAdapter: 'sqlite', sqliteD1Adapter: 'sqlite', mongooseAdapter: 'none' };

/** The adapter that Payload's own `buildConfig` is given; one that is chosen by code is known at run time only. */
function projects(outline: Outline, text: string): readonly ModelFact[] {
  if (!text.includes('buildConfig')) return [];
  return findConfigs(outline).flatMap((config): ModelFact[] => {
    const db = propertyOf(config, 'db');
    if (db === null) return [];
    const at = follow(outline, db);
    const known = at.kind === 'call' && at.callee.kind === 'identifier' ? ADAPTERS[at.callee.name] : undefined;
    const base = { kind: 'project', adapter: 'payload', schema: [], out: null, casing: null } as const;
    return [known === undefined ? { ...base, dialect: null, database: 'run-time' } : known === 'none' ? { ...base, dialect: null, database: 'none' } : { ...base, dialect: known }];
  });
}
