import type { ColumnRef, Expr } from '../../../facts/expr.ts';
import type { HostExpr, HostProperty } from '../../../lang/expression.ts';
import type { Outline } from '../../../lang/outline.ts';
import type { Span } from '../../../text/span.ts';
import { follow } from '../literals.ts';

type Cond = Expr<ColumnRef>;

/** What a `where` is read from: its file, and the source that its paths are fields of. */
export interface Ground { readonly outline: Outline; readonly text: string; readonly alias: string }

const MAX_DEPTH = 12;

/** The conditions of a `where`; `unknown` where not all of it can be told, since what is left out might be what an index serves. */
export function readWhere(ground: Ground, expr: HostExpr, depth = 0): Cond | null | 'unknown' {
  if (depth > MAX_DEPTH) return 'unknown';
  if (expr.kind === 'identifier' && isChanged(ground, expr.name, expr.span)) return 'unknown';
  const at = follow(ground.outline, expr);
  if (at.kind === 'nothing') return null;
  if (at.kind === 'conditional') return eitherWay(readWhere(ground, at.then, depth + 1), readWhere(ground, at.otherwise, depth + 1));
  if (at.kind !== 'object') return 'unknown';
  return all(at.properties.map((property) => readProperty(ground, property, depth)), 'and', at.span);
}

/** `where.status = …` or `where.and.push(…)`, anywhere in the file. */
function isChanged({ outline, text }: Ground, name: string, { start }: Span): boolean {
  const binding = outline.resolve(name, start);
  if (binding === null || binding.init === null || !/^[\w$]+$/.test(name)) return false;
  const scope = text.slice(binding.scope.start, binding.scope.end);
  return outline.mutationsOf(binding).length > 0 || new RegExp(`(?<![\\w$.])${name.replaceAll('$', '\\$')}\\s*(?:!|\\?\\.)?\\s*[.[]|\\bObject\\.assign\\(\\s*${name.replaceAll('$', '\\$')}\\b`).test(scope);
}

/** `paid ? { paid: … } : undefined`: sent sometimes. Two ways that both say something are not told apart. */
const eitherWay = (one: Cond | null | 'unknown', other: Cond | null | 'unknown'): Cond | null | 'unknown' =>
  (one === 'unknown' || other === 'unknown' || (one !== null && other !== null) ? 'unknown' : one === null ? other === null ? null : optional(other) : optional(one));

const optional = (cond: Cond): Cond => ({ ...cond, optional: true });

function readProperty(ground: Ground, property: HostProperty, depth: number): Cond | null | 'unknown' {
  if (property.kind === 'spread') return readSpread(ground, property.arg, depth);
  if (property.kind === 'computed') return 'unknown';
  const key = property.key.toLowerCase();
  if (key === 'and' || key === 'or') return readList(ground, property.value, key, depth);
  return readField(ground, property, depth);
}

/** `...(x && { … })`, `...(x ? { … } : {})`. */
function readSpread(ground: Ground, expr: HostExpr, depth: number): Cond | null | 'unknown' {
  if (expr.kind !== 'binary' || expr.op !== '&&') return readWhere(ground, expr, depth + 1);
  const read = readWhere(ground, expr.right, depth + 1);
  return read === null || read === 'unknown' ? read : optional(read);
}

function readList(ground: Ground, expr: HostExpr, op: 'and' | 'or', depth: number): Cond | null | 'unknown' {
  const list = follow(ground.outline, expr);
  if (list.kind === 'nothing') return null;
  if (list.kind !== 'array' || (expr.kind === 'identifier' && isChanged(ground, expr.name, expr.span))) return 'unknown';
  const items = list.items.map((item): Cond | null | 'unknown' => (item.kind === 'spread' ? readSpreadList(ground, item.arg, op, depth) : readWhere(ground, item, depth + 1)));
  // An alternative that is not known, or only sometimes there, makes of an OR what cannot be told.
  if (op === 'or' && items.some((item) => item === null || item === 'unknown' || item.optional === true)) return 'unknown';
  return all(items, op, list.span);
}

/** `...(x ? [{ … }] : [])`. */
function readSpreadList(ground: Ground, expr: HostExpr, op: 'and' | 'or', depth: number): Cond | null | 'unknown' {
  if (depth > MAX_DEPTH) return 'unknown';
  const at = follow(ground.outline, expr);
  if (at.kind === 'conditional') return eitherWay(readSpreadList(ground, at.then, op, depth + 1), readSpreadList(ground, at.otherwise, op, depth + 1));
  if (at.kind === 'array' && at.items.length === 0) return null;
  return at.kind === 'array' && op === 'and' ? readList(ground, at, op, depth + 1) : 'unknown';
}

