import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { PGlite } from '@electric-sql/pglite';
import fc from 'fast-check';
import type { DescribedDatabase } from './describe.ts';
import { describePostgres, describeReplayedPostgres, replayPostgres } from './postgres-engine.ts';
import { SEED } from '../support/seed.ts';
import { BEGINNING, statement } from './postgres-history.ts';

/** More can be asked for: each takes a quarter of a second. */
const { SARGABLE_RUNS = '25' } = process.env;
const RUNS = Number(SARGABLE_RUNS);

const database = await PGlite.create();
after(() => database.close());

const T = 'CREATE TABLE t(id serial PRIMARY KEY, a int, b text, c jsonb);';
const U = 'CREATE TABLE u(id bigserial PRIMARY KEY, t_id int REFERENCES t(id) ON DELETE CASCADE, x text UNIQUE);';
const LONG = 'a_table_with_a_name_that_is_really_very_long_for_what_it_does';

const SCRIPTS: Readonly<Record<string, string>> = {
  'a table': T,
  'default names': `${T} ${U} CREATE INDEX ON t(a); CREATE INDEX ON t(a); CREATE INDEX ON t(a, b DESC); CREATE UNIQUE INDEX ON t(lower(b)); CREATE INDEX ON t((a + 1), b); CREATE INDEX ON t(lower(b), upper(b), lower(b)); CREATE INDEX ON t(a) INCLUDE (b); CREATE INDEX ON t((b::varchar(10))); CREATE INDEX ON t(coalesce(a, 0));`,
  'default names that are taken': 'CREATE TABLE t_a_idx(x int); CREATE TABLE t(a int); CREATE INDEX ON t(a); CREATE TABLE t_pkey(x int); CREATE TABLE s(a int); CREATE INDEX s_pkey ON s(a); ALTER TABLE s ADD PRIMARY KEY (a);',
  'long names': `CREATE TABLE ${LONG}(a_rather_long_column_name int PRIMARY KEY, another_rather_long_column_name int UNIQUE, ü_ß_€_column_with_some_bytes_more int UNIQUE REFERENCES ${LONG}); CREATE INDEX ON ${LONG}(a_rather_long_column_name, another_rather_long_column_name); CREATE INDEX ON ${LONG}(ü_ß_€_column_with_some_bytes_more, a_rather_long_column_name, another_rather_long_column_name);`,
  'long names that are dropped by name': `CREATE TABLE ${LONG}(another_rather_long_column_name int UNIQUE); CREATE INDEX an_index_with_a_name_that_is_longer_than_sixty_three_bytes_as_it_stands ON ${LONG}(another_rather_long_column_name); DROP INDEX an_index_with_a_name_that_is_longer_than_sixty_three_bytes_as_it_stands;`,
  'constraints with names': 'CREATE TABLE t(a int CONSTRAINT pk PRIMARY KEY, b int CONSTRAINT uq UNIQUE, c int, CONSTRAINT ab UNIQUE (a, b) INCLUDE (c), CHECK (a > 0));',
  'the same key twice': 'CREATE TABLE t(a int PRIMARY KEY UNIQUE, b int UNIQUE, UNIQUE (b), CONSTRAINT named UNIQUE (b), UNIQUE (b, a), UNIQUE (a, b));',
  'exclusion': "CREATE TABLE t(a int, during tsrange, EXCLUDE USING gist (during WITH &&), CONSTRAINT ex EXCLUDE USING btree (a WITH =));",
  'add and drop constraints': `${T} ALTER TABLE t ADD CONSTRAINT t_b UNIQUE (b), ADD UNIQUE (a, b), ADD CONSTRAINT pos CHECK (a > 0); ALTER TABLE t DROP CONSTRAINT t_pkey; ALTER TABLE t DROP CONSTRAINT t_a_b_key; ALTER TABLE t DROP CONSTRAINT pos; ALTER TABLE t ADD PRIMARY KEY (a);`,
  'foreign keys by their default names': `${T} ${U} ALTER TABLE u ADD FOREIGN KEY (t_id) REFERENCES t; ALTER TABLE u DROP CONSTRAINT u_t_id_fkey;`,
  'a constraint from an index': `${T} CREATE UNIQUE INDEX i ON t(b); ALTER TABLE t ADD CONSTRAINT c UNIQUE USING INDEX i; CREATE UNIQUE INDEX j ON t(a, id); ALTER TABLE t DROP CONSTRAINT t_pkey; ALTER TABLE t ADD PRIMARY KEY USING INDEX j;`,
  'rename constraint and index': `${T} ${U} ALTER TABLE t RENAME CONSTRAINT t_pkey TO pk; CREATE INDEX i ON t(a); ALTER INDEX i RENAME TO j; ALTER TABLE j RENAME TO k; ALTER TABLE u RENAME CONSTRAINT u_t_id_fkey TO fk; ALTER TABLE u DROP CONSTRAINT fk; DROP INDEX k;`,
  'index kinds': `${T} CREATE INDEX g ON t USING gin (c jsonb_path_ops); CREATE INDEX h ON t USING hash (a); CREATE INDEX w ON t(a) WHERE b IS NOT NULL; CREATE INDEX n ON t(a DESC NULLS LAST, b NULLS FIRST, c DESC NULLS FIRST, id ASC NULLS LAST); CREATE INDEX v ON t(b varchar_pattern_ops); CREATE UNIQUE INDEX x ON t(b COLLATE "C") INCLUDE (a); CREATE UNIQUE INDEX y ON t(a) NULLS NOT DISTINCT;`,
  'IF NOT EXISTS': `${T} CREATE TABLE IF NOT EXISTS t(id serial PRIMARY KEY, a int, b text, c jsonb); CREATE INDEX IF NOT EXISTS i ON t(a); CREATE INDEX IF NOT EXISTS i ON t(b); ALTER TABLE t ADD COLUMN IF NOT EXISTS a int; ALTER TABLE t ADD COLUMN IF NOT EXISTS d int;`,
  'drop what is not there': `${T} DROP INDEX IF EXISTS absent; DROP TABLE IF EXISTS absent; DROP VIEW IF EXISTS absent; ALTER TABLE IF EXISTS absent ADD COLUMN x int;`,
  'a column takes its indexes along': `${T} CREATE INDEX i ON t(a, b); CREATE INDEX j ON t(b) WHERE a > 1; CREATE INDEX k ON t(b) INCLUDE (a); CREATE INDEX l ON t((a + 1)); CREATE INDEX m ON t(b); ALTER TABLE t ADD UNIQUE (a, b); ALTER TABLE t DROP COLUMN a;`,
  'a dropped column of the primary key': 'CREATE TABLE t(a int, b int, PRIMARY KEY (a, b)); ALTER TABLE t DROP COLUMN a;',
  'a dropped column with a foreign key': `${T} ${U} ALTER TABLE u DROP COLUMN t_id; ALTER TABLE t DROP COLUMN id;`,
  'rename column': `${T} ${U} CREATE INDEX i ON t(a, lower(b)) INCLUDE (c) WHERE a > 1; ALTER TABLE t RENAME COLUMN a TO alpha; ALTER TABLE t RENAME b TO "Beta"; ALTER TABLE u RENAME COLUMN t_id TO tee; CREATE INDEX ON t("Beta", alpha);`,
  'rename table': `${T} ${U} CREATE INDEX ON u(t_id); ALTER TABLE t RENAME TO "Tees"; ALTER TABLE u RENAME TO us; CREATE INDEX ON us(t_id); CREATE INDEX ON "Tees"(a); ALTER TABLE us ADD UNIQUE (t_id);`,
  'set not null and types': `${T} ALTER TABLE t ALTER COLUMN a SET NOT NULL, ALTER COLUMN b TYPE varchar(20), ALTER COLUMN c DROP NOT NULL;`,
  'drop table with what refers to it': `${T} ${U} DROP TABLE t CASCADE;`,
  'schemas': 'CREATE SCHEMA app; CREATE TABLE app.t(id int PRIMARY KEY, a int); CREATE TABLE t(id int PRIMARY KEY, a int); CREATE INDEX ON app.t(a); CREATE INDEX t_a ON t(a); CREATE INDEX t_a ON app.t(a); DROP INDEX app.t_a; CREATE TABLE u(t int REFERENCES app.t, p int REFERENCES public.t);',
  'search_path': 'CREATE SCHEMA app; SET search_path = app; CREATE TABLE t(a int UNIQUE); CREATE INDEX ON t(a); SET search_path = public; CREATE TABLE t(a int);',
  'into another schema': `CREATE SCHEMA app; ${T} ${U} CREATE INDEX i ON t(a); ALTER TABLE t SET SCHEMA app; DROP INDEX app.i; CREATE INDEX i ON app.t(b);`,
  'drop schema': `CREATE SCHEMA app; CREATE TABLE app.t(a int); ${T} DROP SCHEMA app CASCADE;`,
  'partitions': 'CREATE TABLE p(id int, at date NOT NULL, x int, PRIMARY KEY (id, at)) PARTITION BY RANGE (at); CREATE INDEX p_x ON p(x); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (\'2024-01-01\') TO (\'2025-01-01\'); CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (\'2025-01-01\') TO (\'2026-01-01\'); CREATE INDEX later ON p(at, x); ALTER TABLE p ADD COLUMN y int; ALTER TABLE p ADD UNIQUE (y, at); DROP INDEX p_x; CREATE INDEX own ON p1(y);',
  'partitions with an index of their own before': "CREATE TABLE p(id int, at date) PARTITION BY LIST (id); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE INDEX p1_mine ON p1(at); CREATE INDEX p_at ON p(at); ALTER TABLE p RENAME COLUMN at TO day; ALTER TABLE p DROP COLUMN day;",
  'sub-partitions and their end': "CREATE TABLE p(id int, k int) PARTITION BY LIST (id); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1) PARTITION BY LIST (k); CREATE TABLE p11 PARTITION OF p1 FOR VALUES IN (1); CREATE INDEX ON p(k); CREATE TABLE q(a int); DROP TABLE p;",
  'a foreign key of a partitioned table': `${T} CREATE TABLE p(id int REFERENCES t(id)) PARTITION BY LIST (id); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);`,
  'a foreign key that a partitioned table gets later': `${T} CREATE TABLE p(id int, a int) PARTITION BY LIST (id); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2) PARTITION BY LIST (a); CREATE TABLE p21 PARTITION OF p2 FOR VALUES IN (1); ALTER TABLE p1 ADD FOREIGN KEY (a) REFERENCES t; ALTER TABLE p ADD CONSTRAINT named FOREIGN KEY (a) REFERENCES t;`,
  'inheritance': 'CREATE TABLE base(id int PRIMARY KEY, a int); CREATE TABLE heir(b int) INHERITS (base); CREATE INDEX ON base(a); ALTER TABLE base ADD COLUMN c int; ALTER TABLE base RENAME COLUMN a TO alpha; CREATE INDEX ON heir(alpha);',
  'LIKE': 'CREATE TABLE a(x int PRIMARY KEY, y int UNIQUE); CREATE TABLE b(LIKE a); CREATE TABLE c(LIKE a INCLUDING DEFAULTS, z int);',
  'CREATE TABLE AS': `${T} CREATE TABLE k AS SELECT a, b AS bee FROM t; CREATE INDEX ON k(bee);`,
  'a materialized view': `${T} CREATE MATERIALIZED VIEW v AS SELECT a, count(*) AS n FROM t GROUP BY a; CREATE UNIQUE INDEX ON v(a); CREATE VIEW w AS SELECT a FROM t; DROP VIEW w;`,
  'a dropped materialized view': `${T} CREATE MATERIALIZED VIEW v AS SELECT a FROM t; CREATE INDEX ON v(a); DROP MATERIALIZED VIEW v;`,
  'temporary tables': `${T} CREATE TEMP TABLE x(a int); CREATE TEMP TABLE t(z int); DROP TABLE t; CREATE INDEX ON t(a);`,
  'quoted names': 'CREATE TABLE "User"("Id" int PRIMARY KEY, "createdAt" timestamp, email text UNIQUE); CREATE INDEX "User_createdAt_idx" ON "User"("createdAt" DESC); CREATE INDEX ON "User"("createdAt"); DROP INDEX "User_createdAt_idx";',
  'generated and identity columns': 'CREATE TABLE t(id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a int, b int GENERATED ALWAYS AS (a * 2) STORED); CREATE INDEX ON t(b);',
  'a table made again': `${T} CREATE INDEX i ON t(a); DROP TABLE t; CREATE TABLE t(id int); CREATE INDEX i ON t(id);`,
  'drop index of many': `${T} CREATE INDEX i ON t(a); CREATE INDEX j ON t(b); CREATE INDEX k ON t(c); DROP INDEX i, j; DROP TABLE IF EXISTS x, y;`,
};

