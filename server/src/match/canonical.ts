import type { Table } from '../facts/catalog.ts';
import type { Dialect } from '../facts/dialect.ts';
import type { Expr } from '../facts/expr.ts';
import { isFreeCast } from './types.ts';
import { columnOf } from './ground.ts';

/** How the canonical text of an expression names its columns; null where the column makes the text useless. */
export interface Naming<C> {
  readonly name: (column: C) => string;
  /** The table a column belongs to, for casts that are none. */
  readonly table: (column: C) => Table | null;
  /** The plain name of the column, to look it up in that table. */
  readonly column: (column: C) => string;
  readonly dialect: Dialect;
}

/** Columns of an index, by name. */
export const indexNaming = (table: Table, dialect: Dialect): Naming<string> => ({ name: (c) => c, table: () => table, column: (c) => c, dialect });

const DEEPEST = 60;

/**
 * One text for expressions that a planner holds to be the same: an index's key or predicate and a query's. Spans, parentheses and casts that change nothing are gone; literals keep
 * their kind, since `1` and TRUE differ to a planner that compares text (fact 16). What is not understood gets a text that equals nothing.
 */
export function canonical<C>(expr: Expr<C>, naming: Naming<C>, depth = 0): string {
  if (depth > DEEPEST) return unique();
  const go = (e: Expr<C>): string => canonical(e, naming, depth + 1);
  const list = (items: readonly Expr<C>[]): string => items.map(go).join(',');
  switch (expr.kind) {
    case 'column': return `[${naming.name(expr.column)}]`;
    case 'literal': return expr.type === 'string' ? `'${String(expr.value)}'` : expr.type === 'boolean' ? (expr.value === true ? 'true' : 'false') : `${expr.type === 'numeric' ? 'n' : ''}${String(expr.value)}`;
    case 'param': return `$${expr.name === '' || expr.name === '?' ? unique() : expr.name}`;
    case 'call': return `${FUNCTIONS[expr.name] ?? expr.name}(${list(expr.args)})`;
    case 'cast': return castText(expr, naming, go(expr.arg));
    case 'collate': return `${go(expr.arg)} collate ${expr.collation.toLowerCase()}`;
    case 'compare': return `(${go(expr.left)} ${expr.op} ${go(expr.right)})`;
    case 'like': return `(${go(expr.arg)} ${expr.negated ? 'not ' : ''}${expr.op} ${go(expr.pattern)}${expr.escape === undefined ? '' : ` escape ${go(expr.escape)}`})`;
    case 'in': return `(${go(expr.arg)} ${expr.negated ? 'not ' : ''}in (${list(expr.items)}))`;
    case 'between': return `(${go(expr.arg)} ${expr.negated ? 'not ' : ''}between ${go(expr.low)} and ${go(expr.high)})`;
    case 'is': return `(${go(expr.arg)} is ${expr.negated ? 'not ' : ''}${expr.test})`;
    case 'quantified': return `(${go(expr.arg)} ${expr.op} ${expr.quantifier} ${go(expr.array)})`;
    case 'operator': return expr.args.length === 1 ? `(${expr.op}${list(expr.args)})` : `(${expr.args.map(go).join(` ${expr.op} `)})`;
    case 'row': case 'array': return `${expr.kind}(${list(expr.items)})`;
    case 'and': case 'or': return `(${expr.args.map(go).join(` ${expr.kind} `)})`;
    case 'not': return `(not ${go(expr.arg)})`;
    case 'opaque': case 'subquery': return unique();
  }
}

/** Two names of one function. */
const FUNCTIONS: Readonly<Record<string, string>> = { character_length: 'length', char_length: 'length', btrim: 'trim', substring: 'substr', ucase: 'upper', lcase: 'lower', ifnull: 'coalesce', pow: 'power' };

let counter = 0;
const unique = (): string => `?${++counter}`;

function castText<C>(expr: Extract<Expr<C>, { kind: 'cast' }>, naming: Naming<C>, arg: string): string {
  if (naming.dialect !== 'postgresql') return `cast(${arg} as ${expr.type})`;
  const inner = expr.arg;
  if (inner.kind === 'column') {
    const column = columnOf(naming.table(inner.column), naming.column(inner.column));
    if (column !== null && isFreeCast(column.type, expr.type)) return arg;
  }
  if (inner.kind === 'literal' && inner.type === 'string' && TEXTS.has(expr.type)) return arg;
  if (inner.kind === 'call' && TEXTS.has(expr.type)) return arg;
  return `cast(${arg} as ${expr.type})`;
}

const TEXTS: ReadonlySet<string> = new Set(['text', 'varchar', 'character varying']);
