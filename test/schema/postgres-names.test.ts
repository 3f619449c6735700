import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PGlite } from '@electric-sql/pglite';
import { describePostgres, describeReplayedPostgres, replayPostgres } from './postgres-engine.ts';

const long = (letter: string): string => letter.repeat(70);

test('names are cut to what PostgreSQL keeps, and found again by either spelling', async () => {
  const sql = `CREATE TABLE t (id int PRIMARY KEY, "${long('é')}" int, CONSTRAINT ${long('u')} UNIQUE (id)); CREATE INDEX ${long('i')} ON t ("${long('é')}"); CREATE INDEX ${long('j')} ON t (id); DROP INDEX ${long('j').slice(0, 63)};
    CREATE TABLE r (t int CONSTRAINT ${long('f')} REFERENCES t); ALTER TABLE r DROP CONSTRAINT ${long('f').slice(0, 63)};`;
  const database = new PGlite();
  await database.exec(sql);
  assert.deepEqual(describeReplayedPostgres(sql), await describePostgres(database));
  await database.close();
});

test('a constraint may say that NULLs are equal', () => {
  const table = replayPostgres('CREATE TABLE t (a int, b int, CONSTRAINT u UNIQUE NULLS NOT DISTINCT (a, b), UNIQUE (b))').tables.get('t');
  assert.deepEqual(table?.indexes.map((index) => [index.name, index.nullsNotDistinct ?? false]), [['u', true], ['t_b_key', false]]);
});

test('a bare name in an ALTER means the only table of that name in any schema, and none of two', () => {
  const made = 'CREATE TABLE a.t (id int); CREATE TABLE b.u (id int); CREATE TABLE c.u (id int); CREATE INDEX i ON t (id); CREATE INDEX j ON u (id);';
  const { tables, problems } = replayPostgres(made);
  assert.deepEqual([...tables.values()].map((table) => [table.key, table.indexes.map((index) => index.name)]), [['a.t', ['i']], ['b.u', []], ['c.u', []]]);
  assert.deepEqual(problems.map((problem) => problem.message), ['the table u is not known']);
});
