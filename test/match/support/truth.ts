import { readFileSync } from 'node:fs';
import type { AccessPath } from '../../../server/src/facts/access.ts';
import type { Dialect } from '../../../server/src/facts/dialect.ts';
import { accessPaths } from '../../../server/src/match/index.ts';
import { checkPath } from '../../../server/src/rules/run.ts';
import { catalogOf, queriesOf } from './scenario.ts';

/** One labelled case: a schema, a query, and what a real planner did. */
export interface Case { readonly id: string; readonly dialect: string; readonly category: string; readonly ddl: string; readonly sql: string; readonly filter: string; readonly sort: string; readonly note?: string; readonly one_row?: boolean; readonly indexes: readonly string[]; readonly plan_before: string; readonly suggestions: readonly { readonly indexes: readonly { readonly table: string; readonly columns: readonly { readonly name?: string; readonly expression?: string }[] }[] }[] }

export interface Judged { readonly case: Case; readonly paths: readonly AccessPath[]; readonly rules: readonly string[]; readonly filter: string; readonly sort: string; readonly unread: boolean }

const FILTER = new Set(['unindexed-filter', 'unindexed-join', 'composite-index', 'wrong-column-order', 'index-not-usable', 'needs-special-index']);
const SORT = new Set(['unindexed-sort', 'sort-direction-mismatch', 'composite-index', 'wrong-column-order']);

export const readCases = (file: string, dialects: readonly string[]): readonly Case[] => readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line): Case => JSON.parse(line)).filter((c) => dialects.includes(c.dialect));

/** Runs one case through reading, binding, matching and the rules. */
export function judge(c: Case): Judged {
  const catalog = catalogOf(c.ddl, c.dialect as Dialect);
  const queries = queriesOf(c.sql, catalog);
  const paths = queries.flatMap((q) => accessPaths(q, catalog));
  const rules = paths.flatMap((path) => {
    const table = catalog.tables.get(path.table);
    const spoken = table === undefined ? null : checkPath(path, { catalog, settings: { isSmall: () => false }, table, confidence: 'high', callSpan: path.query.span });
    return spoken === null ? [] : [spoken.rule];
  });
  return { case: c, paths, rules, filter: worst(paths.map((p) => p.filter), ['unknown', 'not-served', 'partly', 'served', 'none']), sort: worst(paths.map((p) => p.sort), ['not-served', 'served', 'unknown', 'none']), unread: queries.length === 0 };
}

const worst = (found: readonly string[], order: readonly string[]): string => order.find((v) => found.includes(v)) ?? 'none';

/** What is wrong by the scorer's own rules; null when nothing is. */
export function disagreement(j: Judged): string | null {
  const { case: c } = j;
  const says = (set: ReadonlySet<string>): boolean => j.rules.some((r) => set.has(r));
  const sortJudged = c.sort !== 'n/a' && c.one_row !== true && !['group', 'minmax'].includes(c.category);
  if (c.filter === 'not-served' && !(c.note === 'order walk' && c.suggestions.length === 0) && !says(FILTER)) return c.suggestions.length > 0 ? 'MISSED' : 'missed, no index helps';
  if (c.filter === 'served') {
    const hard = j.rules.some((r) => FILTER.has(r) && r !== 'composite-index');
    if (sortJudged && c.sort === 'not-served' ? hard : says(FILTER)) return 'FALSE ALARM';
  }
  if (!sortJudged || c.filter === 'not-served') return null;
  if (c.sort === 'not-served' && (c.filter === 'n/a' || c.filter === 'served') && !says(SORT)) return 'sort missed';
  return c.sort === 'served' && (j.rules.includes('unindexed-sort') || j.rules.includes('sort-direction-mismatch')) ? 'sort FALSE ALARM' : null;
}

/** Whether a proposal of a flagged case is one that was measured to help. */
export function proposalKnown(j: Judged): boolean | null {
  const known = new Set(j.case.suggestions.flatMap((s) => { const [only] = s.indexes; return s.indexes.length === 1 && only !== undefined ? [`${bare(only.table)}:${only.columns.map((x) => bare(x.name ?? x.expression ?? '')).join(',')}`] : []; }));
  const proposed = j.paths.flatMap((p) => (p.proposal === null || p.proposal.together !== undefined ? [] : [`${bare(p.table)}:${p.proposal.index.keys.map((k) => (k.expr.kind === 'column' ? k.expr.column.toLowerCase() : '(expr)')).join(',')}`]));
  return known.size === 0 || proposed.length === 0 ? null : proposed.some((p) => known.has(p) || p.includes('(expr)'));
}

const bare = (name: string): string => name.toLowerCase().replace(/^.*\./, '').replace(/["'`]/g, '');
