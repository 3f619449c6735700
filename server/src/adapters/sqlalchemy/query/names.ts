import type { SymbolPath } from '../../../facts/expr.ts';
import type { CallHost, FunctionHost, HostExpr } from '../../../lang/expression.ts';
import type { Binding } from '../../../lang/outline.ts';
import type { Span } from '../../../text/span.ts';
import { keywordOf } from './chain.ts';
import { lookup, type Env, type Placed } from './env.ts';
import { classAround, methodOf, mutationsOf, pathOfClass, type Reading } from './reading.ts';
import { isStatement } from './starts.ts';
import { functionName } from './functions.ts';
import { stringOf } from './literals.ts';
import { spend } from '../../../lang/work.ts';

/** What a name or a member stands for, as far as the text of one file tells. */
export type Meaning =
  /** A way to a model, a table, a column or anything else of the program, from a name at the file's top level. */
  | { readonly kind: 'path'; readonly path: SymbolPath }
  /** A table under an alias of its own, a subquery or a CTE. */
  | { readonly kind: 'source'; readonly source: NamedSource }
  | { readonly kind: 'column'; readonly source: NamedSource; readonly attr: string }
  | { readonly kind: 'value' };

export interface NamedSource {
  readonly alias: string;
  /** The call that makes it. */
  readonly span: Span;
  readonly of:
    | { readonly kind: 'table'; readonly path: SymbolPath }
    | { readonly kind: 'query' | 'cte'; readonly query: Placed; readonly recursive: boolean; readonly lateral: boolean }
    | { readonly kind: 'unknown' };
}

export const VALUE: Meaning = { kind: 'value' };

/** Longer chains of names than this are cycles. */
const MAX_DEPTH = 24;
/** Between a table and a column's name stand these: `users.c.id`, `User.__table__.c.id`. */
const isBetween = (name: string | undefined): boolean => name === 'c' || name === 'columns' || name === '__table__';

/** What an expression stands for; `value` for everything that is no name of something in the database. */
export function meaningOf(reading: Reading, expr: HostExpr, env: Env | null, depth = 0): Meaning {
  const known = env === null ? reading.meanings.get(expr) : undefined;
  if (known !== undefined) return known;
  if (depth > MAX_DEPTH || !spend(reading.work)) return VALUE;
  // What leads back to itself is a value.
  if (env === null) reading.meanings.set(expr, VALUE);
  const meaning = find(reading, expr, env, depth);
  if (env === null) reading.meanings.set(expr, meaning);
  return meaning;
}

function find(reading: Reading, expr: HostExpr, env: Env | null, depth: number): Meaning {
  switch (expr.kind) {
    case 'identifier': return ofName(reading, expr, env, depth);
    case 'member': return isThis(expr.object) ? ofOwn(reading, expr, env, depth) : memberOf(meaningOf(reading, expr.object, env, depth + 1), expr.property);
    case 'subscript': return ofKey(reading, expr, env, depth);
    case 'call': return ofCall(reading, expr, env, depth);
    case 'await': return meaningOf(reading, expr.arg, env, depth + 1);
    default: return VALUE;
  }
}

export const isThis = (expr: HostExpr): boolean => expr.kind === 'identifier' && expr.name === 'this';

/** `cls`, which is the class; `self` is one row of it. */
export const isClassItself = (reading: Reading, expr: HostExpr): boolean => isThis(expr) && reading.document.text.slice(expr.span.start, expr.span.end) === 'cls';

export function ownClass(reading: Reading, offset: number): Meaning {
  const own = classAround(reading, offset);
  return own === null ? VALUE : { kind: 'path', path: pathOfClass(own) };
}

function memberOf(of: Meaning, key: string): Meaning {
  switch (of.kind) {
    case 'path': return { kind: 'path', path: isBetween(of.path.at(-1)) && of.path.length > 1 ? [...of.path.slice(0, -1), key] : [...of.path, key] };
    case 'source': return key === 'c' || key === 'columns' ? of : { kind: 'column', source: of.source, attr: key };
    default: return VALUE;
  }
}

/** `cls.email` of a model, `self.__class__`, `self.model` where the class says `model = User`. */
function ofOwn(reading: Reading, expr: Extract<HostExpr, { kind: 'member' }>, env: Env | null, depth: number): Meaning {
  if (expr.property === '__class__') return ownClass(reading, expr.span.start);
  const field = reading.outline.resolve(`this.${expr.property}`, expr.span.start);
  const init = field?.kind === 'field' && (field.init?.kind === 'identifier' || field.init?.kind === 'member') && !mutationsOf(reading, field).some((m) => m.kind === 'assign') ? meaningOf(reading, field.init, env, depth + 1) : VALUE;
  return init.kind === 'path' ? init : memberOf(meaningOf(reading, expr.object, env, depth + 1), expr.property);
}

/** `users.c['id']`. */
function ofKey(reading: Reading, expr: Extract<HostExpr, { kind: 'subscript' }>, env: Env | null, depth: number): Meaning {
  const key = stringOf(expr.index);
  if (key === null || expr.object.kind !== 'member' || !isBetween(expr.object.property)) return VALUE;
  return memberOf(meaningOf(reading, expr.object, env, depth + 1), key);
}

