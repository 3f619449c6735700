import type { Expr } from '../../../facts/expr.ts';

/** How a column is written inside a `sql` template: `${t.email}`. */
export type Hole = (column: string) => string | null;

/** An expression as the inside of a `sql` template; null for what an index cannot hold (parameters, subqueries, what was not understood). */
export function sqlBody(expr: Expr<string>, hole: Hole): string | null {
  switch (expr.kind) {
    case 'column': return hole(expr.column);
    case 'literal': return literal(expr.value);
    case 'call': return expr.name === 'extract' || expr.window === true ? null : wrapped(`${expr.name}(`, listed(expr.args, hole), ')');
    case 'cast': return joined([operand(expr.arg, hole), `::${expr.type}`], '');
    case 'collate': return joined([operand(expr.arg, hole), `collate ${/^[a-z_]+$/i.test(expr.collation) && expr.collation !== 'C' ? expr.collation : `"${expr.collation}"`}`], ' ');
    case 'compare': return comparison(expr, hole);
    case 'like': return expr.op === 'like' || expr.op === 'ilike' ? joined([operand(expr.arg, hole), `${not(expr.negated)}${expr.op}`, operand(expr.pattern, hole)], ' ') : null;
    case 'in': return joined([operand(expr.arg, hole), `${not(expr.negated)}in`, wrapped('(', listed(expr.items, hole), ')')], ' ');
    case 'between': return joined([operand(expr.arg, hole), `${not(expr.negated)}between`, operand(expr.low, hole), 'and', operand(expr.high, hole)], ' ');
    case 'is': return joined([operand(expr.arg, hole), `is ${not(expr.negated)}${expr.test}`], ' ');
    case 'operator': return expr.args.length === 1 ? joined([expr.op, operand(expr.args[0], hole)], '') : joined([operand(expr.args[0], hole), expr.op, operand(expr.args[1], hole)], ' ');
    case 'and': case 'or': return joined(expr.args.map((arg) => (arg.kind === 'and' || arg.kind === 'or' ? wrapped('(', sqlBody(arg, hole), ')') : sqlBody(arg, hole))), ` ${expr.kind} `);
    case 'not': return wrapped('not (', sqlBody(expr.arg, hole), ')');
    default: return null;
  }
}

const COMPARISONS: Readonly<Record<string, string>> = { 'is-distinct': 'is distinct from', 'is-not-distinct': 'is not distinct from' };

const comparison = (expr: Extract<Expr<string>, { kind: 'compare' }>, hole: Hole): string | null => joined([operand(expr.left, hole), COMPARISONS[expr.op] ?? expr.op, operand(expr.right, hole)], ' ');

const not = (negated: boolean): string => (negated ? 'not ' : '');

const SIMPLE: ReadonlySet<Expr<string>['kind']> = new Set(['column', 'literal', 'call', 'cast']);

function operand(expr: Expr<string> | undefined, hole: Hole): string | null {
  if (expr === undefined) return null;
  return SIMPLE.has(expr.kind) ? sqlBody(expr, hole) : wrapped('(', sqlBody(expr, hole), ')');
}

const wrapped = (before: string, text: string | null, after: string): string | null => (text === null ? null : before + text + after);

const listed = (items: readonly Expr<string>[], hole: Hole): string | null => joined(items.map((item) => sqlBody(item, hole)), ', ');

function joined(parts: readonly (string | null)[], glue: string): string | null {
  return parts.includes(null) ? null : parts.join(glue);
}

function literal(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return String(value);
  return `'${value.replaceAll("'", "''").replace(/[\\`]|\$(?=\{)/g, '\\$&')}'`;
}
