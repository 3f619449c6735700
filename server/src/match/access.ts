import type { Table } from '../facts/catalog.ts';
import { isMysql } from '../facts/dialect.ts';
import { columnsOf } from '../facts/walk.ts';
import type { IndexHint } from '../facts/query.ts';
import type { BlockSource, Conjunct } from './block.ts';
import { columnsOfSource } from './bound.ts';
import { compile } from './compile.ts';
import type { Ground } from './ground.ts';
import { type Implied, implied, type Known, knownOf } from './implies.ts';
import { givesOrder, type OrderAnswer, type SortKey } from './order.ts';
import { type PreparedIndex, preparedIndexes } from './prepared.ts';
import { probe, type Probe, type TermMap, termMap, unbound } from './probe.ts';
import { type ArmPart, type Compiled, canBind, type Term, termsOf } from './term.ts';
import { isWeak } from './weak.ts';

/** A conjunct as it bears on one source. */
export interface Bearing { readonly at: number; readonly conjunct: Conjunct; readonly compiled: Compiled }

/** What is asked of one source, and with what sources read before it. */
export interface Asked {
  readonly source: BlockSource;
  readonly table: Table;
  readonly ground: Ground;
  /** Conjuncts that can be used now. */
  readonly bearings: readonly Bearing[];
  /** The order, where this source decides it; else empty. */
  readonly order: readonly SortKey[];
  /** Keys bound to one value, whatever the index. */
  readonly fixed: ReadonlySet<string>;
  readonly limited: boolean;
}

/** One way in. Without probes it only reads in order. */
export interface Choice {
  readonly probes: readonly Probe[];
  readonly indexes: readonly PreparedIndex[];
  readonly depth: number;
  /** Bearings that need not be checked again. */
  readonly done: ReadonlySet<number>;
  /** Bearings that bound the probe at all. */
  readonly touched: ReadonlySet<number>;
  readonly left: number;
  readonly oneRow: boolean;
  readonly order: OrderAnswer;
  readonly score: number;
}

/** All conjuncts that bear on a source, compiled once. */
export function bearingsOf(source: BlockSource, conjuncts: readonly Conjunct[], ground: Ground): readonly Bearing[] {
  const { table } = source;
  if (table === null) return [];
  return conjuncts.flatMap((conjunct, at) => {
    if (!conjunct.sources.includes(source.id) || (conjunct.home !== null && conjunct.home !== source.id) || (source.nullable && conjunct.home !== source.id)) return [];
    const compiled = isReadWhole(source, conjunct, ground) ? null : compile(conjunct.expr, source.id, table, ground);
    return compiled === null ? [] : [{ at, conjunct, compiled }];
  });
}

/** Fact 29: MariaDB runs the subquery of `DELETE … WHERE x IN (SELECT …)`, and of UPDATE, for every row, whatever index there is on x. */
const isReadWhole = (source: BlockSource, { expr }: Conjunct, ground: Ground): boolean => ground.dialect === 'mariadb' && expr.kind === 'subquery' && expr.form === 'in' && (source.query.op === 'delete' || source.query.op === 'update') && source.query.sources.length === 1;

/** The indexes a source may use: all, the one it names (INDEXED BY), or none (NOT INDEXED). */
export function indexesOf(asked: Pick<Asked, 'source' | 'table' | 'ground'>): readonly PreparedIndex[] {
  const all = preparedIndexes(asked.table, asked.ground.dialect);
  const { relation } = asked.source.source;
  if (relation.kind !== 'table') return all;
  if (relation.hints !== undefined) return relation.hints.reduce(hinted, all);
  if (relation.indexedBy === undefined) return all;
  return all.filter((p) => p.index.name === relation.indexedBy || (relation.indexedBy === null && p.index.kind === 'primary-key' && p.index.origin === 'implicit' && p.index.name === null));
}

/** USE and FORCE INDEX leave what they name, IGNORE INDEX the others; what is said for ORDER BY or GROUP BY alone leaves the filter as it is. */
function hinted(left: readonly PreparedIndex[], hint: IndexHint): readonly PreparedIndex[] {
  if (hint.scope !== 'all' && hint.scope !== 'join') return left;
  const names = hint.indexes.map((name) => name.toLowerCase());
  const isNamed = (p: PreparedIndex): boolean => names.some((name) => (name === 'primary' ? p.index.kind === 'primary-key' : p.index.name?.toLowerCase().startsWith(name) === true));
  return left.filter((p) => isNamed(p) !== (hint.kind === 'ignore'));
}

