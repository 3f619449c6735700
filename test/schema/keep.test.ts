import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Catalog } from '../../server/src/facts/catalog.ts';
import { type Kept, keepTables } from '../../server/src/schema/databases/keep.ts';
import { buildCatalogs } from '../../server/src/schema/databases/universe.ts';
import { loadSqlParsers } from '../../server/src/host/sql-parsers.ts';
import { readSqlDocument } from '../../server/src/sql/template/index.ts';

const sql = await loadSqlParsers();

/** What a schema file has become, as tables of `before` are kept. */
function linked(text: string, before: Kept | null): Kept {
  const statements = readSqlDocument(text, 'postgresql', sql).statements.map((statement) => ({ statement, path: 'schema.sql', origin: 'sql' as const }));
  const part = { root: '', dialect: 'postgresql', quiet: false, models: [], statements, origins: [] } as const;
  return keepTables(buildCatalogs([part], new Set(), () => [], (catalog) => catalog), before?.built.map(({ catalog }) => catalog) ?? []);
}

const catalogOf = ({ built: [first] }: Kept): Catalog => first?.catalog ?? assert.fail();
const TABLES = ['CREATE TABLE a (id int, x text);\n', 'CREATE TABLE b (id int, y text);\n', 'CREATE INDEX b_y ON b (y);\n'];

test('a table of which nothing new is said is the object that it was, and where it is declared now is told', () => {
  const first = linked(TABLES.join(''), null);
  const second = linked(`-- a\n${TABLES.join('')}`, first);
  const [before, now] = [catalogOf(first), catalogOf(second)];
  assert.deepEqual([...now.tables.values()].map((table) => table === before.tables.get(table.key)), [true, true]);
  const [declared] = before.tables.get('b')?.declarations ?? [];
  assert.equal(second.moves.get('schema.sql')?.get(`${declared?.span.start}:${declared?.span.end}`)?.start, (declared?.span.start ?? 0) + 5);
  assert.equal(now.revision, before.revision, 'a revision knows no places');
});

test('a table that is another one is an object of its own, and its neighbours stay', () => {
  const first = linked(TABLES.join(''), null);
  const second = linked(TABLES.join('').replace('x text', 'xx text'), first);
  const [before, now] = [catalogOf(first), catalogOf(second)];
  assert.notEqual(now.tables.get('a'), before.tables.get('a'));
  assert.notEqual(now.tables.get('a')?.revision, before.tables.get('a')?.revision);
  assert.equal(now.tables.get('b'), before.tables.get('b'));
  assert.notEqual(now.revision, before.revision);
  assert.notEqual(catalogOf(linked(TABLES.slice(0, 2).join(''), first)).tables.get('b'), before.tables.get('b'), 'an index less');
});

test('kept from one revision to the next, places are those of the first', () => {
  const first = linked(TABLES.join(''), null);
  const third = linked(`-- bb\n${TABLES.join('')}`, linked(`-- a\n${TABLES.join('')}`, first));
  const span = catalogOf(first).tables.get('b')?.indexes[0]?.span ?? assert.fail();
  assert.equal(catalogOf(third).tables.get('b'), catalogOf(first).tables.get('b'));
  assert.equal(third.moves.get('schema.sql')?.get(`${span.start}:${span.end}`)?.start, span.start + 6);
});

test('where a place of then is the place of something else now, nothing of that file is kept', () => {
  const first = linked('CREATE TABLE a (id int, x text);\nCREATE TABLE b (id int, y text);\n', null);
  // The second table comes to stand exactly where the first one stood.
  const second = linked('CREATE TABLE c (id int, x text);\nCREATE TABLE a (id int, x text);\n', first);
  assert.notEqual(catalogOf(second).tables.get('a'), catalogOf(first).tables.get('a'));
  assert.equal(second.moves.size, 0);
});
