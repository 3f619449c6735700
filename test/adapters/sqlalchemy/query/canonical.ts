import type { BoundColumn, BoundTable, Expr } from '../../../../server/src/facts/expr.ts';
import type { BoundQuery, Source } from '../../../../server/src/facts/query.ts';

type Bound = Expr<BoundColumn>;
interface Names { readonly of: Map<number, string>; readonly counts: Map<string, number> }

/**
 * A bound statement as text that is the same whether it was read from Python or from the SQL that SQLAlchemy sends for it: every value a `?`, tables numbered as
 * they come, conditions of inner joins among those of WHERE and in order, a boolean column in any of its spellings.
 */
export const canonical = (query: BoundQuery): string => textOf(query, { of: new Map(), counts: new Map() });

/** SQLite is always sent an OFFSET with a LIMIT, and no lock. */
export const withoutOffset = (query: BoundQuery): BoundQuery => ({
  ...query, offset: null, locks: false, sources: query.sources.map((source) => (source.relation.kind === 'subquery' ? { ...source, relation: { kind: 'subquery', query: withoutOffset(source.relation.query) } } : source)),
});

function textOf(whole: BoundQuery, names: Names): string {
  const query = counted(whole);
  const sources = [...query.sources].sort((a, b) => (relationName(a) < relationName(b) ? -1 : 1));
  for (const source of sources) name(source, names);
  const at = (expr: Bound): string => show(expr, names);
  const inner = query.sources.filter((s) => s.join !== 'left' && s.join !== 'full' && s.join !== 'right');
  const conjuncts = [...inner.flatMap((s) => (s.on === null ? [] : [s.on])), ...(query.where === null ? [] : [query.where])].flatMap(flat('and')).map(truth(names)).filter((text) => text !== '?');
  const outer = query.sources.filter((s) => !inner.includes(s)).map((s) => `${s.join} ${names.of.get(s.id)} on ${s.on === null ? '' : flat('and')(s.on).map(at).sort().join(' and ')}`);
  const part = (word: string, value: string): string[] => (value === '' ? [] : [`${word} ${value}`]);
  return [
    ...query.ctes.map((cte) => `with ${cte.name} (${textOf(cte.query, names)})`), query.op + (query.distinct === false ? '' : query.distinct === true ? ' distinct' : ` distinct on ${query.distinct.map(at).join(', ')}`),
    ...part('from', sources.map((s) => relation(s, names)).join(', ')), ...outer.sort(), ...part('where', [...new Set(conjuncts)].sort().join(' and ')), ...part('group by', query.groupBy.map(at).join(', ')), ...part('having', query.having === null ? '' : at(query.having)),
    ...query.setOps.map((arm) => `${arm.op} (${textOf(arm.query, names)})`), ...part('order by', query.orderBy.map((key) => `${at(key.expr)} ${key.direction}${key.nulls === 'default' ? '' : ` ${key.nulls}`}`).join(', ')),
    ...(query.limit === null ? [] : ['limit']), ...(query.offset === null ? [] : ['offset']), ...(query.locks === true ? ['for'] : []),
  ].join(' ');
}

/** `Query.count()` counts the rows of a subquery, which planners dissolve: what is read is the subquery's own statement. */
function counted(query: BoundQuery): BoundQuery {
  const [source, ...others] = query.sources;
  const counts = typeof query.output !== 'string' && query.output.length === 1 && query.output[0]?.expr !== 'all' && query.output[0]?.expr.kind === 'call' && query.output[0].expr.name === 'count';
  return counts && source?.relation.kind === 'subquery' && others.length === 0 && query.where === null ? { ...source.relation.query, orderBy: [] } : query;
}

const relationName = (source: Source<BoundTable, BoundColumn>): string => (source.relation.kind === 'table' ? source.relation.table.table : source.relation.kind === 'subquery' ? '~' : source.relation.name);

function name(source: Source<BoundTable, BoundColumn>, names: Names): void {
  const table = relationName(source);
  const count = names.counts.get(table) ?? 0;
  names.counts.set(table, count + 1);
  names.of.set(source.id, count === 0 ? table : `${table}#${count}`);
}

