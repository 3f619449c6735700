import type { Dialect } from '../../../facts/dialect.ts';
import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import { builderChain } from '../chain.ts';
import { follow, objectOf } from '../constants.ts';
import type { Env } from '../names/env.ts';
import { functionName, type Names } from '../names/names.ts';
import { callbackEnv, type Given } from '../names/params.ts';
import { CORE_MODULES, ENUM_FUNCTIONS } from '../vocabulary.ts';
import { isColumnBuilder } from './types.ts';

/** The column builders that `(t) => ({ … })` is given. */
export const BUILDERS: Given = { whole: { kind: 'operators' }, key: (name) => ({ kind: 'operator', name }) };

const DIALECTS: readonly Dialect[] = ['postgresql', 'sqlite', 'mysql'];

/** The builder a call names (`text`, `mysqlEnum`), when it is one of drizzle-orm's: imported from a core module, re-exported under its own name, or handed to a callback. */
export function builderName(names: Names, call: CallHost, env: Env | null): string | null {
  const name = functionName(names, call.callee, env);
  if (name === null || (!ENUM_FUNCTIONS.has(name) && !DIALECTS.some((dialect) => isColumnBuilder(name, dialect)))) return null;
  return name;
}

/** The object of columns, with what names mean in it: a literal, or what the callback returns. */
export function columnsOf(names: Names, arg: HostExpr | undefined, env: Env | null): { readonly expr: HostExpr; readonly env: Env | null } | null {
  if (arg === undefined) return null;
  const at = follow(names, arg, env);
  if (at.expr.kind !== 'function') return objectOf(names, at.expr, at.env);
  const [only] = at.expr.returns;
  return only === undefined || at.expr.returns.length > 1 ? null : objectOf(names, only, callbackEnv(at.expr, [BUILDERS], at.env));
}

/** Whether an argument is an object with at least one column that drizzle-orm's own builders make. */
export function hasColumns(names: Names, arg: HostExpr | undefined, env: Env | null): boolean {
  const found = columnsOf(names, arg, env);
  return found?.expr.kind === 'object' && found.expr.properties.some((p) => p.kind === 'property' && isColumn(names, p.value, found.env));
}

/** Whether an expression makes a column with a builder that comes from drizzle-orm itself or a callback. */
export function isColumn(names: Names, expr: HostExpr, env: Env | null): boolean {
  const chain = builderChain(expr);
  if (chain === null || builderName(names, chain.call, env) === null) return false;
  const { callee } = chain.call;
  const root = callee.kind === 'member' ? callee.object : callee;
  const binding = root.kind === 'identifier' ? names.outline.resolve(root.name, root.span.start) : null;
  return binding !== null && (binding.import === null || CORE_MODULES.has(binding.import.module) || binding.import.module.startsWith('.') || /drizzle/.test(binding.import.module));
}
