import Database from 'better-sqlite3';
import type { AccessPath } from '../../../server/src/facts/access.ts';
import { accessPaths } from '../../../server/src/match/index.ts';
import { printSql } from '../../../server/src/sql/print.ts';
import { catalogOf, queryOf } from './scenario.ts';
import { type SqliteCase, sqlOf } from './sqlite-cases.ts';
import { type Plan, planOf, type PlannedTable } from './sqlite-plan.ts';

/** What a case came to: null when matcher and planner agree. */
export interface Outcome { readonly wrong: string | null; readonly paths: readonly AccessPath[]; readonly plan: Plan }

const ROWS = 1500;

/** One filled database for each table definition; the indexes of a case come and go in a transaction. */
export class Planner {
  private readonly databases = new Map<string, Database.Database>();

  close(): void {
    for (const db of this.databases.values()) db.close();
  }

  compare(c: SqliteCase): Outcome {
    const tables = c.ddl.filter((s) => s.startsWith('CREATE TABLE'));
    const db = this.databases.get(tables.join()) ?? filled(tables);
    this.databases.set(tables.join(), db);
    db.exec('BEGIN');
    try {
      for (const s of c.ddl) if (!s.startsWith('CREATE TABLE')) db.exec(s);
      if (c.analyze) db.exec('ANALYZE');
      return outcome(c, db);
    } finally {
      db.exec('ROLLBACK');
    }
  }
}

