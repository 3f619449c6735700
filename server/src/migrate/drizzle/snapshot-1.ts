import { at, isArray, isObject, type JsonObject } from '../json.ts';
import type { KitChanges, KitIndex, KitKey } from './kit-index.ts';
import type { NextSnapshot } from './snapshot-0.ts';

/**
 * The snapshot of the next drizzle-kit 1.0 migration. The formats are those written by 1.0.0-rc.1 to rc.5: 9 for PostgreSQL holds
 * only what changes, 8 (PostgreSQL before rc.5) and 7 (SQLite) hold the whole schema. `snapshots` are all there are, newest last.
 */
export function nextSnapshot1(snapshots: readonly JsonObject[], { made, dropped }: KitChanges, id: string): NextSnapshot {
  const newest = snapshots.at(-1) ?? {};
  const parents = leaves(snapshots);
  const missing = [...made, ...dropped].find((index) => !snapshots.some((snapshot) => entitiesOf(snapshot).some((entity) => isTable(entity, index))));
  if (missing !== undefined) return { kind: 'none', reason: `${missing.table} is not in the newest snapshot: run "drizzle-kit generate" for the changes that are still open, then this again` };
  const format = `${String(at(newest, 'dialect'))} ${String(at(newest, 'version'))}`;
  if (format === 'postgres 9') return { kind: 'snapshot', json: difference({ made, dropped: dropped.filter((index) => isThere(snapshots, index)) }, id, parents) };
  if (format !== 'postgres 8' && format !== 'sqlite 7') return { kind: 'none', reason: `the newest snapshot has version ${String(at(newest, 'version'))} for ${String(at(newest, 'dialect'))}; run "drizzle-kit up" first` };
  const ddl = at(newest, 'ddl');
  if (!isArray(ddl)) return { kind: 'none', reason: 'the newest snapshot cannot be read' };
  if (parents.length !== 1) return { kind: 'none', reason: 'several migrations have no successor: merge them first (drizzle-kit check)' };
  const entries = made.map((index) => (format === 'sqlite 7' ? sqliteIndex(index) : postgresIndex(index)));
  return { kind: 'snapshot', json: { ...newest, id, prevIds: parents, ddl: insertIndexes(ddl.filter((entity) => !dropped.some((index) => isIndex(entity, index))), entries), renames: [] } };
}

/** The ids that no other snapshot builds on, newest first, as drizzle-kit lists them. */
function leaves(snapshots: readonly JsonObject[]): readonly string[] {
  const built = new Set(snapshots.map((snapshot) => at(snapshot, 'prevIds')).filter(isArray).flat());
  return snapshots.map((snapshot) => at(snapshot, 'id')).filter((id) => typeof id === 'string').filter((id) => !built.has(id)).reverse();
}

/** What a snapshot holds (`ddl`) or creates (`deltas`). */
function entitiesOf(snapshot: JsonObject): readonly unknown[] {
  const [ddl, deltas] = [at(snapshot, 'ddl'), at(snapshot, 'deltas')];
  if (isArray(ddl)) return ddl;
  return isArray(deltas) ? deltas.map((delta) => (isObject(delta) ? at(delta, 'row') : null)) : [];
}

const isTable = (entity: unknown, index: KitIndex): boolean =>
  isObject(entity) && at(entity, 'entityType') === 'tables' && at(entity, 'name') === index.table && (at(entity, 'schema') ?? 'public') === (index.schema ?? 'public');

/** drizzle-kit lists indexes behind columns and before keys. */
function insertIndexes(ddl: readonly unknown[], entries: readonly JsonObject[]): readonly unknown[] {
  const last = ddl.findLastIndex((entity) => isObject(entity) && ['schemas', 'enums', 'tables', 'columns', 'indexes'].includes(String(at(entity, 'entityType'))));
  return [...ddl.slice(0, last + 1), ...entries, ...ddl.slice(last + 1)];
}

const difference = ({ made, dropped }: KitChanges, id: string, parents: readonly string[]): JsonObject => ({
  type: 'diff', version: '9', dialect: 'postgres', id, prevIds: parents, footprints: [...dropped.map(dropFootprint), ...made.map(footprint)],
  deltas: [...made.map((index) => ({ op: 'create', row: postgresIndex(index) })), ...dropped.map((index) => ({ op: 'drop', key: `indexes\0${JSON.stringify([index.schema ?? 'public', index.name])}` }))],
});

const isIndex = (entity: unknown, index: KitIndex): boolean =>
  isObject(entity) && at(entity, 'entityType') === 'indexes' && at(entity, 'name') === index.name && (at(entity, 'schema') ?? 'public') === (index.schema ?? 'public');

/** An index that only hand-written SQL made is in no snapshot, and a snapshot of differences cannot take it away. */
const isThere = (snapshots: readonly JsonObject[], index: KitIndex): boolean => snapshots.some((snapshot) => entitiesOf(snapshot).some((entity) => isIndex(entity, index)));

/** What the migration touches, by which drizzle-kit tells whether two branches of migrations conflict. */
function footprint(index: KitIndex): JsonObject {
  const schema = index.schema ?? 'public';
  const name = `${schema}.${index.name}`;
  const columns = index.keys.filter((key) => !key.isExpression).map((key) => `n|col|${schema}.${index.table}.${key.value}`);
  return {
    statementType: 'create_index', statementTarget: ['index', schema, index.table, index.name],
    writes: [`s|idx|${name}`, `n|idx|${name}`, `e|idx|${name}`, `n|rel|${name}`],
    reads: [`n|tbl|${schema}.${index.table}`, `n|sch|${schema}`, ...columns],
  };
}

/** The columns have to be there still; that a table has an index is no one else's concern, that its columns are unique is. */
function dropFootprint(index: KitIndex): JsonObject {
  const schema = index.schema ?? 'public';
  const name = `${schema}.${index.name}`;
  const columns = index.keys.filter((key) => !key.isExpression).map((key) => key.value);
  const uniqueness = index.unique && index.where === null && columns.length === index.keys.length ? [`e|uniqueness|${schema}.${index.table}.${[...columns].sort().join('.')}`] : [];
  return {
    statementType: 'drop_index', statementTarget: ['index', schema, index.table, index.name],
    writes: [`s|idx|${name}`, `n|idx|${name}`, `e|idx|${name}`, `n|rel|${name}`],
    reads: [`${uniqueness.length > 0 ? 'n' : 'e'}|tbl|${schema}.${index.table}`, `n|sch|${schema}`, ...columns.map((column) => `e|col|${schema}.${index.table}.${column}`)],
    sharedWrites: uniqueness,
  };
}

const postgresIndex = (index: KitIndex): JsonObject => ({
  schema: index.schema ?? 'public', table: index.table, name: index.name, nameExplicit: true, columns: index.keys.map(postgresColumn),
  isUnique: index.unique, where: index.where, with: '', method: index.method, concurrently: false, entityType: 'indexes',
});

const postgresColumn = (key: KitKey): JsonObject => ({
  value: key.value, isExpression: key.isExpression, asc: key.asc, nullsFirst: key.nulls === 'first', opclass: key.opclass === null ? null : { name: key.opclass, default: false },
});

const sqliteIndex = (index: KitIndex): JsonObject => ({
  table: index.table, name: index.name, columns: index.keys.map((key) => ({ value: key.value, isExpression: key.isExpression })),
  isUnique: index.unique, where: index.where, origin: 'manual', entityType: 'indexes',
});
