import type { BoundColumn, Expr } from '../../facts/expr.ts';

/** How columns and values are written: a finished index shows its values, a condition of a query shows `…`. */
export interface ExprStyle<C> {
  /** Null for a column of the query around this one: to this table it is a value. */
  readonly column: (column: C) => string | null;
  readonly values: 'shown' | 'hidden';
}

/** Longer expressions are cut: a message is one sentence. In UTF-16 units. */
const longest = 80;

const hidden = '…';
const depthLimit = 12;

/** An expression in SQL's words, on one line, cut at 80 characters. Never throws, whatever the nesting. */
export function exprText<C>(expr: Expr<C>, style: ExprStyle<C>): string {
  const text = write(expr, style, 0);
  return text.length <= longest ? text : text.slice(0, longest - 1) + hidden;
}

/** Columns of an index stand for themselves. */
export const indexStyle: ExprStyle<string> = { column: (name) => name, values: 'shown' };

/** Columns of the source spoken of are bare; others carry the name of their source. */
export const queryStyle = (source: number, nameOf: (source: number) => string | null): ExprStyle<BoundColumn> => ({
  column: (c) => {
    if (c.source === source) return c.column;
    const name = nameOf(c.source);
    return name === null ? null : `${name}.${c.column}`;
  },
  values: 'hidden',
});

function write<C>(expr: Expr<C>, style: ExprStyle<C>, depth: number): string {
  if (depth > depthLimit) return hidden;
  const go = (e: Expr<C>): string => write(e, style, depth + 1);
  const value = (e: Expr<C>): string => (style.values === 'hidden' && isValue(e) ? hidden : go(e));
  switch (expr.kind) {
    case 'column': return style.column(expr.column) ?? hidden;
    case 'literal': return literalText(expr.value);
    case 'param': return style.values === 'hidden' || expr.name === '' ? hidden : expr.name;
    case 'call': return callText(expr.name, expr.args, go);
    case 'cast': return `${go(expr.arg)}::${expr.type}`;
    case 'collate': return `${go(expr.arg)} COLLATE ${expr.collation}`;
    case 'compare': return compareText(expr, value, go);
    case 'like': return `${go(expr.arg)} ${likeWord(expr.op, expr.negated)} ${value(expr.pattern)}`;
    case 'in': return `${go(expr.arg)} ${expr.negated ? 'NOT IN' : 'IN'} (${style.values === 'hidden' ? hidden : expr.items.map(go).join(', ')})`;
    case 'between': return `${go(expr.arg)} ${expr.negated ? 'NOT BETWEEN' : 'BETWEEN'} ${value(expr.low)} AND ${value(expr.high)}`;
    case 'is': return `${go(expr.arg)} IS ${expr.negated ? 'NOT ' : ''}${expr.test.toUpperCase()}`;
    case 'quantified': return `${value(expr.arg)} ${expr.op} ${expr.quantifier.toUpperCase()}(${value(expr.array)})`;
    case 'operator': return operatorText(expr.op, expr.args.map(go));
    case 'row': return `(${expr.items.map(value).join(', ')})`;
    case 'array': return style.values === 'hidden' ? hidden : `ARRAY[${expr.items.map(go).join(', ')}]`;
    case 'subquery': return subqueryText(expr, go);
    case 'and': case 'or': return expr.args.map((arg) => (arg.kind === 'and' || arg.kind === 'or' ? `(${go(arg)})` : go(arg))).join(expr.kind === 'and' ? ' AND ' : ' OR ');
    case 'not': return `NOT (${go(expr.arg)})`;
    case 'opaque': return hidden;
  }
}

/** `extract(year FROM ts)` is written with words of its own. */
function callText<C>(name: string, args: readonly Expr<C>[], go: (e: Expr<C>) => string): string {
  const [field, from] = args;
  if (name === 'extract' && field?.kind === 'literal' && from !== undefined) return `extract(${String(field.value)} FROM ${go(from)})`;
  return `${name}(${args.map(go).join(', ')})`;
}

/** What is hidden as one `…`: anything without a column, true, false and NULL apart, which say more than their name. */
export function isValue<C>(expr: Expr<C>): boolean {
  switch (expr.kind) {
    case 'literal': return expr.type !== 'boolean' && expr.type !== 'null';
    case 'param': case 'array': return true;
    case 'cast': case 'collate': return isValue(expr.arg);
    case 'call': case 'operator': return expr.args.every(isValue);
    case 'row': return expr.items.every(isValue);
    case 'subquery': return expr.form === 'scalar' || expr.form === 'array';
    default: return false;
  }
}

const mirrored: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };
const opWords: Readonly<Record<string, string>> = { 'is-distinct': 'IS DISTINCT FROM', 'is-not-distinct': 'IS NOT DISTINCT FROM' };

/** `5 < x` reads as `x > …`: the column first. */
function compareText<C>(expr: Extract<Expr<C>, { kind: 'compare' }>, value: (e: Expr<C>) => string, go: (e: Expr<C>) => string): string {
  const flip = isValue(expr.left) && !isValue(expr.right);
  const op = flip ? (mirrored[expr.op] ?? expr.op) : expr.op;
  const [left, right] = flip ? [expr.right, expr.left] : [expr.left, expr.right];
  return `${go(left)} ${opWords[op] ?? op} ${value(right)}`;
}

const likeWords: Readonly<Record<string, string>> = { like: 'LIKE', ilike: 'ILIKE', glob: 'GLOB', regex: '~', iregex: '~*', similar: 'SIMILAR TO', 'starts-with': '^@', match: 'MATCH' };

function likeWord(op: string, negated: boolean): string {
  const word = likeWords[op] ?? op;
  return negated ? `NOT ${word}` : word;
}

const operatorText = (op: string, args: readonly string[]): string => (args.length === 1 ? `${op}${args.join('')}` : args.join(` ${op} `));

function subqueryText<C>(expr: Extract<Expr<C>, { kind: 'subquery' }>, go: (e: Expr<C>) => string): string {
  const not = expr.negated ? 'NOT ' : '';
  if (expr.form === 'exists') return `${not}EXISTS (${hidden})`;
  if (expr.arg === undefined) return `(SELECT ${hidden})`;
  const op = expr.form === 'in' ? `${not}IN` : `${expr.op ?? '='} ${expr.form.toUpperCase()}`;
  return `${go(expr.arg)} ${op} (SELECT ${hidden})`;
}

const literalText = (value: string | number | boolean | null): string =>
  value === null ? 'NULL' : typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