for (const [name, script] of Object.entries(SCRIPTS)) {
  test(`as PostgreSQL has it: ${name}`, async () => {
    await database.exec(`BEGIN; ${script}`);
    const expected = await describePostgres(database);
    await database.exec('ROLLBACK');
    assert.deepEqual(describeReplayedPostgres(script), expected);
  });
}

test('constraint names, kinds and origins', () => {
  const { tables, problems } = replayPostgres(`${T} ${U} CREATE INDEX i ON u(t_id);`);
  const u = tables.get('u');
  assert.deepEqual(u?.indexes.map(({ name, kind, origin, path }) => [name, kind, origin, path]), [['u_pkey', 'primary-key', 'implicit', 'm.sql'], ['u_x_key', 'unique', 'implicit', 'm.sql'], ['i', 'index', 'migration', 'm.sql']]);
  assert.deepEqual(u?.foreignKeys.map(({ name, refTable, refColumns, onDelete }) => [name, refTable, refColumns, onDelete]), [['u_t_id_fkey', 't', ['id'], 'cascade']]);
  assert.deepEqual([u?.rowid, u?.rowidAlias, u?.primaryKey, u?.columns.map(({ name, type, notNull }) => [name, type, notNull])], [false, null, ['id'], [['id', 'bigint', true], ['t_id', 'int', false], ['x', 'text', false]]]);
  assert.deepEqual(problems, []);
});

