import type { AccessPath } from '../../../server/src/facts/access.ts';
import { accessPaths } from '../../../server/src/match/index.ts';
import { columnsOf } from '../../../server/src/facts/walk.ts';
import { createIndexSql } from '../../../server/src/sql/ddl.ts';
import type { Mariadb } from '../../support/mariadb.ts';
import { type GeneratedCase, sqlOf } from './generated.ts';
import { FILL, TABLES } from './mariadb-cases.ts';
import { type Plan, type PlannedScan, readPlan } from './mariadb-plan.ts';
import { catalogOf, queryOf } from './scenario.ts';

export interface Outcome { readonly wrong: string | null; readonly paths: readonly AccessPath[]; readonly plan: Plan }

/** What changes a plan for its cost alone is switched off, so that an index is entered or it is not. */
const SETTINGS = ["SET SESSION optimizer_switch = 'mrr=off,index_condition_pushdown=off,rowid_filter=off,index_merge_intersection=off,index_merge_sort_intersection=off,join_cache_hashed=off,split_materialized=off'", 'SET SESSION max_seeks_for_key = 1'];

/** The optimizer of a real server, asked with FORCE INDEX what it can do with the indexes of a case. */
export class MariadbPlanner {
  private readonly server: Mariadb;

  private constructor(server: Mariadb) { this.server = server; }

  static async over(server: Mariadb): Promise<MariadbPlanner> {
    await server.fresh('planner');
    for (const sql of [...TABLES, ...FILL, 'ANALYZE TABLE t, u', ...SETTINGS]) await server.run(sql);
    return new MariadbPlanner(server);
  }

  async compare(c: GeneratedCase): Promise<Outcome> {
    const made: string[] = [];
    try {
      for (const sql of c.indexes) { await this.server.run(sql); made.push(sql); }
      return await this.outcome(c);
    } finally {
      for (const sql of made) await this.server.run(dropOf(sql));
    }
  }

  private async outcome(c: GeneratedCase): Promise<Outcome> {
    const catalog = catalogOf(`${[...TABLES, ...c.indexes].join(';\n')};`, 'mariadb');
    const paths = accessPaths(queryOf(sqlOf(c), catalog), catalog).filter((p) => p.role !== 'subquery');
    const all: Forced = { t: [...(catalog.tables.get('t')?.indexes ?? [])].flatMap((i) => (i.usable ? [i.name ?? ''] : [])), u: [...(catalog.tables.get('u')?.indexes ?? [])].map((i) => i.name ?? '') };
    const plan = await this.explain(c, all, ['order', 'limit']);
    const [path] = paths;
    if (plan.empty) return { wrong: null, paths, plan };
    if (path === undefined) return { wrong: 'no path', paths, plan };
    if (c.from !== 't') return { wrong: await this.joinWrong(c, paths, plan), paths, plan };
    return { wrong: (await this.filterWrong(c, path, plan)) ?? (await this.sortWrong(c, path, all)) ?? (await this.proposalWrong(c, path)), paths, plan };
  }

  private async explain(c: GeneratedCase, forced: Forced, without: readonly ('order' | 'limit')[] = []): Promise<Plan> {
    const [row] = await this.server.rows(`EXPLAIN FORMAT=JSON ${sqlOf({ ...c, from: fromOf(c.from, forced) }, without)}`);
    return readPlan(String(row?.['EXPLAIN']));
  }

  private async filterWrong(c: GeneratedCase, path: AccessPath, plan: Plan): Promise<string | null> {
    const probes = isBound(scanOf(plan, 't'));
    if (probes && !isProbed(path) && path.filter !== 'unknown' && !leavesOut(c) && !isReduced(path)) return `the planner probes, the matcher says ${path.filter}: ${plan.text}`;
    if (!isProbed(path) || isReduced(path)) return null;
    const own = await this.explain(c, { t: namesOf(path) }, ['order', 'limit']);
    const scan = scanOf(own, 't');
    if (!isBound(scan)) return `the matcher says ${path.filter} by ${namesOf(path)}, the planner can not: ${own.text}`;
    const [index] = path.serving;
    if (scan === undefined || index === undefined || path.serving.length > 1 || scan.access === 'index_merge' || index.keys.some((k) => k.direction === 'desc') || path.oneRow) return null;
    if (path.depth > scan.parts) return `the matcher binds ${path.depth} keys of ${index.name}, the planner fewer: ${own.text}`;
    return path.filter === 'partly' && path.depth < scan.parts && !leavesOut(c) ? `the matcher binds ${path.depth} keys of ${index.name}, the planner more: ${own.text}` : null;
  }

  private async sortWrong(c: GeneratedCase, path: AccessPath, all: Forced): Promise<string | null> {
    if (c.order === '' || isQuirk(c, path) || isReduced(path) || path.oneRow || path.sort === 'none' || path.sort === 'unknown' || path.conditions.some((x) => x.used && x.form === 'or')) return null;
    const plan = await this.explain(c, path.serving.length > 0 ? { t: namesOf(path) } : all);
    if (path.sort === 'served') return plan.sorts ? `the matcher says ${namesOf(path)} gives the order, the planner sorts: ${plan.text}` : null;
    return !plan.sorts && (!isProbed(path) || isBound(scanOf(plan, 't'))) ? `the planner reads in order, the matcher says it must sort: ${plan.text}` : null;
  }

