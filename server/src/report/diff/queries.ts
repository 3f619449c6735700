import { paired } from './pair.ts';
import type { SideQuery, SideTable } from './side.ts';

/** A query of a table on both sides, or on one. `edited`: it asks something else than before. `because`: the index by which it was or is read, where that is what changed. */
export interface QueryChange { readonly table: string; readonly before: SideQuery | null; readonly after: SideQuery | null; readonly edited: boolean; readonly because: readonly string[] }

export interface QueryChanges {
  readonly lost: readonly QueryChange[];
  readonly gained: readonly QueryChange[];
  readonly unserved: readonly QueryChange[];
  readonly removed: readonly QueryChange[];
  /** Fingerprints of what is said of queries of which something was said before too: the words changed, and no more. */
  readonly known: readonly string[];
  readonly counts: { readonly added: number; readonly gone: number; readonly edited: number; readonly moved: number };
}

/** How well a query is served: more is better. Nothing is said of what asks for all rows, or is not known. */
const RANKS: Readonly<Record<SideQuery['verdict'], number | null>> = { served: 2, partly: 1, unserved: 0, whole: null, unknown: null };

/** The last key finds a query that asks something else in the same function; at the top of a file nothing holds together what stands there. */
const EDITED = 4;
const KEYS: readonly ((query: SideQuery) => string | null)[] = [({ id }) => id, ({ file, text }) => `${file}\n${text}`, ({ within, text }) => `${within}\n${text}`, ({ text }) => text, ({ file, within }) => (within === '' ? null : `${file}\n${within}`)];

/** What became of the queries of one table; null for a side that has none. */
export function queryChanges({ before, after }: { readonly before: SideTable | null; readonly after: SideTable | null }, inScope: (file: string) => boolean): QueryChanges {
  const { both, gone, added } = paired(before?.queries ?? [], after?.queries ?? [], KEYS);
  const pairs = both.filter((pair) => inScope(pair.after.file));
  const [isNew, isGone] = [added.filter(({ file }) => inScope(file)), gone.filter(({ file }) => inScope(file))];
  const changed = pairs.map((pair): QueryChange & { readonly step: number } => ({ table: pair.after.table, before: pair.before, after: pair.after, edited: pair.how === EDITED, because: becauseOf(pair.before, pair.after, { before, after }), step: stepOf(pair.before, pair.after) }));
  return {
    lost: changed.filter(({ step }) => step < 0), gained: changed.filter(({ step }) => step > 0),
    unserved: isNew.filter(isUnserved).map((query) => ({ table: query.table, before: null, after: query, edited: false, because: [] })),
    removed: isGone.filter((query) => isUnserved(query) && query.findings.length > 0).map((query) => ({ table: query.table, before: query, after: null, edited: false, because: [] })),
    known: pairs.filter((pair) => pair.how < EDITED && pair.before.findings.length > 0 && pair.after.findings.length > 0).flatMap((pair) => [...pair.before.findings, ...pair.after.findings].map(({ fingerprint }) => fingerprint)),
    counts: { added: isNew.length, gone: isGone.length, edited: pairs.filter(({ how }) => how === EDITED).length, moved: pairs.filter(({ how }) => how > 0 && how < EDITED).length },
  };
}

const isUnserved = ({ verdict, findings }: SideQuery): boolean => verdict === 'unserved' || (verdict === 'partly' && findings.length > 0);

function stepOf(before: SideQuery, after: SideQuery): number {
  const [was, is] = [RANKS[before.verdict], RANKS[after.verdict]];
  return was === null || is === null ? 0 : is - was;
}

/** Indexes by which it is read on one side alone, and that the other side has not. */
function becauseOf(before: SideQuery, after: SideQuery, tables: { readonly before: SideTable | null; readonly after: SideTable | null }): readonly string[] {
  const [had, has] = [new Set(tables.before?.indexes.map(({ id }) => id)), new Set(tables.after?.indexes.map(({ id }) => id))];
  return [...before.by.filter((id) => !has.has(id)), ...after.by.filter((id) => !had.has(id))];
}

/** Whether people are told: a rule speaks of it, or an index that came or went is why. What small tables and silenced rules leave is known and not told. */
export const isTold = ({ before, after, because }: QueryChange): boolean => because.length > 0 || (after?.findings.length ?? 0) > 0 || (before?.findings.length ?? 0) > 0;
