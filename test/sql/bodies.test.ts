import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dialect } from '../../server/src/facts/dialect.ts';
import { workspaceOf } from '../support/workspace.ts';
import { cpuTime, read, showQuery } from './support.ts';

const plpgsql = (body: string): string => `CREATE FUNCTION f(p int) RETURNS void AS $$ ${body} $$ LANGUAGE plpgsql`;

/** A routine, and the queries that are read out of it. */
const BODIES: readonly (readonly [name: string, sql: string, queries: readonly string[], dialect?: Dialect])[] = [
  ['SELECT INTO', plpgsql('BEGIN SELECT id, name INTO STRICT a, r.name FROM t WHERE x = p; SELECT INTO a b FROM t; END'), ['select id, name from t where (x = p)', 'select b from t']],
  ['RETURNING INTO', plpgsql('BEGIN UPDATE t SET a = 1 WHERE x = p RETURNING id INTO b[1], c; INSERT INTO t SELECT 1 FROM u RETURNING id INTO b; END'), ['update id from t where (x = p)', 'insert id from u']],
  ['PERFORM and RETURN QUERY', plpgsql('BEGIN PERFORM 1 FROM t WHERE x = p; RETURN QUERY SELECT y FROM t; RETURN QUERY EXECUTE \'SELECT z FROM t WHERE z = $1\' USING p; END'), ['select 1 from t where (x = p)', 'select y from t', 'select z from t where (z = ?$1)']],
  ['loops', plpgsql('BEGIN <<outer>> FOR r IN SELECT * FROM t WHERE x = p LOOP DELETE FROM u WHERE id = r.id; END LOOP; FOR i IN 1..3 LOOP DELETE FROM v; END LOOP; WHILE EXISTS (SELECT 1 FROM w) LOOP EXIT; END LOOP; END'),
    ['select all from t where (x = p)', 'delete from u where (id = r.id)', 'delete from v', 'select exists [select 1 from w]']],
  ['conditions', plpgsql('BEGIN IF p > 1 AND NOT EXISTS (SELECT 1 FROM t WHERE x = CASE WHEN p = 1 THEN 2 ELSE 3 END) THEN DELETE FROM u; ELSIF p = 2 THEN DELETE FROM v; ELSE DELETE FROM w; END IF; CASE p WHEN 1 THEN DELETE FROM x; ELSE NULL; END CASE; END'),
    ['select ((p > 1) and not exists [select 1 from t where (x = {CASE (p = 1) 2 3})])', 'delete from u', 'delete from v', 'delete from w', 'delete from x']],
  ['declarations and assignments', plpgsql('DECLARE n int := (SELECT max(id) FROM t); c CURSOR (k int) FOR SELECT * FROM u WHERE x = k; BEGIN n := count(*) FROM v WHERE y = n; n := extract(day from now()); OPEN d FOR SELECT 1 FROM w; END'),
    ['select scalar [select max!(id) as max from t]', 'select all from u where (x = k)', 'select count!() as count from v where (y = n)', 'select 1 from w']],
  ['EXECUTE of a constant alone', plpgsql("BEGIN EXECUTE 'DELETE FROM t WHERE a = ''x''' INTO n; EXECUTE 'DELETE FROM ' || tab; EXECUTE format('DELETE FROM %I', tab); EXECUTE 'DROP TABLE t'; END"), ["delete from t where (a = 'x')"]],
  ['handlers', plpgsql("BEGIN BEGIN DELETE FROM t; EXCEPTION WHEN others THEN DELETE FROM u; RAISE NOTICE 'select % from v', 1; END; END"), ['delete from t', 'delete from u']],
  ['temporary tables', plpgsql('BEGIN CREATE TEMP TABLE seen AS SELECT 1; DELETE FROM seen; DELETE FROM t; END'), ['delete from t']],
  ['a body in quotes', "CREATE FUNCTION f(p text) RETURNS SETOF t LANGUAGE SQL AS 'SELECT * FROM t WHERE a = ''x'' AND b = p; DELETE FROM u'", ["select all from t where ((a = 'x') and (b = p))", 'delete from u']],
  ['BEGIN ATOMIC', 'CREATE PROCEDURE f(p int) BEGIN ATOMIC DELETE FROM t WHERE a = p; SELECT CASE WHEN true THEN 1 END FROM u; END', ['delete from t where (a = p)', 'select {CASE true 1} from u']],
  ['RETURN', 'CREATE FUNCTION f(p int) RETURNS int RETURN (SELECT id FROM t WHERE a = p)', ['select scalar [select id from t where (a = p)]']],
  ['DO', 'DO $x$ BEGIN UPDATE t SET a = 1 WHERE b = 2; END $x$', ['update from t where (b = 2)']],
  ['other languages', "CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'a', 'b'; CREATE FUNCTION g() RETURNS int LANGUAGE plpython3u AS $$ select = 1 $$; CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW EXECUTE FUNCTION g()", []],
  ['SQLite triggers', 'CREATE TRIGGER IF NOT EXISTS tr AFTER INSERT ON a WHEN NEW.x > 1 BEGIN UPDATE b SET c = 1 WHERE d = NEW.d; INSERT INTO l VALUES (NEW.x); DELETE FROM e WHERE f = OLD.f; END', ['update from b where (d = new.d)', 'delete from e where (f = old.f)'], 'sqlite'],
];

