import type { ColumnRef, SymbolPath } from '../../../facts/expr.ts';
import type { IndexDef, ModelConstraint } from '../../../facts/schema.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import { builderChain, type BuilderChain } from '../chain.ts';
import { constantString, follow } from '../constants.ts';
import { propertyOf, stringOf } from '../literals.ts';
import type { Env } from '../names/env.ts';
import { functionName, localFunction, meaningOf } from '../names/names.ts';
import { callbackEnv, inlinedEnv } from '../names/params.ts';
import type { Scope } from '../query/scope.ts';
import { readIndex } from './indexes.ts';

/** What a table's third argument declares; `doubts` says what could not be read. */
export interface Extra { readonly indexes: readonly IndexDef<ColumnRef>[]; readonly constraints: readonly ModelConstraint[]; readonly doubts: readonly string[] }

const NOTHING: Extra = { indexes: [], constraints: [], doubts: [] };

const MAX_DEPTH = 8;

/** Reads `(t) => [index('a').on(t.b), …]`, and the object form. `symbol` is the table's own path. */
export function readExtra(scope: Scope, arg: HostExpr | undefined, symbol: SymbolPath, env: Env | null): Extra {
  if (arg === undefined) return NOTHING;
  const at = follow(scope.reading.names, arg, env);
  if (at.expr.kind === 'nothing') return NOTHING;
  if (at.expr.kind !== 'function') return readItems(scope, at.expr, at.env, 0);
  const inner = callbackEnv(at.expr, [{ whole: { kind: 'path', path: symbol, imported: false }, key: (name) => ({ kind: 'path', path: [...symbol, name], imported: false }) }], at.env);
  return merge(at.expr.returns.map((value) => readItems(scope, value, inner, 0)), at.expr.returns.length > 1 ? ['its indexes are chosen at run time'] : []);
}

function merge(parts: readonly Extra[], doubts: readonly string[] = []): Extra {
  return { indexes: parts.flatMap((p) => p.indexes), constraints: parts.flatMap((p) => p.constraints), doubts: [...parts.flatMap((p) => p.doubts), ...doubts] };
}

/** An array or an object of items, through constants, helper functions and spreads. */
function readItems(scope: Scope, expr: HostExpr, env: Env | null, depth: number): Extra {
  if (depth > MAX_DEPTH) return doubt('its indexes are nested too deeply');
  const at = follow(scope.reading.names, expr, env);
  switch (at.expr.kind) {
    case 'array': return merge(at.expr.items.map((item) => (item.kind === 'spread' ? readItems(scope, item.arg, at.env, depth + 1) : readItem(scope, item, at.env, depth + 1))));
    case 'object': return merge(at.expr.properties.map((p) => (p.kind === 'spread' ? readItems(scope, p.arg, at.env, depth + 1) : readItem(scope, p.value, at.env, depth + 1))));
    case 'conditional': return merge([readItems(scope, at.expr.then, at.env, depth + 1), readItems(scope, at.expr.otherwise, at.env, depth + 1)], ['some of its indexes are there only sometimes']);
    case 'call': return readHelper(scope, at.expr, at.env, depth);
    case 'nothing': return NOTHING;
    default: return doubt('its indexes are made elsewhere');
  }
}

const doubt = (text: string): Extra => ({ ...NOTHING, doubts: [text] });

function readHelper(scope: Scope, call: Extract<HostExpr, { kind: 'call' }>, env: Env | null, depth: number): Extra {
  const fn = localFunction(scope.reading.names, call.callee, env);
  const [only] = fn?.returns ?? [];
  if (fn === null || only === undefined || fn.returns.length > 1) return doubt('its indexes are made elsewhere');
  return readItems(scope, only, inlinedEnv(fn, call.args, env, env), depth + 1);
}

function readItem(scope: Scope, expr: HostExpr, env: Env | null, depth: number): Extra {
  const at = follow(scope.reading.names, expr, env);
  // drizzle-kit passes over everything that no builder made.
  if (at.expr.kind === 'nothing' || at.expr.kind === 'object') return NOTHING;
  if (at.expr.kind === 'conditional' || at.expr.kind === 'binary') return readSometimes(scope, at.expr, at.env, depth);
  const chain = builderChain(at.expr);
  const name = chain === null ? null : functionName(scope.reading.names, chain.call.callee, at.env);
  if (chain === null) return doubt('an index or a key is made elsewhere');
  switch (name) {
    case 'index': case 'uniqueIndex': return ofIndex(scope, chain, at.env, name === 'uniqueIndex');
    case 'unique': return constraint(scope, chain, at.env, 'unique');
    case 'primaryKey': return constraint(scope, chain, at.env, 'primary-key');
    case 'foreignKey': return foreignKey(scope, chain, at.env);
    case 'check': case 'pgPolicy': case 'customPolicy': case 'crudPolicy': case 'authenticatedRole': return NOTHING;
    default: return name === null ? readMade(scope, chain, at.env, depth) : /polic|check/i.test(name) ? NOTHING : doubt(`${name}() may make an index or a key`);
  }
}

