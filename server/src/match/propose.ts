import type { Proposal } from '../facts/access.ts';
import type { Index } from '../facts/catalog.ts';
import { isMysql } from '../facts/dialect.ts';
import { hasDescendingKeys } from '../facts/version.ts';
import type { Expr } from '../facts/expr.ts';
import type { IndexDef, IndexKey } from '../facts/schema.ts';
import { mapExpr } from '../facts/walk.ts';
import { type Asked, type Bearing, type Choice, indexesOf, walkInOrder, waysIn } from './access.ts';
import type { BoundExpr } from './bound.ts';
import { canBeIndexed } from './deterministic.ts';
import { columnOf } from './ground.ts';
import type { SortKey } from './order.ts';
import { prefixOf } from './prefix.ts';
import { prepare, preparedIndexes } from './prepared.ts';
import { isSpecial, proposeSpecial } from './special/index.ts';
import type { Term } from './term.ts';
import { isWeak } from './weak.ts';

/** One column or expression an index could have, with what binds it. */
interface Candidate { readonly key: string; readonly expr: Expr<string>; readonly text: string; readonly term: Term; readonly bearing: Bearing; readonly opclass?: string; readonly collation?: string; readonly prefixLength?: number }

const SPAN = { start: 0, end: 0 };

/** More equality columns than this make an index wide for little. */
const MOST_EQUALITIES = 4;

/**
 * The index this source could best have: equalities first (joins and the most telling first, lists last), then the whole order when nothing but equalities comes before it (facts 2, 12),
 * then one range. Tried before it is given: null when it would do no more than what is there.
 */
export function propose(asked: Asked, current: Choice | null, sortServed: boolean): Proposal | null {
  if (current?.oneRow === true) return null;
  const plain = isSpecial(current) ? null : proposePlain(asked, current, sortServed);
  return proposeSpecial(asked, current, plain, (index) => prepare(asIndex(index, asked.table.key), asked.table, asked.ground.dialect)) ?? plain;
}

function proposePlain(asked: Asked, current: Choice | null, sortServed: boolean): Proposal | null {
  const wanted = candidatesOf(asked.bearings, asked);
  // Where only an OR could be served, what gives the order alone comes last: it leaves the filter as it is.
  const drafts = [...armDrafts(asked, wanted, sortServed), draft(asked, wanted, sortServed), ...(sortServed || current === null ? [] : [draft(asked, candidatesOf(asked.bearings, asked, 'with booleans'), sortServed)])];
  for (const d of drafts) { const tried = d === null ? null : attempt(asked, d, current, sortServed); if (tried !== null) return tried; }
  return null;
}

interface Draft { readonly index: IndexDef<string>; readonly equality: readonly string[]; readonly order: readonly string[]; readonly range: readonly string[]; readonly together: readonly IndexDef<string>[] }

interface Wanted { readonly equalities: readonly Candidate[]; readonly nulls: readonly Candidate[]; readonly ranges: readonly Candidate[] }

/** Booleans are left out beside something more telling, save where an index that has them already is to give an order too. */
function candidatesOf(bearings: readonly Bearing[], asked: Asked, which: 'telling' | 'with booleans' = 'telling'): Wanted {
  const stated = bearings.filter((b) => !b.conjunct.inferred);
  const all = (stated.length > 0 ? stated : bearings).flatMap((b) => (b.compiled.arms === null ? b.compiled.terms.flatMap((term) => { const c = candidateOf(term, b, asked); return c === null ? [] : [c]; }) : []));
  const once = all.filter((c, i) => all.findIndex((o) => o.key === c.key && formOf(o) === formOf(c)) === i);
  const points = once.filter((c) => formOf(c) === 'point');
  const strong = points.filter((c) => !isLow(c));
  const low = points.filter((c) => isLow(c) && (which === 'telling' || c.term.form === 'equality')).slice(0, which === 'with booleans' ? MOST_EQUALITIES : strong.length > 0 ? 0 : 1);
  const kept = atMostOneOptional([...strong.filter((c) => c.term.needs.length > 0 && c.term.form === 'equality'), ...strong.filter((c) => c.term.needs.length === 0 && c.term.form === 'equality'), ...strong.filter((c) => c.term.form === 'in')]);
  const bound = new Set([...kept, ...low].map((c) => c.key));
  const nulls = once.filter((c) => formOf(c) === 'null' && !bound.has(c.key));
  return { equalities: [...kept.slice(0, MOST_EQUALITIES), ...low], nulls, ranges: once.filter((c) => formOf(c) === 'range' && !bound.has(c.key) && !nulls.some((n) => n.key === c.key)) };
}