for (const [name, sql, queries, dialect] of BODIES) test(`queries of a body: ${name}`, () => {
  const facts = read(sql, dialect);
  assert.deepEqual(facts.queries.map(({ query }) => showQuery(query)), queries);
  assert.deepEqual(facts.unread, []);
  for (const { query, span } of facts.queries) assert.ok(span.start <= query.span.start && query.span.end <= span.end + 1);
});

test('a query of a body stands where it is written, multibyte and doubled quotes before it or not', () => {
  const sql = "-- é😀\nCREATE FUNCTION f() RETURNS text LANGUAGE sql AS 'SELECT ''é😀'' FROM t WHERE naïve = 1';";
  const [found] = read(sql).queries;
  const where = found?.query.where;
  assert.equal(where?.kind === 'compare' ? sql.slice(where.left.span.start, where.left.span.end) : '', 'naïve');
});

test('what is no column in a body: parameters, variables, loop rows, given names', () => {
  const [found] = read("CREATE FUNCTION s.f(IN a int, OUT b double precision, double precision, VARIADIC \"C\" int[]) RETURNS TABLE (d int, e text) AS $$ <<l>> DECLARE g CONSTANT int NOT NULL := 1; h ALIAS FOR $1; i CURSOR (j int) FOR SELECT 1; BEGIN FOR k, m IN SELECT 1 FROM t LOOP END LOOP; FOREACH n IN ARRAY a LOOP END LOOP; END $$ LANGUAGE 'plpgsql'").queries;
  const variables = found?.routine?.variables ?? [];
  assert.deepEqual(variables.filter((name) => !name.startsWith('tg_') && !name.startsWith('sql') && name !== 'found'), ['a', 'b', 'C', 'd', 'e', 'g', 'h', 'i', 'j', 'k', 'm', 'n']);
  assert.deepEqual(found?.routine?.rows, ['new', 'old', 'l', 'f']);
});

test('a body that cannot be read is counted once, and the rest of it is read', () => {
  const { queries, unread } = read(plpgsql('BEGIN SELECT FROM WHERE; DELETE FROM t WHERE = ; DELETE FROM u; END'));
  assert.deepEqual(queries.map(({ query }) => showQuery(query)), ['delete from u']);
  assert.equal(unread.length, 1);
  assert.equal(read("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS E'SELECT 1\\n'").unread.length, 1);
});

test('bodies that are half typed or huge cost no more than their length', () => {
  for (const bit of ['BEGIN ', 'IF ', 'SELECT 1 FROM t INTO ', '(', 'FOR r IN SELECT 1 ', 'CASE ', "EXECUTE 'x' ", 'INTO a[', 'DECLARE c CURSOR ', ';', 'RETURN QUERY ']) {
    const before = cpuTime();
    for (const end of ['', ' $$']) read(`CREATE FUNCTION f(a int) RETURNS int LANGUAGE plpgsql AS $$ ${bit.repeat(3000)}${end}`);
    assert.ok(cpuTime() - before < 2000, bit);
  }
});

const TABLES = 'CREATE TABLE users (id int PRIMARY KEY, email text, status text, age int);\n';

/** What is said of a routine over that table: `rule column`. */
const SAID: readonly (readonly [name: string, routine: string, said: readonly string[]])[] = [
  ['a parameter is a value', 'CREATE FUNCTION f(p text) RETURNS SETOF users LANGUAGE sql AS $$ SELECT * FROM users WHERE email = p $$;', ['unindexed-filter email']],
  ['an indexed column is served', 'CREATE FUNCTION f(p int) RETURNS SETOF users LANGUAGE sql AS $$ SELECT * FROM users WHERE id = p AND email = f.p $$;', []],
  ['NEW and OLD are rows of values', plpgsql('BEGIN DELETE FROM users WHERE email = OLD.email AND NEW.id > 3; DELETE FROM users WHERE id = NEW.id; END'), ['unindexed-filter email']],
  ['a name that is both says nothing in PL/pgSQL', 'CREATE FUNCTION f(status text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN DELETE FROM users WHERE status = status AND email = \'x\'; END $$;', []],
  ['and is the column in SQL', 'CREATE FUNCTION f(status text) RETURNS SETOF users LANGUAGE sql AS $$ SELECT * FROM users WHERE email = status AND age = $1 $$;', ['unindexed-filter age']],
];

for (const [name, routine, said] of SAID) test(`in a routine ${name}`, () => {
  const snapshot = workspaceOf({ 'package.json': '{}', 'schema.sql': TABLES + routine }).snapshot();
  assert.deepEqual(snapshot.findings().map((finding) => `${finding.rule} ${finding.columns.join()}`), said);
  assert.deepEqual(snapshot.stats().unread, []);
});

test('bodies in migrations are silent: they are versions of routines that may have been replaced since', () => {
  const routine = 'CREATE FUNCTION f(p text) RETURNS SETOF users LANGUAGE sql AS $$ SELECT * FROM users WHERE email = p $$;';
  const snapshot = workspaceOf({ 'package.json': '{}', 'migrations/001_init.sql': TABLES, 'migrations/002_f.sql': routine }).snapshot();
  assert.deepEqual(snapshot.findings(), []);
});
