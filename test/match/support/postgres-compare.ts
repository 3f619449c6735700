import type { AccessPath } from '../../../server/src/facts/access.ts';
import { accessPaths } from '../../../server/src/match/index.ts';
import { createIndexSql } from '../../../server/src/sql/ddl.ts';
import type { Postgres } from '../../support/postgres.ts';
import { type GeneratedCase, sqlOf } from './generated.ts';
import { FILL, TABLES } from './postgres-cases.ts';
import { type Plan, type PlannedScan, readPlan } from './postgres-plan.ts';
import { catalogOf, queryOf } from './scenario.ts';

export interface Outcome { readonly wrong: string | null; readonly paths: readonly AccessPath[]; readonly plan: Plan }

interface KnownIndex { readonly name: string; readonly table: string; readonly lead: string; readonly partial: boolean }

/** Sequential scans cost as if forbidden, so that the planner shows what it could do, whatever the rows. */
const SETTINGS = ['SET enable_seqscan = off', 'SET enable_material = off', 'SET enable_memoize = off', 'SET jit = off', 'SET max_parallel_workers_per_gather = 0'];
const NO_SORT = 'SET LOCAL enable_sort = off; SET LOCAL enable_incremental_sort = off';

/** The planner of a real server, asked what it can do with the indexes of a case. */
export class PostgresPlanner {
  private readonly server: Postgres;

  private constructor(server: Postgres) { this.server = server; }

  static async over(server: Postgres): Promise<PostgresPlanner> {
    for (const sql of [...TABLES, ...FILL, ...SETTINGS, 'CREATE EXTENSION IF NOT EXISTS pg_trgm']) await server.rows(sql);
    return new PostgresPlanner(server);
  }

  async compare(c: GeneratedCase): Promise<Outcome> {
    await this.server.rows('BEGIN');
    try {
      for (const sql of c.indexes) await this.server.rows(sql);
      return await this.outcome(c);
    } finally {
      await this.server.rows('ROLLBACK');
    }
  }

  private async outcome(c: GeneratedCase): Promise<Outcome> {
    const catalog = catalogOf(`${[...TABLES, ...c.indexes].join(';\n')};`, 'postgresql');
    const all = accessPaths(queryOf(sqlOf(c), catalog), catalog);
    const paths = all.filter((p) => p.role !== 'subquery');
    const plan = await this.explain(sqlOf(c, ['order', 'limit']));
    const [path] = paths;
    if (plan.empty) return { wrong: null, paths, plan };
    if (path === undefined) return { wrong: 'no path', paths, plan };
    if (c.from !== 't') return { wrong: await this.joinWrong(c, paths), paths, plan };
    const wrong = (await this.filterWrong(c, path, plan)) ?? (await this.sortWrong(c, path)) ?? (await this.proposalWrong(c, path));
    return { wrong, paths, plan };
  }

  private async explain(sql: string): Promise<Plan> { return readPlan(await this.server.rows(`EXPLAIN (FORMAT JSON) ${sql}`)); }

  private async indexes(): Promise<readonly KnownIndex[]> {
    const rows = await this.server.rows("SELECT i.indexrelid::regclass::text AS name, i.indrelid::regclass::text AS tbl, pg_get_indexdef(i.indexrelid, 1, true) AS lead, i.indpred IS NOT NULL AS partial FROM pg_index i WHERE i.indrelid IN ('t'::regclass, 'u'::regclass)");
    return rows.map((r) => ({ name: String(r['name']), table: String(r['tbl']), lead: bare(String(r['lead'])), partial: r['partial'] === true }));
  }

  /** What the planner does when these indexes alone are there. `settings` hold for this question only. */
  private async pinned(sql: string, kept: readonly string[], settings = '', made: readonly string[] = []): Promise<{ readonly plan: Plan; readonly indexes: readonly KnownIndex[] }> {
    await this.server.rows('SAVEPOINT pinned');
    try {
      for (const index of await this.indexes()) if (!kept.includes(index.name)) await this.server.rows(index.name.endsWith('_pkey') ? `ALTER TABLE ${index.table} DROP CONSTRAINT ${index.name}` : `DROP INDEX ${index.name}`);
      for (const statement of made) await this.server.rows(statement);
      if (settings !== '') await this.server.rows(settings);
      return { plan: await this.explain(sql), indexes: await this.indexes() };
    } finally {
      await this.server.rows('ROLLBACK TO SAVEPOINT pinned');
    }
  }