/** The statements that PostgreSQL accepts, in order, inside the transaction that is open; only those are history. */
async function accepted(statements: readonly string[]): Promise<string[]> {
  const kept: string[] = [];
  for (const text of statements) {
    try {
      await database.exec(`SAVEPOINT s; ${text}`);
      kept.push(text);
    } catch {
      await database.exec('ROLLBACK TO s');
    }
  }
  return kept;
}

const withoutForeignKeys = (told: DescribedDatabase): DescribedDatabase => Object.fromEntries(Object.entries(told).map(([key, table]) => [key, { ...table, foreignKeys: [] }]));

test('any sequence of DDL leaves what PostgreSQL has', async () => {
  let total = 0;
  await fc.assert(fc.asyncProperty(fc.array(statement, { minLength: 15, maxLength: 40, size: 'max' }), async (statements) => {
    await database.exec('BEGIN');
    const history = await accepted([...BEGINNING, ...statements]);
    const expected = await describePostgres(database);
    await database.exec('ROLLBACK');
    total += history.length;
    // Which of two equal keys a foreign key rests on is not followed: when one is dropped, the foreign key is kept on the safe side.
    const compared = history.some((text) => text.includes('DROP CONSTRAINT')) ? withoutForeignKeys : (told: DescribedDatabase) => told;
    assert.deepEqual(compared(describeReplayedPostgres(history.join(';\n'))), compared(expected), history.join(';\n'));
  }), { numRuns: RUNS, seed: SEED });
  assert.ok(total > RUNS * 6, `only ${String(total)} statements were accepted`);
});
