import type { FunctionHost, HostExpr } from '../../../lang/expression.ts';
import type { Binding, Outline } from '../../../lang/outline.ts';
import { isCall, stringOf } from '../literals.ts';
import { follow } from '../constants.ts';
import { isBuilderCall } from './builders.ts';
import { lookup, VALUE, type Env, type Meaning } from './env.ts';
import { spend, startWork, type Work } from '../../../lang/work.ts';
import { startMemo, type Memo } from './memo.ts';

/** Names of one file, resolved lexically. `symbolOf` gives the symbol of a table that a binding declares; `known` has all of them. */
export interface Names { readonly outline: Outline; readonly symbolOf: (binding: Binding) => string | null; readonly known: ReadonlySet<string>; readonly work: Work; readonly memo: Memo; /** Functions whose query their callers carry on. */ readonly extended: Set<FunctionHost> }

/** Names of a file whose tables are not known yet. */
export const bareNames = (outline: Outline): Names => ({ outline, symbolOf: () => null, known: new Set(), work: startWork(), memo: startMemo(), extended: new Set() });

/** Longer chains of names than this are cycles. */
const MAX_DEPTH = 24;

/** What an expression stands for: a table, a column, an alias, an operator; `value` for everything else. */
export function meaningOf(names: Names, expr: HostExpr, env: Env | null, depth = 0): Meaning {
  const known = names.memo.get(expr, env);
  if (known !== undefined) return known;
  if (depth > MAX_DEPTH || !spend(names.work)) return VALUE;
  // What leads back to itself is a value.
  names.memo.set(expr, env, VALUE);
  const meaning = find(names, expr, env, depth);
  names.memo.set(expr, env, meaning);
  return meaning;
}

function find(names: Names, expr: HostExpr, env: Env | null, depth: number): Meaning {
  switch (expr.kind) {
    case 'identifier': return identifier(names, expr.name, expr.span.start, env, depth);
    case 'member': return expr.object.kind === 'identifier' && expr.object.name === 'this' ? identifier(names, `this.${expr.property}`, expr.span.start, env, depth + 1) : memberMeaning(names, expr, env, depth);
    case 'subscript': {
      const key = stringOf(expr.index);
      return key === null ? VALUE : memberOf(names, meaningOf(names, expr.object, env, depth + 1), key, depth);
    }
    case 'call': return callMeaning(names, expr, env, depth);
    case 'await': return meaningOf(names, expr.arg, env, depth + 1);
    default: return VALUE;
  }
}

/** A member of an object literal of this file (`const sortable = { name: users.name }`) is what was put there. */
function memberMeaning(names: Names, expr: Extract<HostExpr, { kind: 'member' }>, env: Env | null, depth: number): Meaning {
  const plain = memberOf(names, meaningOf(names, expr.object, env, depth + 1), expr.property, depth);
  if (plain.kind !== 'value' && (plain.kind !== 'path' || plain.imported || plain.path.length === 1 || names.known.has(plain.path[0] ?? ''))) return plain;
  const at = follow(names, expr, env);
  const through = at.expr === expr ? VALUE : meaningOf(names, at.expr, at.env, depth + 1);
  return through.kind === 'value' ? plain : through;
}

function identifier(names: Names, name: string, offset: number, env: Env | null, depth: number): Meaning {
  const binding = names.outline.resolve(name, offset);
  return binding === null ? VALUE : bindingMeaning(names, binding, env, depth);
}


function bindingMeaning(names: Names, binding: Binding, env: Env | null, depth: number): Meaning {
  const given = lookup(env, binding);
  if (given !== null) return given.kind === 'expr' ? meaningOf(names, given.expr, given.env, depth + 1) : given;
  if (binding.import !== null) return { kind: 'path', path: [binding.name], imported: true };
  const symbol = names.symbolOf(binding);
  if (symbol !== null) return { kind: 'path', path: [symbol], imported: false };
  if (binding.kind === 'loop') return VALUE;
  if (binding.pattern !== null) return destructured(names, binding.pattern, env, depth);
  if (binding.init !== null && !reassigned(names, binding)) {
    const through = initMeaning(names, binding.init, env, depth + 1);
    if (through.kind !== 'value') return through;
  }
  if (binding.kind === 'param' || binding.kind === 'field') return typed(names, binding, env, depth);
  return binding.topLevel && binding.kind !== 'let' && binding.kind !== 'var' ? { kind: 'path', path: [binding.name], imported: false } : VALUE;
}

const reassigned = (names: Names, binding: Binding): boolean => binding.kind === 'let' && names.outline.mutationsOf(binding).some((m) => m.kind === 'assign');

/** Only names, members, aliases and subqueries are followed; a query's result is a value, not the table it came from. */
const initMeaning = (names: Names, init: HostExpr, env: Env | null, depth: number): Meaning =>
  init.kind === 'identifier' || init.kind === 'member' || init.kind === 'subscript' || isCall(init) ? meaningOf(names, init, env, depth) : VALUE;

function destructured(names: Names, pattern: NonNullable<Binding['pattern']>, env: Env | null, depth: number): Meaning {
  if (pattern.of === null || pattern.key === null || pattern.pattern.kind !== 'object') return VALUE;
  return pattern.key.split('.').reduce<Meaning>((of, key) => memberOf(names, of, key, depth), meaningOf(names, pattern.of, env, depth + 1));
}

