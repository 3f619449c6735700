import type { CallHost, HostExpr } from '../../lang/expression.ts';
import type { Binding, Outline } from '../../lang/outline.ts';
import { callsIn } from './chain.ts';
import { type Driver, driverOfGlobal, driverOfGlobalType, driverOfImport } from './drivers.ts';

export interface Receivers {
  /** The driver an expression belongs to, by what the file itself tells: imports, types, constructors, callbacks. Null when it does not. */
  driverOf(expr: HostExpr): Driver | null;
  /** The only driver that the file imports; null for none or several. */
  readonly only: Driver | null;
}

const DEEPEST = 12;

export function receiversOf(outline: Outline): Receivers {
  const finder: Finder = { outline, known: new Map(), callbacks: null };
  return { driverOf: (expr) => find(finder, expr, 0), only: onlyDriver(outline) };
}

interface Finder { readonly outline: Outline; readonly known: Map<Binding, Driver | null>; callbacks: ReadonlyMap<number, CallHost> | null }

function onlyDriver(outline: Outline): Driver | null {
  const found = outline.imports.flatMap((fact) => driverOfImport(fact) ?? []);
  const [first] = found;
  if (first === undefined) return null;
  return found.every((driver) => driver.dialect === first.dialect && driver.foreign === first.foreign) ? first : null;
}

function find(finder: Finder, expr: HostExpr, depth: number): Driver | null {
  if (depth > DEEPEST) return null;
  const next = (inner: HostExpr) => find(finder, inner, depth + 1);
  switch (expr.kind) {
    case 'identifier': return ofName(finder, expr.name, expr.span.start, depth);
    case 'member': return expr.object.kind === 'identifier' && expr.object.name === 'this' ? ofName(finder, `this.${expr.property}`, expr.span.start, depth) : next(expr.object);
    case 'call': return next(expr.callee);
    case 'await': return next(expr.arg);
    case 'template': return expr.tag === null ? null : next(expr.tag);
    case 'conditional': return next(expr.then) ?? next(expr.otherwise);
    case 'binary': return expr.op === '??' || expr.op === '||' ? (next(expr.left) ?? next(expr.right)) : null;
    case 'function': return expr.returns.map(next).find((driver) => driver !== null) ?? null;
    default: return null;
  }
}

function ofName(finder: Finder, name: string, offset: number, depth: number): Driver | null {
  const binding = finder.outline.resolve(name, offset);
  if (binding === null) return driverOfGlobal(name);
  const known = finder.known.get(binding);
  if (known !== undefined) return known;
  // A name that leads back to itself says nothing.
  finder.known.set(binding, null);
  const driver = ofBinding(finder, binding, depth + 1);
  finder.known.set(binding, driver);
  return driver;
}

function ofBinding(finder: Finder, binding: Binding, depth: number): Driver | null {
  if (binding.import !== null) return driverOfImport(binding.import);
  const typed = binding.type === null ? null : ofType(finder, binding.type, binding.span.start);
  if (typed !== null) return typed;
  if (binding.init !== null) return find(finder, binding.init, depth);
  if (binding.kind === 'param') return ofCallback(finder, binding, depth);
  return binding.pattern?.of ? find(finder, binding.pattern.of, depth) : null;
}

/** `pool: Pool`, `db: Database.Database`, `sql: postgres.Sql`: the first name in a type that a driver's module gave. */
function ofType(finder: Finder, type: string, offset: number): Driver | null {
  for (const [name] of type.matchAll(/[A-Za-z_$][\w$]*/g)) {
    const fact = finder.outline.resolve(name, offset)?.import;
    const driver = fact ? driverOfImport(fact) : driverOfGlobalType(name);
    if (driver !== null) return driver;
  }
  return null;
}

/** `sql.begin(async (tx) => …)`: what a driver hands to a callback is of that driver. */
function ofCallback(finder: Finder, binding: Binding, depth: number): Driver | null {
  finder.callbacks ??= callbacksOf(finder.outline);
  const call = finder.callbacks.get(binding.scope.start);
  return call === undefined || call.callee.kind !== 'member' ? null : find(finder, call.callee, depth);
}

/** The call that each function argument is handed to, by where the function starts. */
function callbacksOf(outline: Outline): ReadonlyMap<number, CallHost> {
  const out = new Map<number, CallHost>();
  for (const chain of outline.calls) for (const call of callsIn(chain)) for (const arg of call.args) if (arg.kind === 'function') out.set(arg.span.start, call);
  return out;
}
