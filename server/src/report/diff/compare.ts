import { budgetChanges, type BudgetChanges, isDoubtfullyGone } from './budgets.ts';
import { indexChanges, type IndexChange } from './indexes.ts';
import { paired } from './pair.ts';
import { isTold, type QueryChange, queryChanges } from './queries.ts';
import type { Side, SideFinding, SideTable } from './side.ts';

/** What a change did. `lost` and `gained`: queries that were there before; `unserved`: new ones that nothing serves; `served`: how many new ones there are that something does. */
export interface Diff {
  readonly lost: readonly QueryChange[];
  readonly gained: readonly QueryChange[];
  readonly unserved: readonly QueryChange[];
  /** Queries that nothing served, and that are gone. */
  readonly removed: readonly QueryChange[];
  readonly loops: { readonly added: readonly SideFinding[]; readonly gone: readonly SideFinding[] };
  readonly indexes: readonly IndexChange[];
  readonly tables: { readonly added: readonly SideTable[]; readonly gone: readonly SideTable[] };
  readonly budgets: BudgetChanges;
  /** What else is found now, and what no longer is. */
  readonly findings: { readonly added: readonly SideFinding[]; readonly gone: readonly SideFinding[] };
  readonly queries: { readonly added: number; readonly gone: number; readonly edited: number; readonly moved: number };
  readonly read: { readonly before: number; readonly after: number };
  readonly unread: { readonly before: number; readonly after: number };
}

/** What lies in what was asked for, and where a file was before it was renamed. */
export interface DiffScope { readonly inScope: (file: string) => boolean; readonly renamed: ReadonlyMap<string, string> }

/** Compares two states of a project. Files of the one before are spoken of by the names that they have now. */
export function compareSides(before: Side, after: Side, { inScope, renamed }: DiffScope): Diff {
  const old = renamedSide(before, renamed);
  const tables = paired(old.tables, after.tables, [(table) => table.id, (table) => table.name]);
  const changes = tables.both.map((pair) => queryChanges(pair, inScope));
  const all = (pick: (one: (typeof changes)[number]) => readonly QueryChange[]): readonly QueryChange[] => changes.flatMap(pick);
  const alone = [...tables.added.map((table) => queryChanges({ before: null, after: table }, inScope)), ...tables.gone.map((table) => queryChanges({ before: table, after: null }, inScope))];
  const ofLoops = findingChanges(old.loops, after.loops, inScope);
  const loops = { added: ofLoops.added, gone: ofLoops.gone.filter((loop) => !isDoubtfullyGone(loop, old.budgets, after.budgets)) };
  const others = findingChanges(old.others, after.others, inScope);
  const spoken = findingChanges(spokenIn(old), spokenIn(after), inScope);
  const lost = all((one) => one.lost);
  const unserved = [...all((one) => one.unserved), ...alone.flatMap((one) => one.unserved)];
  const gained = all((one) => one.gained);
  // What is still said of a query that an index now serves better is told beside it.
  const known = changes.flatMap((one) => one.known);
  const shown = new Set([...known, ...[...lost, ...unserved, ...gained].flatMap(({ after: query }) => query?.findings ?? []).map(({ fingerprint }) => fingerprint)]);
  const was = new Set([...known, ...[...gained, ...lost, ...all((one) => one.removed), ...alone.flatMap((one) => one.removed)].flatMap(({ before: query }) => query?.findings ?? []).map(({ fingerprint }) => fingerprint)]);
  return {
    lost, gained, unserved, removed: [...all((one) => one.removed), ...alone.flatMap((one) => one.removed)], loops,
    indexes: tables.both.flatMap((pair) => indexChanges(pair)).filter(({ index, touched }) => touched.some(({ file }) => inScope(file)) || index.place === null || inScope(index.place.file)),
    tables: { added: tables.added, gone: tables.gone }, budgets: budgetChanges(old.budgets, after.budgets, inScope),
    findings: { added: [...others.added, ...spoken.added.filter((finding) => !shown.has(finding.fingerprint))], gone: [...others.gone, ...spoken.gone.filter((finding) => !was.has(finding.fingerprint))].filter(saysNobody([...others.added, ...spoken.added])) },
    queries: summed([...changes, ...alone].map((one) => one.counts)), read: { before: old.read, after: after.read }, unread: { before: old.unread, after: after.unread },
  };
}

const spokenIn = (side: Side): readonly SideFinding[] => side.tables.flatMap((table) => table.queries.flatMap((query) => query.findings));

/** The same finding elsewhere, or in a function that is called otherwise, is told by its words. */
const findingChanges = (before: readonly SideFinding[], after: readonly SideFinding[], inScope: (file: string) => boolean): { readonly added: readonly SideFinding[]; readonly gone: readonly SideFinding[] } => {
  const { gone, added } = paired(before, after, [({ fingerprint, file }) => `${fingerprint} ${file}`, ({ fingerprint }) => fingerprint, ({ rule, table, message, file }) => `${rule}\n${table}\n${wordsOnly(message)}\n${file}`, ({ rule, table, message }) => `${rule}\n${table}\n${wordsOnly(message)}`]);
  return { gone: gone.filter(({ file }) => inScope(file)), added: added.filter(({ file }) => inScope(file)) };
};

/** Messages name places below them (`(models/database.py:191)`, `(:203)`), which move. */
const wordsOnly = (message: string): string => message.replace(/:\d+\b/g, '');

/** One need is told by one rule: an index that another finding asks for now is missing as before. */
const saysNobody = (added: readonly SideFinding[]) => ({ table, advice }: SideFinding): boolean => {
  const index = indexIn(advice);
  return index === '' || !added.some((finding) => finding.table === table && indexIn(finding.advice) === index);
};

const indexIn = (advice: string): string => /^Add index(?:es)? (\([^)]*\))/.exec(advice)?.[1] ?? '';

const summed = (counts: readonly Diff['queries'][]): Diff['queries'] => counts.reduce((sum, one) => ({ added: sum.added + one.added, gone: sum.gone + one.gone, edited: sum.edited + one.edited, moved: sum.moved + one.moved }), { added: 0, gone: 0, edited: 0, moved: 0 });

function renamedSide(side: Side, renamed: ReadonlyMap<string, string>): Side {
  if (renamed.size === 0) return side;
  const now = <T extends { readonly file: string }>(item: T): T => ({ ...item, file: renamed.get(item.file) ?? item.file });
  return {
    ...side, loops: side.loops.map(now), others: side.others.map(now), budgets: side.budgets.map(now),
    tables: side.tables.map((table) => ({ ...table, queries: table.queries.map((query) => ({ ...now(query), id: query.id.replace(/^[^\n]*/, (file) => renamed.get(file) ?? file), findings: query.findings.map(now) })), indexes: table.indexes.map((index) => ({ ...index, place: index.place === null ? null : now(index.place) })) })),
  };
}

/** Nothing that a reader has to know. */
export const isQuietDiff = ({ lost, gained, unserved, removed, loops, indexes, tables, budgets, findings }: Diff): boolean =>
  [...lost, ...gained, ...unserved].filter(isTold).length + removed.length + loops.added.length + loops.gone.length + indexes.length + tables.added.length + tables.gone.length + budgets.grown.length + budgets.shrunk.length + budgets.added.length + budgets.gone.length + findings.added.length + findings.gone.length === 0;