export interface Ways { readonly best: Choice | null; readonly choices: readonly Choice[]; readonly implied: ReadonlyMap<PreparedIndex, Implied>; readonly maybe: boolean }

/** Every way in, best first. `extra` are indexes to try as if they were there. */
export function waysIn(asked: Asked, indexes: readonly PreparedIndex[]): Ways {
  const { ground, table, source } = asked;
  const simple = asked.bearings.filter((b) => b.compiled.arms === null);
  const terms = termMap(simple.flatMap((b) => b.compiled.terms));
  const partial = indexes.some((i) => i.where.length > 0);
  const known = partial ? asked.bearings.map((b) => knownOf(b.at, b.conjunct.expr, b.compiled, source.id, table, ground.dialect)) : [];
  const implications = new Map<PreparedIndex, Implied>();
  for (const index of indexes) implications.set(index, implied(index, known, table, ground.dialect));
  const open = indexes.filter((i) => i.usable && implications.get(i)?.how === 'always');
  const choices = [...open.flatMap((index) => { const c = through(asked, index, terms, implications.get(index)); return c === null ? [] : [c]; }), ...unions(asked, indexes.filter((i) => i.usable), terms, known)];
  choices.sort((a, b) => b.score - a.score);
  const maybe = indexes.some((i) => i.usable && (implications.get(i)?.how === 'parameter' || mayHoldInArm(i, asked)));
  return { best: choices[0] ?? null, choices, implied: implications, maybe };
}

/** A parameter in an arm of an OR may have just the value that a partial index is of. */
function mayHoldInArm(index: PreparedIndex, asked: Asked): boolean {
  if (index.where.length === 0) return false;
  const columns = new Set(index.where.flatMap((e) => columnsOf(e).map((c) => c.column)));
  return asked.bearings.some((b) => b.compiled.arms !== null && termsOf(b.compiled).some((t) => t.parameter && t.side.expr.kind === 'column' && columns.has(t.side.expr.column.column)));
}

/** Entering one index: by its keys, or as a whole where its predicate is the condition (fact 6). */
function through(asked: Asked, index: PreparedIndex, terms: TermMap, proof: Implied | undefined): Choice | null {
  const entered = probe(index, terms, asked.ground.dialect);
  const byPredicate = proof?.how === 'always' && proof.strong;
  if (entered === null && !byPredicate) return null;
  const predicate = proof?.how === 'always' ? proof.used : [];
  const done = new Set<number>(predicate);
  const touched = new Set<number>(predicate);
  for (const b of asked.bearings) {
    if (b.compiled.arms !== null || b.compiled.terms.length === 0 || entered === null) continue;
    if (b.compiled.terms.every((t) => entered.used.has(t))) done.add(b.at);
    if (b.compiled.terms.some((t) => entered.used.has(t) || entered.rechecked.has(t))) touched.add(b.at);
  }
  return choice(asked, entered === null ? [] : [entered], [index], done, touched, entered === null ? 6 : worth(entered) + (isByKeys(entered, asked) ? 15 : 0));
}

function choice(asked: Asked, probes: readonly Probe[], indexes: readonly PreparedIndex[], done: ReadonlySet<number>, touched: ReadonlySet<number>, worthOf: number): Choice {
  const oneRow = probes.length === 1 && probes[0]?.oneRow === true;
  const rest = asked.bearings.filter((b) => !done.has(b.at) && isLeft(b) && !isSettled(b, probes, asked));
  // With its own conditions all bound, PostgreSQL hashes the rows for the join: the join's condition is no filter then.
  const left = asked.ground.dialect === 'postgresql' && rest.every((b) => b.compiled.form === 'join') && done.size > 0 ? 0 : rest.length;
  const [first] = indexes;
  const single = first !== undefined && indexes.every((i) => i === first);
  const order: OrderAnswer = oneRow ? { served: true } : !single ? { served: false, reason: 'or-arm-unserved', matched: 0 } : unorderedByList(probes, asked) ? { served: false, reason: 'sort-columns-differ', matched: 0 } : givesOrder(first, asked.order, asked.fixed, asked.ground.dialect);
  const sorted = asked.order.length > 0 && order.served ? (asked.limited ? 4 : 2) : 0;
  const score = worthOf + (oneRow ? 1000 : 0) + (left === 0 ? 3 : 0) + sorted - (indexes[0]?.width ?? 0) * 0.01;
  return { probes, indexes, depth: probes[0]?.depth ?? 0, done, touched, left, oneRow, order, score };
}