  /** A proposed index is made, and must do what was promised. */
  private async proposalWrong(c: GeneratedCase, path: AccessPath): Promise<string | null> {
    const { proposal } = path;
    if (proposal === null || proposal.together !== undefined || path.conditions.some((x) => x.form === 'or')) return null;
    const sql = createIndexSql({ ...proposal.index, name: 'proposed', table: { schema: null, name: 't' } }, 'mariadb');
    if (sql === null) return 'the proposal has no text';
    await this.server.run(sql);
    try {
      const ways = await this.explain(c, { t: ['proposed'] }, ['order', 'limit']);
      if (ways.empty) return null;
      if (proposal.servesFilter && !isBound(scanOf(ways, 't'))) return `the proposal ${sql} is not probed: ${ways.text}`;
      if (!proposal.servesSort || path.order.length === 0 || isQuirk(c, path)) return null;
      const sorted = await this.explain(c, { t: ['proposed'] });
      return sorted.sorts ? `the proposal ${sql} does not give the order: ${sorted.text}` : null;
    } finally {
      await this.server.run('DROP INDEX proposed ON t');
    }
  }

  /** The tables are read in the matcher's order, each by the index it names. */
  private async joinWrong(c: GeneratedCase, paths: readonly AccessPath[], plan: Plan): Promise<string | null> {
    const flagged = paths.filter((p) => p.filter === 'not-served');
    if (flagged.length > 0) return plan.scans.every(isBound) && !leavesOut(c) ? `the planner reaches all by index, the matcher flags ${flagged.map((p) => p.table)}: ${plan.text}` : null;
    const [first, second] = paths;
    if (first === undefined || second === undefined || c.from.includes('LEFT') || c.where.includes('FROM u') || !paths.every(isProbed) || paths.some((p) => p.serving.length > 1)) return null;
    const on = / ON (.*)$/.exec(c.from)?.[1] ?? '';
    const straight = { ...c, from: `${first.table} JOIN ${second.table} ON ${on}` };
    const own = await this.explain({ ...straight, select: 'STRAIGHT_JOIN *' }, { [first.table]: namesOf(first), [second.table]: namesOf(second) });
    return own.empty || own.scans.every(isBound) ? null : `the matcher says all is probed by ${paths.flatMap(namesOf)}, the planner can not: ${own.text}`;
  }
}

type Forced = Readonly<Record<string, readonly string[]>>;

/** FORCE INDEX stands behind a table's name. */
const fromOf = (from: string, forced: Forced): string => from.replace(/\b([tu])\b(?!\.)/g, (table) => { const names = forced[table] ?? []; return names.length === 0 ? table : `${table} FORCE INDEX (${names.join(', ')})`; });
const dropOf = (sql: string): string => sql.replace(/^CREATE INDEX (\w+) ON (\w+).*$/, 'DROP INDEX $1 ON $2');
const scanOf = (plan: Plan, table: string): PlannedScan | undefined => plan.scans.find((s) => s.table === table);
const isBound = (scan: PlannedScan | undefined): boolean => scan !== undefined && scan.access !== 'ALL' && scan.access !== 'index';
const isProbed = (p: AccessPath): boolean => p.filter === 'served' || p.filter === 'partly';
const namesOf = (p: AccessPath): string[] => p.serving.map((i) => i.name ?? 'PRIMARY');

/** `int = 7.0` and `int = '7'` are looked up, but MariaDB does not take them for one value when it orders. */
const NUMBERS = /= (7\.0|7e0|'7'|21\.0)|(7\.0|7e0|'7') =/;

/** An order by what a text, a NULL or an expression is bound to: MariaDB sorts the equal rows. By what a subquery of one row gives: it does not, since it runs that first. */
const isQuirk = (c: GeneratedCase, path: AccessPath): boolean => NUMBERS.test(c.where) || path.conditions.some((x) => (x.form === 'equality' || x.form === 'is-null' || x.expr.kind === 'subquery') && x.columns.some((name) => new RegExp(`\\b${name}\\b`).test(c.order)));

/** `b = 150 AND (… OR b IS NULL)`, `(f = 0 OR f <> 0)`: MariaDB puts values into an OR, drops arms that can not be, and gives up ranges that are all there is. */
const isReduced = (path: AccessPath): boolean => path.conditions.some((c) => c.form === 'or' && (path.conditions.some((o) => o !== c && o.columns.some((x) => c.columns.includes(x))) || repeats(columnsOf(c.expr).map((x) => x.column.column))));
const repeats = (names: readonly string[]): boolean => new Set(names).size < names.length;

/** FORCE INDEX reads what lies beside a value as a range too; the matcher does not count that as served. */
const leavesOut = (c: GeneratedCase): boolean => /<>|NOT /.test(c.where);
