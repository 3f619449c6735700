import type { Table } from '../facts/catalog.ts';
import type { Dialect } from '../facts/dialect.ts';
import type { Expr } from '../facts/expr.ts';
import { canonical as spelled } from '../sql/canonical.ts';
import { columnOf } from './ground.ts';
import { isFreeCast } from './types.ts';

/** How the canonical text of an expression names its columns. */
export interface Naming<C> {
  readonly name: (column: C) => string;
  /** The table a column belongs to, for casts that change nothing. */
  readonly table: (column: C) => Table | null;
  /** The plain name of the column, to look it up in that table. */
  readonly column: (column: C) => string;
  readonly dialect: Dialect;
}

/** Columns of an index, by name. */
export const indexNaming = (table: Table, dialect: Dialect): Naming<string> => ({ name: (c) => c, table: () => table, column: (c) => c, dialect });

const DEEPEST = 60;

/**
 * One text for expressions that a planner holds to be the same: an index's key or predicate and a query's. Casts that change nothing are gone and functions with two names have one;
 * literals keep their kind, since `1` and TRUE differ to a planner that compares text (fact 16). What is not understood gets a text that equals nothing.
 */
export function canonical<C>(expr: Expr<C>, naming: Naming<C>): string {
  if (expr.kind === 'column') return `[${naming.name(expr.column)}]`;
  return spelled(simplified(expr, naming, 0), (column) => `[${naming.name(column)}]`);
}

function simplified<C>(expr: Expr<C>, naming: Naming<C>, depth: number): Expr<C> {
  const go = (e: Expr<C>): Expr<C> => simplified(e, naming, depth + 1);
  if (depth > DEEPEST) return unlike(expr);
  switch (expr.kind) {
    case 'column': case 'literal': return expr;
    case 'param': return expr.name === '' || expr.name === '?' ? unlike(expr) : expr;
    case 'call': return { ...expr, name: FUNCTIONS[expr.name] ?? expr.name, args: expr.args.map(go) };
    case 'operator': case 'and': case 'or': return { ...expr, args: expr.args.map(go) };
    case 'cast': return isNoCast(expr, naming) ? go(expr.arg) : { ...expr, arg: go(expr.arg) };
    case 'collate': case 'is': case 'not': return { ...expr, arg: go(expr.arg) };
    case 'compare': return { ...expr, left: go(expr.left), right: go(expr.right) };
    case 'like': return { ...expr, arg: go(expr.arg), pattern: go(expr.pattern) };
    case 'in': return { ...expr, arg: go(expr.arg), items: expr.items.map(go) };
    case 'between': return { ...expr, arg: go(expr.arg), low: go(expr.low), high: go(expr.high) };
    case 'quantified': return { ...expr, arg: go(expr.arg), array: go(expr.array) };
    case 'row': case 'array': return { ...expr, items: expr.items.map(go) };
    case 'opaque': case 'subquery': return unlike(expr);
  }
}

let counter = 0;

/** Something that is equal to nothing, wherever it stands. */
const unlike = <C>(expr: Expr<C>): Expr<C> => ({ kind: 'param', name: `#${++counter}`, span: expr.span });

/** Two names of one function. */
const FUNCTIONS: Readonly<Record<string, string>> = { character_length: 'length', char_length: 'length', btrim: 'trim', substring: 'substr', ucase: 'upper', lcase: 'lower', ifnull: 'coalesce', pow: 'power' };

/** PostgreSQL: `varchar::text` and quoted text as text, which is also how a dump writes them. */
function isNoCast<C>(expr: Extract<Expr<C>, { kind: 'cast' }>, naming: Naming<C>): boolean {
  if (naming.dialect !== 'postgresql') return false;
  const { arg, type } = expr;
  if (arg.kind === 'column') { const column = columnOf(naming.table(arg.column), naming.column(arg.column)); return column !== null && isFreeCast(column.type, type); }
  if (type === 'regconfig') return arg.kind === 'literal';
  return TEXTS.has(type) && ((arg.kind === 'literal' && arg.type === 'string') || arg.kind === 'call');
}

const TEXTS: ReadonlySet<string> = new Set(['text', 'varchar', 'character varying']);
