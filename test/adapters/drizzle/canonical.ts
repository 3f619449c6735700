import type { ColumnRef, Expr, TableRef } from '../../../server/src/facts/expr.ts';
import type { Source, SymbolicQuery } from '../../../server/src/facts/query.ts';
import type { Named, Names } from './names.ts';

type SymbolicSource = Source<TableRef, ColumnRef>;
interface Scope { readonly query: SymbolicQuery; readonly outer: Scope | null; readonly names: Names }

/**
 * A statement as text that is the same whether it was read from Drizzle's calls or from the SQL that Drizzle sends: the database's names, every value a `?`,
 * nested ANDs as one list, what is sent only sometimes as if it were sent.
 */
export function canonical(query: SymbolicQuery, names: Names, outer: Scope | null = null): string {
  const scope: Scope = { query, outer, names };
  const at = (expr: Expr<ColumnRef>): string => text(expr, scope);
  const part = (word: string, value: string): string[] => (value === '' ? [] : [`${word} ${value}`]);
  const distinct = typeof query.distinct === 'boolean' ? (query.distinct ? ' distinct' : '') : ` distinct on (${query.distinct.map(at).join(', ')})`;
  return [
    ...query.ctes.map((cte) => `with ${cte.name} as (${canonical(cte.query, names, outer)})`),
    query.op + distinct, ...part('from', query.sources.map((s) => sourceText(s, scope)).join(' ')), ...part('where', query.where === null ? '' : at(query.where)),
    ...part('group by', query.groupBy.map(at).join(', ')), ...part('having', query.having === null ? '' : at(query.having)),
    ...query.setOps.map((arm) => `${arm.op} (${canonical(arm.query, names, outer)})`),
    ...part('order by', query.orderBy.map((key) => `${at(key.expr)} ${key.direction}${key.nulls === 'default' ? '' : ` ${key.nulls}`}`).join(', ')),
    ...(query.limit === null ? [] : ['limit']), ...(query.offset === null ? [] : ['offset']), ...(query.locks === true ? ['for'] : []),
  ].join(' ');
}

/** The base table of a source, whichever way it is named. */
function tableOf(source: SymbolicSource, names: Names): Named | null {
  if (source.relation.kind !== 'table') return null;
  const ref = source.relation.table;
  if (ref.by === 'symbol') return names.resolve(ref.path)?.table ?? null;
  return names.tables.find((t) => (ref.by === 'key' ? t.symbol === ref.key : t.name === ref.name)) ?? null;
}

const aliasOf = (source: SymbolicSource, names: Names): string => (source.alias === '' ? (tableOf(source, names)?.name ?? '') : source.alias);

function sourceText(source: SymbolicSource, scope: Scope): string {
  const table = tableOf(source, scope.names);
  const name = table === null ? (source.relation.kind === 'table' && source.relation.table.by === 'name' ? source.relation.table.name : '') : `${table.schema === null ? '' : `${table.schema}.`}${table.name}`;
  const relation = source.relation.kind === 'subquery' ? `(${canonical(source.relation.query, scope.names, source.lateral === true ? scope : scope.outer)})` : name;
  const alias = aliasOf(source, scope.names);
  const named = alias === (table?.name ?? name) ? relation : `${relation} ${alias}`;
  return `${source.join === 'from' ? '' : `${source.join}${source.lateral === true ? ' lateral' : ''} join `}${named}${source.on === null ? '' : ` on ${text(source.on, scope)}`}`;
}

function columnText(ref: ColumnRef, scope: Scope): string {
  if (ref.by === 'name') return `${ref.qualifier?.split('.').at(-1) ?? owner(ref.name, scope)}.${ref.name}`;
  if (ref.by === 'attr') return attrText(ref.source, ref.attr, scope);
  const found = scope.names.resolve(ref.path);
  const table = found?.table;
  const column = found?.attr === undefined ? undefined : table?.columns.get(found.attr);
  for (let at: Scope | null = scope; at !== null; at = at.outer) {
    const sources = at.query.sources.filter((s) => tableOf(s, scope.names) === table);
    const source = sources.find((s) => s.alias === '') ?? sources[0];
    if (source !== undefined) return `${aliasOf(source, scope.names)}.${column ?? '!'}`;
  }
  return `!${ref.path.join('.')}`;
}

