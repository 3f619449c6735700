// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the code under test has placeholders in it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { columnTexts, condition, readText, tables } from './support.ts';
import { sqlDrivers } from '../../../server/src/adapters/sql-drivers/index.ts';

/** Bodies of a function with `pool` (pg), `db` (better-sqlite3), `sql` (postgres.js) and values `a`, `b`, `ids`; what is read: tables and condition. */
const READ: readonly (readonly [string, string, readonly string[]])[] = [
  ['escapes', String.raw`pool.query("SELECT 1 FROM t\n WHERE \x61 = $1 AND \"B\" = 'it\'s'")`, []],
  ['escapes that end well', String.raw`pool.query('SELECT 1 FROM t\n WHERE \x61 = $1 AND "B" = \'x\'')`, ['t: a = ? and B = "x"']],
  ['concatenation with a constant', "const T = 'SELECT * FROM t '; pool.query(T + 'WHERE a = $1' + ' AND b = 2')", ['t: a = ? and b = 2']],
  ['numbers in a text', 'const LIMIT = 5; pool.query(`SELECT * FROM t WHERE a = ${7} LIMIT ${LIMIT}`)', ['t: a = 7']],
  ['quoted holes are values', "pool.query(`SELECT * FROM t WHERE a = '${a}' AND b = ${b}`)", ['t: a = ? and b = ?']],
  ['numbered placeholders made by code', 'pool.query(`SELECT * FROM t WHERE a = $${n} AND b = $${n + 1}`)', ['t: a = ? and b = ?']],
  ['named placeholders made by code', "db.prepare('SELECT * FROM t WHERE a = :' + name)", ['t: a = ?']],
  ['lists of placeholders', "const marks = ids.map(() => '?').join(','); db.prepare(`SELECT * FROM t WHERE a IN (${marks})`)", ['t: a in (?*)']],
  ['repeated placeholders', "db.prepare('SELECT * FROM t WHERE a IN (' + '?,'.repeat(3).slice(0, -1) + ')')", ['t: a in (?*)']],
  ['filled arrays', "db.prepare(`SELECT * FROM t WHERE a IN (${Array(3).fill('?').join(', ')})`)", ['t: a in (?*)']],
  ['conditional texts', "pool.query(`SELECT * FROM t WHERE a = 1 ${b ? 'AND b = $1' : ''}`)", ['t: a = 1 and [b = ?]']],
  ['conditional with &&', "pool.query(['SELECT * FROM t WHERE a = 1', b && 'AND b = 2'].filter(Boolean).join(' '))", ['t: a = 1 and [b = 2]']],
  ['two statements under a condition', "pool.query(a ? 'SELECT * FROM t WHERE a = 1' : 'SELECT * FROM u WHERE b = 2')", ['t: a = 1', 'u: b = 2']],
  ['reassignment', "let q = 'SELECT * FROM t'; q = 'SELECT * FROM u WHERE a = 1'; pool.query(q)", ['u: a = 1']],
  ['reassignment under a condition makes two statements', "let q = 'SELECT * FROM t'; if (a) q = 'SELECT * FROM u'; pool.query(q)", ['t: ', 'u: ']],
  ['what is appended later does not count', "let q = 'SELECT * FROM t WHERE a = 1'; pool.query(q); q += ' AND b = 2'", ['t: a = 1']],
  ['trim and String.raw', 'pool.query(`  SELECT * FROM t WHERE a = 1 `.trim()); pool.query(String.raw`SELECT * FROM t WHERE b = 1`)', ['t: a = 1', 't: b = 1']],
  ['texts in objects and fields', "const Q = { a: 'SELECT * FROM t WHERE a = 1' } as const; pool.query(Q.a); class R { text = 'SELECT * FROM u WHERE b = 1'; go() { pool.query(this.text) } }", ['t: a = 1', 'u: b = 1']],
  ['a fragment in a constant', 'const only = sql`a = ${a}`; sql`SELECT * FROM t WHERE ${only} AND b = 1`', ['t: a = ? and b = 1']],
  ['a fragment that may be nothing', 'const more = a ? sql`AND a = ${a}` : sql``; sql`SELECT * FROM t WHERE b = 1 ${more}`', ['t: b = 1 and [a = ?]']],
  ['a statement within another', 'const sub = sql`SELECT id FROM u WHERE b = 1`; sql`SELECT * FROM t WHERE a = ${a} AND id IN (${sub})`', ['t: a = ? and subquery']],
  ['values that only look like texts', "const q = 'x'; sql`SELECT * FROM t WHERE a = ${q} AND b = ${a ? 1 : 2}`", ['t: a = ? and b = ?']],
  ['columns known at run time', 'pool.query(`SELECT * FROM t WHERE ${a} = $1 AND b = 2`)', ['t: opaque = ? and b = 2']],
  ['a schema known at run time', 'pool.query(`UPDATE ${a}.jobs j SET b = 1 WHERE j.c = $1 AND EXISTS (SELECT 1 FROM ${a}.queue WHERE d = 2)`)', ['jobs: c = ? and subquery']],
  ['a schema known at run time, in quotes and put together', "pool.query(`SELECT * FROM \"${a}\".jobs WHERE c = $1`); pool.query('DELETE FROM ' + a + '.jobs WHERE c = $1')", ['jobs: c = ?', 'jobs: c = ?']],
  ['a line that goes on', 'pool.query(`\\\nselect * from t where a = $1`)', ['t: a = ?']],
  ['wrappers of any name', "sql.getRows('SELECT * FROM t WHERE a = ?'); repository.fetchMany(client, { text: 'DELETE FROM u WHERE b = $1' }); this.findAndFix(`SELECT id FROM t WHERE c = 1`, () => {})", ['t: a = ?', 'u: b = ?', 't: c = 1']],
  ['a text in a later argument', "pool.query(client, { text: 'SELECT * FROM t WHERE a = $1', values: [a] }, signal)", ['t: a = ?']],
  ['a marked text that is handed over is one statement', "store.execute(/*sql*/`UPDATE t SET b = 1 WHERE a = ?`); const q = /*sql*/`SELECT * FROM u WHERE b = 2`; store.getRows(q)", ['t: a = ?', 'u: b = 2']],
  ['what only looks at a text', "log.info('SELECT * FROM t WHERE a = 1'); parts.push('SELECT * FROM t WHERE a = 1'); expect(x).toBe('SELECT a FROM t'); new Error('DELETE FROM t'); formatSql('SELECT a FROM t'); show('SELECT one')", []],
  ['a name that a function puts in quotes', "pool.query(`SELECT * FROM ${quoteIdentifier(a)}.${quoteIdentifier('jobs')} WHERE c = $1`)", ['jobs: c = ?']],
  ['a helper of the file', "const from = (name: string) => `${a}.${name}`; class R { table(name: string) { return from(name); } go() { pool.query(`SELECT * FROM ${this.table('jobs')} WHERE c = $1`); pool.query(`SELECT * FROM ${this.table('queue')} WHERE d = 1`); } }", ['jobs: c = ?', 'queue: d = 1']],
  ['a helper that adds conditions', "function scoped(list: string[], values: unknown[]) { values.push(a); list.push(`tenant = $${values.length}`); if (b) list.push('d = 1'); } const c = ['a = $1'], v = [1]; scoped(c, v); pool.query(`SELECT * FROM t WHERE ${c.join(' AND ')}`, v)", ['t: a = ? and tenant = ? and [d = 1]']],
  ['a function elsewhere that may add conditions', "const c = ['a = $1']; console.log(c); pool.query(`SELECT * FROM t WHERE ${c.join(' AND ')}`); scope(c); pool.query(`SELECT * FROM t WHERE ${c.join(' AND ')}`)", ['t: a = ?', 't: a = ? and [opaque]']],
  ['sorting known at run time', 'pool.query(`SELECT * FROM t WHERE a = 1 ORDER BY ${a} ${b}`)', ['t: a = 1']],
  ['sentences', "map.get('Select one from the list'); map.get('update your profile'); i18n.query('delete from here'.length)", []],
  ['other methods', "logger.info('SELECT * FROM t'); log('select * from t where a = 1')", []],
  ['statements that mean no table', "db.exec('BEGIN'); db.exec('PRAGMA foreign_keys = ON')", []],
  ['several statements at once', "db.exec('DELETE FROM t WHERE a = 1; DELETE FROM u WHERE b = 2')", ['t: a = 1', 'u: b = 2']],
];