function filled(tables: readonly string[]): Database.Database {
  const db = new Database(':memory:');
  for (const t of tables) db.exec(t);
  const t = db.prepare('INSERT INTO t (id, a, b, c, d, e, n, f) VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const u = db.prepare('INSERT INTO u (id, tid, x, y) VALUES (?, ?, ?, ?)');
  db.transaction(() => {
    for (let i = 1; i <= ROWS; i++) {
      t.run(i, (i * 7) % 400, i % 9 === 0 ? null : (i * 13) % 60, `c${(i * 11) % 700}`, i % 2 === 0 ? `D${i % 300}` : `d${i % 300}`, i / ROWS, i % 10 === 0 ? `n${i}` : null, i % 2);
      u.run(i, (i * 17) % ROWS, (i * 3) % 200, `y${i % 250}`);
    }
  })();
  return db;
}

/**
 * What is known and let be, each with its reason.
 * - `a = b` within one table: SQLite puts a constant for one of them where the other has one (constant propagation); the matcher does so for plain conjuncts, not inside OR or with IN.
 * - An OR that one index serves and whose order the same index gives: SQLite takes either; the matcher says both, so that nothing is told about the sort.
 * - `a + b = 12 ORDER BY a + b`, `lower(c) = 'x' ORDER BY lower(c)`: SQLite sorts by an expression that has one value.
 * - `a IN (1, 2) AND a = 1`, or two equalities under two collations: SQLite may probe with either, and the other spoils the order.
 * - WITHOUT ROWID: SQLite sorts by what follows a unique key, though there is nothing to sort; NOT INDEXED can not ask it about its primary key.
 */
const isKnown = (c: SqliteCase, path: AccessPath): { readonly filter: boolean; readonly sort: boolean } => ({
  filter: c.where.includes('a = b'),
  sort: c.where.includes('a = b') || bindsTwice(path) || sortsByBound(c) || path.conditions.some((x) => x.used && x.form === 'or') || (c.ddl.some((s) => s.includes('WITHOUT ROWID')) && c.order.includes(',')),
});

const bindsTwice = (path: AccessPath): boolean => path.conditions.some((x) => (x.form === 'in' || x.form === 'equality') && path.conditions.some((o) => o !== x && o.form === 'equality' && o.columns.join() === x.columns.join()));

const sortsByBound = (c: SqliteCase): boolean => ['a + b', 'lower(c)'].some((e) => c.where.includes(e) && c.order.includes(e));

function outcome(c: SqliteCase, db: Database.Database): Outcome {
  const catalog = catalogOf(`${c.ddl.join(';\n')};`, 'sqlite');
  const plan = planOf(db, sqlOf(c));
  if (plan === null) throw new Error(`no plan for ${sqlOf(c)}`);
  const paths = accessPaths(queryOf(sqlOf(c), catalog), catalog).filter((p) => p.role !== 'subquery');
  const [first] = paths;
  if (first === undefined) return { wrong: 'no path', paths, plan };
  const wrong = c.tables.length === 1 ? (proposalWrong(c, first, db) ?? (isKnown(c, first).filter ? null : filterWrong(c, first, plan, db)) ?? (isKnown(c, first).sort ? null : sortWrong(c, first, plan, db))) : joinWrong(c, paths, plan, db);
  return { wrong, paths, plan };
}

/** A proposed index is made, and SQLite must be able to do with it what was promised. */
function proposalWrong(c: SqliteCase, path: AccessPath, db: Database.Database): string | null {
  const { proposal } = path;
  if (proposal === null || proposal.together !== undefined || path.conditions.some((x) => x.form === 'or') || c.where.includes('a = b')) return null;
  const keys = proposal.index.keys.map((k) => `${printSql(k.expr, 'sqlite')}${k.collation === undefined ? '' : ` COLLATE ${k.collation}`}${k.direction === 'desc' ? ' DESC' : ''}`);
  db.exec(`CREATE INDEX proposed ON t (${keys.join(', ')})`);
  const plan = planOf(db, sqlOf(c, { t: ' INDEXED BY proposed' }));
  db.exec('DROP INDEX proposed');
  const told = `the proposal (${keys.join(', ')})`;
  const onlyNotNull = path.conditions.every((x) => x.form === 'other' || x.expr.kind === 'is');
  if (proposal.servesFilter && !onlyNotNull && !searches(plan, 't')) return `${told} can not be searched: ${plan?.text ?? 'no plan'}`;
  const quirk = bindsTwice(path) || sortsByBound(c) || (c.order.includes(',') && c.ddl.some((s) => s.includes('WITHOUT ROWID')));
  return proposal.servesSort && !quirk && plan?.sorts !== false ? `${told} does not give the order` : null;
}

const planned = (plan: Plan | null, table: string): readonly PlannedTable[] => plan?.tables.filter((t) => t.table === table) ?? [];
const searches = (plan: Plan | null, table: string): boolean => planned(plan, table).some((t) => t.how === 'search') && planned(plan, table).every((t) => t.how === 'search');
const probed = (p: AccessPath): boolean => p.filter === 'served' || p.filter === 'partly';

/** INDEXED BY the index that the matcher names, which asks SQLite whether it could, not whether it would. */
function pinned(c: SqliteCase, path: AccessPath, db: Database.Database, table: string): Plan | null | 'unpinnable' {
  const [index, ...others] = path.serving;
  if (index === undefined || others.length > 0 || (index.kind === 'primary-key' && c.ddl.some((s) => s.includes('WITHOUT ROWID')))) return 'unpinnable';
  return planOf(db, sqlOf(c, { [table]: index.name === null || index.kind === 'primary-key' ? ' NOT INDEXED' : ` INDEXED BY ${index.name}` }));
}

function filterWrong(c: SqliteCase, path: AccessPath, plan: Plan, db: Database.Database): string | null {
  if (searches(plan, 't')) return probed(path) || path.filter === 'unknown' ? null : `the planner searches, the matcher says ${path.filter}`;
  if (!probed(path)) return null;
  // An OR can not be pinned; a path of IS NOT NULL alone depends on statistics (fact 22).
  const pin = pinned(c, path, db, 't');
  if (pin === 'unpinnable' || path.conditions.some((x) => x.used && x.form === 'or') || path.conditions.filter((x) => x.used).every((x) => x.form === 'range' && x.expr.kind === 'is')) return null;
  if (path.depth === 0 && pin !== null) return null;
  return searches(pin, 't') || planned(pin, 't').some((t) => t.how === 'skip') ? null : `the matcher says ${path.filter} by ${path.serving.map((i) => i.name)}, which the planner can not search`;
}

function sortWrong(c: SqliteCase, path: AccessPath, plan: Plan, db: Database.Database): string | null {
  if (c.order === '' || path.oneRow || path.sort === 'none' || path.sort === 'unknown') return null;
  if ((path.sort === 'served') !== plan.sorts) return null;
  const pin = pinned(c, path, db, 't');
  if (pin === 'unpinnable') return path.serving.length === 0 && path.sort === 'not-served' ? 'the planner does not sort, the matcher says it must' : null;
  // Pinned to an index SQLite still prefers one probe for each arm of an OR.
  if (pin !== null && /MULTI-INDEX OR|ANY\(/.test(pin.text)) return null;
  if (path.sort === 'served') return pin === null || pin.sorts ? `the matcher says ${path.serving.map((i) => i.name)} gives the order, the planner sorts` : null;
  return pin?.sorts === false && (searches(pin, 't') || !probed(path)) ? `the planner reads ${path.serving.map((i) => i.name)} in order, the matcher says it must sort` : null;
}

function joinWrong(c: SqliteCase, paths: readonly AccessPath[], plan: Plan, db: Database.Database): string | null {
  // The plan of a subquery on the same table can not be told from that of the join.
  if (c.where.includes('FROM u')) return null;
  const bad = paths.filter((p) => p.filter === 'not-served');
  const [first, ...rest] = plan.tables.filter((t) => t.table === 't' || t.table === 'u');
  const wellReached = first !== undefined && rest.every((t) => t.how === 'search') && (first.how === 'search' || (c.where === '' && c.tables.every((t) => !t.on.includes('u.x = 3'))));
  if (bad.length > 0) return wellReached && !bad.some((p) => isKnown(c, p).filter) ? `the planner reaches all by index, the matcher flags ${bad.map((p) => p.table)}` : null;
  if (rest.every((t) => t.how === 'search') || paths.some((p) => p.driver === 'whole' || p.filter === 'unknown' || p.filter === 'none')) return null;
  const [a, b] = paths;
  if (a === undefined || b === undefined || paths.some((p) => isKnown(c, p).filter || (p.serving.length > 0 && p.depth === 0)) || c.tables.some((t) => t.join.startsWith('LEFT'))) return null;
  const conditions = [c.tables[1]?.on.replace(' ON ', '') ?? '', c.where].filter((x) => x !== '').join(' AND ');
  const forced = planOf(db, sqlOf({ ...c, tables: [{ join: '', name: a.table, on: '' }, { join: 'CROSS JOIN ', name: b.table, on: '' }], where: conditions }, { [b.table]: pinOf(b) }));
  return searches(forced, b.table) || planned(forced, b.table).some((t) => t.how === 'skip') ? null : `the matcher says ${b.table} is reached by ${b.serving.map((i) => i.name)}, the planner can not`;
}

const pinOf = (p: AccessPath): string => { const [i] = p.serving; return i === undefined || p.serving.length > 1 ? '' : i.name === null || i.kind === 'primary-key' ? ' NOT INDEXED' : ` INDEXED BY ${i.name}`; };
