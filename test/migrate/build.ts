import type { Catalog, Declaration, Table } from '../../server/src/facts/catalog.ts';
import type { Dialect } from '../../server/src/facts/dialect.ts';
import type { IndexSpec, Need, Site } from '../../server/src/facts/finding.ts';
import type { IndexKey } from '../../server/src/facts/schema.ts';
import type { SourceFile } from '../../server/src/fix/sources.ts';
import type { PlannedIndex } from '../../server/src/migrate/tool.ts';

const nowhere = { start: 0, end: 0 };

/** A key from a short form: `a`, `a desc`. */
function keyOf(text: string): IndexKey<string> {
  const [column = '', direction = 'asc'] = text.split(' ');
  return { expr: { kind: 'column', column, span: nowhere }, direction: direction === 'desc' ? 'desc' : 'asc', nulls: 'default' };
}

export function indexSpec(table: string, name: string, keys: readonly (string | IndexKey<string>)[], more: Partial<IndexSpec> = {}): IndexSpec {
  return { table, name, unique: false, method: 'btree', keys: keys.map((key) => (typeof key === 'string' ? keyOf(key) : key)), include: [], where: null, span: nowhere, ...more };
}

export const planned = (spec: IndexSpec, serves: readonly string[] = [], model: SourceFile | null = null): PlannedIndex => ({ spec, serves, model });

export interface TableShape { readonly key: string; readonly columns?: readonly string[]; readonly attrs?: Readonly<Record<string, string>>; readonly declarations?: readonly Declaration[] }

export const declared = (adapter: string, path: string, symbol: string | null, migration = false): Declaration => ({ adapter, path, span: nowhere, symbol, migration });

function tableOf(shape: TableShape): Table {
  const [name = '', schema = null] = shape.key.split('.').reverse();
  return {
    key: shape.key, schema, name, primaryKey: [], indexes: [], foreignKeys: [], rowid: false, rowidAlias: null, declarations: shape.declarations ?? [], attrs: new Map(Object.entries(shape.attrs ?? {})),
    columns: (shape.columns ?? []).map((column) => ({ name: column, type: 'unknown', rawType: null, notNull: false, collation: null, declared: null })), view: null, confidence: 'high', doubts: [], revision: '1',
  };
}

export function catalogOf(dialect: Dialect, tables: readonly TableShape[], more: Partial<Catalog> = {}): Catalog {
  return { id: 'db', name: 'db', dialect, root: '', origins: [], tables: new Map(tables.map((shape) => [shape.key, tableOf(shape)])), revision: '1', problems: [], ...more };
}

export function siteAt(path: string, span = nowhere, more: Partial<Site> = {}): Site {
  return { rule: 'unindexed-filter', severity: 'warning', confidence: 'high', message: 'm', advice: '', path, span, database: 'db', table: 'scenes', columns: [], suggestion: null, related: [], fingerprint: path, shape: path, within: '', ...more };
}

export const needFor = (index: IndexSpec, sites: readonly Site[] = []): Need => ({ index, database: 'db', sites });