const HEAD = "import pg from 'pg'; import Database from 'better-sqlite3'; import postgres from 'postgres';\nconst pool = new pg.Pool(), db = new Database('x'), sql = postgres();\n";

describe('texts', () => {
  for (const [title, body, expected] of READ) {
    it(title, () => {
      const { text, facts } = readText(`${HEAD}function f(a, b, ids, n, name) { ${body} }`);
      const high = facts.queries.filter((fact) => fact.confidence === 'high' || /run time/.test(title));
      assert.deepEqual(high.map((fact) => `${tables(fact)}: ${condition(fact.query.where)}`), expected);
      for (const fact of facts.queries) for (const column of columnTexts(text, fact.query.where)) assert.match(column, /^\\?(?:"?(?:\w\.)?\w+\\?"?|x61|\$\{a\}|a|sql.*)$/, column);
    });
  }

  it('maps columns through escapes', () => {
    const { text, facts } = readText(`${HEAD}pool.query('SELECT * FROM t WHERE\\n\\tfirst = $1 AND \\'x\\' = second')`);
    assert.deepEqual(facts.queries.flatMap((fact) => columnTexts(text, fact.query.where)), ['first', 'second']);
  });

  it('takes the workspace\'s dialect where the driver is not known', () => {
    const source = "import { query } from './db'; query('SELECT * FROM t WHERE a GLOB ?');";
    assert.deepEqual(readText(source, 'sqlite').facts.queries.map((fact) => [tables(fact), fact.dialect]), [['t', null]]);
    assert.deepEqual(readText(source).facts.queries.map((fact) => [tables(fact), fact.dialect]), [['t', null]]);
    assert.deepEqual(readText("import { query } from './db'; query('SELECT * FROM t WHERE a = ? LIMIT ?, ?');", 'mysql').facts.queries.map(tables), ['t']);
  });

  it('follows a driver through types, fields, functions and callbacks', () => {
    const dialects = (source: string) => readText(source).facts.queries.map((fact) => fact.dialect);
    const query = ".query('SELECT * FROM t WHERE a = 1')";
    assert.deepEqual(dialects(`import type { Pool } from 'pg'; import '@libsql/client'; import { createClient } from '@libsql/client'; function f(p: Pool) { p${query} }`), ['postgresql']);
    assert.deepEqual(dialects(`import { Client } from 'pg'; import { createClient } from '@libsql/client'; const make = () => new Client(); make()${query}; createClient({}).execute('SELECT 1 FROM t'); other()${query}`), ['postgresql', 'sqlite', null]);
    assert.deepEqual(dialects(`import pgp from 'pg-promise'; import { createClient } from '@libsql/client'; const db = pgp()('x'); db.task(t => t.batch([t.any('SELECT * FROM t'), t${query}]))`), ['postgresql', 'postgresql']);
    assert.deepEqual(dialects(`import { Pool } from 'pg'; import { createClient } from '@libsql/client'; class A { private c; constructor() { this.c = new Pool() } async m() { const k = await this.c.connect(); k${query} } }`), ['postgresql']);
  });

  it('asks for few files', () => {
    const wants = sqlDrivers.wants ?? assert.fail();
    for (const text of ["q('select a from b')", 'q(`\n  -- why\n  WITH a AS (SELECT 1) SELECT 2`)', '"CREATE TABLE x (a)"', '<T>`update x set y = 1`', '`UPDATE ${s}.x SET y = 1`', "'\\n  select 1'", "q('DELETE FROM x')"]) assert.equal(wants(text), true, text);
    for (const text of ["import { select } from 'x'", "const action = 'update'", '<Select value="select" />', "t('create')", '// select a from b', '<p>Select a server</p>', "'Select a server'", "'Update the page'", "'update the page'"]) assert.equal(wants(text), false, text);
  });

  it('ends in good time whatever leads to what', () => {
    const names = Array.from({ length: 60 }, (_, i) => `const q${i} = q${i + 1} + q${i + 1};`).join('\n');
    const { facts } = readText(`${HEAD}${names}\nconst q60 = 'SELECT a FROM t'; pool.query(q0); const loop = loop2 + 'a'; const loop2 = loop + 'b'; pool.query('SELECT ' + loop);`);
    assert.ok(facts.queries.length + facts.unread.length < 5);
    const long = `pool.query(${Array.from({ length: 5000 }, () => "'a' + ").join('')}'b')`;
    assert.deepEqual(readText(`${HEAD}pool.query('SELECT a FROM t WHERE b = 1'); ${long}`).facts.queries.length, 1);
  });
});
