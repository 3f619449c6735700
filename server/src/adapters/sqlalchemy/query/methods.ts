import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import { keywordOf } from './chain.ts';
import { type Cond, type Draft, startDraft } from './draft.ts';
import type { Env } from './env.ts';
import { isNone, literalOf, opaque, paramAt, stringOf } from './literals.ts';
import { readMembers } from './membership.ts';
import { meaningOf } from './names.ts';
import { readPattern } from './patterns.ts';
import { relationExists } from './relations.ts';
import { typeName } from './types.ts';
import { readOperand, readSql } from './values.ts';

/** What a method is called with: the expression before it, its arguments, and how each is read. */
interface Called {
  readonly draft: Draft;
  readonly call: CallHost;
  readonly object: HostExpr;
  readonly of: Cond;
  readonly env: Env | null;
  readonly depth: number;
  /** The argument at a place as an operand. */
  readonly arg: (place: number) => Cond;
  readonly raw: (place: number) => HostExpr | undefined;
}

type Method = (called: Called) => Cond | null;

const same: Method = ({ of, call }) => ({ ...of, span: call.span });
const operator = (op: string): Method => ({ of, arg, call }) => ({ kind: 'operator', op, args: [of, arg(0)], span: call.span });
const like = (op: 'like' | 'ilike', not = false): Method => ({ draft, of, raw, env, call }) => ({ kind: 'like', op, negated: not, arg: of, pattern: readPattern(draft, raw(0) ?? call, env, { before: '', after: '' }), span: call.span });
/** `%` on one side or both, with what is looked for between. */
const affix = (before: string, after: string, op: 'like' | 'ilike' = 'like'): Method => ({ draft, of, raw, env, call }) => ({ kind: 'like', op, negated: false, arg: of, pattern: readPattern(draft, raw(0) ?? call, env, { before, after }), span: call.span });
const members = (not: boolean): Method => ({ draft, of, raw, env, call, depth }) => readMembers(draft, of, raw(0) ?? call, { env, depth, negated: not, span: call.span });
const is = (not: boolean): Method => ({ of, raw, arg, call }) => {
  const value = raw(0);
  if (value === undefined || isNone(value) || arg(0).kind === 'literal' && value.kind === 'call' && arg(0).kind !== 'param' && isNullCall(arg(0))) return { kind: 'is', test: 'null', negated: not, arg: of, span: call.span };
  const read = arg(0);
  if (read.kind === 'literal' && read.type === 'boolean') return negate(not, { kind: 'operator', op: 'is', args: [of, read], span: call.span });
  // A value of the program is true, false or None here: whichever it is, a key is bound by it as by `=`.
  if (read.kind === 'param') return { kind: 'compare', op: not ? '<>' : '=', left: of, right: read, span: call.span };
  return { kind: 'compare', op: not ? 'is-distinct' : 'is-not-distinct', left: of, right: read, span: call.span };
};
const isNullCall = (cond: Cond): boolean => cond.kind === 'literal' && cond.type === 'null';
const negate = (not: boolean, cond: Cond): Cond => (not ? { kind: 'not', arg: cond, span: cond.span } : cond);
const compare = (op: 'is-distinct' | 'is-not-distinct'): Method => ({ of, arg, call }) => ({ kind: 'compare', op, left: of, right: arg(0), span: call.span });
const jsonAs = (type: string): Method => ({ of, call }) => {
  const text: Cond = of.kind === 'operator' && (of.op === '->' || of.op === '#>') ? { ...of, op: `${of.op}>` } : of;
  return { kind: 'cast', arg: text, type, span: call.span };
};

