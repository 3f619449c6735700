import type { CallHost, HostExpr, HostProperty } from '../../../lang/expression.ts';
import { keywordOf } from './chain.ts';
import { anyCondition, readList } from './conditions.ts';
import type { Cond, Draft } from './draft.ts';
import { inlinedEnv, type Env } from './env.ts';
import { expandInner } from './expand.ts';
import { functionName, sqlFunction } from './functions.ts';
import { allOf, literalOf, opaque, paramAt, stringOf } from './literals.ts';
import { readMethod } from './methods.ts';
import { localFunction, meaningOf } from './names.ts';
import { nestedExpression } from './nested.ts';
import { asCondition, negated } from './operators.ts';
import { readFragment } from './text.ts';
import { typeName } from './types.ts';
import { columnOf, followed, readOperand, readSql } from './values.ts';

/** A call as SQL: a function of SQLAlchemy, `func.x(…)`, a method of a column, a subquery, a function of this file that makes any of these. Null for a value. */
export function readCall(draft: Draft, call: CallHost, env: Env | null, depth: number): Cond | null {
  const { reading } = draft;
  const name = functionName(reading, call.callee, env);
  const reader = name !== null && Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (reader !== undefined) return reader(draft, call, env, depth);
  const sql = sqlFunction(reading, call.callee, env);
  if (sql !== null) return functionCall(draft, sql, call, env, depth);
  const named = attributeByName(draft, call, env);
  if (named !== null) return named;
  const statement = expandInner(reading, call, env);
  if (statement !== undefined) return nestedExpression(draft, statement, call.span);
  if (call.callee.kind === 'member') {
    const read = readMethod(draft, call, call.callee, env, depth);
    if (read !== null) return read;
  }
  return customOperator(draft, call, env, depth) ?? helper(draft, call, env, depth);
}

const AGGREGATES: ReadonlySet<string> = new Set(['count', 'sum', 'avg', 'min', 'max', 'array_agg', 'string_agg', 'group_concat', 'json_agg', 'jsonb_agg', 'json_object_agg', 'jsonb_object_agg', 'bool_and', 'bool_or', 'every', 'stddev', 'variance', 'percentile_cont', 'percentile_disc', 'mode', 'total', 'aggregate_strings', 'stddev_pop', 'stddev_samp', 'bit_or', 'bit_and']);
const RENAMED: Readonly<Record<string, string>> = { now: 'current_timestamp', char_length: 'length', sysdate: 'current_timestamp' };

function functionCall(draft: Draft, name: string, call: CallHost, env: Env | null, depth: number): Cond {
  const lower = name.toLowerCase();
  const args = call.args.map((arg) => readOperand(draft, arg.kind === 'spread' ? arg.arg : arg, env, depth));
  return { kind: 'call', name: RENAMED[lower] ?? lower, args, ...(AGGREGATES.has(lower) ? { aggregate: true } : {}), span: call.span };
}

type Reader = (draft: Draft, call: CallHost, env: Env | null, depth: number) => Cond | null;

const first = (call: CallHost): HostExpr => call.args[0] ?? { kind: 'unknown', span: call.span };
const operand: Reader = (draft, call, env, depth) => readOperand(draft, first(call), env, depth);
const inner: Reader = (draft, call, env, depth) => readSql(draft, first(call), env, depth);
const word = (value: boolean): Reader => (_draft, call) => ({ kind: 'literal', type: 'boolean', value, span: call.span });

const FUNCTIONS: Readonly<Record<string, Reader>> = {
  and_: (draft, call, env, depth) => allOf(readList(draft, call.args, env, depth), call.span) ?? word(true)(draft, call, env, depth),
  or_: (draft, call, env, depth) => anyCondition(readList(draft, call.args, env, depth), call.span),
  not_: (draft, call, env, depth) => { const arg = readSql(draft, first(call), env, depth); return arg === null ? opaque('condition made elsewhere', call) : negated(arg, call); },
  true: word(true), false: word(false),
  null: (_draft, call) => ({ kind: 'literal', type: 'null', value: null, span: call.span }),
  tuple_: (draft, call, env, depth) => ({ kind: 'row', items: call.args.map((arg) => readOperand(draft, arg, env, depth)), span: call.span }),
  cast: (draft, call, env, depth) => ({ kind: 'cast', arg: readOperand(draft, first(call), env, depth), type: typeName(call.args[1] ?? null), span: call.span }),
  try_cast: (draft, call, env, depth) => ({ kind: 'cast', arg: readOperand(draft, first(call), env, depth), type: typeName(call.args[1] ?? null), span: call.span }),
  type_coerce: operand, literal: (_draft, call) => literalOf(first(call), call.span) ?? paramAt(call.span), bindparam: (_draft, call) => paramAt(call.span),
  distinct: operand, asc: inner, desc: inner, nulls_first: inner, nulls_last: inner, nullsfirst: inner, nullslast: inner, label: (draft, call, env, depth) => readSql(draft, call.args[1] ?? first(call), env, depth), col: inner, over: inner, within_group: inner,
  collate: (draft, call, env, depth) => ({ kind: 'collate', arg: readOperand(draft, first(call), env, depth), collation: stringOf(call.args[1]) ?? '', span: call.span }),
  extract: (draft, call, env, depth) => ({ kind: 'call', name: 'extract', args: call.args.map((arg) => readOperand(draft, arg, env, depth)), span: call.span }),
  between: (draft, call, env, depth) => ({ kind: 'between', negated: false, arg: operand(draft, call, env, depth) ?? paramAt(call.span), low: readOperand(draft, call.args[1] ?? call, env, depth + 1), high: readOperand(draft, call.args[2] ?? call, env, depth + 1), span: call.span }),
  any_: (draft, call, env, depth) => quantifier('any', draft, call, env, depth), all_: (draft, call, env, depth) => quantifier('all', draft, call, env, depth),
  case: (draft, call, env, depth) => opaque('CASE', call, columnsIn(draft, [...call.args, ...(call.keywords ?? []).flatMap(given)], env, depth)),
  text: readText, literal_column: readText, column: (_draft, call) => ({ kind: 'column', column: { by: 'name', qualifier: null, name: stringOf(first(call)) ?? '' }, span: call.span }),
  with_parent: (draft, call, env) => withParent(draft, call, env),
};

