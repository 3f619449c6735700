import type { HostExpr } from '../../../lang/expression.ts';
import { follow } from '../constants.ts';
import { propertiesOf } from '../literals.ts';
import type { Env } from '../names/env.ts';
import { COMPARISONS, INFIX, PATTERN_OPERATORS } from '../vocabulary.ts';
import { inTableCallback } from './callback.ts';
import { opaque, optional, readCondition } from './conditions.ts';
import { EMPTY } from './empty.ts';
import { optionsOf, type Option } from './options.ts';
import type { Scope } from './scope.ts';
import { readPattern, readValue, type Cond } from './values.ts';

const MAX_DEPTH = 20;

const join = (kind: 'and' | 'or', args: readonly Cond[], at: HostExpr): Cond | null => (args.length > 1 ? { kind, args, span: at.span } : (args[0] ?? null));

/** The object filter of drizzle-orm 1.0: `{ status: 'open', age: { gt: 18 }, OR: [...], author: { name: 'x' } }`. `alias` is the source it is about. */
export function readFilter(scope: Scope, expr: HostExpr, env: Env | null, alias: string, depth = 0): Cond | null {
  const options = optionsOf(scope.reading.names, expr, env);
  if (options === null || depth > MAX_DEPTH) return opaque('filter made elsewhere', expr);
  const read = [...options.entries.values()].flatMap((option) => {
    const cond = readEntry(scope, option, alias, depth + 1);
    return cond === null ? [] : [option.optional ? optional(cond) : cond];
  });
  return join('and', options.unknown ? [...read, opaque('filter made elsewhere', expr)] : read, expr);
}

function readEntry(scope: Scope, option: Option, alias: string, depth: number): Cond | null {
  const at = follow(scope.reading.names, option.expr, option.env);
  switch (option.key) {
    case 'AND': case 'OR': return readAll(scope, option.key === 'AND' ? 'and' : 'or', at.expr, at.env, (item, env) => readFilter(scope, item, env, alias, depth));
    case 'NOT': return negated(readFilter(scope, at.expr, at.env, alias, depth), at.expr);
    case 'RAW': return inTableCallback(at.expr, at.env, alias, (body, env) => readCondition(scope, body, env));
    default: return readField(scope, { ...option, expr: at.expr, env: at.env }, alias, depth);
  }
}

const negated = (arg: Cond | null, at: HostExpr): Cond | null => (arg === null ? null : { kind: 'not', arg, span: at.span });

function readAll(scope: Scope, kind: 'and' | 'or', expr: HostExpr, env: Env | null, read: (item: HostExpr, env: Env | null) => Cond | null): Cond | null {
  if (expr.kind !== 'array') return expr.kind === 'nothing' ? null : opaque('filter made elsewhere', expr);
  return join(kind, expr.items.flatMap((item) => { const cond = item.kind === 'spread' ? opaque('filter made elsewhere', item) : conditionalItem(scope, item, env, read); return cond ?? []; }), expr);
}

function conditionalItem(_scope: Scope, item: HostExpr, env: Env | null, read: (item: HostExpr, env: Env | null) => Cond | null): Cond | null {
  if (item.kind !== 'conditional') return item.kind === 'nothing' ? null : read(item, env);
  const side = item.then.kind === 'nothing' ? item.otherwise : item.then;
  const cond = read(side, env);
  return cond === null ? null : optional(cond);
}

/** A field with a value, with operators, or a relation with a filter of its own. */
function readField(scope: Scope, option: Option, alias: string, depth: number): Cond | null {
  const { expr, env, key } = option;
  if (expr.kind === 'nothing' && expr.name === 'undefined') return null;
  if (expr.kind === 'conditional') return conditionalItem(scope, expr, env, (item, inner) => readField(scope, { ...option, expr: item, env: inner }, alias, depth + 1));
  const column: Cond = { kind: 'column', column: { by: 'attr', source: alias, attr: key }, span: option.expr.span };
  if (expr.kind !== 'object') return { kind: 'compare', op: '=', left: column, right: readValue(scope, expr, env, 0), span: expr.span };
  return isOperators(expr) ? readOperators(scope, column, expr, env, depth) : readRelation(scope, option, alias, depth);
}