  private async filterWrong(c: GeneratedCase, path: AccessPath, plan: Plan): Promise<string | null> {
    const how = reached(scanOf(plan, 't'), await this.indexes());
    if (how === 'bound' && !isProbed(path) && path.filter !== 'unknown') return `the planner probes, the matcher says ${path.filter}`;
    if (!isProbed(path)) return null;
    const { plan: own, indexes } = await this.pinned(sqlOf(c, ['order', 'limit']), servingOf(path));
    const pinned = reached(scanOf(own, 't'), indexes);
    // Of two indexes with an alternative's column the planner may take the one that has it later (fact 1).
    if (pinned === 'whole' && path.serving.length > 1) return null;
    if (pinned === 'whole' || (pinned === 'bound' && path.depth === 0 && path.serving.length === 1)) return `the matcher says ${path.filter} by ${servingOf(path)}, the planner can not: ${own.text}`;
    if (path.oneRow || pinned === 'predicate') return null;
    const filter = scanOf(own, 't')?.filter ?? null;
    if (path.filter === 'partly' && filter === null && !isChecked(path)) return `the matcher says partly by ${servingOf(path)}, the planner checks nothing: ${own.text}`;
    return path.filter === 'served' && filter !== null && !isLossy(path, filter) ? `the matcher says served by ${servingOf(path)}, the planner still checks ${filter}` : null;
  }

  private async sortWrong(c: GeneratedCase, path: AccessPath): Promise<string | null> {
    if (c.order === '' || sortsPastKey(c) || c.where.includes('id = 7') || path.oneRow || path.sort === 'none' || path.sort === 'unknown') return null;
    const all = (await this.indexes()).map((i) => i.name);
    const probed = isProbed(path);
    const { plan, indexes } = await this.pinned(sqlOf(c), path.serving.length > 0 ? servingOf(path) : all, NO_SORT);
    if (path.sort === 'served') return plan.sorts ? `the matcher says ${servingOf(path)} gives the order, the planner sorts: ${plan.text}` : null;
    const how = reached(scanOf(plan, 't'), indexes);
    return !plan.sorts && (!probed || how === 'bound') ? `the planner reads in order, the matcher says it must sort: ${plan.text}` : null;
  }

  /** A proposed index is made alone, and must do what was promised. */
  private async proposalWrong(c: GeneratedCase, path: AccessPath): Promise<string | null> {
    const { proposal } = path;
    if (proposal === null || path.conditions.some((x) => x.form === 'or')) return null;
    const made = [proposal.index, ...(proposal.together ?? [])].map((index, i) => createIndexSql({ ...index, name: `proposed${i}`, table: { schema: null, name: 't' } }, 'postgresql'));
    const sql = made.flatMap((m) => (m === null ? [] : [m]));
    if (sql.length < made.length) return 'the proposal has no text';
    const ways = await this.pinned(sqlOf(c, ['order', 'limit']), [], '', sql);
    const how = reached(scanOf(ways.plan, 't'), ways.indexes);
    if (proposal.servesFilter && how === 'whole') return `the proposal ${sql} is not probed: ${ways.plan.text}`;
    if (!proposal.servesSort || path.order.length === 0 || sortsPastKey(c)) return null;
    const sorted = await this.pinned(sqlOf(c), [], NO_SORT, sql);
    return sorted.plan.sorts ? `the proposal ${sql} does not give the order: ${sorted.plan.text}` : null;
  }

