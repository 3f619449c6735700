import type { Table, TypeClass } from '../facts/catalog.ts';
import type { Dialect } from '../facts/dialect.ts';
import { type BoundExpr, visit } from './bound.ts';
import { columnOf } from './ground.ts';
import { classOfType } from './types.ts';

/** Functions that give the same for the same, in any session: only they can be kept in an index. */
const PURE: Readonly<Record<'postgresql' | 'sqlite', ReadonlySet<string>>> = {
  postgresql: new Set('lower upper initcap trim btrim ltrim rtrim left right substr substring length char_length character_length octet_length abs ceil ceiling floor round trunc sign mod power sqrt coalesce nullif greatest least md5 replace translate reverse split_part strpos position lpad rpad repeat ascii chr date date_trunc extract date_part timezone jsonb_extract_path jsonb_extract_path_text json_extract_path_text jsonb_array_length array_length cardinality hashtext to_tsvector setweight unaccent_immutable'.split(' ')),
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

const TEXTS: ReadonlySet<string> = new Set(['text', 'varchar']);
const PLAIN: ReadonlySet<string> = new Set(['int', 'bigint', 'numeric', 'float', 'uuid', 'bool']);
const ARITHMETIC: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%']);
const NUMERIC: ReadonlySet<string> = new Set('length char_length character_length octet_length abs ceil ceiling floor round trunc sign mod power sqrt strpos position ascii extract date_part jsonb_array_length array_length cardinality hashtext'.split(' '));

const isZoned = (expr: BoundExpr, table: Table): boolean => (expr.kind === 'column' ? columnOf(table, expr.column.column)?.type === 'timestamptz' : expr.kind === 'cast' ? classOfType(expr.type) === 'timestamptz' : false);

/**
 * Casts between numbers, of anything plain to text, and of a timestamp without zone to its day. Not of a text to something
 * else: an index on `code::int` would refuse every row whose text is no number, and such rows exist as soon as one is written.
 */
function purePostgresCast(node: Extract<BoundExpr, { kind: 'cast' }>, table: Table): boolean {
  const to = classOfType(node.type);
  const from = typeOf(node.arg, table);
  // `'english'::regconfig` is one value from the start, as `'english'` is.
  if (node.arg.kind === 'literal' && node.type === 'regconfig') return true;
  if (to === 'date') return from === 'timestamp' || from === 'date';
  if (TEXTS.has(to)) return PLAIN.has(from) || TEXTS.has(from) || from === 'unknown';
  return PLAIN.has(to) && (PLAIN.has(from) || node.arg.kind === 'literal');
}

/** The type of a part of an index key, as far as it shows. */
function typeOf(expr: BoundExpr, table: Table): TypeClass {
  switch (expr.kind) {
    case 'column': return columnOf(table, expr.column.column)?.type ?? 'unknown';
    case 'cast': return classOfType(expr.type);
    case 'literal': return 'text';
    case 'collate': return typeOf(expr.arg, table);
    case 'operator': return ARITHMETIC.has(expr.op) ? 'numeric' : 'unknown';
    case 'call': return NUMERIC.has(expr.name) ? 'numeric' : 'unknown';
    default: return 'unknown';
  }
}