/** Conditions that are sent only sometimes may be alternatives, of which no call sends two: one of them is enough for an index. */
function atMostOneOptional(points: readonly Candidate[]): readonly Candidate[] {
  const first = points.find((c) => c.bearing.conjunct.optional);
  return points.filter((c) => !c.bearing.conjunct.optional || c === first);
}

const formOf = (c: Candidate): 'point' | 'null' | 'range' => (c.term.form === 'equality' || c.term.form === 'in' ? 'point' : c.term.form === 'is-null' ? 'null' : 'range');
const isLow = (c: Candidate): boolean => isWeak(c.term.side.column);

function candidateOf(term: Term, bearing: Bearing, asked: Asked): Candidate | null {
  if (term.blocked !== null || term.key === '' || term.form === 'special' || term.form === 'excluded') return null;
  const { dialect } = asked.ground;
  const { side } = term;
  if (side.wrapped !== null && !canBeIndexed(side.expr, asked.table, dialect)) return null;
  const prefixLength = prefixOf(side.column, dialect);
  const base = { key: term.key, expr: keyExpr(side.expr), text: textOf(side.expr), term, bearing, ...(prefixLength === null ? {} : { prefixLength }) };
  const collation = term.collation === '*' || side.column === null || sameCollation(term.collation, side.column.collation, dialect) ? undefined : term.collation;
  if (term.form !== 'pattern') return collation === undefined ? base : { ...base, collation: collation === 'c' ? 'C' : collation.toUpperCase() };
  return patternCandidate(base, term, asked);
}

/** A key of MySQL's has its column's collation and no other. */
const sameCollation = (wanted: string, own: string | null, dialect: Asked['ground']['dialect']): boolean => isMysql(dialect) || wanted === (own === null || own === '' ? (dialect === 'sqlite' ? 'binary' : 'default') : own.toLowerCase());

function patternCandidate(base: Candidate, term: Term, asked: Asked): Candidate | null {
  const { pattern } = term;
  if (pattern === undefined || (pattern.shape !== 'prefix' && pattern.shape !== 'exact')) return null;
  if (asked.ground.dialect === 'postgresql') {
    if (pattern.op === 'ilike' || pattern.op === 'iregex') return null;
    const type = term.side.column?.type;
    return pattern.shape === 'exact' && pattern.op === 'like' ? base : { ...base, opclass: type === 'varchar' ? 'varchar_pattern_ops' : type === 'char' ? 'bpchar_pattern_ops' : 'text_pattern_ops' };
  }
  if (asked.ground.dialect !== 'sqlite') return base;
  if (!pattern.simple || term.side.wrapped !== null) return null;
  const own = term.side.column?.collation?.toLowerCase() ?? 'binary';
  const needed = pattern.op === 'glob' ? 'binary' : 'nocase';
  return own === needed ? base : { ...base, collation: needed.toUpperCase() };
}

const keyExpr = (expr: BoundExpr): Expr<string> => mapExpr<{ source: number; column: string }, string>(expr, { column: (c) => ({ kind: 'column', column: c.column.column, span: SPAN }), query: () => null });

/** A column's name; an expression has none, and is told apart by its key. */
const textOf = (expr: BoundExpr): string => (expr.kind === 'column' ? expr.column.column : '(expression)');

function keyOf(c: Candidate): IndexKey<string> {
  const prefixLength = c.prefixLength;
  return { expr: c.expr, direction: 'asc', nulls: 'default', ...(prefixLength === undefined ? {} : { prefixLength }), ...(c.opclass === undefined ? {} : { opclass: c.opclass }), ...(c.collation === undefined ? {} : { collation: c.collation }) };
}