  /** Nested loops alone, so that every inner table shows its probe. */
  private async joinWrong(c: GeneratedCase, paths: readonly AccessPath[]): Promise<string | null> {
    const nested = 'SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off';
    const all = (await this.indexes()).map((i) => i.name);
    const { plan, indexes } = await this.pinned(sqlOf(c), all, nested);
    if (plan.empty) return null;
    const flagged = paths.filter((p) => p.filter === 'not-served');
    const well = plan.scans.every((s) => reached(s, indexes) === 'bound');
    if (flagged.length > 0) return well ? `the planner reaches all by index, the matcher flags ${flagged.map((p) => p.table)}: ${plan.text}` : null;
    if (c.where.includes('FROM u') || !paths.every(isProbed) || paths.some((p) => p.serving.length > 1 || p.depth === 0)) return null;
    const own = await this.pinned(sqlOf(c), paths.flatMap(servingOf), nested);
    // Turned round, a table may be entered by a key in a later place (fact 1).
    return own.plan.scans.every((s) => reached(s, own.indexes) !== 'whole' || s.indexes.some((i) => i.bound !== null)) ? null : `the matcher says all is probed by ${paths.flatMap(servingOf)}, the planner can not: ${own.plan.text}`;
  }
}

const scanOf = (plan: Plan, table: string): PlannedScan | undefined => plan.scans.find((s) => s.table === table);
const isProbed = (p: AccessPath): boolean => p.filter === 'served' || p.filter === 'partly';
const servingOf = (p: AccessPath): string[] => p.serving.map((i) => (i.kind === 'primary-key' ? `${p.table}_pkey` : (i.name ?? '')));

/** A row by its key is sorted all the same, which costs nothing. `ORDER BY id, a`: PostgreSQL does not see that nothing is left to order by behind a key, and makes an Incremental Sort of groups of one row, which costs nothing. */
const sortsPastKey = (c: GeneratedCase): boolean => /(^|, )id\b.*,/.test(c.order);

/**
 * What bounds no probe but is not seen in a Filter: PostgreSQL checks keys behind a gap ((b, g, a) with b and a) on the index's entries, and drops an OR whose arm another
 * condition is.
 */
const isChecked = (path: AccessPath): boolean => path.conditions.some((c) => c.form === 'or') || path.serving.some((i) => i.keys.length > path.depth + 1);

/** LIKE and its kind are checked again whatever bounded them, a boolean behind a bitmap, and so is what an OR's arms leave. */
const isLossy = (path: AccessPath, filter: string): boolean => /~~|~|starts_with|\^@|^\(?(NOT )?f\)?$/.test(filter) || path.conditions.some((c) => c.form === 'or' || c.expr.kind === 'subquery');

/** `bound`: entered by its first key; `predicate`: a partial index is read as a whole; `whole`: all of the table or of an index is (facts 1 and 6). */
function reached(scan: PlannedScan | undefined, indexes: readonly KnownIndex[]): 'bound' | 'predicate' | 'whole' {
  if (scan === undefined || scan.indexes.length === 0) return 'whole';
  const each = scan.indexes.map(({ name, bound }) => {
    const index = indexes.find((i) => i.name === name);
    if (bound !== null && index !== undefined && isLedBy(bound, index.lead)) return 'bound';
    return index?.partial === true ? 'predicate' : 'whole';
  });
  return each.includes('whole') ? 'whole' : each.includes('predicate') ? 'predicate' : 'bound';
}

function isLedBy(bound: string, lead: string): boolean {
  // A row bounds by its first column.
  const text = bare(bound.replace(/ROW\((\w+),[^)]*\)/g, '$1'));
  return /^\w+$/.test(lead) ? new RegExp(`\\b${lead}\\b`).test(text) : text.includes(lead);
}

/** Without literals, casts and brackets, in which two printed forms of one expression differ. */
const bare = (sql: string): string => sql.replace(/'(?:[^']|'')*'/g, (text) => (text.length > 4 ? "'…'" : text)).replace(/::(character varying|timestamp with(out)? time zone|double precision|\w+)(\([\d,]+\))?(\[\])?/g, '').replace(/[() ]/g, ' ').replace(/\s+/g, ' ').trim();
