import type { CallHost, HostExpr, TemplateHost } from '../../lang/expression.ts';
import type { Hole } from '../../sql/read.ts';
import { lastName, rootOf } from './chain.ts';
import { isForeignTag, SQL_TAGS } from './drivers.ts';
import { type Piece, sqlTextOf } from './pieces.ts';
import { eitherOf, piecesOf, type Reading } from './texts.ts';

/** Whether a template's tag makes SQL: `sql`, `SQL`, `db.sql`, `prisma.$queryRaw`, or any name that is a driver's own (`tx` of `sql.begin(tx => …)`). */
export function isSqlTag(reading: Reading, template: TemplateHost): boolean {
  const { tag } = template;
  if (tag === null || isForeign(reading, tag)) return false;
  const name = lastName(tag);
  if (tag.kind === 'identifier') return /sql$/i.test(name) || reading.receivers.driverOf(tag) !== null;
  return SQL_TAGS.has(name) && (name.startsWith('$') || /sql$/i.test(name) || /sql$/i.test(rootOf(tag)?.name ?? '') || reading.receivers.driverOf(tag) !== null);
}

/** Drizzle's `sql`, also through a file of the project that uses Drizzle. */
export function isForeign(reading: Reading, tag: HostExpr): boolean {
  const root = rootOf(tag);
  const binding = root === null ? null : reading.outline.resolve(root.name, root.at);
  return binding !== null && binding.import !== null && isForeignTag(binding.import.module);
}

/** What stands in a hole of an SQL tag. */
export function tagHole(reading: Reading, expr: HostExpr, depth: number): Hole {
  switch (expr.kind) {
    case 'template': return isSqlTag(reading, expr) || expr.tag !== null ? fragmentOf(piecesOf(reading, expr, depth)) : { kind: 'value' };
    case 'conditional': case 'binary': return conditionalHole(reading, expr, depth);
    case 'call': return callHole(reading, expr, depth);
    case 'identifier': case 'member': return nameHole(reading, expr, depth);
    case 'array': return { kind: 'value', list: true };
    default: return { kind: 'value' };
  }
}

const fragmentOf = (pieces: readonly Piece[] | null): Hole => (pieces === null ? { kind: 'unknown' } : { kind: 'fragment', text: sqlTextOf(pieces), optional: false });

function isSql(reading: Reading, expr: HostExpr): boolean {
  if (expr.kind === 'template') return isSqlTag(reading, expr);
  if (expr.kind === 'conditional') return isSql(reading, expr.then) || isSql(reading, expr.otherwise);
  if (expr.kind === 'binary') return isSql(reading, expr.left) || isSql(reading, expr.right);
  if (expr.kind === 'identifier') {
    const binding = reading.outline.resolve(expr.name, expr.span.start);
    return binding !== null && binding.pattern === null && binding.init !== null && binding.init.kind !== 'identifier' && isSql(reading, binding.init);
  }
  return expr.kind === 'call' && isHelper(reading, expr);
}

/** `${cond ? sql`and x = ${y}` : sql``}`; without a tag in either branch it is a value that depends on something. */
function conditionalHole(reading: Reading, expr: Extract<HostExpr, { kind: 'conditional' | 'binary' }>, depth: number): Hole {
  if (!isSql(reading, expr)) return { kind: 'value' };
  const [one, other] = expr.kind === 'conditional' ? [expr.then, expr.otherwise] : [expr.right, null];
  const pieces = eitherOf(reading, expr.span, textBranch(one, other), null, depth);
  const [only] = pieces ?? [];
  return only?.kind === 'hole' ? only.hole : { kind: 'fragment', text: sqlTextOf(pieces ?? []), optional: true };
}

/** The branch that says something; an empty template or `undefined` is the other. */
function textBranch(one: HostExpr, other: HostExpr | null): HostExpr {
  const empty = (expr: HostExpr) => expr.kind === 'nothing' || (expr.kind === 'template' && expr.holes.length === 0 && (expr.quasis[0]?.value ?? '').trim() === '') || lastName(expr) === 'empty';
  if (other === null) return one;
  return empty(one) ? other : one;
}

const isHelper = (reading: Reading, call: CallHost): boolean => /sql$/i.test(rootOf(call)?.name ?? '') || reading.receivers.driverOf(call) !== null || /^(?:Prisma|sql)$/.test(rootOf(call)?.name ?? '');

/** `sql(name)`, `sql(columns)`, `sql.unsafe(text)`, `sql.identifier([…])`, `sql.join(…)`, `Prisma.join(ids)` and their kind; any other call gives a value. */
function callHole(reading: Reading, call: CallHost, depth: number): Hole {
  if (!isHelper(reading, call)) return { kind: 'value' };
  const [arg] = call.args;
  switch (lastName(call.callee)) {
    case 'unsafe': case 'raw': case '__dangerous__rawValue': return arg === undefined ? { kind: 'unknown' } : fragmentOf(piecesOf(reading, arg, depth));
    case 'identifier': case 'ident': case 'id': case 'ref': case 'table': case 'column': return identifierHole(reading, call);
    case 'join': case 'array': case 'csv': case 'values': return { kind: 'value', list: true };
    case 'unnest': case 'json': case 'jsonb': case 'typed': case 'param': case 'value': case 'date': case 'timestamp': case 'uuid': case 'binary': case 'interval': case 'file': return { kind: 'value' };
    default: return call.callee.kind === 'identifier' ? helperHole(call) : { kind: 'unknown' };
  }
}

/** `sql('name')` is a name, `sql(ids)` a list behind IN; of columns and rows nothing is known but that they are no condition. */
function helperHole(call: CallHost): Hole {
  const [arg] = call.args;
  if (arg?.kind === 'string') return { kind: 'identifier', name: arg.value };
  return call.args.length === 1 && arg?.kind !== 'object' ? { kind: 'value', list: true } : { kind: 'unknown' };
}

function identifierHole(reading: Reading, call: CallHost): Hole {
  const [arg] = call.args;
  const parts = arg?.kind === 'array' ? arg.items : call.args;
  const names = parts.map((part) => { const pieces = piecesOf(reading, part); const [only] = pieces ?? []; return pieces?.length === 1 && only?.kind === 'string' ? only.string.value : null; });
  return names.length > 0 && names.every((name) => name !== null) ? { kind: 'identifier', name: names.join('.') } : { kind: 'unknown' };
}

/** A name is a value, unless it holds a piece of SQL made here or is the empty fragment. */
function nameHole(reading: Reading, expr: HostExpr, depth: number): Hole {
  if (expr.kind === 'member' && expr.property === 'empty') return { kind: 'fragment', text: sqlTextOf([]), optional: false };
  if (!isSql(reading, expr)) return { kind: 'value' };
  const pieces = piecesOf(reading, expr, depth);
  const [only] = pieces ?? [];
  return pieces?.length === 1 && only?.kind === 'hole' ? only.hole : fragmentOf(pieces);
}
