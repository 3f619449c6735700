import type { Index, Table } from '../facts/catalog.ts';
import type { Dialect } from '../facts/dialect.ts';
import type { Expr } from '../facts/expr.ts';
import { type Affinity, columnAffinity } from './types.ts';
import { canonical, indexNaming } from './canonical.ts';
import { normal } from './collation.ts';
import { columnOf } from './ground.ts';

/** One key of an index, ready to be compared with terms. */
export interface PreparedKey {
  readonly key: string;
  readonly column: string | null;
  readonly collation: string;
  readonly opclass: string | null;
  readonly desc: boolean;
  /** Where nulls come when it is read forwards. */
  readonly nullsFirst: boolean;
  readonly prefixLength: number | null;
  readonly notNull: boolean;
  readonly affinity: Affinity;
  /** Not written in the index: the rowid or primary key that ends it (facts 20 and 30). */
  readonly tail: boolean;
}

export interface PreparedIndex {
  readonly index: Index;
  readonly keys: readonly PreparedKey[];
  /** Keys as written. */
  readonly width: number;
  readonly method: string;
  readonly where: readonly Expr<string>[];
  readonly usable: boolean;
  readonly unique: boolean;
}

const cache = new WeakMap<Table, readonly PreparedIndex[]>();

/** The indexes of a table, ready to match; computed once a table. */
export function preparedIndexes(table: Table, dialect: Dialect): readonly PreparedIndex[] {
  const known = cache.get(table);
  if (known !== undefined) return known;
  const made = [...rowidIndex(table, dialect), ...table.indexes.map((index) => prepare(index, table, dialect))];
  cache.set(table, made);
  return made;
}

export function prepare(index: Index, table: Table, dialect: Dialect): PreparedIndex {
  const written = index.keys.map((key): PreparedKey => {
    const bare = key.expr.kind === 'collate' ? key.expr.arg : key.expr;
    const column = bare.kind === 'column' ? columnOf(table, bare.column) : null;
    const desc = key.direction === 'desc';
    const collated = key.collation ?? (key.expr.kind === 'collate' ? key.expr.collation : (column?.collation ?? null));
    return {
      key: canonical(bare, indexNaming(table, dialect)), column: bare.kind === 'column' ? bare.column : null, collation: normal(collated, { dialect }), opclass: key.opclass?.toLowerCase() ?? null, desc,
      nullsFirst: key.nulls === 'default' ? nullsFirstByDefault(desc, dialect) : key.nulls === 'first', prefixLength: key.prefixLength ?? null,
      notNull: column?.notNull === true || (bare.kind === 'column' && table.primaryKey.includes(bare.column)), affinity: columnAffinity(column), tail: false,
    };
  });
  const method = index.method.toLowerCase();
  const tail = method === 'btree' ? tailKeys(index, table, dialect, written) : [];
  return { index, keys: [...written, ...tail], width: written.length, method, where: index.where === null ? [] : conjuncts(index.where), usable: index.usable, unique: index.unique || index.kind === 'primary-key' };
}

const conjuncts = (expr: Expr<string>): readonly Expr<string>[] => (expr.kind === 'and' ? expr.args.flatMap(conjuncts) : [expr]);

/** PostgreSQL takes NULL for the largest value, the others for the smallest. */
export const nullsFirstByDefault = (desc: boolean, dialect: Dialect): boolean => (dialect === 'postgresql' ? desc : !desc);

function tailKeys(index: Index, table: Table, dialect: Dialect, written: readonly PreparedKey[]): readonly PreparedKey[] {
  if (dialect === 'postgresql') return [];
  const isRow = index.kind === 'primary-key' && (dialect !== 'sqlite' || !table.rowid);
  if (isRow) return [];
  const columns = dialect === 'sqlite' && table.rowid ? [table.rowidAlias ?? 'rowid'] : table.primaryKey;
  return columns.filter((c) => !written.some((k) => k.column === c)).map((c) => tailKey(c, table));
}

const tailKey = (column: string, table: Table): PreparedKey => ({
  key: `[${column}]`, column, collation: 'binary', opclass: null, desc: false, nullsFirst: true, prefixLength: null, notNull: true, affinity: columnAffinity(columnOf(table, column)) === 'text' ? 'text' : 'integer', tail: true,
});

/** SQLite keeps a table in the order of its rowid: an index that nobody has to make. */
function rowidIndex(table: Table, dialect: Dialect): readonly PreparedIndex[] {
  if (dialect !== 'sqlite' || !table.rowid || table.view !== null) return [];
  const column = table.rowidAlias ?? 'rowid';
  if (table.indexes.some((i) => i.kind === 'primary-key' && i.keys.length === 1 && i.keys[0]?.expr.kind === 'column' && i.keys[0].expr.column === column)) return [];
  const span = { start: 0, end: 0 };
  const index: Index = {
    name: null, unique: true, method: 'btree', keys: [{ expr: { kind: 'column', column, span }, direction: 'asc', nulls: 'default' }], include: [], where: null, span,
    kind: 'primary-key', table: table.key, origin: 'implicit', path: null, usable: true,
  };
  return [{ index, keys: [tailKey(column, table)], width: 1, method: 'btree', where: [], usable: true, unique: true }];
}