function all(parts: readonly (Cond | null | 'unknown')[], kind: 'and' | 'or', span: Span): Cond | null | 'unknown' {
  if (parts.includes('unknown')) return 'unknown';
  const known = parts.filter((part): part is Cond => part !== null && part !== 'unknown');
  return known.length === 0 ? null : known.length === 1 ? (known[0] ?? null) : { kind, args: known, span };
}

type Property = Extract<HostProperty, { kind: 'property' }>;

/** `{ title: { equals: 'x', not_equals: 'y' } }`: `__` is a dot, as in the addresses of the REST API. */
function readField(ground: Ground, { key, keySpan, value }: Property, depth: number): Cond | null | 'unknown' {
  const at = follow(ground.outline, value);
  if (at.kind === 'nothing') return null;
  if (at.kind === 'conditional' && depth < MAX_DEPTH) return eitherWay(readFieldOf(ground, key, keySpan, at.then), readFieldOf(ground, key, keySpan, at.otherwise));
  return readFieldOf(ground, key, keySpan, at);
}

function readFieldOf(ground: Ground, key: string, keySpan: Span, expr: HostExpr): Cond | null | 'unknown' {
  const at = follow(ground.outline, expr);
  if (at.kind === 'nothing') return null;
  if (at.kind !== 'object') return 'unknown';
  const column: Cond = { kind: 'column', column: { by: 'attr', source: ground.alias, attr: key.replaceAll('__', '.') }, span: keySpan };
  const parts = at.properties.map((property): Cond | null | 'unknown' => (property.kind === 'property' ? operatorOf(ground.outline, column, property) : 'unknown'));
  return all(parts, 'and', at.span);
}

const COMPARE = { greater_than: '>', greater_than_equal: '>=', less_than: '<', less_than_equal: '<=' } as const;
const isCompare = (key: string): key is keyof typeof COMPARE => key in COMPARE;

/** What Payload's SQL adapters send for an operator (`parseParams` and `operatorMap` of `@payloadcms/drizzle`). */
function operatorOf(outline: Outline, column: Cond, { key, value, span }: Property): Cond | null | 'unknown' {
  const at = follow(outline, value);
  if (key === 'equals') return at.kind === 'nothing' && at.name === 'null' ? isNull(column, false, span) : { kind: 'compare', op: '=', left: column, right: given(at), span };
  if (key === 'not_equals') return at.kind === 'nothing' ? isNull(column, true, span) : { kind: 'or', args: [isNull(column, false, span), { kind: 'compare', op: '<>', left: column, right: given(at), span }], span };
  if (key === 'in') return { kind: 'in', negated: false, arg: column, items: itemsOf(at, span), span };
  if (key === 'exists') return at.kind === 'boolean' ? isNull(column, at.value, span) : { kind: 'opaque', reason: 'whether a value is there', args: [column], span };
  if (isCompare(key)) return { kind: 'compare', op: COMPARE[key], left: column, right: given(at), span };
  // Words are looked for anywhere in the text (`ILIKE '%word%'`); what is said of maps and several values is no plain condition on the column.
  return OTHERS.has(key) ? { kind: 'opaque', reason: key, args: [column], span } : 'unknown';
}

const OTHERS: ReadonlySet<string> = new Set(['like', 'not_like', 'contains', 'all', 'not_in', 'near', 'within', 'intersects']);

const isNull = (arg: Cond, negated: boolean, span: Span): Cond => ({ kind: 'is', test: 'null', negated, arg, span });

/** Payload turns values into what the column takes, so that only what is the same everywhere is told. */
const given = (expr: HostExpr): Cond => (expr.kind === 'boolean' ? { kind: 'literal', type: 'boolean', value: expr.value, span: expr.span } : { kind: 'param', name: '', span: expr.span });

function itemsOf(expr: HostExpr, span: Span): readonly Cond[] {
  const isPlain = expr.kind === 'array' && expr.items.length > 0 && expr.items.every((item) => item.kind !== 'spread' && item.kind !== 'nothing');
  return isPlain ? expr.items.map(given) : [{ kind: 'param', name: '', list: true, span }];
}
