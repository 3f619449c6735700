import type { Dialect } from '../../../facts/dialect.ts';
import type { SymbolPath } from '../../../facts/expr.ts';
import type { Casing } from '../../../facts/schema.ts';
import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import { constantString, follow } from '../constants.ts';
import type { Env } from '../names/env.ts';
import { functionName, localFunction, meaningOf, type Names } from '../names/names.ts';
import { inlinedEnv } from '../names/params.ts';
import { renew } from '../../../lang/work.ts';
import { CASING_HELPERS, CORE_MODULES, CREATOR_FUNCTIONS, SCHEMA_FUNCTIONS, TABLE_FUNCTIONS } from '../vocabulary.ts';
import { hasColumns } from './recognise.ts';

/** A call that makes a table. `call` is where it stands; `made` is the call to the table function itself, which is another when a function of this file wraps it. */
export interface FoundTable {
  readonly call: CallHost;
  readonly made: CallHost;
  readonly env: Env | null;
  readonly dialect: Dialect | null;
  readonly creator: SymbolPath | null;
  readonly schema: { readonly name: string } | { readonly symbol: SymbolPath } | null;
  readonly casing: Casing | null;
}

type Kind = Pick<FoundTable, 'dialect' | 'creator' | 'schema' | 'casing'>;

/** Every table of a file, in document order. The inside of a wrapper, whose name is a parameter, is none. */
export function findTables(names: Names): readonly FoundTable[] {
  return names.outline.calls.flatMap((outer) => {
    renew(names.work);
    for (const call of callsOf(outer)) {
      const found = direct(names, call, null) ?? wrapped(names, call);
      if (found !== null) return isTemplate(names, found) ? [] : [{ ...found, call }];
    }
    return [];
  });
}

/** The calls of one chain, the outermost first. */
export function callsOf(outer: CallHost): readonly CallHost[] {
  const calls: CallHost[] = [];
  let at: HostExpr = outer;
  while (at.kind === 'call' || at.kind === 'member') {
    if (at.kind === 'call') calls.push(at);
    at = at.kind === 'call' ? at.callee : at.object;
  }
  return calls;
}

function direct(names: Names, call: CallHost, env: Env | null): FoundTable | null {
  const kind = call.isNew || call.args.length < 2 ? null : kindOf(names, call, env);
  return kind === null ? null : { call, made: call, env, ...kind };
}

/** Whether a call makes a table, whatever its name. */
export const isTableFunction = (names: Names, call: CallHost): boolean => direct(names, call, null) !== null;

/** A table made by a function of this file, read in its place. */
function wrapped(names: Names, call: CallHost): FoundTable | null {
  const fn = localFunction(names, call.callee, null);
  const [only] = fn?.returns ?? [];
  if (fn === null || only?.kind !== 'call' || fn.returns.length > 1 || fn.span.start === call.span.start) return null;
  const env = inlinedEnv(fn, call.args, null, null);
  for (const inner of callsOf(only)) {
    const found = direct(names, inner, env);
    if (found !== null) return found;
  }
  return null;
}

/** Whether the name hangs on a parameter of the function around it: a pattern for tables rather than one. */
function isTemplate(names: Names, found: FoundTable): boolean {
  const [name] = found.made.args;
  if (name === undefined || constantString(names, name, found.env) !== null) return false;
  const parts = name.kind === 'template' ? name.holes : name.kind === 'binary' ? [name.left, name.right] : [name];
  return parts.some((part) => part.kind === 'identifier' && names.outline.resolve(part.name, part.span.start)?.kind === 'param');
}

function kindOf(names: Names, call: CallHost, env: Env | null): Kind | null {
  const { callee } = call;
  const known = TABLE_FUNCTIONS.get(functionName(names, callee, env) ?? '');
  if (known !== undefined) return { dialect: known, creator: null, schema: null, casing: null };
  if (callee.kind === 'member' && callee.property === 'withRLS') return withRls(names, callee.object, env);
  if (callee.kind === 'member' && callee.property === 'table') return ofSchema(names, call, callee.object, env);
  return ofCreator(names, call, env);
}

function withRls(names: Names, table: HostExpr, env: Env | null): Kind | null {
  const dialect = TABLE_FUNCTIONS.get(functionName(names, table, env) ?? '');
  return dialect === undefined ? null : { dialect, creator: null, schema: null, casing: null };
}

/** `pgSchema('s').table(…)`, `auth.table(…)`, `snakeCase.table(…)`. */
function ofSchema(names: Names, call: CallHost, object: HostExpr, env: Env | null): Kind | null {
  const helper = functionName(names, object, env);
  const casing = helper === null ? undefined : CASING_HELPERS.get(helper);
  if (casing !== undefined) return { dialect: dialectOfImport(names, object), creator: null, schema: null, casing };
  const at = follow(names, object, env);
  if (at.expr.kind === 'call') {
    const dialect = SCHEMA_FUNCTIONS.get(functionName(names, at.expr.callee, at.env) ?? '');
    const name = constantString(names, at.expr.args[0], at.env);
    if (dialect !== undefined && name !== null) return { dialect, creator: null, schema: { name }, casing: null };
  }
  const path = meaningOf(names, object, env);
  if (path.kind !== 'path' || !path.imported || !hasColumns(names, call.args[1], env)) return null;
  return { dialect: coreDialect(names), creator: null, schema: { symbol: path.path }, casing: null };
}

function ofCreator(names: Names, call: CallHost, env: Env | null): Kind | null {
  const meaning = meaningOf(names, call.callee, env);
  if (meaning.kind !== 'path') return null;
  const at = follow(names, call.callee, env);
  const made = at.expr.kind === 'call' ? CREATOR_FUNCTIONS.get(functionName(names, at.expr.callee, at.env) ?? '') : undefined;
  if (made !== undefined) return { dialect: made, creator: meaning.path, schema: null, casing: null };
  if (!meaning.imported || constantString(names, call.args[0], env) === null || !hasColumns(names, call.args[1], env)) return null;
  return { dialect: coreDialect(names), creator: meaning.path, schema: null, casing: null };
}

/** The dialect of the core module that a file imports from; null when it imports none, or several. */
export function coreDialect(names: Names): Dialect | null {
  const found = new Set(names.outline.imports.flatMap((i) => CORE_MODULES.get(i.module) ?? []));
  return found.size === 1 ? ([...found][0] ?? null) : null;
}

function dialectOfImport(names: Names, object: HostExpr): Dialect | null {
  const root = object.kind === 'member' ? object.object : object;
  const binding = root.kind === 'identifier' ? names.outline.resolve(root.name, root.span.start) : null;
  return CORE_MODULES.get(binding?.import?.module ?? '') ?? coreDialect(names);
}