const OPERATORS: ReadonlySet<string> = new Set([...Object.keys(COMPARISONS), ...Object.keys(PATTERN_OPERATORS), ...Object.keys(INFIX), 'in', 'notIn', 'isNull', 'isNotNull', 'AND', 'OR', 'NOT']);

/** `{ AND: […] }` alone may be of a relation too; then at least one item has an operator. */
const isOperators = (expr: HostExpr): boolean => propertiesOf(expr).some((p) => p.kind === 'property' && OPERATORS.has(p.key) && !/^(AND|OR|NOT)$/.test(p.key)) || nestedOperators(expr, 0);

const nestedOperators = (expr: HostExpr, depth: number): boolean =>
  depth < 4 && propertiesOf(expr).some((p) => p.kind === 'property' && /^(AND|OR|NOT)$/.test(p.key) && (p.value.kind === 'array' ? p.value.items : [p.value]).some((item) => isOperators(item)));

function readOperators(scope: Scope, column: Cond, expr: HostExpr, env: Env | null, depth: number): Cond | null {
  if (depth > MAX_DEPTH) return opaque('nested too deeply', expr);
  const parts = propertiesOf(expr).flatMap((p) => {
    if (p.kind !== 'property') return [opaque('filter made elsewhere', expr)];
    const cond = p.value.kind === 'conditional' ? conditionalItem(scope, p.value, env, (item, inner) => readOperator(scope, column, p.key, item, inner, depth)) : readOperator(scope, column, p.key, p.value, env, depth);
    return cond === null ? [] : [cond];
  });
  return join('and', parts, expr);
}

const isKey = <T extends object>(table: T, key: string): key is Extract<keyof T, string> => Object.hasOwn(table, key);

function readOperator(scope: Scope, column: Cond, op: string, value: HostExpr, env: Env | null, depth: number): Cond | null {
  const span = value.span;
  if (value.kind === 'nothing' && value.name === 'undefined') return null;
  if (isKey(COMPARISONS, op)) return { kind: 'compare', op: COMPARISONS[op], left: column, right: readValue(scope, value, env, 0), span };
  if (isKey(PATTERN_OPERATORS, op)) return { kind: 'like', ...PATTERN_OPERATORS[op], arg: column, pattern: readPattern(scope, value, env, 0), span };
  if (Object.hasOwn(INFIX, op)) return { kind: 'operator', op: INFIX[op] ?? op, args: [column, readValue(scope, value, env, 0)], span };
  switch (op) {
    case 'in': case 'notIn': return membership(scope, column, value, env, op === 'notIn');
    case 'isNull': case 'isNotNull': return value.kind === 'boolean' && !value.value ? null : { kind: 'is', test: 'null', negated: op === 'isNotNull', arg: column, span };
    case 'AND': case 'OR': return readAll(scope, op === 'AND' ? 'and' : 'or', value, env, (item, inner) => readOperators(scope, column, item, inner, depth + 1));
    case 'NOT': return negated(readOperators(scope, column, value, env, depth + 1), value);
    default: return opaque(`unknown operator ${op}`, value);
  }
}

function membership(scope: Scope, arg: Cond, value: HostExpr, env: Env | null, not: boolean): Cond {
  const at = follow(scope.reading.names, value, env);
  const items: readonly Cond[] = at.expr.kind === 'array' ? at.expr.items.map((item) => readValue(scope, item, at.env, 0)) : [{ kind: 'param', name: '', list: true, span: value.span }];
  return { kind: 'in', negated: not, arg, items, span: value.span };
}

/** A filter on a relation is an EXISTS over the related table. */
function readRelation(scope: Scope, option: Option, alias: string, depth: number): Cond {
  const child = `${alias}_${option.key}`;
  const source = { id: 0, alias: child, relation: { kind: 'table', table: { by: 'key', key: option.key } }, join: 'from', on: null, origin: 'relation', relationName: option.key, relationOf: alias, span: option.expr.span } as const;
  const inner: Scope = { ...scope, sources: [{ alias: child, path: null, key: option.key }], outer: scope };
  const where = readFilter(inner, option.expr, option.env, child, depth);
  return { kind: 'subquery', form: 'exists', negated: false, query: { ...EMPTY, op: 'select', sources: [source], where, span: option.expr.span }, span: option.expr.span };
}

