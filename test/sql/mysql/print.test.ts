import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createIndexSql, dropIndexSql } from '../../../server/src/sql/ddl.ts';
import { startMariadb, type Mariadb } from '../../support/mariadb.ts';
import { read } from '../support.ts';

let db: Mariadb;
before(async () => { db = await startMariadb(); });
after(async () => { await db.stop(); });

const TABLE = 'CREATE TABLE `order` (a INT, b INT, name VARCHAR(200), body TEXT, doc JSON, `größe` INT)';

/** Indexes in the spelling that is printed; `server` where MariaDB has their kind too. */
const INDEXES: readonly { readonly sql: string; readonly server: boolean }[] = [
  { sql: 'CREATE INDEX i ON `order` (a, b DESC)', server: true },
  { sql: 'CREATE UNIQUE INDEX i ON `order` (a, name(10))', server: true },
  { sql: 'CREATE INDEX `key` ON `order` (body(50), `größe`)', server: true },
  { sql: 'CREATE FULLTEXT INDEX i ON `order` (name, body)', server: true },
  { sql: "CREATE INDEX i ON `order` ((lower(name)), (a + b * 2), (doc ->> '$.x') DESC)", server: false },
  { sql: "CREATE INDEX i ON `order` ((a <=> 1), (name LIKE 'x\\\\%' AND NOT b IN (1, 2)), (CAST(a AS unsigned)))", server: false },
];

for (const { sql, server } of INDEXES) {
  test(`${sql} is printed as it was read`, async () => {
    const operation = read(sql, 'mysql').statements[0]?.operation;
    assert.ok(operation?.op === 'create-index', JSON.stringify(read(sql, 'mysql')));
    const index = { ...operation.index, name: operation.index.name ?? '', table: operation.table };
    assert.equal(createIndexSql(index, 'mysql', { ifNotExists: true, concurrently: true }), sql);
    const forMariadb = createIndexSql(index, 'mariadb', { ifNotExists: true });
    assert.equal(forMariadb, server ? sql.replace('INDEX ', 'INDEX IF NOT EXISTS ') : null);
    if (forMariadb === null) return;
    await db.fresh('printed');
    await db.run(`${TABLE}; ${forMariadb}; ${dropIndexSql({ schema: null, name: index.name }, 'mariadb', { table: operation.table, ifExists: true })}`);
    assert.deepEqual((await db.rows('SELECT 1 FROM information_schema.statistics WHERE table_schema = DATABASE()')).length, 0);
  });
}

test('what MySQL has no index for has no text', () => {
  const operation = read('CREATE INDEX i ON t (a) WHERE b IS NULL', 'postgresql').statements[0]?.operation;
  assert.ok(operation?.op === 'create-index');
  assert.equal(createIndexSql({ ...operation.index, name: 'i', table: operation.table }, 'mysql'), null);
});
