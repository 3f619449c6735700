import assert from 'node:assert/strict';
import { test } from 'node:test';
import Database from 'better-sqlite3';
import { PGlite } from '@electric-sql/pglite';
import type { IndexSpec } from '../../server/src/facts/finding.ts';
import { createIndexSql } from '../../server/src/sql/ddl.ts';
import { shapeText } from '../../server/src/rules/words/index.ts';
import { workspaceOf } from '../support/workspace.ts';

const TABLES = `CREATE TABLE teams (id bigint PRIMARY KEY);
CREATE TABLE people (id bigint PRIMARY KEY, email text NOT NULL, phone text, team_id bigint REFERENCES teams (id), deleted_at timestamp);
CREATE TABLE jobs (id bigint PRIMARY KEY, done integer NOT NULL, locked boolean NOT NULL, queue text NOT NULL, created_at timestamp NOT NULL, sent_at timestamp);
CREATE TABLE entries (id bigint PRIMARY KEY, account_no bigint NOT NULL, amount numeric NOT NULL, made_at timestamp NOT NULL, note text);
`;

function indexesFor(queries: string, dialect: 'postgresql' | 'sqlite', tables = TABLES): readonly IndexSpec[] {
  const snapshot = workspaceOf({ 'schema.sql': tables, 'q.sql': queries, ...(dialect === 'sqlite' ? { 'sargable.jsonc': '{ "dialect": "sqlite" }' } : {}) }, dialect === 'sqlite' ? undefined : { dialect }).snapshot();
  // What is hinted at for the filler queries and for the foreign key that no query names is left out.
  const asked = (column: string): boolean => column !== 'deleted_at' && (column !== 'team_id' || queries.includes('team_id'));
  return snapshot.openNeeds().map((need) => need.index).filter((index) => index.keys.every((key) => key.expr.kind !== 'column' || asked(key.expr.column)));
}

const LIVE = 'SELECT * FROM people WHERE phone = $1 AND deleted_at IS NULL;\nSELECT * FROM people WHERE id = $1;\nSELECT count(*) FROM people WHERE deleted_at IS NULL;\nSELECT id FROM people WHERE deleted_at IS NULL;\n';

interface Row { readonly says: string; readonly queries: string; readonly dialect?: 'sqlite'; readonly indexes: readonly string[] }

const ROWS: readonly Row[] = [
  { says: 'nearly every query leaves deleted rows out', queries: `${LIVE}SELECT * FROM people WHERE email = $1 AND deleted_at IS NULL;`, indexes: ['(email) WHERE deleted_at IS NULL', '(phone) WHERE deleted_at IS NULL'] },
  { says: 'on SQLite too', queries: LIVE, dialect: 'sqlite', indexes: ['(phone) WHERE deleted_at IS NULL'] },
  { says: 'one query shares the index and asks for all', queries: `${LIVE}${LIVE}${LIVE}${LIVE}${LIVE}SELECT * FROM people WHERE phone = $1;`, indexes: ['(phone)'] },
  { says: 'too few queries for a habit', queries: 'SELECT * FROM people WHERE phone = $1 AND deleted_at IS NULL;', indexes: ['(phone)'] },
  { says: 'other queries on the table mind no deleted rows', queries: `${LIVE}SELECT max(phone) FROM people;\nSELECT email FROM people;`, indexes: ['(phone)'] },
  { says: 'a foreign key lives by the index', queries: `${LIVE.replaceAll('phone', 'team_id')}`, indexes: ['(team_id)'] },
  { says: 'the next of a queue', queries: 'SELECT * FROM jobs WHERE done = 0 ORDER BY created_at LIMIT 10;', indexes: ['(created_at) WHERE done = 0'] },
  { says: 'the next of a queue on SQLite', queries: 'SELECT * FROM jobs WHERE done = 0 ORDER BY created_at LIMIT 10;', dialect: 'sqlite', indexes: ['(created_at) WHERE done = 0'] },
  { says: 'the next of one of several queues', queries: 'SELECT * FROM jobs WHERE queue = $1 AND sent_at IS NULL ORDER BY created_at LIMIT 10;', dialect: 'sqlite', indexes: ['(queue, created_at) WHERE sent_at IS NULL'] },
  { says: 'a parameter may ask for either', queries: 'SELECT * FROM jobs WHERE done = $1 ORDER BY created_at LIMIT 10;', indexes: ['(done, created_at)'] },
  { says: 'what is done is nearly all', queries: 'SELECT * FROM jobs WHERE done = 1 ORDER BY created_at LIMIT 10;', indexes: ['(done, created_at)'] },
  { says: 'a flag that says nothing of what is left', queries: 'SELECT * FROM jobs WHERE NOT locked ORDER BY created_at LIMIT 10;', indexes: ['(locked, created_at)'] },
  { says: 'no queue: all of them are asked for', queries: 'SELECT * FROM jobs WHERE queue = $1 AND done = 0;', indexes: ['(queue, done)'] },
  { says: 'sums alone', queries: 'SELECT sum(amount), count(*) FROM entries WHERE account_no = $1;', indexes: ['(account_no) INCLUDE (amount)'] },
  { says: 'no INCLUDE on SQLite', queries: 'SELECT sum(amount) FROM entries WHERE account_no = $1;', dialect: 'sqlite', indexes: ['(account_no)'] },
  { says: 'rows are asked for as well', queries: 'SELECT sum(amount) FROM entries WHERE account_no = $1;\nSELECT * FROM entries WHERE account_no = $1;', indexes: ['(account_no)'] },
  { says: 'rows change', queries: 'SELECT sum(amount) FROM entries WHERE account_no = $1;\nUPDATE entries SET amount = 0 WHERE id = $1;', indexes: ['(account_no)'] },
  { says: 'too large to be kept twice', queries: 'SELECT max(note) FROM entries WHERE account_no = $1;', indexes: ['(account_no)'] },
];