function readText(draft: Draft, call: CallHost): Cond {
  return readFragment(draft, first(call), call.span);
}

/** `x == any_(array)`: the comparison takes it apart. */
const quantifier = (name: 'any' | 'all', draft: Draft, call: CallHost, env: Env | null, depth: number): Cond => ({ kind: 'call', name, args: [readOperand(draft, first(call), env, depth)], span: call.span });

/** `with_parent(user, User.posts)`: the rows whose key is the user's. */
function withParent(draft: Draft, call: CallHost, env: Env | null): Cond | null {
  const relation = call.args[1] ?? keywordOf(call.keywords ?? [], 'prop');
  const column = relation === null ? null : columnOf(draft, meaningOf(draft.reading, relation, env), relation);
  return column === null ? opaque('with_parent', call) : opaque('with_parent', call, [column]);
}

const given = (keyword: HostProperty): readonly HostExpr[] => (keyword.kind === 'property' ? [keyword.value] : []);

/** The SQL of something that is not understood as a whole. */
export function columnsIn(draft: Draft, exprs: readonly HostExpr[], env: Env | null, depth: number): readonly Cond[] {
  return exprs.flatMap((expr): readonly Cond[] => {
    if (depth > 40) return [];
    if (expr.kind === 'array') return columnsIn(draft, expr.items, env, depth + 1);
    if (expr.kind === 'object') return columnsIn(draft, expr.properties.flatMap((p) => (p.kind === 'property' ? [p.value] : p.kind === 'computed' ? [p.key, p.value] : [])), env, depth + 1);
    const read = readSql(draft, expr, env, depth + 1);
    return read === null ? [] : [read];
  });
}

/** `getattr(User, field)`: a column that is known only at run time, unless its name is written out. */
function attributeByName(draft: Draft, call: CallHost, env: Env | null): Cond | null {
  const [of, name] = call.args;
  if (call.callee.kind !== 'identifier' || call.callee.name !== 'getattr' || of === undefined || name === undefined || draft.reading.outline.resolve('getattr', call.span.start) !== null) return null;
  const meaning = meaningOf(draft.reading, of, env);
  if (meaning.kind !== 'path' && meaning.kind !== 'source') return null;
  const attr = stringOf(followed(draft, name, env));
  if (attr === null) return opaque('dynamic column', call);
  return columnOf(draft, meaning.kind === 'path' ? { kind: 'path', path: [...meaning.path, attr] } : { kind: 'column', source: meaning.source, attr }, call);
}

const COMPARED = { '=': '=', '==': '=', '!=': '<>', '<>': '<>', '<': '<', '<=': '<=', '>': '>', '>=': '>=' } as const;
const PATTERNS: Readonly<Record<string, { readonly op: 'like' | 'ilike' | 'regex' | 'iregex' | 'similar' | 'glob' | 'match'; readonly negated: boolean }>> = {
  like: { op: 'like', negated: false }, 'not like': { op: 'like', negated: true }, ilike: { op: 'ilike', negated: false }, '~': { op: 'regex', negated: false }, '~*': { op: 'iregex', negated: false }, '!~': { op: 'regex', negated: true }, '!~*': { op: 'iregex', negated: true }, regexp: { op: 'regex', negated: false }, 'similar to': { op: 'similar', negated: false }, glob: { op: 'glob', negated: false }, match: { op: 'match', negated: false },
};

/** `A.vector.op('@@')(query)`. */
function customOperator(draft: Draft, call: CallHost, env: Env | null, depth: number): Cond | null {
  const maker = call.callee;
  if (maker.kind !== 'call' || maker.callee.kind !== 'member' || (maker.callee.property !== 'op' && maker.callee.property !== 'bool_op')) return null;
  const left = readSql(draft, maker.callee.object, env, depth);
  const op = stringOf(maker.args[0])?.trim().toLowerCase();
  if (left === null || op === undefined) return left === null ? null : opaque('operator known at run time', call, [left]);
  const right = readOperand(draft, first(call), env, depth);
  const pattern = Object.hasOwn(PATTERNS, op) ? PATTERNS[op] : undefined;
  if (pattern !== undefined) return { kind: 'like', ...pattern, arg: left, pattern: right, span: call.span };
  const compare = new Map<string, (typeof COMPARED)[keyof typeof COMPARED]>(Object.entries(COMPARED)).get(op);
  return compare !== undefined ? { kind: 'compare', op: compare, left, right, span: call.span } : { kind: 'operator', op, args: [left, right], span: call.span };
}

/** A function of this file that returns SQL is read in place of its call. */
function helper(draft: Draft, call: CallHost, env: Env | null, depth: number): Cond | null {
  const fn = localFunction(draft.reading, call.callee, env);
  if (fn === null || fn.returns.length === 0 || depth > 20) return null;
  const inside = inlinedEnv(fn, call, env);
  const read = fn.returns.map((value) => readSql(draft, value, inside, depth + 10));
  const found = read.flatMap((cond) => cond ?? []);
  if (found.length === 0) return null;
  return found.length === 1 && read.length === 1 ? (found[0] ?? null) : allOf(found.map((cond) => ({ ...asCondition(cond), optional: true })), call.span);
}