const relation = (source: Source<BoundTable, BoundColumn>, names: Names): string => (source.relation.kind === 'subquery' ? `(${textOf(source.relation.query, names)})` : `${source.relation.kind === 'unknown' ? '!' : ''}${names.of.get(source.id)}`);

const flat = (kind: 'and' | 'or') => (expr: Bound): readonly Bound[] => (expr.kind === kind ? expr.args.flatMap(flat(kind)) : [expr]);

const FLIPPED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

function compare(expr: Extract<Bound, { kind: 'compare' }>, names: Names): string {
  const truth = expr.right.kind === 'literal' && (expr.right.type === 'boolean' || (expr.left.kind === 'column' && expr.right.type === 'integer' && /^(?:0|1)$/.test(String(expr.right.value)) && expr.left.column.column === 'active')) ? Boolean(expr.right.value) : null;
  if (truth !== null && (expr.op === '=' || expr.op === 'is-not-distinct')) return `${show(expr.left, names)} is ${truth}`;
  const [left, right] = [show(expr.left, names), show(expr.right, names)];
  if (left <= right) return `${left} ${expr.op} ${right}`;
  return `${right} ${FLIPPED[expr.op] ?? expr.op} ${left}`;
}

const NEGATED: Readonly<Record<string, string>> = { '=': '<>', '<>': '=', '<': '>=', '>=': '<', '>': '<=', '<=': '>' };

function show(expr: Bound, names: Names): string {
  const at = (inner: Bound): string => show(inner, names);
  const not = (negated: boolean): string => (negated ? 'not ' : '');
  switch (expr.kind) {
    case 'column': return `${names.of.get(expr.column.source) ?? '!'}.${expr.column.column}`;
    case 'literal': case 'param': return '?';
    case 'call': return expr.name === 'count' ? 'count' : expr.name === 'now' ? 'current_timestamp()' : `${expr.name}(${expr.args.map(at).join(', ')})`;
    case 'cast': return expr.arg.kind === 'literal' || expr.arg.kind === 'param' ? '?' : `${at(expr.arg)}::`;
    case 'collate': return `${at(expr.arg)} collate`;
    case 'compare': return compare(expr, names);
    case 'like': return `${at(expr.arg)} ${not(expr.negated)}${expr.op} ?`;
    case 'in': return `${at(expr.arg)} ${not(expr.negated)}in (?)`;
    case 'between': return `${at(expr.arg)} ${not(expr.negated)}between`;
    case 'is': return expr.test === 'true' || expr.test === 'false' ? `${at(expr.arg)} is ${(expr.test === 'true') !== expr.negated}` : `${at(expr.arg)} is ${not(expr.negated)}${expr.test}`;
    case 'operator': return expr.args.every((arg) => arg.kind === 'literal' || arg.kind === 'param') ? '?' : `(${expr.args.map(at).join(` ${expr.op} `)})`;
    case 'row': case 'array': return `(${expr.items.map(at).join(', ')})`;
    case 'subquery': return `${not(expr.negated)}${expr.arg === undefined ? '' : `${at(expr.arg)} `}${expr.form} (${textOf(expr.query, names)})`;
    case 'or': return `(${flat('or')(expr).map(truth(names)).sort().join(' or ')})`;
    case 'and': return `(${flat('and')(expr).map(truth(names)).sort().join(' and ')})`;
    case 'not': return negated(expr.arg, names);
    default: return `{${expr.kind}}`;
  }
}

/** A boolean column as a condition. */
const truth = (names: Names) => (expr: Bound): string => (expr.kind === 'column' ? `${show(expr, names)} is true` : show(expr, names));

function negated(arg: Bound, names: Names): string {
  if (arg.kind === 'column') return `${show(arg, names)} is false`;
  if (arg.kind === 'compare' && NEGATED[arg.op] !== undefined) return show({ ...arg, op: arg.op === '=' ? '<>' : arg.op === '<>' ? '=' : arg.op }, names);
  if (arg.kind === 'subquery' || arg.kind === 'in' || arg.kind === 'like' || arg.kind === 'is') return show({ ...arg, negated: !arg.negated }, names);
  return `not ${show(arg, names)}`;
}
