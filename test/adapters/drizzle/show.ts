import type { ColumnRef, Expr, TableRef } from '../../../server/src/facts/expr.ts';
import type { OrderKey, QueryFact, Source, SymbolicQuery } from '../../../server/src/facts/query.ts';
import type { ColumnDecl, ColumnSpread, IndexDef, ModelConstraint, TableDecl } from '../../../server/src/facts/schema.ts';

type Cond = Expr<ColumnRef>;

/** Facts as short text, for tests to compare: columns by their path, parameters as `?`, what is sent only sometimes in `[ ]`, what was not understood in `{ }`. */
export const show = (fact: QueryFact): string => [showQuery(fact.query), ...(fact.one === true ? ['one'] : []), ...fact.flags.map((flag) => `#${flag}`)].join(' ');

export function showQuery(query: SymbolicQuery): string {
  const part = (word: string, text: string): string[] => (text === '' ? [] : [`${word} ${text}`]);
  const limit = (value: SymbolicQuery['limit']): string => (value === null ? '' : value.kind === 'const' ? String(value.value) : '?');
  const distinct = query.distinct === true ? ' distinct' : query.distinct === false ? '' : ` distinct on (${query.distinct.map(showExpr).join(', ')})`;
  return [
    ...query.ctes.map((cte) => `with ${cte.recursive ? 'recursive ' : ''}${cte.name} as (${showQuery(cte.query)})`),
    query.op + distinct, ...part('from', query.sources.map(showSource).join(' ')),
    ...part('where', query.where === null ? '' : showExpr(query.where)), ...part('group by', query.groupBy.map(showExpr).join(', ')),
    ...part('having', query.having === null ? '' : showExpr(query.having)), ...query.setOps.map((arm) => `${arm.op} (${showQuery(arm.query)})`),
    ...part('order by', query.orderBy.map(showKey).join(', ')), ...part('limit', limit(query.limit)), ...part('offset', limit(query.offset)), ...(query.locks === true ? ['for'] : []),
  ].join(' ');
}

export const showOutput = (query: SymbolicQuery): string =>
  typeof query.output === 'string' ? query.output : query.output.map((o) => `${o.name ?? '_'}: ${o.expr === 'all' ? '*' : showExpr(o.expr)}`).join(', ');

const showTable = (table: TableRef): string => (table.by === 'name' ? (table.schema === null ? '' : `${table.schema}.`) + table.name : table.by === 'key' ? `@${table.key}` : table.path.join('.'));

function showSource(source: Source<TableRef, ColumnRef>): string {
  const relation = source.relation.kind === 'table' ? showTable(source.relation.table) : source.relation.kind === 'subquery' ? `(${showQuery(source.relation.query)})` : `<${source.relation.kind} ${source.relation.name}>`;
  const named = source.relationOf === undefined ? (source.alias === '' ? relation : `${relation} as ${source.alias}`) : `${source.relationOf}->${source.relationName} as ${source.alias}`;
  const join = source.join === 'from' ? '' : `${source.join}${source.lateral === true ? ' lateral' : ''} join `;
  return `${join}${named}${source.on === null ? '' : ` on ${showExpr(source.on)}`}`;
}

function showKey(key: OrderKey<ColumnRef>): string {
  const text = `${showExpr(key.expr)}${key.direction === 'desc' ? ' desc' : ''}${key.nulls === 'default' ? '' : ` nulls ${key.nulls}`}`;
  return key.optional === true ? `[${text}]` : text;
}

const showColumn = (column: ColumnRef): string => (column.by === 'symbol' ? column.path.join('.') : column.by === 'attr' ? `${column.source}.${column.attr}` : `${column.qualifier === null ? '' : `${column.qualifier}.`}${column.name}`);

export const showExpr = (expr: Cond): string => (expr.optional === true ? `[${plain(expr)}]` : plain(expr));