function draft(asked: Asked, wanted: Wanted, sortServed: boolean): Draft | null {
  const { equalities, ranges } = wanted;
  // `data -> 'revoked' IS NULL`: what no document has is neither a key nor a predicate that people keep an index for.
  const nulls = wanted.nulls.filter((c) => c.term.side.column !== null);
  const sort = sortKeysFor(asked, equalities, nulls);
  const wantsOrder = sort.length > 0 && (asked.limited || !sortServed);
  const partial = asked.ground.dialect === 'postgresql' && nulls.length > 0 && wantsOrder;
  const nullKeys = partial ? [] : nulls;
  const rangeFirst = ranges[0];
  const sortLeads = sort[0] !== undefined && ranges.some((r) => r.key === sort[0]?.key);
  const ordered = wantsOrder && (equalities.length + nulls.length > 0 || sortLeads || rangeFirst === undefined) && (asked.limited || sortLeads || rangeFirst === undefined) ? sort : [];
  const inOrder = new Set(ordered.map((k) => k.key));
  const range = ranges.filter((r) => !inOrder.has(r.key)).sort((a, b) => breadth(a) - breadth(b)).slice(0, ordered.length > 0 && sortLeads ? 0 : 1);
  // A list on the first key of the order is that key: it stands where the order wants it.
  const points = equalities.filter((c) => !inOrder.has(c.key));
  const keys = [...points.map(keyOf), ...nullKeys.map(keyOf), ...orderedKeys(ordered, asked), ...range.map(keyOf)];
  if (keys.length === 0) return null;
  return {
    index: definition(keys, partial ? andOf(nulls) : null),
    equality: [...points, ...nullKeys].map((c) => c.text), order: ordered.map((k) => k.column), range: range.map((c) => c.text), together: [],
  };
}

/** BETWEEN and pairs before patterns before one-sided ranges before IS NOT NULL. */
const breadth = (c: Candidate): number => (c.term.form === 'between' ? 0 : c.term.form === 'pattern' ? 1 : c.term.form === 'not-null' ? 3 : 2);

const definition = (keys: readonly IndexKey<string>[], where: Expr<string> | null): IndexDef<string> => ({ name: null, unique: false, method: 'btree', keys, include: [], where, span: SPAN });

function andOf(nulls: readonly Candidate[]): Expr<string> {
  const tests = nulls.map((c): Expr<string> => ({ kind: 'is', test: 'null', negated: false, arg: c.expr, span: SPAN }));
  const [only] = tests;
  return tests.length === 1 && only !== undefined ? only : { kind: 'and', args: tests, span: SPAN };
}

interface OrderColumn extends SortKey { readonly column: string; readonly index: Expr<string> }

/** The order as index keys; empty when it can not be had: after a list, or when a key is neither a column nor an expression that an index can keep. */
function sortKeysFor(asked: Asked, equalities: readonly Candidate[], nulls: readonly Candidate[]): readonly OrderColumn[] {
  const [first] = asked.order;
  const lists = equalities.filter((c) => c.term.form === 'in');
  if (first === undefined || lists.some((c) => c.key !== first.key)) return [];
  if (isMysql(asked.ground.dialect) && (endsInKey(asked) || asked.order.some((k) => k.expr.kind === 'column' && prefixOf(columnOf(asked.table, k.expr.column.column), asked.ground.dialect) !== null))) return [];
  if (!hasDescendingKeys(asked.ground) && asked.order.some((k) => k.desc !== first.desc)) return [];
  const clash = new Set([...equalities.filter((c) => c.term.form !== 'in'), ...nulls].map((c) => c.key));
  if (asked.order.some((k) => clash.has(k.key) || (k.expr.kind !== 'column' && !canBeIndexed(k.expr, asked.table, asked.ground.dialect)))) return [];
  return asked.order.map((k) => ({ ...k, column: textOf(k.expr), key: k.key, index: keyExpr(k.expr) }));
}

