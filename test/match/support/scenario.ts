import type { AccessPath } from '../../../server/src/facts/access.ts';
import type { Catalog } from '../../../server/src/facts/catalog.ts';
import type { Dialect } from '../../../server/src/facts/dialect.ts';
import type { BoundQuery } from '../../../server/src/facts/query.ts';
import { loadSqlParsers } from '../../../server/src/host/sql-parsers.ts';
import { accessPaths, type MatchOptions } from '../../../server/src/match/index.ts';
import { bindQuery, type Names } from '../../../server/src/schema/bind/query.ts';
import { buildCatalog } from '../../../server/src/schema/databases/catalog.ts';
import { tableKey } from '../../../server/src/schema/replay/index.ts';
import { readSql } from '../../../server/src/sql/index.ts';
import type { SqlFacts } from '../../../server/src/sql/read.ts';

const parsers = await loadSqlParsers();

const read = (text: string, dialect: Dialect): SqlFacts => readSql({ text, holes: [], toDocument: (offset) => offset }, dialect, parsers);

const catalogs = new Map<string, Catalog>();

/** The catalog that DDL leaves behind, views bound. */
export function catalogOf(ddl: string, dialect: Dialect): Catalog {
  const key = `${dialect}:${ddl}`;
  const known = catalogs.get(key);
  if (known !== undefined) return known;
  const statements = read(ddl, dialect).statements.map((statement) => ({ statement, path: 'schema.sql', origin: 'sql' as const }));
  const made = buildCatalog({ root: '', dialect, quiet: false, models: [], statements, origins: ['schema.sql'] }, 'test', []);
  if (catalogs.size < MOST) catalogs.set(key, made);
  return made;
}

/** Generated schemas do not come twice. */
const MOST = 500;

const namesOf = (catalog: Catalog): Names => ({
  dialect: catalog.dialect, table: (ref) => (ref.by === 'name' ? (catalog.tables.get(tableKey({ schema: ref.schema, name: ref.name }, catalog.dialect)) ?? null) : null), symbolColumn: () => null, relation: () => null,
});

/** The bound queries of a SQL text. */
export function queriesOf(sql: string, catalog: Catalog): readonly BoundQuery[] {
  return read(sql, catalog.dialect).queries.map((q) => bindQuery(q.query, namesOf(catalog)).query);
}

/** The only query of a SQL text, bound. */
export function queryOf(sql: string, catalog: Catalog): BoundQuery {
  const [query, ...others] = queriesOf(sql, catalog);
  if (query === undefined || others.length > 0) throw new Error(`one query expected in: ${sql} (${JSON.stringify(read(sql, catalog.dialect).unread)})`);
  return query;
}

/** Paths of the only query of a SQL text over a schema. */
export function pathsOf(ddl: string, sql: string, dialect: Dialect, options?: MatchOptions): readonly AccessPath[] {
  const catalog = catalogOf(ddl, dialect);
  return accessPaths(queryOf(sql, catalog), catalog, options);
}