/** `(table: typeof posts)`. */
function typed(names: Names, binding: Binding, env: Env | null, depth: number): Meaning {
  const path = /^typeof\s+([\w$]+(?:\.[\w$]+)*)$/.exec(binding.type ?? '')?.[1]?.split('.');
  const [head, ...rest] = path ?? [];
  if (head === undefined || head === binding.name) return VALUE;
  return rest.reduce<Meaning>((meaning, key) => memberOf(names, meaning, key, depth), identifier(names, head, binding.span.start, env, depth + 1));
}

function memberOf(names: Names, of: Meaning, key: string, depth: number): Meaning {
  switch (of.kind) {
    case 'path': return { kind: 'path', path: grown(names, of.path, key), imported: of.imported };
    case 'source': return { kind: 'column', source: of.alias, attr: key };
    case 'column': return { kind: 'column', source: of.source, attr: `${of.attr}.${key}` };
    case 'operators': return { kind: 'operator', name: key };
    case 'expr': return memberOf(names, meaningOf(names, of.expr, of.env, depth + 1), key, depth + 1);
    default: return VALUE;
  }
}

/** A table inside an object or a class has one symbol with dots: `tables.users`. */
function grown(names: Names, path: readonly string[], key: string): readonly string[] {
  const [head] = path;
  return path.length === 1 && names.known.has(`${head}.${key}`) ? [`${head}.${key}`] : [...path, key];
}

function callMeaning(names: Names, call: Extract<HostExpr, { kind: 'call' }>, env: Env | null, depth: number): Meaning {
  const [first, second] = call.args;
  if (call.callee.kind === 'member') return derived(call, call.callee, env);
  const name = functionName(names, call.callee, env, depth + 1);
  if ((name === 'getTableColumns' || name === 'getColumns') && first !== undefined) return meaningOf(names, first, env, depth + 1);
  if ((name !== 'alias' && name !== 'aliasedTable') || first === undefined) return VALUE;
  const table = meaningOf(names, first, env, depth + 1);
  // An alias whose name is made at run time still is one alias: where it is made tells it from others.
  return table.kind === 'path' ? { kind: 'source', alias: stringOf(second) ?? `alias at ${call.span.start}`, of: { kind: 'table', path: table.path } } : VALUE;
}

/** `query.as('sq')`, `db.$with('sq').as(query)`. */
function derived(call: Extract<HostExpr, { kind: 'call' }>, callee: Extract<HostExpr, { kind: 'member' }>, env: Env | null): Meaning {
  const [first] = call.args;
  if (callee.property !== 'as' || first === undefined) return VALUE;
  const name = stringOf(first);
  if (name !== null && isBuilderCall(callee.object)) return { kind: 'source', alias: name, of: { kind: 'query', expr: call, env } };
  const cte = callee.object;
  if (!isCall(cte) || cte.callee.kind !== 'member' || cte.callee.property !== '$with') return VALUE;
  return { kind: 'source', alias: stringOf(cte.args[0]) ?? `with at ${cte.span.start}`, of: { kind: 'cte', expr: first, env } };
}

/** The name under which a function's own module exports it: through imports, namespaces, callbacks and `const f = other`. Null for functions of this file. */
export function functionName(names: Names, callee: HostExpr, env: Env | null, depth = 0): string | null {
  if (depth > MAX_DEPTH || !spend(names.work)) return null;
  if (callee.kind === 'member') return memberFunction(names, callee, env, depth);
  if (callee.kind !== 'identifier') return null;
  const binding = names.outline.resolve(callee.name, callee.span.start);
  // A name that nothing declares is most often one that is about to be imported.
  if (binding === null) return callee.name;
  const given = lookup(env, binding);
  if (given !== null) return given.kind === 'operator' ? given.name : given.kind === 'expr' ? functionName(names, given.expr, given.env, depth + 1) : null;
  if (binding.import !== null) return binding.import.imported === 'default' || binding.import.imported === '*' ? null : binding.import.imported;
  if (binding.init?.kind === 'identifier' || binding.init?.kind === 'member') return functionName(names, binding.init, env, depth + 1);
  const of = binding.pattern?.of;
  return of !== null && of !== undefined && meaningOf(names, of, env, depth + 1).kind === 'operators' ? (binding.pattern?.key ?? null) : null;
}

function memberFunction(names: Names, callee: Extract<HostExpr, { kind: 'member' }>, env: Env | null, depth: number): string | null {
  if (callee.object.kind === 'identifier') {
    const binding = names.outline.resolve(callee.object.name, callee.object.span.start);
    if (binding?.import?.imported === '*') return callee.property;
  }
  const of = meaningOf(names, callee.object, env, depth + 1);
  return of.kind === 'operators' ? callee.property : null;
}

/** Whether a callee is a function written in this file, and that function. */
export function localFunction(names: Names, callee: HostExpr, env: Env | null): Extract<HostExpr, { kind: 'function' }> | null {
  if (callee.kind === 'function') return callee;
  if (callee.kind !== 'identifier') return null;
  const binding = names.outline.resolve(callee.name, callee.span.start);
  if (binding === null || binding.import !== null) return null;
  const given = lookup(env, binding);
  if (given?.kind === 'expr') return localFunction(names, given.expr, given.env);
  return binding.init?.kind === 'function' ? binding.init : null;
}
