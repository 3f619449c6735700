import type { Catalog, Index, Table } from '../../server/src/facts/catalog.ts';
import type { IndexSpec } from '../../server/src/facts/finding.ts';
import type { IndexKey } from '../../server/src/facts/schema.ts';
import type { Dialect } from '../../server/src/facts/dialect.ts';

const span = { start: 0, end: 0 };

/** `created_at desc nulls last` or `lower(email)` as a key. */
export function key(text: string): IndexKey<string> {
  const [head = '', ...words] = text.split(' ');
  const call = /^(\w+)\((\w+)\)$/.exec(head);
  const column = (name: string) => ({ kind: 'column', column: name, span }) as const;
  const rest = words.join(' ');
  return {
    expr: call === null ? column(head) : { kind: 'call', name: call[1] ?? '', args: [column(call[2] ?? '')], span },
    direction: words[0] === 'desc' ? 'desc' : 'asc',
    nulls: rest.includes('nulls first') ? 'first' : rest.includes('nulls last') ? 'last' : 'default',
    ...(rest.includes('_ops') ? { opclass: rest } : {}),
  };
}

export const spec = (keys: readonly string[], more: Partial<IndexSpec> = {}): IndexSpec =>
  ({ table: 'posts', name: null, unique: false, method: 'btree', include: [], where: null, span, keys: keys.map(key), ...more });

export const index = (table: string, name: string | null, keys: readonly string[], more: Partial<Index> = {}): Index =>
  ({ ...spec(keys), table, name, kind: 'index', origin: 'sql', path: 'schema.sql', usable: true, ...more });

export const table = (name: string, indexes: readonly Index[] = [], more: Partial<Table> = {}): Table => ({
  key: name.toLowerCase(), schema: null, name, columns: [], primaryKey: ['id'], indexes, foreignKeys: [], rowid: false, rowidAlias: null,
  declarations: [{ adapter: 'sql', path: 'schema.sql', span: { start: 13, end: 18 }, symbol: null, migration: false }],
  attrs: new Map(), view: null, confidence: 'high', doubts: [], revision: '1', ...more,
});

export const catalog = (tables: readonly Table[], dialect: Dialect = 'postgresql'): Catalog =>
  ({ id: 'db', name: 'db', dialect, root: '', origins: [], tables: new Map(tables.map((t) => [t.key, t])), revision: '1', problems: [] });