/** `ORDER BY id, name`: what follows a unique key is better left out than put into an index. */
function endsInKey({ order, table, ground }: Asked): boolean {
  const unique = new Set(preparedIndexes(table, ground.dialect).flatMap((i) => (i.unique && i.width === 1 && i.keys[0]?.notNull === true ? [i.keys[0].key] : [])));
  return order.slice(0, -1).some((k) => unique.has(k.key));
}

/** Plain ascending keys wherever an index can be read backwards for the order; the written directions where they are mixed or nulls are moved (fact 3). */
function orderedKeys(order: readonly OrderColumn[], asked: Asked): readonly IndexKey<string>[] {
  const [first] = order;
  if (first === undefined) return [];
  const uniform = order.every((k) => k.desc === first.desc);
  const plain = uniform && (asked.ground.dialect === 'sqlite' || order.every((k) => k.nullsFirst === (k.desc === (asked.ground.dialect === 'postgresql'))));
  return order.map((k) => ({
    expr: k.index, direction: plain ? 'asc' : k.desc ? 'desc' : 'asc', nulls: plain || k.plainNulls || asked.ground.dialect === 'sqlite' ? 'default' : k.nullsFirst ? 'first' : 'last',
  }));
}

/** For an OR without a way in: what all arms have in common, then each arm's own index, then all of those together. */
function armDrafts(asked: Asked, wanted: Wanted, sortServed: boolean): readonly Draft[] {
  if (wanted.equalities.length + wanted.ranges.length + wanted.nulls.length > 0) return [];
  const or = asked.bearings.find((b) => b.compiled.arms !== null);
  const arms = or?.compiled.arms ?? [];
  if (or === undefined || arms.length === 0 || arms.length > MOST_ARMS) return [];
  const bearings = arms.map((arm) => arm.map((part) => ({ ...or, compiled: part.means })));
  const keys = arms.map((arm) => new Set(arm.flatMap((part) => part.means.terms.map((t) => t.key))));
  const common = (bearings[0] ?? []).filter((b) => b.compiled.terms.length > 0 && b.compiled.terms.every((t) => keys.every((k) => k.has(t.key))));
  const shared = common.length === 0 ? null : draft(asked, candidatesOf(common, asked), sortServed);
  const own = bearings.map((b) => draft({ ...asked, order: [] }, candidatesOf(b, asked), true));
  const [first, ...rest] = own.flatMap((d) => (d === null ? [] : [d]));
  const together = first === undefined || own.includes(null) ? [] : [first, ...rest, { ...first, together: rest.map((d) => d.index) }];
  return shared === null ? together : [shared, ...together];
}

const MOST_ARMS = 8;

/** What the source's access would be with it. */
function attempt(asked: Asked, d: Draft, current: Choice | null, sortServed: boolean): Proposal | null {
  const made = [d.index, ...d.together].map((index) => prepare(asIndex(index, asked.table.key), asked.table, asked.ground.dialect));
  const ways = waysIn(asked, [...indexesOf(asked), ...made]);
  const after = ways.best;
  const walked = after === null ? walkInOrder(asked, ways, made) : null;
  if (walked === null && !made.some((m) => after?.indexes.includes(m))) return null;
  const sorts = asked.order.length > 0 && (after === null || after.order.served);
  const left = after?.left ?? Number.POSITIVE_INFINITY;
  const before = current?.left ?? Number.POSITIVE_INFINITY;
  if (left >= before && !(sorts && !sortServed && left === before)) return null;
  // What is read in order up to a LIMIT stops early: an index that gives that up for a tighter filter may be the worse.
  if (current !== null && sortServed && !sorts && asked.order.length > 0 && asked.limited) return null;
  return { index: d.index, equality: d.equality, order: d.order, range: d.range, servesFilter: after !== null, servesSort: sorts, ...(d.together.length > 0 ? { together: d.together } : {}) };
}

export const asIndex = (def: IndexDef<string>, table: string): Index => ({ ...def, kind: def.unique ? 'unique' : 'index', table, origin: 'model', path: null, usable: true });
