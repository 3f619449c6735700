import type Database from 'better-sqlite3';

/** How EXPLAIN QUERY PLAN says that one table is reached. */
export interface PlannedTable {
  readonly table: string;
  /** `search`: an index is entered; `scan`: all is read, in the order of an index or not; `skip`: a skip-scan; `automatic`: an index made for this one run. */
  readonly how: 'search' | 'scan' | 'skip' | 'automatic';
  readonly index: string | null;
  readonly detail: string;
}

export interface Plan { readonly tables: readonly PlannedTable[]; readonly sorts: boolean; readonly text: string }

interface Row { readonly detail: string }

/** The plan of a query; null when SQLite refuses it (INDEXED BY an index that is of no use). */
export function planOf(db: Database.Database, sql: string): Plan | null {
  let rows: Row[];
  try {
    rows = db.prepare<unknown[], Row>(`EXPLAIN QUERY PLAN ${sql}`).all(...Array.from(sql.matchAll(/\?/g), () => 'c7'));
  } catch (error) {
    if (error instanceof Error && error.message.includes('no query solution')) return null;
    throw error;
  }
  const lines = rows.map((r) => r.detail);
  return { tables: lines.flatMap(tableOf), sorts: lines.some((l) => l.startsWith('USE TEMP B-TREE FOR') && l.includes('ORDER BY')), text: lines.join(' | ') };
}

function tableOf(line: string): PlannedTable[] {
  const found = /^(SEARCH|SCAN) (\w+)(?: USING (.*?))?(?: LEFT-JOIN)?$/.exec(line);
  const [, verb, table, using] = found ?? [];
  if (verb === undefined || table === undefined) return [];
  const index = /(?:INDEX (\w+)|(INTEGER PRIMARY KEY)|(PRIMARY KEY))/.exec(using ?? '');
  const how = using?.includes('AUTOMATIC') === true ? 'automatic' : using?.includes('ANY(') === true ? 'skip' : verb === 'SEARCH' ? 'search' : 'scan';
  return [{ table, how, index: index?.[1] ?? (index === null ? null : 'primary key'), detail: line }];
}
