import type { HostExpr } from '../../../lang/expression.ts';
import type { Binding } from '../../../lang/outline.ts';
import { lookup, type Env } from './env.ts';
import type { Reading } from './reading.ts';
import { DISTINCT_FUNCTIONS, isNamespaceName, isSqlalchemyModule, PLAIN_FUNCTIONS } from './vocabulary.ts';

/** The name under which SQLAlchemy itself exports a function: through imports (`and_`), modules (`sa.and_`) and objects that hand them on (`db.and_`). Null for all others. */
export function functionName(reading: Reading, callee: HostExpr, env: Env | null): string | null {
  if (callee.kind === 'identifier') return byName(reading, callee, env);
  if (callee.kind !== 'member' || !isFunction(callee.property)) return null;
  return isNamespace(reading, callee.object) ? callee.property : null;
}

const isFunction = (name: string): boolean => DISTINCT_FUNCTIONS.has(name) || PLAIN_FUNCTIONS.has(name);

function byName(reading: Reading, callee: Extract<HostExpr, { kind: 'identifier' }>, env: Env | null): string | null {
  const binding = reading.outline.resolve(callee.name, callee.span.start);
  if (binding === null) return DISTINCT_FUNCTIONS.has(callee.name) || (reading.starred && PLAIN_FUNCTIONS.has(callee.name)) ? callee.name : null;
  const given = lookup(env, binding);
  if (given !== undefined && given !== null) return functionName(reading, given.expr, given.env);
  if (binding.import !== null) return ofImport(binding);
  return binding.init?.kind === 'identifier' || binding.init?.kind === 'member' ? functionName(reading, binding.init, env) : null;
}

function ofImport(binding: Binding): string | null {
  const { imported, module } = binding.import ?? { imported: '', module: '' };
  if (DISTINCT_FUNCTIONS.has(imported)) return imported;
  return PLAIN_FUNCTIONS.has(imported) && isSqlalchemyModule(module) ? imported : null;
}

/** `sa`, `db`, `models.db`, `sqlalchemy.orm`: what SQLAlchemy's functions are members of. A parameter of such a name is a session. */
function isNamespace(reading: Reading, expr: HostExpr): boolean {
  if (expr.kind === 'member') return isNamespaceName(expr.property) || (expr.object.kind === 'identifier' && isModule(reading, expr.object));
  if (expr.kind !== 'identifier') return false;
  const binding = reading.outline.resolve(expr.name, expr.span.start);
  if (binding === null) return isNamespaceName(expr.name);
  if (binding.import !== null) return isSqlalchemyModule(binding.import.module) || isNamespaceName(binding.name);
  return binding.init?.kind === 'call' && binding.init.callee.kind === 'identifier' && binding.init.callee.name === 'SQLAlchemy';
}

/** `import sqlalchemy`, whose own modules have functions too. */
function isModule(reading: Reading, expr: Extract<HostExpr, { kind: 'identifier' }>): boolean {
  const imported = reading.outline.resolve(expr.name, expr.span.start)?.import ?? null;
  return imported !== null && imported.imported === '*' && isSqlalchemyModule(imported.module);
}

/** `func.lower` with the callee's last name; null for what is no SQL function. */
export function sqlFunction(reading: Reading, callee: HostExpr, env: Env | null): string | null {
  for (let at: HostExpr = callee; at.kind === 'member'; at = at.object) {
    if (functionName(reading, at.object, env) === 'func') return callee.kind === 'member' ? callee.property : null;
  }
  return null;
}
