import type { Snapshot } from '../../engine/api.ts';
import type { Budget } from '../../facts/budget.ts';
import type { Place, Severity } from '../../facts/finding.ts';
import type { IndexMap, MapFinding, MapIndex, MapQuery, MapTable } from '../../facts/index-map.ts';
import { type LineIndex, lineIndex, positionAt } from '../../text/lines.ts';

/** One of the two states that are compared, as plain data: it outlives its snapshot. Files are relative to the folder that was read. */
export interface Side {
  readonly tables: readonly SideTable[];
  readonly loops: readonly SideFinding[];
  /** What is said of no query of `tables` and no loop. */
  readonly others: readonly SideFinding[];
  readonly budgets: readonly SideBudget[];
  readonly read: number;
  readonly unread: number;
}

/** `line`: from 1. */
export interface SidePlace { readonly file: string; readonly line: number }
export interface SideTable { readonly id: string; readonly name: string; readonly queries: readonly SideQuery[]; readonly indexes: readonly SideIndex[] }
export interface SideQuery extends SidePlace, Pick<MapQuery, 'id' | 'within' | 'text' | 'verdict' | 'by' | 'wants'> { readonly table: string; readonly findings: readonly SideFinding[] }
/** `place`: null for one that the database makes by itself. */
export interface SideIndex extends Pick<MapIndex, 'id' | 'name' | 'keys' | 'unique' | 'primary' | 'method' | 'where'> { readonly table: string; readonly place: SidePlace | null }
export interface SideFinding extends SidePlace { readonly rule: string; readonly severity: Severity; readonly message: string; readonly advice: string; readonly fingerprint: string; readonly table: string }
export interface SideBudget extends SidePlace, Pick<Budget, 'name' | 'kind' | 'once' | 'repeated' | 'text' | 'unserved' | 'whole'> { readonly batched: readonly number[] }

type At = (place: Place) => SidePlace;

/** All that is compared of a snapshot. @param paths its files whose functions are counted */
export function sideOf(snapshot: Snapshot, paths: readonly string[]): Side {
  const at = placing(snapshot);
  const map: IndexMap = snapshot.indexMap();
  const stats = snapshot.stats();
  return {
    tables: map.tables.map((table) => tableOf(table, at)),
    loops: [...map.tables.flatMap((table) => table.loops.map((loop) => findingOf(loop, table.name, at))), ...map.elsewhere.loops.map((loop) => findingOf(loop, '', at))],
    others: [...map.tables.flatMap((table) => table.findings.map((finding) => findingOf(finding, table.name, at))), ...map.elsewhere.findings.map((finding) => findingOf(finding, '', at))],
    budgets: paths.flatMap((path) => snapshot.budgets(path)).map((budget) => ({ ...at(budget), name: budget.name, kind: budget.kind, once: budget.once, repeated: budget.repeated, batched: budget.batched ?? [], text: budget.text, unserved: budget.unserved, whole: budget.whole })),
    read: stats.queriesRead, unread: stats.unread.length,
  };
}

function placing(snapshot: Snapshot): At {
  const known = new Map<string, LineIndex>();
  return ({ path, span }) => {
    const index = known.get(path) ?? lineIndex(snapshot.text(path) ?? '');
    known.set(path, index);
    return { file: path, line: positionAt(index, span.start).line + 1 };
  };
}

function tableOf({ id, name, queries, indexes }: MapTable, at: At): SideTable {
  return {
    id, name, queries: queries.map((query) => queryOf(query, name, at)),
    indexes: indexes.filter(({ standing }) => standing !== 'proposed').map(({ declared, id: indexId, name: indexName, keys, unique, primary, method, where }) => ({ id: indexId, name: indexName, keys, unique, primary, method, where, table: name, place: declared === null ? null : at(declared) })),
  };
}

const queryOf = ({ id, place, within, text, verdict, by, wants, findings }: MapQuery, table: string, at: At): SideQuery => ({ id, ...at(place), within, text, verdict, by, wants, table, findings: findings.map((finding) => findingOf(finding, table, at)) });

const findingOf = ({ rule, severity, message, advice, fingerprint, place }: MapFinding, table: string, at: At): SideFinding => ({ ...at(place), rule, severity, message, advice, fingerprint, table });
