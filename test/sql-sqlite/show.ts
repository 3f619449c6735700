import type { ColumnRef, Expr } from '../../server/src/facts/expr.ts';
import type { Source, SymbolicQuery } from '../../server/src/facts/query.ts';
import type { TableRef } from '../../server/src/facts/expr.ts';
import type { IndexDef } from '../../server/src/facts/schema.ts';

/** Facts as short text, so that a table of cases can say what is expected. */
export function show(expr: Expr<ColumnRef> | Expr<string>): string {
  const list = (items: readonly (Expr<ColumnRef> | Expr<string>)[]): string => items.map(show).join(', ');
  switch (expr.kind) {
    case 'column': return showColumn(expr.column);
    case 'literal': return expr.type === 'string' ? `'${String(expr.value)}'` : expr.type === 'blob' ? `x'${String(expr.value)}'` : expr.type === 'numeric' ? `${String(expr.value)}n` : String(expr.value);
    case 'param': return `param(${expr.name}${expr.list ? '…' : ''})`;
    case 'call': return `${expr.aggregate ? 'agg ' : expr.window ? 'window ' : ''}${expr.name}(${list(expr.args)})`;
    case 'cast': return `cast(${show(expr.arg)} as ${expr.type})`;
    case 'collate': return `${show(expr.arg)}~${expr.collation}`;
    case 'compare': return `${show(expr.left)} ${expr.op} ${show(expr.right)}`;
    case 'like': return `${show(expr.arg)} ${expr.negated ? 'not ' : ''}${expr.op} ${show(expr.pattern)}${expr.escape ? ` escape ${show(expr.escape)}` : ''}`;
    case 'in': return `${show(expr.arg)} ${expr.negated ? 'not ' : ''}in [${list(expr.items)}]`;
    case 'between': return `${show(expr.arg)} ${expr.negated ? 'not ' : ''}between ${show(expr.low)} and ${show(expr.high)}`;
    case 'is': return `${show(expr.arg)} is ${expr.negated ? 'not ' : ''}${expr.test}`;
    case 'quantified': return `${show(expr.arg)} ${expr.op} ${expr.quantifier} ${show(expr.array)}`;
    case 'operator': return expr.args.length === 1 ? `${expr.op}(${list(expr.args)})` : `(${expr.args.map(show).join(` ${expr.op} `)})`;
    case 'row': case 'array': return `${expr.kind}(${list(expr.items)})`;
    case 'subquery': return `${expr.arg ? `${show(expr.arg)} ` : ''}${expr.negated ? 'not ' : ''}${expr.form} {${showQuery(expr.query as SymbolicQuery)}}`;
    case 'and': case 'or': return `${expr.kind}(${list(expr.args)})`;
    case 'not': return `not(${show(expr.arg)})`;
    case 'opaque': return `opaque(${expr.reason}: ${list(expr.args)})`;
  }
}

function showColumn(column: ColumnRef | string): string {
  if (typeof column === 'string') return column;
  if (column.by === 'name') return column.qualifier === null ? column.name : `${column.qualifier}.${column.name}`;
  return column.by === 'symbol' ? `#${column.path.join('.')}` : `@${column.source}.${column.attr}`;
}

function showSource(source: Source<TableRef, ColumnRef>): string {
  const { relation } = source;
  const table = relation.kind !== 'table' ? '' : relation.table.by === 'name' ? (relation.table.schema === null ? '' : `${relation.table.schema}.`) + relation.table.name : `#${relation.table.by === 'key' ? relation.table.key : relation.table.path.join('.')}`;
  const hint = relation.kind === 'table' && relation.indexedBy !== undefined ? ` indexed by ${String(relation.indexedBy)}` : '';
  const what = relation.kind === 'table' ? table : relation.kind === 'subquery' ? `{${showQuery(relation.query)}}` : `${relation.kind} ${relation.name}`;
  return `${source.join} ${what} as ${source.alias}${hint}${source.using ? ` using ${source.using.join(',')}` : ''}${source.on ? ` on ${show(source.on)}` : ''}`;
}

export function showQuery(query: SymbolicQuery): string {
  const limit = (name: string, value: SymbolicQuery['limit']): string[] => (value ? [`${name} ${value.kind === 'const' ? String(value.value) : '?'}`] : []);
  return [
    ...query.ctes.map((cte) => `with${cte.recursive ? ' recursive' : ''}${cte.materialized === null ? '' : cte.materialized ? ' materialized' : ' not materialized'} ${cte.name}${cte.columns ? `(${cte.columns.join(',')})` : ''} {${showQuery(cte.query)}}`),
    `${query.op}${query.distinct === false ? '' : ' distinct'} ${typeof query.output === 'string' ? query.output : `[${query.output.map((column) => `${column.expr === 'all' ? '*' : show(column.expr)}${column.name === null ? '' : ` as ${column.name}`}`).join(', ')}]`}`,
    ...query.sources.map(showSource),
    ...(query.where ? [`where ${show(query.where)}`] : []),
    ...(query.groupBy.length > 0 ? [`group ${query.groupBy.map(show).join(', ')}`] : []),
    ...(query.having ? [`having ${show(query.having)}`] : []),
    ...query.setOps.map((arm) => `${arm.op} {${showQuery(arm.query)}}`),
    ...(query.orderBy.length > 0 ? [`order ${query.orderBy.map((key) => `${show(key.expr)} ${key.direction}${key.nulls === 'default' ? '' : ` nulls ${key.nulls}`}`).join(', ')}`] : []),
    ...limit('limit', query.limit), ...limit('offset', query.offset),
  ].join(' | ');
}

export function showIndex(index: IndexDef<string>): string {
  const keys = index.keys.map((key) => `${show(key.expr)}${key.collation ? ` collate ${key.collation}` : ''}${key.direction === 'desc' ? ' desc' : ''}${key.nulls === 'default' ? '' : ` nulls ${key.nulls}`}`);
  return `${index.unique ? 'unique ' : ''}${String(index.name)} (${keys.join(', ')})${index.where ? ` where ${show(index.where)}` : ''}`;
}
