import type { Catalog, ForeignKey, Index, Table } from '../facts/catalog.ts';
import type { IndexSpec } from '../facts/finding.ts';
import type { Span } from '../text/span.ts';
import { atMost, worthWriting } from './certainty.ts';
import type { RuleContext, TableContext, TableRule, Verdict } from './rule.ts';
import { isLookup, tableName } from './tables.ts';

export const missingFkIndex: TableRule = {
  id: 'missing-fk-index',
  family: 'schema',
  summary: 'A foreign key has no index on its own side, so a delete from the other table reads all of this one.',
  defaultSeverity: 'information',
  scope: 'table',
  check(table, context) {
    if (context.catalog.dialect === 'mysql' || context.catalog.dialect === 'mariadb' || table.view !== null || context.settings.isSmall(table)) return [];
    const seen = new Set<string>();
    return table.foreignKeys.flatMap((key) => {
      const id = [...key.columns].sort().join('\n');
      if (seen.has(id)) return [];
      seen.add(id);
      const told = check(key, table, context);
      return told === null ? [] : [told];
    });
  },
};

type Context = RuleContext & TableContext;

function check(key: ForeignKey, table: Table, context: Context): (Verdict & { readonly path: string }) | null {
  const parent = context.catalog.tables.get(key.refTable);
  const place = placeOf(key, table);
  if (parent === undefined || place === null || isLeftBehind(table, context.catalog) || key.columns.length === 0 || isLookup(parent) || context.settings.isSmall(parent)) return null;
  if (!key.columns.every((name) => table.columns.some((c) => c.name === name)) || table.indexes.some((index) => serves(index, key, context.catalog))) return null;
  return {
    ...place,
    severity: table.confidence === 'low' || isLookup(table) ? 'hint' : deletesReachIt(key, context) ? atMost('warning', worthWriting(table)) : 'information',
    confidence: table.confidence,
    message: `No index on ${tableName(table)} begins with ${key.columns.join(', ')}, which references ${tableName(parent)}, so ${context.catalog.dialect === 'sqlite' ? 'with foreign_keys on ' : ''}${consequence(key, parent)}.`,
    columns: key.columns,
    suggestion: indexOn(key.columns, table),
    related: [],
  };
}

/** A table that only migrations know while models declare the others: the models no longer have it. */
const isLeftBehind = (table: Table, catalog: Catalog): boolean =>
  table.declarations.length > 0 && table.declarations.every((d) => d.migration) && [...catalog.tables.values()].some((other) => other.declarations.some((d) => !d.migration));

const acts: Readonly<Record<string, string>> = { cascade: 'to delete its rows', 'set null': 'to clear the column', 'set default': 'to reset the column' };
const actOf = (key: ForeignKey): string | undefined => acts[(key.onDelete ?? '').toLowerCase()];

const consequence = (key: ForeignKey, parent: Table): string => `each row deleted from ${tableName(parent)} reads the whole table ${actOf(key) ?? 'to check for rows that refer to it'}`;

/** Who made or changed a row is seldom what a row lives by. */
const isAudit = (column: string): boolean => /(_by|By)(_id|Id)?$/.test(column);

/**
 * Certain only where the key deletes and some query of the workspace does delete there: rows that go take those of further
 * tables with them, each with a look through a whole table. Clearing a column ends there, and what a row merely points at
 * (a key, a registry) is seldom deleted. SQLite minds foreign keys only where a connection asked it to.
 */
const deletesReachIt = (key: ForeignKey, context: Context): boolean => context.catalog.dialect !== 'sqlite' && key.onDelete?.toLowerCase() === 'cascade' && !key.columns.every(isAudit) && context.deletedFrom?.has(key.refTable) === true;

/** The delete probes by all columns of the key: an index that begins with any of them bounds that, whatever its order. */
function serves(index: Index, key: ForeignKey, catalog: Catalog): boolean {
  const first = index.keys[0]?.expr;
  if (first?.kind !== 'column' || !key.columns.includes(first.column) || !index.usable) return false;
  if (index.method !== 'btree' && !(index.method === 'hash' && catalog.dialect === 'postgresql')) return false;
  return index.where === null || isNotNullOf(index.where, key.columns);
}

/** `WHERE parent_id IS NOT NULL` leaves out no row that refers to anything. */
const isNotNullOf = (where: NonNullable<Index['where']>, columns: readonly string[]): boolean =>
  where.kind === 'is' && where.test === 'null' && where.negated && where.arg.kind === 'column' && columns.includes(where.arg.column);

/** Where people write the schema: a key known from a migration alone is told at the column of the model, if there is one. */
function placeOf(key: ForeignKey, table: Table): { readonly path: string; readonly span: Span } | null {
  const migrations = new Set(table.declarations.filter((d) => d.migration).map((d) => d.path));
  if (key.path !== null && !migrations.has(key.path)) return { path: key.path, span: key.span };
  const column = table.columns.find((c) => c.name === key.columns[0])?.declared ?? null;
  if (column !== null && !migrations.has(column.path)) return column;
  return key.path === null ? column : { path: key.path, span: key.span };
}

const nowhere: Span = { start: 0, end: 0 };

const indexOn = (columns: readonly string[], table: Table): IndexSpec => ({
  table: table.key, name: null, unique: false, method: 'btree', include: [], where: null, span: nowhere,
  keys: columns.map((column) => ({ expr: { kind: 'column', column, span: nowhere }, direction: 'asc', nulls: 'default' })),
});
