import type { Column, Table, TypeClass } from '../../facts/catalog.ts';
import type { Dialect } from '../../facts/dialect.ts';
import type { BoundColumn, Expr } from '../../facts/expr.ts';

type Bound = Expr<BoundColumn>;

/** What is needed to tell what an ORM makes of a condition: the database's kind, and the columns' types. */
export interface FormNames { readonly dialect: Dialect; readonly tableOf: (source: number) => Table | undefined }

/**
 * Conditions as the ORM sends them, where that rests on what only binding knows: `contains` of a text, an array or JSON, `is_(True)` where there is no
 * boolean type, a key of several columns. All others are handed back as they are.
 */
export function ormForm(expr: Bound, names: FormNames): Bound {
  switch (expr.kind) {
    case 'and': case 'or': return changed(expr, expr.args.map((arg) => ormForm(arg, names)));
    case 'not': { const arg = ormForm(expr.arg, names); return arg === expr.arg ? expr : { ...expr, arg }; }
    case 'operator': return expr.op === 'contains' ? contains(expr, names) : expr.op === 'is' ? isBoolean(expr, names) : expr;
    case 'like': return expr.op === 'ilike' && names.dialect !== 'postgresql' ? lowered(expr) : expr;
    case 'compare': return expr.left.kind === 'row' && expr.right.kind === 'param' ? wholeKey(expr) : expr;
    default: return expr;
  }
}

const changed = (expr: Extract<Bound, { kind: 'and' | 'or' }>, args: readonly Bound[]): Bound => (args.every((arg, i) => arg === expr.args[i]) ? expr : { ...expr, args });

/** Only PostgreSQL has ILIKE: all others are sent `lower(x) LIKE lower(…)`. */
const lowered = (expr: Extract<Bound, { kind: 'like' }>): Bound => ({ ...expr, op: 'like', arg: { kind: 'call', name: 'lower', args: [expr.arg], span: expr.arg.span } });

const LISTS: ReadonlySet<TypeClass> = new Set(['array', 'json', 'jsonb', 'range', 'inet']);

function contains(expr: Extract<Bound, { kind: 'operator' }>, names: FormNames): Bound {
  const [arg, value] = expr.args;
  if (arg === undefined || value === undefined) return expr;
  const type = arg.kind === 'column' ? columnOf(arg.column, names)?.type : arg.kind === 'cast' ? castType(arg.type) : arg.kind === 'operator' && arg.op === '->>' ? 'text' : 'unknown';
  if (type !== undefined && LISTS.has(type)) return { ...expr, op: '@>' };
  if (arg.kind === 'opaque' || arg.kind === 'operator' && arg.op === '->') return { kind: 'opaque', reason: 'contains', args: [arg], span: expr.span, ...(expr.optional === true ? { optional: true } : {}) };
  return { kind: 'like', op: 'like', negated: false, arg, pattern: between(value), span: expr.span, ...(expr.optional === true ? { optional: true } : {}) };
}

const castType = (type: string): TypeClass => (type.endsWith('[]') ? 'array' : type === 'jsonb' || type === 'json' ? type : 'text');

/** `%…%` around what is looked for. */
function between(value: Bound): Bound {
  const { span } = value;
  const sign: Bound = { kind: 'literal', type: 'string', value: '%', span };
  if (value.kind === 'literal') return { ...sign, value: `%${String(value.value)}%` };
  return { kind: 'operator', op: '||', args: [{ kind: 'operator', op: '||', args: [sign, value], span }, sign], span };
}

const columnOf = (column: BoundColumn, names: FormNames): Column | undefined => names.tableOf(column.source)?.columns.find((c) => c.name === column.column);

/** SQLite is sent `x IS 1`, which an index serves; all others `x IS true`. */
function isBoolean(expr: Extract<Bound, { kind: 'operator' }>, names: FormNames): Bound {
  const [arg, value] = expr.args;
  if (arg === undefined || value?.kind !== 'literal') return expr;
  const rest = { span: expr.span, ...(expr.optional === true ? { optional: true } : {}) };
  if (names.dialect !== 'sqlite') return { kind: 'is', test: value.value === true ? 'true' : 'false', negated: false, arg, ...rest };
  return { kind: 'compare', op: 'is-not-distinct', left: arg, right: { kind: 'literal', type: 'integer', value: value.value === true ? 1 : 0, span: value.span }, ...rest };
}

/** `get((1, 2))` of a key of two columns. */
function wholeKey(expr: Extract<Bound, { kind: 'compare' }>): Bound {
  if (expr.left.kind !== 'row') return expr;
  return { kind: 'and', args: expr.left.items.map((left) => ({ ...expr, left })), span: expr.span };
}