function readSometimes(scope: Scope, expr: Extract<HostExpr, { kind: 'conditional' | 'binary' }>, env: Env | null, depth: number): Extra {
  const sides = expr.kind === 'conditional' ? [expr.then, expr.otherwise] : [expr.right];
  return merge(depth > MAX_DEPTH ? [] : sides.map((side) => readItem(scope, side, env, depth + 1)), ['some of its indexes are there only sometimes']);
}

/** `tenantIndex(t)`, a function of this file that returns one item. */
function readMade(scope: Scope, chain: BuilderChain, env: Env | null, depth: number): Extra {
  const fn = localFunction(scope.reading.names, chain.call.callee, env);
  const [only] = fn?.returns ?? [];
  if (fn === null || only === undefined || fn.returns.length > 1 || depth > MAX_DEPTH) return doubt('an index or a key is made elsewhere');
  return readItem(scope, only, inlinedEnv(fn, chain.call.args, env, env), depth + 1);
}

function ofIndex(scope: Scope, chain: BuilderChain, env: Env | null, unique: boolean): Extra {
  const index = readIndex(scope, chain, env, unique);
  return index === null ? doubt('an index could not be read') : { ...NOTHING, indexes: [index] };
}

/** `unique('n').on(t.a, t.b)`, `primaryKey({ columns: [t.a] })`, and the old `primaryKey(t.a, t.b)`. */
function constraint(scope: Scope, chain: BuilderChain, env: Env | null, kind: 'unique' | 'primary-key'): Extra {
  const [first] = chain.call.args;
  const options = first?.kind === 'object' ? first : null;
  const listed = propertyOf(options, 'columns');
  const on = chain.modifiers.find((m) => m.name === 'on');
  const items = kind === 'unique' ? (on?.args ?? []) : listed?.kind === 'array' ? listed.items : options === null ? chain.call.args : [];
  const attrs = items.map((item) => attrOf(scope, item, env));
  if (attrs.length === 0 || attrs.includes(null)) return doubt('a key could not be read');
  const name = constantString(scope.reading.names, options === null ? (kind === 'unique' ? first : null) : propertyOf(options, 'name'), env);
  return { ...NOTHING, constraints: [{ kind, name, attrs: attrs.flatMap((a) => a ?? []), span: chainSpan(chain) }] };
}

/** The attribute of the table at hand that an expression names. */
function attrOf(scope: Scope, expr: HostExpr, env: Env | null): string | null {
  const meaning = meaningOf(scope.reading.names, expr, env);
  return meaning.kind === 'path' && meaning.path.length >= 2 ? (meaning.path.at(-1) ?? null) : null;
}

export const chainSpan = (chain: BuilderChain): { readonly start: number; readonly end: number } => ({ start: chain.call.span.start, end: chain.modifiers.at(-1)?.span.end ?? chain.call.span.end });

/** `foreignKey({ columns, foreignColumns }).onDelete('cascade')`; older: `foreignKey(() => ({ … }))`. */
function foreignKey(scope: Scope, chain: BuilderChain, env: Env | null): Extra {
  const [first] = chain.call.args;
  const options = first?.kind === 'function' ? (first.returns[0] ?? null) : (first ?? null);
  const [columns, foreign] = [propertyOf(options, 'columns'), propertyOf(options, 'foreignColumns')];
  if (columns?.kind !== 'array' || foreign?.kind !== 'array') return doubt('a foreign key could not be read');
  const attrs = columns.items.map((item) => attrOf(scope, item, env));
  const references = foreign.items.map((item) => meaningOf(scope.reading.names, item, env)).flatMap((m) => (m.kind === 'path' && m.path.length >= 2 ? [m.path] : []));
  if (attrs.includes(null) || references.length !== attrs.length) return doubt('a foreign key could not be read');
  const onDelete = stringOf(chain.modifiers.find((m) => m.name === 'onDelete')?.args?.[0]);
  const name = constantString(scope.reading.names, propertyOf(options, 'name'), env);
  return { ...NOTHING, constraints: [{ kind: 'foreign-key', name, attrs: attrs.flatMap((a) => a ?? []), references, onDelete, span: chainSpan(chain) }] };
}