/** Methods of columns and of what is made of them. What is not here is no method of SQLAlchemy's. */
const METHODS: Readonly<Record<string, Method>> = {
  is_: is(false), is_not: is(true), isnot: is(true), in_: members(false), not_in: members(true), notin_: members(true),
  is_distinct_from: compare('is-distinct'), is_not_distinct_from: compare('is-not-distinct'), isnot_distinct_from: compare('is-not-distinct'),
  between: ({ of, arg, call }) => ({ kind: 'between', negated: false, arg: of, low: arg(0), high: arg(1), span: call.span }),
  like: like('like'), not_like: like('like', true), notlike: like('like', true), ilike: like('ilike'), not_ilike: like('ilike', true), notilike: like('ilike', true),
  startswith: affix('', '%'), endswith: affix('%', ''), istartswith: affix('', '%', 'ilike'), iendswith: affix('%', '', 'ilike'), icontains: affix('%', '%', 'ilike'),
  // A text, an array, JSON or a relation can contain something: binding knows which it is.
  contains: operator('contains'),
  regexp_match: ({ of, arg, call }) => ({ kind: 'like', op: 'regex', negated: false, arg: of, pattern: arg(0), span: call.span }),
  match: operator('@@'), overlap: operator('&&'), overlaps: operator('&&'), contained_by: operator('<@'), has_key: operator('?'), has_any: operator('?|'), has_all: operator('?&'), concat: operator('||'), op_: operator('?'),
  l2_distance: operator('<->'), cosine_distance: operator('<=>'), max_inner_product: operator('<#>'), bitwise_and: operator('&'), bitwise_or: operator('|'), path_exists: operator('@?'), path_match: operator('@@'), path_exists_: operator('@?'),
  any: (called) => anyOf(called), has: (called) => relationOf(called), all: ({ of, arg, call }) => ({ kind: 'quantified', op: '=', quantifier: 'all', arg: arg(0), array: of, span: call.span }),
  any_: ({ of, call }) => ({ kind: 'call', name: 'any', args: [of], span: call.span }), all_: ({ of, call }) => ({ kind: 'call', name: 'all', args: [of], span: call.span }),
  cast: ({ of, raw, call }) => ({ kind: 'cast', arg: of, type: typeName(raw(0) ?? null), span: call.span }),
  collate: ({ of, raw, call }) => ({ kind: 'collate', arg: of, collation: stringOf(raw(0)) ?? '', span: call.span }),
  asc: same, desc: same, nulls_first: same, nulls_last: same, nullsfirst: same, nullslast: same, label: same, distinct: same, filter: (called) => filtered(called), within_group: same, self_group: same, of_type: same, and_: same, scalar_subquery: same, as_scalar: same, desc_: same, type_coerce: same,
  over: (called) => window(called), as_string: jsonAs('varchar'), as_integer: jsonAs('int4'), as_float: jsonAs('float8'), as_boolean: jsonAs('bool'), as_numeric: jsonAs('numeric'), as_json: same,
  is_null: ({ of, call }) => ({ kind: 'is', test: 'null', negated: false, arg: of, span: call.span }),
};

/** `column.method(…)`; null where what stands before it is a value of the program, or a name that may be anything with a method that is not SQLAlchemy's. */
export function readMethod(draft: Draft, call: CallHost, callee: Extract<HostExpr, { kind: 'member' }>, env: Env | null, depth: number): Cond | null {
  const of = readSql(draft, callee.object, env, depth);
  if (of === null) return null;
  const raw = (place: number): HostExpr | undefined => call.args[place];
  const arg = (place: number): Cond => { const expr = raw(place) ?? call.keywords?.[place - call.args.length]; return expr === undefined ? paramAt(call.span) : 'value' in expr && 'key' in expr ? readOperand(draft, expr.value, env, depth) : readOperand(draft, raw(place) ?? call, env, depth + 1); };
  const method = Object.hasOwn(METHODS, callee.property) ? METHODS[callee.property] : undefined;
  if (method !== undefined) return method({ draft, call, object: callee.object, of, env, depth, arg, raw });
  return of.kind === 'column' || callee.property === 'op' ? null : opaque(`${callee.property}()`, call, [of]);
}

/** `A.tags.any('x')` of an array, `A.children.any(B.x == 1)` of a relation: one is given a value, the other a condition or nothing. */
function anyOf(called: Called): Cond | null {
  const { draft, raw, env, depth, of, arg, call } = called;
  const value = raw(0);
  // What is only tried names nothing in FROM.
  if (value === undefined || readSql(startDraft(draft.reading, draft, 'select'), value, env, depth) !== null) return relationOf(called);
  return { kind: 'quantified', op: '=', quantifier: 'any', arg: arg(0), array: of, span: call.span };
}

function relationOf({ draft, call, object, of, env, depth }: Called): Cond {
  return relationExists(draft, meaningOf(draft.reading, object, env), call, env, depth) ?? opaque('relation', call, [of]);
}

/** `func.count().filter(A.x > 1)`: only some of the rows are counted, and all are read. */
function filtered({ draft, of, call, env, depth }: Called): Cond {
  for (const arg of call.args) readSql(draft, arg, env, depth + 1);
  return { ...of, span: call.span };
}

function window({ draft, of, call, env, depth }: Called): Cond {
  if (of.kind !== 'call') return of;
  const by = keywordOf(call.keywords ?? [], 'partition_by');
  const parts = by === null ? [] : (by.kind === 'array' ? by.items : [by]).map((part) => readOperand(draft, part, env, depth));
  return { ...of, window: true, partitionBy: parts, span: call.span };
}

/** `column['key']` of JSON or an array, `column[('a', 'b')]` a path. */
export function subscriptOf(draft: Draft, expr: Extract<HostExpr, { kind: 'subscript' }>, env: Env | null, depth: number): Cond | null {
  const of = readSql(draft, expr.object, env, depth);
  if (of === null) return null;
  if (expr.index.kind === 'array') return { kind: 'operator', op: '#>', args: [of, paramAt(expr.index.span)], span: expr.span };
  return { kind: 'operator', op: '->', args: [of, literalOf(expr.index) ?? paramAt(expr.index.span)], span: expr.span };
}
