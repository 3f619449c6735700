import type { ColumnRef, Expr } from '../../../facts/expr.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import { follow } from '../constants.ts';
import type { Env, Meaning } from '../names/env.ts';
import { functionName, meaningOf } from '../names/names.ts';
import { AGGREGATES, CONDITION_FUNCTIONS } from '../vocabulary.ts';
import { conditionCall } from './operators.ts';
import { isColumnPath, type Scope } from './scope.ts';
import { expressionOf, sqlTemplate, sqlTextOf } from './template.ts';

export type Cond = Expr<ColumnRef>;

/** The column a meaning stands for, where it can be one. */
export function columnRef(meaning: Meaning): ColumnRef | null {
  if (meaning.kind === 'path' && meaning.path.length >= 2) return { by: 'symbol', path: meaning.path };
  return meaning.kind === 'column' ? { by: 'attr', source: meaning.source, attr: meaning.attr } : null;
}

/** What an operator is applied to: a column, a `sql` piece, a function of either. A member of an imported name is a column here whatever else is known. */
export function readOperand(scope: Scope, expr: HostExpr, env: Env | null, depth: number): Cond {
  const column = columnRef(meaningOf(scope.reading.names, expr, env));
  if (column !== null) return { kind: 'column', column, span: expr.span };
  const read = readExpression(scope, expr, env, depth);
  if (read !== null) return read;
  const at = follow(scope.reading.names, expr, env);
  if (at.expr.kind === 'conditional') return choice(scope, at.expr, at.env, depth);
  // A column is always there: `t.description ?? ''` only pleases the types.
  if (at.expr.kind === 'binary' && (at.expr.op === '??' || at.expr.op === '||') && depth < 40) return readOperand(scope, at.expr.left, at.env, depth + 1);
  if (at.expr.kind === 'subscript') return { kind: 'opaque', reason: 'dynamic column', args: [], span: expr.span };
  const literal = literalOf(at.expr);
  return literal ?? { kind: 'opaque', reason: 'not a column of this file', args: [], span: expr.span };
}

/** `(asc ? t.a : t.b)`: a column if both sides are the same one. */
function choice(scope: Scope, expr: Extract<HostExpr, { kind: 'conditional' }>, env: Env | null, depth: number): Cond {
  const [a, b] = [readOperand(scope, expr.then, env, depth + 1), readOperand(scope, expr.otherwise, env, depth + 1)];
  return { kind: 'opaque', reason: 'one of several columns', args: [a, b].filter((side) => side.kind === 'column'), span: expr.span };
}

/** `sql`, aggregates, distances, subqueries: everything that is an expression by its own shape. Null for values. */
export function readExpression(scope: Scope, expr: HostExpr, env: Env | null, depth: number): Cond | null {
  const template = sqlTemplate(scope, expr, env);
  if (template !== null) return expressionOf(scope, sqlTextOf(scope, template.template, template.env), template.template.span);
  const at = follow(scope.reading.names, expr, env);
  if (at.expr.kind !== 'call') return null;
  const name = functionName(scope.reading.names, at.expr.callee, at.env);
  if (name !== null && CONDITION_FUNCTIONS.has(name)) return conditionCall(scope, name, at.expr, at.env, depth + 1);
  if (at.expr.callee.kind !== 'member') return null;
  const base = chainedAggregate(scope, at.expr, at.env, depth);
  if (base !== null) return base;
  const query = scope.nested(at.expr, at.env, scope);
  return query === null ? null : { kind: 'subquery', form: 'scalar', negated: false, query, span: at.expr.span };
}

/** `count().as('n')`, `max(t.a).mapWith(Number)`. */
function chainedAggregate(scope: Scope, expr: HostExpr, env: Env | null, depth: number): Cond | null {
  let at = expr;
  while (at.kind === 'call' && at.callee.kind === 'member' && (at.callee.property === 'as' || at.callee.property === 'mapWith')) at = at.callee.object;
  if (at === expr || at.kind !== 'call') return at === expr ? null : columnOnly(scope, at, env);
  const name = functionName(scope.reading.names, at.callee, env);
  return name !== null && Object.hasOwn(AGGREGATES, name) ? conditionCall(scope, name, at, env, depth + 1) : null;
}

function columnOnly(scope: Scope, expr: HostExpr, env: Env | null): Cond | null {
  const column = columnRef(meaningOf(scope.reading.names, expr, env));
  return column === null ? null : { kind: 'column', column, span: expr.span };
}

/** The other side of an operator: a literal keeps its type, a column in sight is a column, everything else is a parameter. */
export function readValue(scope: Scope, expr: HostExpr, env: Env | null, depth: number): Cond {
  const meaning = meaningOf(scope.reading.names, expr, env);
  const column = columnRef(meaning);
  if (column !== null && (column.by !== 'symbol' || isColumnPath(scope, column.path))) return { kind: 'column', column, span: expr.span };
  const read = readExpression(scope, expr, env, depth);
  if (read !== null) return read;
  return literalOf(follow(scope.reading.names, expr, env).expr, expr) ?? { kind: 'param', name: '', span: expr.span };
}

/** Literals as they are written; `at` is where they are used. */
export function literalOf(expr: HostExpr, at: HostExpr = expr): Cond | null {
  const span = at.span;
  switch (expr.kind) {
    case 'string': return { kind: 'literal', type: 'string', value: expr.value, span };
    case 'number': return numeric(expr.raw, expr.value, span);
    case 'boolean': return { kind: 'literal', type: 'boolean', value: expr.value, span };
    case 'nothing': return expr.name === 'null' ? { kind: 'literal', type: 'null', value: null, span } : null;
    case 'template': return expr.tag === null && expr.holes.length === 0 ? { kind: 'literal', type: 'string', value: expr.quasis[0]?.value ?? '', span } : null;
    case 'unary': return expr.op === '-' && expr.arg.kind === 'number' ? numeric(`-${expr.arg.raw}`, -expr.arg.value, span) : null;
    default: return null;
  }
}

const numeric = (raw: string, value: number, span: HostExpr['span']): Cond => ({ kind: 'literal', type: /^-?(0[xob])?[\da-f_]+n?$/i.test(raw) && Number.isInteger(value) ? 'integer' : 'numeric', value, span });

/** A LIKE pattern: its text and its parameters in order, so that a leading wildcard shows. */
export function readPattern(scope: Scope, expr: HostExpr, env: Env | null, depth: number): Cond {
  const at = follow(scope.reading.names, expr, env);
  const parts = patternParts(at.expr, depth);
  if (parts === null) return readValue(scope, expr, env, depth);
  const read = parts.map((part): Cond => (typeof part === 'string' ? { kind: 'literal', type: 'string', value: part, span: expr.span } : patternPart(scope, part, at.env, depth)));
  return read.reduce((left, right) => ({ kind: 'operator', op: '||', args: [left, right], span: expr.span }));
}

const patternPart = (scope: Scope, part: HostExpr, env: Env | null, depth: number): Cond => {
  const read = readPattern(scope, part, env, depth + 1);
  return read.kind === 'column' ? { kind: 'param', name: '', span: part.span } : read;
};

function patternParts(expr: HostExpr, depth: number): readonly (string | HostExpr)[] | null {
  if (depth > 20) return null;
  if (expr.kind === 'template' && expr.tag === null && expr.holes.length > 0) {
    return expr.quasis.flatMap((q, i) => { const hole = expr.holes[i]; return [...(q.value === '' ? [] : [q.value]), ...(hole === undefined ? [] : [hole])]; });
  }
  return expr.kind === 'binary' && expr.op === '+' ? [expr.left, expr.right] : null;
}
