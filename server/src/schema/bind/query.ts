import type { Table } from '../../facts/catalog.ts';
import type { Dialect } from '../../facts/dialect.ts';
import type { BoundColumn, BoundTable, ColumnRef, Expr, SymbolPath, TableRef } from '../../facts/expr.ts';
import type { BoundQuery, Cte, OrderKey, RoutineFact, SymbolicQuery } from '../../facts/query.ts';
import { mapExpr } from '../../facts/walk.ts';
import type { Pairs } from './foreign-keys.ts';
import { ormForm } from './orm-forms.ts';
import { bindColumn } from './column.ts';
import { bindOutput, outputKey, outputNames, outputOf } from './output.ts';
import type { Scope } from './scope.ts';
import { bindSources } from './sources.ts';

/** How names become tables and columns. Both give null for what is not known. */
export interface Names {
  readonly dialect: Dialect;
  readonly table: (ref: TableRef) => Table | null;
  /** A host path to a column: the table it belongs to, and the attribute. */
  readonly symbolColumn: (path: SymbolPath) => { readonly table: Table; readonly attr: string } | null;
  /** The table that a relation of `parent` leads to, and the pairs of columns (parent, child) that join them; null when it is not known. */
  readonly relation: (name: string, parent: Table) => BoundRelation | null;
}

/** `through`: the association table of a many-to-many relation, with the pairs that tie it to the parent (`near`) and the child to it (`far`). */
export interface BoundRelation { readonly child: Table; readonly pairs: Pairs | null; readonly through?: { readonly table: Table; readonly near: Pairs; readonly far: Pairs } }

/** A bound statement. `doubts` names what could not be resolved: findings then lose confidence. */
export interface Binding { readonly query: BoundQuery; readonly doubts: readonly string[]; /** In a routine: a name that could be a variable or a column. */ readonly ambiguous: boolean }

/** Gives every table and column of a statement its database name. Total: what is unknown becomes opaque and is told in `doubts`. */
export function bindQuery(query: SymbolicQuery, names: Names, routine: RoutineFact | null = null): Binding {
  const binder: Binder = { names, routine, doubts: [], tables: new Map(), next: 0, ambiguous: false };
  return { query: bind(binder, query, { ctes: new Map(), scope: null }, 0), doubts: binder.doubts, ambiguous: binder.ambiguous };
}

export interface Binder { readonly names: Names; readonly routine: RoutineFact | null; readonly doubts: string[]; /** Base tables by the ids of their sources. */ readonly tables: Map<number, Table>; next: number; ambiguous: boolean }
export interface Around { readonly ctes: ReadonlyMap<string, readonly string[] | null>; readonly scope: Scope | null }

const MAX_DEPTH = 200;

export function bind(binder: Binder, query: SymbolicQuery, around: Around, depth: number): BoundQuery {
  if (depth > MAX_DEPTH) return emptyQuery(query);
  const ctes = new Map(around.ctes);
  const boundCtes = query.ctes.map((cte) => bindCte(binder, cte, ctes, around, depth));
  const inner = { ctes, scope: around.scope };
  const { sources, scope } = bindSources(binder, query, inner, depth);
  const here = { ctes, scope };
  const expr = (e: Expr<ColumnRef>): Expr<BoundColumn> => bindExpr(binder, e, here, depth);
  const maybe = (e: Expr<ColumnRef> | null): Expr<BoundColumn> | null => (e === null ? null : expr(e));
  const output = bindOutput(outputOf(query, binder.names), expr);
  const key = (e: Expr<ColumnRef>): Expr<BoundColumn> => outputKey(e, query, output, scope, binder.names.dialect) ?? expr(e);
  return {
    op: query.op, span: query.span, ctes: boundCtes, sources, where: maybe(query.where), groupBy: query.groupBy.map(key), having: maybe(query.having),
    distinct: typeof query.distinct === 'boolean' ? query.distinct : query.distinct.map(expr),
    orderBy: query.orderBy.map((o): OrderKey<BoundColumn> => ({ ...o, expr: key(o.expr) })),
    limit: query.limit, offset: query.offset, output,
    setOps: query.setOps.map((arm) => ({ op: arm.op, query: bind(binder, arm.query, inner, depth + 1) })),
    ...(query.locks === undefined ? {} : { locks: query.locks }), ...intoOf(query, binder.names),
  };
}

function intoOf({ into }: SymbolicQuery, names: Names): Pick<BoundQuery, 'into'> {
  const table = into === undefined ? null : names.table(into);
  return table === null ? {} : { into: { table: table.key } };
}

const emptyQuery = (query: SymbolicQuery): BoundQuery => ({ op: query.op, span: query.span, ctes: [], sources: [], where: null, groupBy: [], having: null, distinct: false, orderBy: [], limit: null, offset: null, output: 'unknown', setOps: [] });

function bindCte(binder: Binder, cte: Cte<TableRef, ColumnRef>, ctes: Map<string, readonly string[] | null>, around: Around, depth: number): Cte<BoundTable, BoundColumn> {
  if (cte.recursive) ctes.set(cte.name, cte.columns ?? outputNames(cte.query, binder.names));
  const query = bind(binder, cte.query, { ctes, scope: around.scope }, depth + 1);
  ctes.set(cte.name, cte.columns ?? outputNames(cte.query, binder.names));
  return { ...cte, query };
}

export function bindExpr(binder: Binder, expr: Expr<ColumnRef>, around: Around, depth: number): Expr<BoundColumn> {
  const bound = mapExpr<ColumnRef, BoundColumn>(expr, {
    column: (node) => bindColumn(binder, node, around.scope),
    query: (query) => bind(binder, query, around, depth + 1),
  });
  return ormForm(bound, { dialect: binder.names.dialect, tableOf: (source) => binder.tables.get(source) });
}
