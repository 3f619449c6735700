import type { HostExpr } from '../../../lang/expression.ts';
import { binary, unary } from './operators.ts';
import { chainOf } from './chain.ts';
import { lookup, type Env } from './env.ts';
import { type Cond, type Draft, mention } from './draft.ts';
import { readCall } from './calls.ts';
import { noteSource } from './from.ts';
import { literalOf, opaque, paramAt } from './literals.ts';
import { meaningOf, type Meaning } from './names.ts';
import { subscriptOf } from './methods.ts';
import { mutationsOf, type Reading } from './reading.ts';
import { spend } from '../../../lang/work.ts';

const MAX_DEPTH = 60;

/** An expression as SQL; null for what is a value of the program and nothing of the database. */
export function readSql(draft: Draft, expr: HostExpr, env: Env | null, depth = 0): Cond | null {
  if (depth > MAX_DEPTH || !spend(draft.reading.work)) return opaque('nested too deeply', expr);
  switch (expr.kind) {
    case 'identifier': return ofName(draft, expr, env, depth);
    case 'member': return columnOf(draft, meaningOf(draft.reading, expr, env), expr) ?? ofMember(draft, expr, env, depth);
    case 'subscript': return columnOf(draft, meaningOf(draft.reading, expr, env), expr) ?? subscriptOf(draft, expr, env, depth + 1);
    case 'call': return readCall(draft, expr, env, depth + 1);
    case 'binary': return binary(draft, expr, env, depth + 1);
    case 'unary': return unary(draft, expr, env, depth + 1);
    case 'conditional': return choice(draft, expr, env, depth + 1);
    case 'await': return readSql(draft, expr.arg, env, depth + 1);
    default: return null;
  }
}

/** The column that a meaning stands for; what it names is then in FROM. A path of two names or more may be one: linking knows. */
export function columnOf(draft: Draft, meaning: Meaning, at: HostExpr): Cond | null {
  if (meaning.kind === 'column') {
    noteSource(draft, meaning.source, at.span);
    return { kind: 'column', column: { by: 'attr', source: meaning.source.alias, attr: meaning.attr }, span: at.span };
  }
  if (meaning.kind !== 'path' || meaning.path.length < 2) return null;
  mention(draft, meaning.path, at.span);
  return { kind: 'column', column: { by: 'symbol', path: meaning.path, orValue: true }, span: at.span };
}

/** `col['k'].astext`. */
function ofMember(draft: Draft, expr: Extract<HostExpr, { kind: 'member' }>, env: Env | null, depth: number): Cond | null {
  if (expr.property !== 'astext' && expr.property !== 'comparator' && expr.property !== 'expression') return null;
  const of = readSql(draft, expr.object, env, depth + 1);
  if (of === null || expr.property !== 'astext') return of;
  return of.kind === 'operator' && of.op === '->' ? { ...of, op: '->>', span: expr.span } : of.kind === 'operator' && of.op === '#>' ? { ...of, op: '#>>', span: expr.span } : of;
}

/** A variable that is given SQL once; one that is changed later may be anything. */
function ofName(draft: Draft, expr: Extract<HostExpr, { kind: 'identifier' }>, env: Env | null, depth: number): Cond | null {
  const { outline } = draft.reading;
  const meaning = meaningOf(draft.reading, expr, env);
  if (meaning.kind !== 'value') return columnOf(draft, meaning, expr);
  const binding = outline.resolve(expr.name, expr.span.start);
  if (binding === null) return null;
  const given = lookup(env, binding);
  if (given !== undefined) return given === null ? null : at(readSql(draft, given.expr, given.env, depth + 1), expr);
  if (binding.init === null || binding.kind === 'param' || binding.kind === 'loop' || binding.kind === 'function' || binding.pattern !== null) return null;
  const read = readSql(draft, binding.init, env, depth + 1);
  return read !== null && mutationsOf(draft.reading, binding).some((m) => m.kind === 'assign' && m.span.start < expr.span.start) ? opaque('one of several expressions', expr, [read]) : at(read, expr);
}

const at = (read: Cond | null, expr: HostExpr): Cond | null => (read === null ? null : { ...read, span: expr.span });

/** `A.x if asc else A.y`. */
function choice(draft: Draft, expr: Extract<HostExpr, { kind: 'conditional' }>, env: Env | null, depth: number): Cond | null {
  const sides = [expr.then, expr.otherwise].flatMap((side) => readSql(draft, side, env, depth) ?? []);
  return sides.length === 0 ? null : opaque('one of several expressions', expr, sides);
}

/** What an operator is applied to: SQL, a literal with its type, else a parameter. */
export function readOperand(draft: Draft, expr: HostExpr, env: Env | null, depth = 0): Cond {
  return readSql(draft, expr, env, depth) ?? literalOf(followed(draft, expr, env), expr.span) ?? paramAt(expr.span);
}

/** Constants of this file stand for their values. */
export const followed = (draft: Draft, expr: HostExpr, env: Env | null): HostExpr => constantOf(draft.reading, expr, env);

/** The value of a name that is given one alone; any other expression as it is. */
export function constantOf(reading: Reading, expr: HostExpr, env: Env | null, depth = 0): HostExpr {
  if (expr.kind !== 'identifier' || depth > 8) return expr;
  const binding = reading.outline.resolve(expr.name, expr.span.start);
  if (binding === null) return expr;
  const given = lookup(env, binding);
  if (given !== undefined) return given === null ? expr : constantOf(reading, given.expr, given.env, depth + 1);
  return binding.kind === 'const' && binding.init !== null && binding.pattern === null && !mutationsOf(reading, binding).some((m) => m.kind === 'assign') ? constantOf(reading, binding.init, env, depth + 1) : expr;
}

/** The last name of a chain, for messages. */
export const lastName = (expr: HostExpr): string => { const { base, steps } = chainOf(expr, null); return steps.at(-1)?.name ?? (base.kind === 'identifier' ? base.name : 'a function'); };
