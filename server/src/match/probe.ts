import { type Dialect, isMysql } from '../facts/dialect.ts';
import { accepts } from './accepts.ts';
import type { PreparedIndex, PreparedKey } from './prepared.ts';
import type { Term } from './term.ts';

/** Terms by the canonical text of what they constrain. */
export type TermMap = ReadonlyMap<string, readonly Term[]>;

/** How an index is entered. */
export interface Probe {
  readonly index: PreparedIndex;
  /** Leading keys that conditions bound. */
  readonly depth: number;
  readonly equalities: number;
  /** Keys bound to several values: nothing after one comes in order. */
  readonly lists: number;
  /** One of those is not the first key, or is made of an OR or of rows: nothing comes in order. MySQL sorts the ranges of any list first. */
  readonly unordered: boolean;
  readonly nulls: number;
  readonly range: 'none' | 'one-sided' | 'both';
  /** Terms that need not be checked on the rows any more. */
  readonly used: ReadonlySet<Term>;
  /** Terms that bound the probe but are checked again. */
  readonly rechecked: ReadonlySet<Term>;
  /** All keys of a unique index bound to one value. */
  readonly oneRow: boolean;
}

export function termMap(terms: Iterable<Term>): Map<string, Term[]> {
  const map = new Map<string, Term[]>();
  for (const term of terms) {
    const list = map.get(term.key);
    if (list === undefined) map.set(term.key, [term]); else list.push(term);
  }
  return map;
}

/** A partial index read from end to end, since its predicate is the condition that `terms` are. */
export const unbound = (index: PreparedIndex, terms: readonly Term[]): Probe => ({ index, ...start(), used: new Set(terms) });

/** Enters an index with the terms at hand, key by key; null when its first key is bound by none. */
export function probe(index: PreparedIndex, terms: TermMap, dialect: Dialect): Probe | null {
  if (!index.usable) return null;
  return index.method === 'btree' ? ordered(index, terms, dialect) : unordered(index, terms, dialect);
}

interface State { depth: number; equalities: number; lists: number; unordered: boolean; nulls: number; range: Probe['range']; oneRow: boolean; readonly used: Set<Term>; readonly rechecked: Set<Term> }

const start = (): State => ({ depth: 0, equalities: 0, lists: 0, unordered: false, nulls: 0, range: 'none', oneRow: false, used: new Set(), rechecked: new Set() });

function ordered(index: PreparedIndex, terms: TermMap, dialect: Dialect): Probe | null {
  if (!terms.has(index.keys[0]?.key ?? '')) return null;
  const state = start();
  for (const [i, key] of index.keys.entries()) {
    const here = terms.get(key.key);
    if (here === undefined || !bindKey(state, index, i, key, here, dialect)) break;
  }
  if (state.depth === 0) return null;
  const oneRow = index.unique && state.equalities >= index.width && state.lists === 0 && state.nulls === 0;
  return { index, ...state, oneRow };
}

/** Binds one key; true when the next one may be bound too. */
function bindKey(state: State, index: PreparedIndex, at: number, key: PreparedKey, terms: readonly Term[], dialect: Dialect): boolean {
  // A list on the rowid that ends an index is checked, not probed: the order by rowid stays.
  const taken = terms.filter((t) => !(key.tail && t.form === 'in')).filter((t) => { const a = accepts(key, t, index.method, dialect); if (a.ok && !a.fully) state.rechecked.add(t); return a.ok; });
  if (isMysql(dialect) && !mayFollow(state, taken)) return false;
  const point = taken.find((t) => t.form === 'equality') ?? taken.find((t) => t.form === 'in') ?? taken.find((t) => t.form === 'is-null');
  if (point !== undefined) {
    state.depth++;
    state.equalities++;
    if (point.form === 'in') { state.lists++; state.unordered = state.unordered || (!isMysql(dialect) && (point.operator === 'unordered' || (at > 0 && dialect !== 'sqlite'))); }
    if (point.form === 'is-null') state.nulls++;
    for (const t of taken) if (t.form === point.form || t.form !== 'in' || dialect === 'postgresql') state.used.add(t);
    return true;
  }
  if (taken.length === 0 || (at === 0 && taken.every((t) => t.form === 'excluded'))) return false;
  for (const t of taken) useRange(state, index, at, t, dialect);
  state.depth++;
  return false;
}

/**
 * Fact 28: MySQL either looks up equal keys (ref), whose values may come from other tables, or reads ranges of constants; a key bound by a join and one bound by a list or a range never make one
 * probe.
 */
function mayFollow(state: State, taken: readonly Term[]): boolean {
  if (state.depth === 0) return true;
  const joined = (terms: Iterable<Term>): boolean => [...terms].some((t) => t.needs.length > 0);
  const isPoint = (terms: Iterable<Term>): boolean => [...terms].some((t) => t.form === 'equality' || t.form === 'is-null');
  return joined(state.used) ? isPoint(taken) : !(joined(taken.filter((t) => t.form === 'equality')) && state.lists > 0);
}

function useRange(state: State, index: PreparedIndex, at: number, term: Term, dialect: Dialect): void {
  if (term.row === undefined || rowFollows(index, at, term.row, dialect)) { if (!state.rechecked.has(term)) state.used.add(term); } else state.rechecked.add(term);
  const both = term.form === 'between' || term.form === 'pattern' || (state.range === 'one-sided' && term.form !== 'not-null');
  state.range = both ? 'both' : state.range === 'both' ? 'both' : 'one-sided';
}

/** Facts 7, 19: PostgreSQL follows a whole row through an index whose keys come in that order and one direction; SQLite only its first column. */
function rowFollows(index: PreparedIndex, at: number, row: readonly string[], dialect: Dialect): boolean {
  if (dialect !== 'postgresql') return row.length === 1;
  return row.every((key, i) => index.keys[at + i]?.key === key && index.keys[at + i]?.desc === index.keys[at]?.desc);
}

/** A FULLTEXT search names all columns of its index, and no other. */
const isOver = (index: PreparedIndex, term: Term): boolean => term.row?.length === index.width && index.keys.slice(0, index.width).every((k) => term.row?.includes(k.key) === true);

/** GIN, GiST, BRIN: keys are bound in any order. Hash has one. */
function unordered(index: PreparedIndex, terms: TermMap, dialect: Dialect): Probe | null {
  const state = start();
  for (const key of index.keys) {
    for (const term of terms.get(key.key) ?? []) {
      if (term.operator === 'match' && !isOver(index, term)) continue;
      const answer = accepts(key, term, index.method, dialect);
      if (!answer.ok) continue;
      state.used.add(term);
      if (term.form === 'equality' || term.form === 'in') state.equalities++; else state.range = 'both';
    }
    if ((terms.get(key.key) ?? []).some((t) => state.used.has(t))) state.depth++;
  }
  return state.depth === 0 ? null : { index, ...state };
}
