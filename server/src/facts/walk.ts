import type { ColumnExpr, Expr, QueryOf, SubqueryExpr } from './expr.ts';

/** How the leaves of an expression are rewritten: columns into any expression, subqueries into a query or (null) something opaque. */
export interface Mapping<A, B> {
  readonly column: (node: ColumnExpr<A>) => Expr<B>;
  readonly query: (query: QueryOf<A>) => QueryOf<B> | null;
}

/** The same expression over another kind of columns. Spans and `optional` are kept. */
export function mapExpr<A, B>(expr: Expr<A>, mapping: Mapping<A, B>): Expr<B> {
  const go = (e: Expr<A>): Expr<B> => mapExpr(e, mapping);
  switch (expr.kind) {
    case 'column': return keepOptional(expr, mapping.column(expr));
    case 'literal': case 'param': return expr;
    case 'call': return mapCall(expr, go);
    case 'operator': case 'opaque': case 'and': case 'or': return { ...expr, args: expr.args.map(go) };
    case 'cast': case 'collate': case 'is': case 'not': return { ...expr, arg: go(expr.arg) };
    case 'compare': return { ...expr, left: go(expr.left), right: go(expr.right) };
    case 'like': return mapLike(expr, go);
    case 'in': return { ...expr, arg: go(expr.arg), items: expr.items.map(go) };
    case 'between': return { ...expr, arg: go(expr.arg), low: go(expr.low), high: go(expr.high) };
    case 'quantified': return { ...expr, arg: go(expr.arg), array: go(expr.array) };
    case 'row': case 'array': return { ...expr, items: expr.items.map(go) };
    case 'subquery': return mapSubquery(expr, mapping, go);
  }
}

const keepOptional = <B>(from: { readonly optional?: boolean }, to: Expr<B>): Expr<B> => (from.optional === true ? { ...to, optional: true } : to);

function mapCall<A, B>(expr: Extract<Expr<A>, { kind: 'call' }>, go: (e: Expr<A>) => Expr<B>): Expr<B> {
  const { partitionBy, ...rest } = expr;
  const mapped = { ...rest, args: expr.args.map(go) };
  return partitionBy === undefined ? mapped : { ...mapped, partitionBy: partitionBy.map(go) };
}

function mapLike<A, B>(expr: Extract<Expr<A>, { kind: 'like' }>, go: (e: Expr<A>) => Expr<B>): Expr<B> {
  const { escape: escaped, ...rest } = expr;
  const mapped = { ...rest, arg: go(expr.arg), pattern: go(expr.pattern) };
  return escaped === undefined ? mapped : { ...mapped, escape: go(escaped) };
}

function mapSubquery<A, B>(expr: SubqueryExpr<A>, mapping: Mapping<A, B>, go: (e: Expr<A>) => Expr<B>): Expr<B> {
  const { arg, query, ...rest } = expr;
  const mapped = mapping.query(query);
  if (mapped === null) return { kind: 'opaque', reason: 'subquery', args: arg === undefined ? [] : [go(arg)], span: expr.span };
  return arg === undefined ? { ...rest, query: mapped } : { ...rest, arg: go(arg), query: mapped };
}

/** Every direct child, subqueries left out. */
export function childrenOf<C>(expr: Expr<C>): readonly Expr<C>[] {
  switch (expr.kind) {
    case 'column': case 'literal': case 'param': return [];
    case 'call': return expr.partitionBy === undefined ? expr.args : [...expr.args, ...expr.partitionBy];
    case 'operator': case 'opaque': case 'and': case 'or': return expr.args;
    case 'cast': case 'collate': case 'is': case 'not': return [expr.arg];
    case 'compare': return [expr.left, expr.right];
    case 'like': return expr.escape === undefined ? [expr.arg, expr.pattern] : [expr.arg, expr.pattern, expr.escape];
    case 'in': return [expr.arg, ...expr.items];
    case 'between': return [expr.arg, expr.low, expr.high];
    case 'quantified': return [expr.arg, expr.array];
    case 'row': case 'array': return expr.items;
    case 'subquery': return expr.arg === undefined ? [] : [expr.arg];
  }
}

/** All column nodes outside subqueries, in order. */
export function columnsOf<C>(expr: Expr<C>): readonly ColumnExpr<C>[] {
  const found: ColumnExpr<C>[] = [];
  const stack: Expr<C>[] = [expr];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (next.kind === 'column') found.push(next);
    else stack.push(...[...childrenOf(next)].reverse());
  }
  return found;
}
