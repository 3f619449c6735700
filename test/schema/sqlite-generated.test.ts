import assert from 'node:assert/strict';
import { test } from 'node:test';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describeReplayed, describeSqlite } from './sqlite-engine.ts';
import { SEED } from '../support/seed.ts';

const table = fc.constantFrom('t', 'U', '"v w"');
const column = fc.constantFrom('a', 'B', 'c', '"d e"');
const index = fc.constantFrom('i', 'J', 'k', 'l');
const keys = fc.uniqueArray(fc.tuple(column, fc.constantFrom('', ' DESC', ' COLLATE NOCASE')), { minLength: 1, maxLength: 3, selector: ([name]) => name }).map((items) => items.map((item) => item.join('')).join(', '));
const type = fc.constantFrom('', 'INT', 'INTEGER', 'TEXT', 'VARCHAR(20)');
const columnConstraint = fc.constantFrom('', '', ' UNIQUE', ' PRIMARY KEY', ' REFERENCES t', ' PRIMARY KEY DESC', ' NOT NULL DEFAULT 1');
const tableConstraint = fc.oneof(keys.map((list) => `PRIMARY KEY(${list})`), keys.map((list) => `CONSTRAINT n UNIQUE(${list})`), column.map((name) => `FOREIGN KEY(${name}) REFERENCES u(a)`));

const createTable = fc.record({
  name: table, exists: fc.boolean(), columns: fc.uniqueArray(fc.tuple(column, type, columnConstraint), { minLength: 1, maxLength: 4, selector: ([name]) => name }),
  constraints: fc.array(tableConstraint, { maxLength: 2 }), tail: fc.constantFrom('', '', '', ' WITHOUT ROWID'),
}).map(({ name, columns, constraints, tail }) => `CREATE TABLE ${name}(${[...columns.map(([own, kind, rest]) => `${own} ${kind}${rest}`), ...constraints].join(', ')})${tail}`);

const createIndex = fc.record({ unique: fc.constantFrom('', 'UNIQUE '), exists: fc.constantFrom('', 'IF NOT EXISTS '), name: index, table, keys: fc.oneof({ weight: 4, arbitrary: keys }, { weight: 1, arbitrary: column.map((name) => `lower(${name}), a`) }), where: fc.oneof({ weight: 3, arbitrary: fc.constant('') }, { weight: 1, arbitrary: column.map((name) => ` WHERE ${name} IS NOT NULL`) }) })
  .map((parts) => `CREATE ${parts.unique}INDEX ${parts.exists}${parts.name} ON ${parts.table}(${parts.keys})${parts.where}`);

const statement = fc.oneof(
  { weight: 4, arbitrary: createTable },
  { weight: 6, arbitrary: createIndex },
  { weight: 1, arbitrary: table.map((name) => `DROP TABLE ${name}`) },
  { weight: 2, arbitrary: index.map((name) => `DROP INDEX ${name}`) },
  { weight: 2, arbitrary: fc.tuple(table, table).map(([from, to]) => `ALTER TABLE ${from} RENAME TO ${to}`) },
  { weight: 2, arbitrary: fc.tuple(table, column, column).map(([name, from, to]) => `ALTER TABLE ${name} RENAME COLUMN ${from} TO ${to}`) },
  { weight: 2, arbitrary: fc.tuple(table, column, type).map(([name, own, kind]) => `ALTER TABLE ${name} ADD COLUMN ${own} ${kind}`) },
  { weight: 2, arbitrary: fc.tuple(table, column).map(([name, own]) => `ALTER TABLE ${name} DROP COLUMN ${own}`) },
);

/** The statements that SQLite accepts, in order; only those are history. */
function accepted(statements: readonly string[]): string[] {
  const database = new Database(':memory:');
  const kept = statements.filter((text) => {
    try {
      database.exec(text);
      return true;
    } catch {
      return false;
    }
  });
  database.close();
  return kept;
}

test('any sequence of DDL leaves what SQLite has', () => {
  let total = 0;
  fc.assert(fc.property(fc.array(statement, { minLength: 5, maxLength: 40, size: 'max' }), (statements) => {
    const history = accepted(['CREATE TABLE t(a INTEGER PRIMARY KEY, B, c)', 'CREATE TABLE u(a TEXT UNIQUE, B, "d e")', ...statements]);
    total += history.length;
    assert.deepEqual(describeReplayed(history), describeSqlite(history), history.join(';\n'));
  }), { numRuns: 500, seed: SEED });
  assert.ok(total > 3000, `only ${String(total)} statements were accepted`);
});