/** An index is read out of order as soon as a list binds a key that is not its first. SQLite keeps the order of lists only where nothing but lists is bound, and can not move nulls along them. */
function unorderedByList(probes: readonly Probe[], asked: Asked): boolean {
  const [first] = asked.order;
  if (first === undefined) return false;
  return probes.some((p) => p.unordered || (p.lists > 0 && (p.equalities > p.lists || !first.plainNulls) && asked.ground.dialect === 'sqlite'));
}

/** `a = 3 AND a NOT IN (1, 2)`: MySQL puts the value for the column, and nothing is left to check. */
function isSettled(b: Bearing, probes: readonly Probe[], asked: Asked): boolean {
  const [only, ...others] = probes;
  if (only === undefined || others.length > 0 || !isMysql(asked.ground.dialect)) return false;
  const columns = columnsOfSource(b.conjunct.expr, asked.source.id);
  const points = [...only.used].filter((t) => t.form === 'equality' && t.needs.length === 0);
  return b.compiled.needs.length === 0 && columns.length > 0 && columns.every((c) => points.some((t) => t.key === `[${c}]`));
}

/** What still has to be checked row by row. Subqueries and joins to come are no fault of the index. */
const isLeft = (b: Bearing): boolean => !b.conjunct.inferred && !b.compiled.elsewhere;

/** A rough rank of probes by how few rows they leave, without statistics: equalities before lists before ranges. */
function worth(p: Probe): number {
  if (p.index.method !== 'btree') return p.equalities * 9 + (p.range === 'none' ? 0 : 6);
  const weak = [...p.used].filter((t) => t.form === 'equality' && isWeak(t.side.column)).length;
  const range = p.range === 'both' ? 5 : p.range === 'one-sided' ? ([...p.used].every((t) => t.form === 'not-null') ? 2 : 4) : 0;
  return (p.equalities - weak) * 10 + weak * 4 - p.lists * 1.5 - p.nulls * 3 + range;
}

/** A list of whole keys that is always sent leaves at most a row for each value, fewer than equalities on columns that are no key. */
function isByKeys(p: Probe, asked: Asked): boolean {
  const always = asked.bearings.every((b) => !b.conjunct.optional || !b.compiled.terms.some((t) => p.used.has(t)));
  return always && p.index.unique && p.lists > 0 && p.nulls === 0 && p.equalities >= p.index.width;
}

/** One probe for every arm of an OR (BitmapOr, MULTI-INDEX OR). The conjuncts beside the OR may be used in every arm, and so may an index whose predicate only the arm implies. */
function unions(asked: Asked, indexes: readonly PreparedIndex[], terms: TermMap, known: readonly Known[]): readonly Choice[] {
  const plain = known.filter((k) => k.arms === null);
  return asked.bearings.flatMap((b) => {
    const { arms } = b.compiled;
    if (arms === null) return [];
    const found = enterArms(arms, asked, indexes, terms, plain);
    if (found === null) return [];
    const done = new Set(found.whole ? [b.at] : []);
    for (const other of asked.bearings) if (other.compiled.terms.length > 0 && other.compiled.terms.every((t) => found.probes.every((p) => p.used.has(t)))) done.add(other.at);
    const score = found.probes.reduce((least, p) => Math.min(least, worth(p)), Number.POSITIVE_INFINITY) - 2;
    return [choice(asked, found.probes, found.probes.map((p) => p.index), done, new Set([...done, b.at]), score)];
  });
}

interface Entered { readonly probes: readonly Probe[]; readonly whole: boolean }

type Arm = readonly ArmPart[];

