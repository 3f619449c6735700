import { loadModule, parseSync, scanSync } from 'libpg-query';
import type { Dialect } from '../../server/src/facts/dialect.ts';
import type { ColumnRef, Expr, TableRef } from '../../server/src/facts/expr.ts';
import type { OrderKey, Source, SymbolicQuery } from '../../server/src/facts/query.ts';
import { canonical } from '../../server/src/sql/canonical.ts';
import { readSql } from '../../server/src/sql/index.ts';
import { HOLE, type Hole, type SqlFacts, type SqlParsers, type SqlText } from '../../server/src/sql/read.ts';

await loadModule();

/** Milliseconds of processor time so far: unlike the clock it does not count what other processes take. */
export const cpuTime = (): number => process.cpuUsage().user / 1000;

export const parsers: SqlParsers = { pgParse: parseSync, pgScan: scanSync };

/** A SQL text that is a whole document. */
export const plain = (text: string): SqlText => ({ text, holes: [], toDocument: (offset) => offset });

/** A SQL text with holes: each U+FFFC is the next of `holes`, and stands where it stands. */
export function withHoles(text: string, holes: readonly Hole[]): SqlText {
  const places = [...text].flatMap((char, at) => (char === HOLE ? [at] : []));
  return { text, holes: holes.map((hole, place) => ({ ...hole, span: { start: places[place] ?? 0, end: (places[place] ?? 0) + 1 } })), toDocument: (offset) => offset };
}

export const read = (sql: string | SqlText, dialect: Dialect = 'postgresql'): SqlFacts => readSql(typeof sql === 'string' ? plain(sql) : sql, dialect, parsers);

/** The only query of a text. */
export function readOne(sql: string | SqlText, dialect: Dialect = 'postgresql'): SymbolicQuery {
  const facts = read(sql, dialect);
  const [first, ...others] = facts.queries;
  if (!first || others.length > 0) throw new Error(`${facts.queries.length} queries: ${JSON.stringify(facts.unread)}`);
  return first.query;
}

export const columnName = (column: ColumnRef): string => (column.by === 'name' ? (column.qualifier === null ? column.name : `${column.qualifier}.${column.name}`) : column.by === 'symbol' ? `<${column.path.join('.')}>` : `<${column.source}>.${column.attr}`);

export const tableName = (table: TableRef): string => (table.by === 'name' ? (table.schema === null ? table.name : `${table.schema}.${table.name}`) : table.by === 'key' ? `<${table.key}>` : `<${table.path.join('.')}>`);

/** An expression in one line; a subquery is shown, what is opaque with its reason. */
export function show(expr: Expr<ColumnRef> | null): string {
  if (expr === null) return '';
  const optional = expr.optional === true ? '?' : '';
  if (expr.kind === 'and' || expr.kind === 'or') return `${optional}(${expr.args.map(show).join(` ${expr.kind} `)})`;
  if (expr.kind === 'opaque') return `${optional}{${[expr.reason, ...expr.args.map(show)].join(' ')}}`;
  if (expr.kind === 'not') return `${optional}(not ${show(expr.arg)})`;
  if (expr.kind === 'compare') return `${optional}(${show(expr.left)} ${expr.op} ${show(expr.right)})`;
  if (expr.kind === 'param') return `${optional}?${expr.name}${expr.list ? '*' : ''}`;
  if (expr.kind === 'in') return `${optional}(${show(expr.arg)} ${expr.negated ? 'not ' : ''}in (${expr.items.map(show).join(', ')}))`;
  if (expr.kind === 'call') return `${optional}${expr.name}${expr.aggregate ? '!' : ''}${expr.window ? '~' : ''}(${expr.args.map(show).join(', ')})`;
  if (expr.kind === 'subquery') return `${optional}${[expr.negated ? 'not' : '', expr.arg ? show(expr.arg) : '', expr.op ?? '', expr.form].filter((word) => word !== '').join(' ')} [${showQuery(expr.query)}]`;
  if (expr.kind === 'operator' && expr.args.length === 2) return `${optional}(${expr.args.map(show).join(` ${expr.op} `)})`;
  if (expr.kind === 'quantified') return `${optional}(${show(expr.arg)} ${expr.op} ${expr.quantifier} (${show(expr.array)}))`;
  return optional + canonical(expr, columnName);
}

const showKey = (key: OrderKey<ColumnRef>): string => `${key.optional ? '?' : ''}${show(key.expr)}${key.direction === 'desc' ? ' desc' : ''}${key.nulls === 'default' ? '' : ` nulls ${key.nulls}`}`;

function showSource(source: Source<TableRef, ColumnRef>): string {
  const { relation } = source;
  const what = relation.kind === 'table' ? tableName(relation.table) : relation.kind === 'subquery' ? `[${showQuery(relation.query)}]` : `${relation.kind}:${relation.name}`;
  const alias = relation.kind === 'table' && relation.table.by === 'name' && relation.table.name === source.alias ? '' : ` ${source.alias}`;
  const on = source.on ? ` on ${show(source.on)}` : source.using ? ` using (${source.using.join(', ')})` : '';
  return `${source.join === 'from' ? '' : `${source.join} `}${source.lateral ? 'lateral ' : ''}${what}${alias}${on}`;
}

/** A query in one line, parts that are empty left out. */
export function showQuery(query: SymbolicQuery): string {
  const parts = [
    query.ctes.map((cte) => `with ${cte.recursive ? 'recursive ' : ''}${cte.name}${cte.columns ? `(${cte.columns.join(', ')})` : ''}${cte.materialized === null ? '' : cte.materialized ? ' materialized' : ' inlined'} [${showQuery(cte.query)}]`).join(', '),
    query.op,
    query.distinct === true ? 'distinct' : query.distinct === false ? '' : `distinct on (${query.distinct.map(show).join(', ')})`,
    typeof query.output === 'string' ? query.output : query.output.map((column) => `${column.expr === 'all' ? '*' : show(column.expr)}${column.name === null || (column.expr !== 'all' && column.expr.kind === 'column' && column.expr.column.by === 'name' && column.expr.column.name === column.name) ? '' : ` as ${column.name}`}`).join(', '),
    query.sources.length > 0 ? `from ${query.sources.map(showSource).join(', ')}` : '',
    query.where ? `where ${show(query.where)}` : '',
    query.groupBy.length > 0 ? `group ${query.groupBy.map(show).join(', ')}` : '',
    query.having ? `having ${show(query.having)}` : '',
    query.orderBy.length > 0 ? `order ${query.orderBy.map(showKey).join(', ')}` : '',
    query.limit ? `limit ${query.limit.kind === 'const' ? query.limit.value : '?'}` : '',
    query.offset ? `offset ${query.offset.kind === 'const' ? query.offset.value : '?'}` : '',
    query.locks ? 'locks' : '',
    query.setOps.map((arm) => `${arm.op} [${showQuery(arm.query)}]`).join(' '),
  ];
  return parts.filter((part) => part !== '').join(' ');
}