function ofName(reading: Reading, expr: Extract<HostExpr, { kind: 'identifier' }>, env: Env | null, depth: number): Meaning {
  if (expr.name === 'this') return isClassItself(reading, expr) ? ownClass(reading, expr.span.start) : VALUE;
  const binding = reading.outline.resolve(expr.name, expr.span.start);
  // A name that nothing declares comes by a star import, or is about to be imported.
  if (binding === null) return reading.starred || /^[A-Z]/.test(expr.name) ? { kind: 'path', path: [expr.name] } : VALUE;
  const given = lookup(env, binding);
  if (given !== undefined) return given === null ? VALUE : meaningOf(reading, given.expr, given.env, depth + 1);
  if (binding.import !== null) return { kind: 'path', path: [binding.name] };
  if (binding.kind === 'class') return binding.topLevel ? { kind: 'path', path: [binding.name] } : VALUE;
  if (binding.kind === 'function' || binding.kind === 'param' || binding.kind === 'loop' || binding.kind === 'catch') return VALUE;
  return ofVariable(reading, binding, env, depth);
}

function ofVariable(reading: Reading, binding: Binding, env: Env | null, depth: number): Meaning {
  if (mutationsOf(reading, binding).some((m) => m.kind === 'assign')) return recursiveCte(reading, binding, env, depth);
  const init = binding.init ?? itemOf(binding);
  if (init === null) return VALUE;
  const through = init.kind === 'identifier' || init.kind === 'member' || init.kind === 'call' || init.kind === 'subscript' ? meaningOf(reading, init, env, depth + 1) : VALUE;
  // What a call makes at top level may be a table: linking knows.
  return through.kind === 'value' && binding.topLevel && init.kind === 'call' ? { kind: 'path', path: [binding.name] } : through;
}

/** `tree = tree.union_all(…)`: rows that are made of itself, of which nothing is said. */
function recursiveCte(reading: Reading, binding: Binding, env: Env | null, depth: number): Meaning {
  const meaning = binding.init === null ? VALUE : meaningOf(reading, binding.init, env, depth + 1);
  return meaning.kind === 'source' && meaning.source.of.kind !== 'table' ? { kind: 'source', source: { alias: meaning.source.alias, span: meaning.source.span, of: { kind: 'unknown' } } } : VALUE;
}

/** `a, b = aliased(A), aliased(B)`. */
function itemOf(binding: Binding): HostExpr | null {
  const of = binding.pattern?.of;
  const place = Number(binding.pattern?.key ?? '-');
  return of?.kind === 'array' && Number.isInteger(place) ? (of.items[place] ?? null) : null;
}

function ofCall(reading: Reading, call: CallHost, env: Env | null, depth: number): Meaning {
  const [first, second] = call.args;
  const name = functionName(reading, call.callee, env);
  const word = name ?? (call.callee.kind === 'member' ? call.callee.property : '');
  const alias = stringOf(keywordOf(call.keywords ?? [], 'name')) ?? `${word}@${call.span.start}`;
  if ((name === 'aliased' || name === 'alias' || name === 'with_polymorphic') && first !== undefined) return aliasOf(reading, first, { alias, of: second ?? keywordOf(call.keywords ?? [], 'alias') }, env, depth);
  if (call.callee.kind !== 'member') return VALUE;
  const { object, property } = call.callee;
  const named = stringOf(first) ?? alias;
  if (property === 'alias') { const table = meaningOf(reading, object, env, depth + 1); if (table.kind === 'path') return { kind: 'source', source: { alias: named, span: call.span, of: { kind: 'table', path: table.path } } }; }
  if (!/^(?:subquery|cte|alias|lateral)$/.test(property) || !isStatement(reading, object, env)) return VALUE;
  const recursive = keywordOf(call.keywords ?? [], 'recursive') !== null;
  return { kind: 'source', source: { alias: named, span: call.span, of: { kind: property === 'cte' ? 'cte' : 'query', query: { expr: object, env }, recursive, lateral: property === 'lateral' } } };
}

/** `aliased(User)`, `aliased(User, subquery)`. */
function aliasOf(reading: Reading, first: HostExpr, given: { readonly alias: string; readonly of: HostExpr | null }, env: Env | null, depth: number): Meaning {
  const from = given.of === null || given.of.kind === 'string' || given.of.kind === 'array' ? VALUE : meaningOf(reading, given.of, env, depth + 1);
  if (from.kind === 'source') return from;
  const table = meaningOf(reading, first, env, depth + 1);
  if (table.kind === 'source') return table;
  return table.kind === 'path' ? { kind: 'source', source: { alias: given.alias, span: first.span, of: { kind: 'table', path: table.path } } } : VALUE;
}

/** A function or method of this file that is called: `helper()`, `self._base()`, `cls.all()`, `User.active()`. */
export function localFunction(reading: Reading, callee: HostExpr, env: Env | null): FunctionHost | null {
  if (callee.kind === 'function') return callee;
  if (callee.kind === 'identifier') return functionOf(reading, reading.outline.resolve(callee.name, callee.span.start), env);
  if (callee.kind !== 'member') return null;
  if (isThis(callee.object)) return functionOf(reading, reading.outline.resolve(`this.${callee.property}`, callee.span.start), env);
  const of = meaningOf(reading, callee.object, env);
  return of.kind === 'path' ? methodOf(reading, of.path.join('.'), callee.property) : null;
}

function functionOf(reading: Reading, binding: Binding | null, env: Env | null): FunctionHost | null {
  if (binding === null || binding.import !== null) return null;
  const given = lookup(env, binding);
  if (given !== undefined) return given === null ? null : localFunction(reading, given.expr, given.env);
  return binding.init?.kind === 'function' ? binding.init : null;
}
