import { at, type JsonObject, objectAt } from '../json.ts';
import type { KitChanges, KitIndex, KitKey } from './kit-index.ts';

/** The newest snapshot of drizzle-kit 0.x with indexes added and taken away, or why it cannot be made. Only the formats that 0.31 writes are known: 7 for PostgreSQL, 6 for SQLite. */
export type NextSnapshot = { readonly kind: 'snapshot'; readonly json: JsonObject } | { readonly kind: 'none'; readonly reason: string };

export function nextSnapshot(newest: JsonObject, { made, dropped }: KitChanges, id: string): NextSnapshot {
  const [version, dialect] = [at(newest, 'version'), at(newest, 'dialect')];
  const known = (version === '7' && dialect === 'postgresql') || (version === '6' && dialect === 'sqlite');
  if (!known) return { kind: 'none', reason: `the newest snapshot has version ${String(version)} for ${String(dialect)}; run "drizzle-kit up" first` };
  const prevId = at(newest, 'id');
  let json: JsonObject = { ...newest, id, prevId };
  for (const index of dropped) json = withoutIndex(json, dialect === 'sqlite' ? index.table : `${index.schema ?? 'public'}.${index.table}`, index.name);
  for (const index of made) {
    const next = dialect === 'sqlite' ? addSqlite(json, index) : addPostgres(json, index);
    if (next === null) return { kind: 'none', reason: `${index.table} is not in the newest snapshot: run "drizzle-kit generate" for the changes that are still open, then this again` };
    json = next;
  }
  return { kind: 'snapshot', json };
}

function addPostgres(json: JsonObject, index: KitIndex): JsonObject | null {
  return addToTable(json, `${index.schema ?? 'public'}.${index.table}`, index, {
    name: index.name, columns: index.keys.map(postgresColumn), isUnique: index.unique, ...(index.where === null ? {} : { where: index.where }), concurrently: false, method: index.method, with: {},
  });
}

function postgresColumn(key: KitKey): JsonObject {
  if (key.isExpression) return { expression: key.value, asc: key.asc, isExpression: true, nulls: key.nulls };
  return { expression: key.value, isExpression: false, asc: key.asc, nulls: key.nulls, ...(key.opclass === null ? {} : { opclass: key.opclass }) };
}

function addSqlite(json: JsonObject, index: KitIndex): JsonObject | null {
  const added = addToTable(json, index.table, index, { name: index.name, columns: index.keys.map((key) => key.value), isUnique: index.unique, ...(index.where === null ? {} : { where: index.where }) });
  const expressions = index.keys.filter((key) => key.isExpression);
  if (added === null || expressions.length === 0) return added;
  const internal = objectAt(added, 'internal') ?? {};
  const columns = Object.fromEntries(expressions.map((key) => [key.value, { isExpression: true }]));
  return { ...added, internal: { ...internal, indexes: { ...objectAt(internal, 'indexes'), [index.name]: { columns } } } };
}

/** An index that only hand-written SQL made is in no snapshot. */
function withoutIndex(json: JsonObject, key: string, name: string): JsonObject {
  const tables = objectAt(json, 'tables');
  const table = tables === null ? null : objectAt(tables, key);
  const indexes = table === null ? null : objectAt(table, 'indexes');
  const internal = objectAt(json, 'internal');
  const expressions = internal === null ? null : objectAt(internal, 'indexes');
  const without = indexes === null ? json : { ...json, tables: { ...tables, [key]: { ...table, indexes: omit(indexes, name) } } };
  return expressions === null || at(expressions, name) === undefined ? without : { ...without, internal: { ...internal, indexes: omit(expressions, name) } };
}

const omit = (object: JsonObject, key: string): JsonObject => Object.fromEntries(Object.entries(object).filter(([own]) => own !== key));

function addToTable(json: JsonObject, key: string, index: KitIndex, entry: JsonObject): JsonObject | null {
  const tables = objectAt(json, 'tables');
  const table = tables === null ? null : objectAt(tables, key);
  if (tables === null || table === null) return null;
  return { ...json, tables: { ...tables, [key]: { ...table, indexes: { ...objectAt(table, 'indexes'), [index.name]: entry } } } };
}
