import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IndexDef, SchemaOp } from '../../../server/src/facts/schema.ts';
import { canonical } from '../../../server/src/sql/canonical.ts';
import { read } from '../support.ts';

const showIndex = (index: IndexDef<string>): string => `${index.unique ? 'unique ' : ''}${index.method === 'btree' ? '' : `${index.method} `}${index.name ?? '-'}(${index.keys.map((key) => `${canonical(key.expr, (column) => column)}${key.prefixLength === undefined ? '' : `:${key.prefixLength}`}${key.direction === 'desc' ? ' desc' : ''}`).join(', ')})${index.invisible === true ? ' invisible' : ''}`;

/** An operation in few words. */
function show(operation: SchemaOp): string {
  switch (operation.op) {
    case 'create-table': return `table ${operation.table.name}: ${operation.columns.map((column) => `${column.name} ${column.type ?? ''}${column.notNull ? '!' : ''}`).join(', ')} | ${operation.constraints.map((constraint) => `${constraint.kind} ${'columns' in constraint ? constraint.columns.join('+') : ''}`).join(', ')} | ${operation.indexes.map(showIndex).join(', ')}`;
    case 'create-index': return `index ${showIndex(operation.index)} on ${operation.table.name}`;
    case 'drop-index': return `drop index ${operation.name.name} on ${operation.table?.name ?? ''}`;
    case 'rename-index': return `rename index ${operation.name.name} to ${operation.to} on ${operation.table?.name ?? ''}`;
    case 'alter-index': return `index ${operation.name} on ${operation.table.name} ${operation.usable ? 'usable' : 'not usable'}`;
    case 'add-column': return `add ${operation.column.name} ${operation.column.type ?? ''} ${operation.constraints.map((constraint) => constraint.kind).join('+')}`.trim();
    case 'add-constraint': return `add ${operation.constraint.kind} ${operation.constraint.name ?? '-'}`;
    case 'alter-column': return `alter ${operation.column} ${operation.type ?? ''}${operation.notNull === true ? '!' : ''}`;
    case 'rename-column': return `rename ${operation.column} to ${operation.to}`;
    case 'drop-column': return `drop ${operation.column}`;
    case 'rename-table': return `rename ${operation.table.name} to ${operation.to.name}`;
    case 'create-view': return `view ${operation.view.name} (${operation.columns?.join(', ') ?? ''})`;
    default: return operation.op;
  }
}

// What MariaDB cannot say by its catalog: MySQL 8's own forms, and statements that have no bearing. test/schema/mariadb-replay.test.ts compares the rest.
const READ: readonly (readonly [string, readonly string[]])[] = [
  ['CREATE TABLE t (a INT, KEY f ((lower(`b`)), a DESC), UNIQUE KEY u ((a + 1)) INVISIBLE, INDEX m ((CAST(doc->\'$.x\' AS UNSIGNED ARRAY))))', ['table t: a int |  | f(lower(b), a desc), unique u((a + 1)) invisible, m(cast((doc -> \'$.x\') as unsigned[]))']],
  ['CREATE TABLE t (id BIGINT UNSIGNED NOT NULL, x DOUBLE PRECISION, e ENUM(\'a\', \'b)\') CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, PRIMARY KEY (id) /*T![clustered_index] CLUSTERED */)', ['table t: id bigint unsigned!, x double precision, e enum(\'a\',\'b)\') | primary-key id | ']],
  ['ALTER TABLE t ALTER INDEX a INVISIBLE, ALTER INDEX b VISIBLE, ADD INDEX c (d) INVISIBLE, RENAME KEY e TO f', ['index a on t not usable', 'index b on t usable', 'index c(d) invisible on t', 'rename index e to f on t']],
  ['ALTER TABLE t ADD COLUMN a INT UNIQUE FIRST, ADD (b INT, KEY (b)), CHANGE c d TEXT NOT NULL, MODIFY e BIGINT PRIMARY KEY, DROP FOREIGN KEY fk, DROP COLUMN g, RENAME TO t2, ADD KEY h (h)', ['add a int unique', 'add b int', 'index -(b) on t', 'rename c to d', 'alter d text!', 'alter e bigint!', 'add primary-key -', 'drop-constraint', 'drop g', 'rename t to t2', 'index h(h) on t2']],
  ['ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY ix (a) REFERENCES other.u (id) ON DELETE SET NULL, ALGORITHM=INPLACE, LOCK=NONE', ['add foreign-key fk']],
  ['CREATE FULLTEXT INDEX ft ON t (a, b) WITH PARSER ngram; CREATE SPATIAL INDEX sp ON t (g); CREATE UNIQUE INDEX u USING HASH ON t (a(5)) ALGORITHM=INPLACE LOCK=NONE', ['index fulltext ft(a, b) on t', 'index spatial sp(g) on t', 'index unique u(a:5) on t']],
  ['DROP INDEX `PRIMARY` ON t; RENAME TABLE a TO b, c TO d; DROP TABLE IF EXISTS x, y CASCADE', ['drop index PRIMARY on t', 'rename a to b', 'rename c to d', 'drop-table', 'drop-table']],
  ['CREATE ALGORITHM=UNDEFINED DEFINER=`root`@`localhost` SQL SECURITY DEFINER VIEW `v` (`x`) AS SELECT a FROM t WITH CASCADED CHECK OPTION', ['view v (x)']],
  ['/*!50001 CREATE ALGORITHM=UNDEFINED */ /*!50013 DEFINER=`a`@`%` SQL SECURITY DEFINER */ /*!50001 VIEW `v` AS select 1 AS `x` */;', ['view v ()']],
  ['CREATE DATABASE IF NOT EXISTS shop; USE shop; CREATE TABLE `shop`.`t` (a INT); GRANT ALL ON shop.* TO x; LOCK TABLES t WRITE; SET NAMES utf8; CALL p(1); CREATE USER x; ANALYZE TABLE t', ['table t: a int |  | ']],
  ['CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW BEGIN IF NEW.a > 1 THEN SET NEW.a = 1; ELSE SET NEW.a = 2; END IF; CASE NEW.b WHEN 1 THEN SET NEW.a = 3; END CASE; END; CREATE TABLE u (a INT);', ['table u: a int |  | ']],
  ['DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; DROP TABLE t; END //\nDELIMITER ;\nCREATE TABLE u (a INT);', ['table u: a int |  | ']],
];

for (const [sql, shown] of READ) {
  test(sql.replace(/\s+/g, ' ').slice(0, 100), () => {
    const { statements, unread, problems } = read(sql, 'mysql');
    assert.deepEqual([statements.map(({ operation }) => show(operation)), unread, problems], [shown, [], []]);
  });
}

test('a database that is used is no part of names', () => {
  const { statements } = read('CREATE TABLE a.t (x INT); USE `A`; CREATE TABLE a.u (x INT); CREATE TABLE b.v (x INT)', 'mysql');
  assert.deepEqual(statements.map(({ operation }) => (operation.op === 'create-table' ? operation.table : null)), [{ schema: 'a', name: 't' }, { schema: null, name: 'u' }, { schema: 'b', name: 'v' }]);
});

test('DDL that cannot be read names its table', () => {
  const { statements, problems } = read('ALTER TABLE t FROBNICATE (a', 'mysql');
  assert.equal(problems.length, 1);
  assert.deepEqual(statements.map(({ operation }) => (operation.op === 'unreadable' ? operation.table : null)), [{ schema: null, name: 't' }]);
});