/** Null as soon as one arm has no way in. */
export function enterArms(arms: readonly Arm[], asked: Pick<Asked, 'ground' | 'table' | 'source'>, indexes: readonly PreparedIndex[], outer: TermMap, known: readonly Known[]): Entered | null {
  const probes: Probe[] = [];
  let whole = true;
  for (const arm of arms) {
    const found = enterArm(arm, asked, indexes, outer, known);
    if (found === null) return null;
    for (const p of found.probes) probes.push(p);
    whole = whole && found.whole;
  }
  return probes.length === 0 ? null : { probes, whole };
}

function enterArm(arm: Arm, asked: Pick<Asked, 'ground' | 'table' | 'source'>, indexes: readonly PreparedIndex[], outer: TermMap, known: readonly Known[]): Entered | null {
  const { ground, table, source } = asked;
  const own = arm.flatMap((part) => part.means.terms);
  const terms = merged(own, outer);
  const candidates = indexes.filter((i) => i.method !== 'btree' || i.where.length > 0 || terms.has(i.keys[0]?.key ?? ''));
  const inArm = candidates.some((i) => i.where.length > 0) ? [...known, ...arm.map((part, i) => knownOf(-1 - i, part.expr, part.means, source.id, table, ground.dialect))] : known;
  const proofs = new Map(candidates.flatMap((i) => (i.where.length === 0 ? [] : [[i, implied(i, inArm, table, ground.dialect)] as const])));
  const best = bestForArm(candidates, own, terms, proofs, asked);
  if (best !== null) return { probes: [best], whole: arm.every(({ means }) => means.arms === null && means.terms.length > 0 && means.terms.every((t) => best.used.has(t))) };
  const asWhole = arm.flatMap((part, i) => candidates.filter((index) => isArm(proofs.get(index), -1 - i)).map((index) => ({ probes: [unbound(index, part.means.terms)], whole: arm.length === 1 })));
  if (asWhole[0] !== undefined) return asWhole[0];
  for (const { means } of arm) {
    const nested = means.arms === null ? null : enterArms(means.arms, asked, indexes, terms, inArm);
    if (nested !== null) return { probes: nested.probes, whole: nested.whole && arm.length === 1 };
  }
  return null;
}

/** A partial index that holds just what a part of the arm asks for is read as a whole (fact 6). */
const isArm = (proof: Implied | undefined, at: number): boolean => proof?.how === 'always' && proof.strong && proof.used.includes(at);

/** The probe that uses most of the arm's own terms; one that uses none of them, not even to prove its index's predicate, is none of the arm's. */
function bestForArm(candidates: readonly PreparedIndex[], own: readonly Term[], terms: TermMap, proofs: ReadonlyMap<PreparedIndex, Implied>, asked: Pick<Asked, 'ground'>): Probe | null {
  let best: Probe | null = null;
  let most = 0;
  for (const index of candidates) {
    const p = (proofs.get(index)?.how ?? 'always') === 'always' ? probe(index, terms, asked.ground.dialect) : null;
    if (p === null) continue;
    const used = own.filter((t) => p.used.has(t)).length + own.filter((t) => p.rechecked.has(t)).length / 2 + (index.where.length > 0 ? 0.25 : 0);
    if (used > most) { best = p; most = used; }
  }
  return best;
}

function merged(own: readonly Term[], outer: TermMap): TermMap {
  if (outer.size === 0) return termMap(own);
  const map = termMap(own);
  for (const [key, list] of outer) { const mine = map.get(key); map.set(key, mine === undefined ? [...list] : [...mine, ...list]); }
  return map;
}

/** Reading in order without a probe; null when no index gives the order. */
export function walkInOrder(asked: Asked, ways: Ways, indexes: readonly PreparedIndex[]): PreparedIndex | null {
  if (asked.order.length === 0) return null;
  return indexes.find((i) => i.usable && ways.implied.get(i)?.how === 'always' && givesOrder(i, asked.order, asked.fixed, asked.ground.dialect).served) ?? null;
}

/** Bearings that some index could bind. */
export const bindable = (bearings: readonly Bearing[]): readonly Bearing[] => bearings.filter((b) => canBind(b.compiled));
