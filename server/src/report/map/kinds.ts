import { compareText } from '../../advice/order.ts';
import type { ShownFinding, ShownIndex, ShownQuery, ShownTable } from './shown.ts';

/** Queries that ask the same of a table and are served alike: one column of the picture. `id`: stable over revisions, unique within its table. */
export interface Kind { readonly id: string; readonly first: ShownQuery; readonly queries: readonly ShownQuery[]; /** What is said of them, each once. */ readonly findings: readonly KindFinding[] }

export interface KindFinding { readonly finding: ShownFinding; /** Of how many of the queries. */ readonly times: number }

const folded = new WeakMap<ShownTable, readonly Kind[]>();

/** Trouble first, and within one verdict by the index that serves, so that what is served makes steps down the rows. */
export function kindsOf(table: ShownTable): readonly Kind[] {
  const known = folded.get(table) ?? fold(table);
  folded.set(table, known);
  return known;
}

function fold(table: ShownTable): readonly Kind[] {
  const byKey = new Map<string, ShownQuery[]>();
  for (const query of table.queries) {
    const key = keyOf(query);
    const list = byKey.get(key);
    if (list === undefined) byKey.set(key, [query]);
    else list.push(query);
  }
  const rows = new Map(table.indexes.map((index, i) => [index.id, i]));
  return [...byKey].map(([id, queries]) => ({ kind: kindOf(id, queries), order: orderOf(queries, rows) })).sort((a, b) => compareNumbers(a.order, b.order) || compareText(a.kind.id, b.kind.id)).map(({ kind }) => kind);
}

/** A join to another table is the same demand on this one. */
const keyOf = ({ cells, verdict, by, wants }: ShownQuery): string => JSON.stringify([verdict, cells.map((cell) => [cell.role, cell.role === 'join' ? cell.column : cell.text, cell.fit]), by, wants]);

function kindOf(id: string, queries: readonly ShownQuery[]): Kind {
  const findings = new Map<string, { finding: ShownFinding; times: number }>();
  for (const finding of queries.flatMap((query) => query.findings)) {
    const key = JSON.stringify([finding.rule, finding.severity, finding.message, finding.advice.replace(/\d+/g, '')]);
    const known = findings.get(key);
    if (known === undefined) findings.set(key, { finding, times: 1 });
    else known.times++;
  }
  const [first] = queries;
  if (first === undefined) throw new RangeError('a kind of no query');
  return { id, first, queries, findings: [...findings.values()] };
}

const verdicts: Readonly<Record<ShownQuery['verdict'], number>> = { unserved: 0, partly: 1, whole: 2, served: 3, unknown: 4 };

function orderOf(queries: readonly ShownQuery[], rows: ReadonlyMap<string, number>): readonly number[] {
  const verdict = queries[0]?.verdict ?? 'unknown';
  const row = rows.get(queries[0]?.by[0] ?? queries[0]?.wants ?? '') ?? 0;
  return [queries.some((query) => query.findings.length > 0) ? 0 : 1, verdicts[verdict], row, -queries.length];
}

const compareNumbers = (a: readonly number[], b: readonly number[]): number => a.map((n, i) => n - (b[i] ?? 0)).find((n) => n !== 0) ?? 0;

/** What a kind asks, by columns: `project_id · ↕ scene_number`. */
export function labelOf({ first: { cells } }: Kind): string {
  return cells.length === 0 ? 'all rows' : cells.map((cell) => (cell.role === 'sort' ? `↕ ${cell.column}` : cell.column)).join(' · ');
}

/** The same for the ear: `filter by project_id = …, sort by scene_number`. */
export function askOf({ first: { cells } }: Kind): string {
  const of = (wanted: 'sort' | 'filter'): readonly string[] => cells.filter((cell) => (cell.role === 'sort') === (wanted === 'sort')).map((cell) => cell.text);
  const [filter, sort] = [of('filter'), of('sort')];
  return [...(filter.length === 0 ? [] : [filter.join(' and ')]), ...(sort.length === 0 ? [] : [`sorted by ${sort.join(', ')}`])].join(', ') || 'all rows, in no order';
}

/** Whether the table is worth a look: something is said of it, or an index waits to be made or to go. */
export const isTrouble = (table: ShownTable): boolean =>
  table.loops.length > 0 || table.findings.length > 0 || table.queries.some((query) => query.findings.length > 0) || table.indexes.some((index) => index.standing !== 'there');

export type CellState = 'served' | 'partly' | 'unserved' | 'whole' | 'unknown' | 'proposed' | 'empty';

/** How a query meets an index; null stands for the row of the whole table. */
export function cellState({ first }: Kind, index: ShownIndex | null): CellState {
  const bare = first.by.length === 0 || first.verdict === 'unserved';
  if (index === null) return bare ? first.verdict : 'empty';
  if (index.standing === 'proposed') return first.wants === index.id ? 'proposed' : 'empty';
  return !bare && first.by.includes(index.id) ? first.verdict : 'empty';
}