/** SQL leaves the table out where Drizzle writes an output's name. */
function owner(name: string, scope: Scope): string {
  for (let at: Scope | null = scope; at !== null; at = at.outer) {
    for (const source of at.query.sources) if (outputs(source, scope)?.has(name) === true || [...(tableOf(source, scope.names)?.columns.values() ?? [])].includes(name)) return aliasOf(source, scope.names);
  }
  return '!';
}

/** Names of a derived source's columns as the database has them, by what conditions call them. */
function outputs(source: SymbolicSource, scope: Scope): ReadonlyMap<string, string> | null {
  const ref = source.relation;
  const query = ref.kind === 'subquery' ? ref.query : ref.kind === 'table' && ref.table.by === 'name' ? cteOf(ref.table.name, scope) : null;
  if (query === null) return null;
  if (typeof query.output === 'string') return tableOf(query.sources[0] ?? source, scope.names)?.columns ?? null;
  return new Map(query.output.flatMap((o) => {
    if (o.name === null || o.expr === 'all') return [];
    const inner = o.expr.kind === 'column' && o.expr.column.by === 'symbol' ? scope.names.resolve(o.expr.column.path) : null;
    return [[o.name, inner?.table.columns.get(inner.attr ?? '') ?? o.name] as const];
  }));
}

const cteOf = (name: string, scope: Scope): SymbolicQuery | null => {
  for (let at: Scope | null = scope; at !== null; at = at.outer) {
    const found = at.query.ctes.find((cte) => cte.name === name);
    if (found !== undefined) return found.query;
  }
  return null;
};

function attrText(alias: string, attr: string, scope: Scope): string {
  for (let at: Scope | null = scope; at !== null; at = at.outer) {
    const source = at.query.sources.find((s) => s.alias === alias);
    if (source !== undefined) return `${alias}.${(tableOf(source, scope.names)?.columns ?? outputs(source, scope))?.get(attr) ?? '!'}`;
  }
  return `!${alias}.${attr}`;
}

function text(expr: Expr<ColumnRef>, scope: Scope): string {
  const at = (inner: Expr<ColumnRef>): string => text(inner, scope);
  const not = (negated: boolean): string => (negated ? 'not ' : '');
  switch (expr.kind) {
    case 'column': return columnText(expr.column, scope);
    case 'literal': case 'param': return '?';
    case 'call': return `${expr.name}(${expr.args.map(at).join(', ')})`;
    case 'cast': return `${at(expr.arg)}::${expr.type}`;
    case 'compare': return `${at(expr.left)} ${expr.op} ${at(expr.right)}`;
    case 'like': return `${at(expr.arg)} ${not(expr.negated)}${expr.op} ?`;
    case 'in': return `${at(expr.arg)} ${not(expr.negated)}in (?)`;
    case 'between': return `${at(expr.arg)} ${not(expr.negated)}between ${at(expr.low)} and ${at(expr.high)}`;
    case 'is': return `${at(expr.arg)} is ${not(expr.negated)}${expr.test}`;
    case 'operator': return `(${expr.args.map(at).join(` ${expr.op} `)})`;
    case 'subquery': return `${not(expr.negated)}${expr.arg === undefined ? '' : `${at(expr.arg)} `}${expr.form} (${canonical(expr.query, scope.names, scope)})`;
    case 'and': case 'or': return `(${flat(expr.kind, expr.args).map(at).join(` ${expr.kind} `)})`;
    case 'not': return `not ${at(expr.arg)}`;
    default: return `!${expr.kind}`;
  }
}

const flat = (kind: 'and' | 'or', args: readonly Expr<ColumnRef>[]): readonly Expr<ColumnRef>[] => args.flatMap((arg) => (arg.kind === kind ? flat(kind, arg.args) : [arg]));

/** Every base table that a statement reads, relations followed. */
export function tablesRead(query: SymbolicQuery, names: Names): readonly string[] {
  const found: string[] = [];
  const byAlias = new Map<string, Named>();
  for (const source of query.sources) {
    const parent = source.relationOf === undefined ? undefined : byAlias.get(source.relationOf);
    const table = parent === undefined ? tableOf(source, names) : names.related(parent, source.relationName ?? '');
    if (source.relation.kind === 'subquery') found.push(...tablesRead(source.relation.query, names));
    else found.push(table?.name ?? '!');
    if (table !== null) byAlias.set(source.alias, table);
  }
  return [...new Set(found)].sort();
}
