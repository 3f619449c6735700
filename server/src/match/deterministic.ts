import type { Table } from '../facts/catalog.ts';
import type { Dialect } from '../facts/dialect.ts';
import { type BoundExpr, visit } from './bound.ts';
import { columnOf } from './ground.ts';
import { classOfType } from './types.ts';

/** Functions that give the same for the same, in any session: only they can be kept in an index. */
const PURE: Readonly<Record<'postgresql' | 'sqlite', ReadonlySet<string>>> = {
  postgresql: new Set('lower upper initcap trim btrim ltrim rtrim left right substr substring length char_length character_length octet_length abs ceil ceiling floor round trunc sign mod power sqrt coalesce nullif greatest least md5 replace translate reverse split_part strpos position lpad rpad repeat ascii chr date date_trunc extract date_part timezone jsonb_extract_path jsonb_extract_path_text json_extract_path_text jsonb_array_length array_length cardinality hashtext to_tsvector unaccent_immutable'.split(' ')),
  sqlite: new Set('lower upper trim ltrim rtrim substr substring length abs coalesce ifnull nullif iif instr replace round hex unicode char typeof date time datetime julianday unixepoch strftime json_extract json_array_length json_type printf format sign'.split(' ')),
};

const OPERATORS: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%', '||', '->', '->>', '#>', '#>>', '&', '|', '#', '~', '<<', '>>']);

/** Functions whose result for a timestamptz depends on the session's time zone. */
const ZONED: ReadonlySet<string> = new Set(['date', 'date_trunc', 'extract', 'date_part']);

/** Whether an expression over the columns of a table can be the key of an index (fact 9: `timestamptz::date` can not). */
export function canBeIndexed(expr: BoundExpr, table: Table, dialect: Dialect): boolean {
  if (dialect !== 'postgresql' && dialect !== 'sqlite') return false;
  let pure = true;
  visit(expr, (node) => { if (!isPure(node, table, dialect)) pure = false; });
  return pure;
}

function isPure(node: BoundExpr, table: Table, dialect: 'postgresql' | 'sqlite'): boolean {
  switch (node.kind) {
    case 'column': return true;
    case 'literal': return node.value !== 'now';
    case 'call': return node.aggregate !== true && node.window !== true && PURE[dialect].has(node.name) && !(dialect === 'postgresql' && ((ZONED.has(node.name) && node.args.some((a) => isZoned(a, table))) || (node.name === 'to_tsvector' && node.args.length < 2)));
    case 'operator': return node.args.length > 0 && OPERATORS.has(node.op) && !(dialect === 'sqlite' && node.op === '+' && node.args.length === 1);
    // SQLite compares the type's name letter by letter, and its case is not kept here.
    case 'cast': return dialect === 'postgresql' && purePostgresCast(node, table);
    case 'collate': return true;
    default: return false;
  }
}

const isZoned = (expr: BoundExpr, table: Table): boolean => (expr.kind === 'column' ? columnOf(table, expr.column.column)?.type === 'timestamptz' : expr.kind === 'cast' ? classOfType(expr.type) === 'timestamptz' : false);

/** Casts between numbers and text, and of a timestamp without zone to its day. */
function purePostgresCast(node: Extract<BoundExpr, { kind: 'cast' }>, table: Table): boolean {
  const from = node.arg.kind === 'column' ? (columnOf(table, node.arg.column.column)?.type ?? 'unknown') : node.arg.kind === 'literal' ? 'text' : 'unknown';
  const to = classOfType(node.type);
  const plain = new Set(['int', 'bigint', 'numeric', 'float', 'text', 'varchar', 'uuid', 'bool', 'unknown']);
  if (to === 'date') return from === 'timestamp' || from === 'date';
  return plain.has(from) && plain.has(to) && to !== 'unknown';
}