function plain(expr: Cond): string {
  const not = (negated: boolean): string => (negated ? 'not ' : '');
  const list = (items: readonly Cond[]): string => items.map(showExpr).join(', ');
  switch (expr.kind) {
    case 'column': return showColumn(expr.column);
    case 'literal': return JSON.stringify(expr.value);
    case 'param': return expr.list === true ? '?..' : '?';
    case 'call': return `${expr.name}(${list(expr.args)})`;
    case 'cast': return `${showExpr(expr.arg)}::${expr.type}`;
    case 'collate': return `${showExpr(expr.arg)} collate ${expr.collation}`;
    case 'compare': return `${showExpr(expr.left)} ${expr.op} ${showExpr(expr.right)}`;
    case 'like': return `${showExpr(expr.arg)} ${not(expr.negated)}${expr.op} ${showExpr(expr.pattern)}`;
    case 'in': return `${showExpr(expr.arg)} ${not(expr.negated)}in (${list(expr.items)})`;
    case 'between': return `${showExpr(expr.arg)} ${not(expr.negated)}between ${showExpr(expr.low)} and ${showExpr(expr.high)}`;
    case 'is': return `${showExpr(expr.arg)} is ${not(expr.negated)}${expr.test}`;
    case 'quantified': return `${showExpr(expr.arg)} ${expr.op} ${expr.quantifier} (${showExpr(expr.array)})`;
    case 'operator': return expr.args.length === 1 ? `${expr.op}${list(expr.args)}` : `(${expr.args.map(showExpr).join(` ${expr.op} `)})`;
    case 'row': case 'array': return `${expr.kind}(${list(expr.items)})`;
    case 'subquery': return `${not(expr.negated)}${expr.arg === undefined ? '' : `${showExpr(expr.arg)} `}${expr.form} (${showQuery(expr.query)})`;
    case 'and': case 'or': return `(${expr.args.map(showExpr).join(` ${expr.kind} `)})`;
    case 'not': return `not ${showExpr(expr.arg)}`;
    case 'opaque': return `{${expr.reason}${expr.args.length === 0 ? '' : `: ${list(expr.args)}`}}`;
  }
}

export function showIndex(index: IndexDef<ColumnRef>): string {
  const keys = index.keys.map((key) => `${showExpr(key.expr)}${key.opclass === undefined ? '' : ` ${key.opclass}`}${key.direction === 'desc' ? ' desc' : ''}${key.nulls === 'default' ? '' : ` nulls ${key.nulls}`}`);
  return `${index.unique ? 'unique ' : ''}index ${index.name ?? '-'} ${index.method === 'btree' ? '' : `using ${index.method} `}(${keys.join(', ')})${index.where === null ? '' : ` where ${showExpr(index.where)}`}${index.concurrently === true ? ' concurrently' : ''}`;
}

export function showConstraint(constraint: ModelConstraint): string {
  const end = constraint.kind === 'foreign-key' ? ` -> ${constraint.references.map((path) => path.join('.')).join(', ')}${constraint.onDelete === null ? '' : ` on delete ${constraint.onDelete}`}` : '';
  return `${constraint.kind} ${constraint.name ?? '-'} (${constraint.attrs.join(', ')})${end}`;
}

export function showDecl(column: ColumnDecl | ColumnSpread): string {
  if (column.kind === 'spread') return `...${column.path.join('.')}`;
  const words = [column.primaryKey ? 'pk' : '', column.autoIncrement === true ? 'auto' : '', column.notNull && !column.primaryKey ? 'not null' : '', column.few === true ? 'few' : '', column.unique ? `unique${column.uniqueName === undefined || column.uniqueName === null ? '' : ` ${column.uniqueName}`}` : ''];
  const reference = column.references === null ? '' : `-> ${column.references.join('.')}${column.onDelete === undefined || column.onDelete === null ? '' : ` on delete ${column.onDelete}`}`;
  return [`${column.attr}${column.name === null ? '' : `=${column.name}`}`, column.type ?? '?', ...words, reference].filter((word) => word !== '').join(' ');
}

export function showTableDecl(table: TableDecl): readonly string[] {
  const name = 'literal' in table.name ? ('creator' in table.name ? `${table.name.creator.join('.')}(${table.name.literal})` : table.name.literal) : `<${table.name.unknown}>`;
  const schema = table.schema === null ? '' : 'name' in table.schema ? `${table.schema.name}.` : `${table.schema.symbol.join('.')}:`;
  return [
    `${table.symbol}: ${schema}${name}${table.dialect === null ? '' : ` ${table.dialect}`}${table.casing === null ? '' : ` ${table.casing}`}${table.partial === null ? '' : ` PARTIAL ${table.partial}`}`,
    ...table.columns.map((column) => `  ${showDecl(column)}`), ...table.constraints.map((constraint) => `  ${showConstraint(constraint)}`), ...table.indexes.map((index) => `  ${showIndex(index)}`),
  ];
}