for (const row of ROWS) test(`${row.dialect ?? 'postgresql'}: ${row.says}`, () => assert.deepEqual(indexesFor(row.queries, row.dialect ?? 'postgresql').map(shapeText).sort(), row.indexes));

const sqlOf = (index: IndexSpec, dialect: 'postgresql' | 'sqlite', name = 'proposed'): string => createIndexSql({ ...index, name, table: { schema: null, name: index.table } }, dialect) ?? '';

test('PostgreSQL uses them: of the index alone for sums, without a sort for a queue', async () => {
  const database = await PGlite.create();
  await database.exec(`${TABLES} INSERT INTO people SELECT g, 'e' || g, 'p' || g, NULL, CASE WHEN g % 3 = 0 THEN now() END FROM generate_series(1, 5000) g;
    INSERT INTO jobs SELECT g, CASE WHEN g % 100 = 0 THEN 0 ELSE 1 END, false, 'q' || g % 10, now() - g * interval '1 minute', CASE WHEN g % 100 <> 0 THEN now() END FROM generate_series(1, 5000) g;
    INSERT INTO entries SELECT g, g % 50, g, now(), 'n' FROM generate_series(1, 5000) g;`);
  await database.exec('VACUUM ANALYZE;');
  const failures: string[] = [];
  for (const row of ROWS.filter((r) => r.dialect === undefined && r.indexes.some((index) => /WHERE|INCLUDE/.test(index)))) {
    const made = indexesFor(row.queries, 'postgresql').map((index, i) => sqlOf(index, 'postgresql', `proposed_${i}`));
    const query = row.queries.split(';')[0]?.replace('$1', row.queries.includes('account_no') ? '7' : "'x'") ?? '';
    const plan = async (): Promise<string> => (await database.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${query}`)).rows.map((line) => line['QUERY PLAN']).join('\n');
    const before = await plan();
    await database.exec(made.join(';'));
    await database.exec('VACUUM ANALYZE;');
    const after = await plan();
    if (!before.includes('Seq Scan') || !after.includes('proposed') || /Sort/.test(after) || (query.includes('sum(') && !after.includes('Index Only Scan'))) failures.push(`${query}\n${after}`);
    await database.exec(made.map((_, i) => `DROP INDEX proposed_${i}`).join(';'));
  }
  await database.close();
  assert.deepEqual(failures, []);
});

test('SQLite uses them, whether a value is written or sent', () => {
  const database = new Database(':memory:');
  database.exec(TABLES);
  for (const row of ROWS.filter((r) => r.dialect === 'sqlite' && r.indexes.some((index) => index.includes('WHERE')))) {
    const [index] = indexesFor(row.queries, 'sqlite');
    const query = row.queries.split(';')[0]?.replace('$1', '?') ?? '';
    const plan = (): string => database.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${query}`).all(...(query.includes('?') ? ['x'] : [])).map((line) => line.detail).join('\n');
    assert.match(plan(), /^SCAN/);
    database.exec(index === undefined ? '' : sqlOf(index, 'sqlite'));
    assert.match(plan(), /USING INDEX proposed/, row.says);
    assert.doesNotMatch(plan(), /TEMP B-TREE/, row.says);
    database.exec('DROP INDEX IF EXISTS proposed');
  }
  database.close();
});
