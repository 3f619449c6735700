import fc from 'fast-check';

const table = fc.constantFrom('t', 'u', '"V w"', 'p', 'p1');
const column = fc.constantFrom('a', 'b', 'c', '"D e"');
const index = fc.constantFrom('i', 'j', '"K"', 't_a_idx', 'u_pkey');
const keys = fc.uniqueArray(fc.tuple(column, fc.constantFrom('', '', ' DESC', ' NULLS FIRST')), { minLength: 1, maxLength: 3, selector: ([name]) => name }).map((items) => items.map((item) => item.join('')).join(', '));
const names = fc.uniqueArray(column, { minLength: 1, maxLength: 3 }).map((items) => items.join(', '));
const columnConstraint = fc.constantFrom('', '', '', ' UNIQUE', ' PRIMARY KEY', ' REFERENCES t', ' NOT NULL', ' CONSTRAINT n UNIQUE');
const tableConstraint = fc.oneof(names.map((list) => `PRIMARY KEY (${list})`), names.map((list) => `UNIQUE (${list})`), fc.tuple(names, column).map(([list, extra]) => `CONSTRAINT m UNIQUE (${list}) INCLUDE (${extra})`));

const createTable = fc.record({
  name: table, columns: fc.uniqueArray(fc.tuple(column, columnConstraint), { minLength: 1, maxLength: 4, selector: ([name]) => name }), constraints: fc.array(tableConstraint, { maxLength: 2 }), tail: fc.constantFrom('', '', ' INHERITS (t)'),
}).map(({ name, columns, constraints, tail }) => `CREATE TABLE ${name}(${[...columns.map(([own, rest]) => `${own} int${rest}`), ...constraints].join(', ')})${tail}`);

const where = fc.oneof({ weight: 3, arbitrary: fc.constant('') }, { weight: 1, arbitrary: column.map((name) => ` WHERE ${name} IS NOT NULL`) });
const include = fc.oneof({ weight: 3, arbitrary: fc.constant('') }, { weight: 1, arbitrary: column.map((name) => ` INCLUDE (${name})`) });
const indexKeys = fc.oneof({ weight: 4, arbitrary: keys }, { weight: 1, arbitrary: fc.tuple(column, keys).map(([name, rest]) => `abs(${name}), ${rest}`) }, { weight: 1, arbitrary: column.map((name) => `(${name} + 1)`) });
const createIndex = fc.tuple(fc.constantFrom('', 'UNIQUE '), fc.oneof(fc.constant(''), index, index.map((name) => `IF NOT EXISTS ${name}`)), table, indexKeys, include, where)
  .map(([unique, name, on, list, extra, rest]) => `CREATE ${unique}INDEX ${name} ON ${on} (${list})${extra}${rest}`);

/** DDL on a few names, most of which SQL will accept at some point. */
export const statement = fc.oneof(
  { weight: 3, arbitrary: createTable },
  { weight: 7, arbitrary: createIndex },
  { weight: 2, arbitrary: fc.tuple(table, tableConstraint).map(([name, constraint]) => `ALTER TABLE ${name} ADD ${constraint}`) },
  { weight: 1, arbitrary: fc.tuple(table, names, table).map(([name, list, target]) => `ALTER TABLE ${name} ADD FOREIGN KEY (${list}) REFERENCES ${target}`) },
  { weight: 2, arbitrary: fc.tuple(table, fc.constantFrom('t_pkey', 'u_pkey', 't_a_key', 'n', 'm', 'u_a_b_key', 't_a_fkey', 'u_a_fkey')).map(([name, constraint]) => `ALTER TABLE ${name} DROP CONSTRAINT ${constraint} CASCADE`) },
  { weight: 1, arbitrary: table.map((name) => `DROP TABLE ${name} CASCADE`) },
  { weight: 2, arbitrary: index.map((name) => `DROP INDEX ${name}`) },
  { weight: 1, arbitrary: fc.tuple(index, index).map(([from, to]) => `ALTER INDEX ${from} RENAME TO ${to}`) },
  { weight: 2, arbitrary: fc.tuple(table, table).map(([from, to]) => `ALTER TABLE ${from} RENAME TO ${to}`) },
  { weight: 2, arbitrary: fc.tuple(table, column, column).map(([name, from, to]) => `ALTER TABLE ${name} RENAME COLUMN ${from} TO ${to}`) },
  { weight: 2, arbitrary: fc.tuple(table, column).map(([name, own]) => `ALTER TABLE ${name} ADD COLUMN ${own} int`) },
  { weight: 2, arbitrary: fc.tuple(table, column).map(([name, own]) => `ALTER TABLE ${name} DROP COLUMN ${own} CASCADE`) },
);

/** What every history begins with. */
export const BEGINNING: readonly string[] = [
  'CREATE TABLE t(a serial PRIMARY KEY, b int, c int)', 'CREATE TABLE u(a int REFERENCES t, b int UNIQUE, "D e" int)',
  'CREATE TABLE p(a int, b int, c int) PARTITION BY LIST (a)', 'CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)',
];
