import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import fc from 'fast-check';
import { partsOf } from '../../../server/src/facts/walk-query.ts';
import type { SymbolicQuery } from '../../../server/src/facts/query.ts';
import { columnName, readOne } from '../support.ts';

// A parser that others wrote reads the same statements: tables and columns must be those that ours finds.
interface Peer { readonly parse: (sql: string) => { readonly tableList: readonly string[]; readonly columnList: readonly string[] } }
const { Parser } = createRequire(import.meta.url)('node-sql-parser/build/mysql.js') as { Parser: new () => Peer };
const peer = new Parser();

const tables = ['t', 'u', '`order`', 'shop.item'];
const name = fc.constantFrom('a', 'b', '`key`', 'made_at', 'Title');
const value = fc.constantFrom('1', "'x'", '?', 'NULL', '3.5', "'it''s'", 'NOW()', 'TRUE');
const column = (aliases: readonly string[]): fc.Arbitrary<string> => fc.tuple(fc.constantFrom(...aliases), name).map(([alias, of]) => `${alias}.${of}`);

/** A condition over these aliases, nested at most `depth` times. */
function condition(aliases: readonly string[], depth: number): fc.Arbitrary<string> {
  const c = column(aliases);
  const plain = fc.oneof(
    fc.tuple(c, fc.constantFrom('=', '<>', '<', '>=', '!='), fc.oneof(value, c)).map((parts) => parts.join(' ')),
    fc.tuple(c, value, value).map(([of, low, high]) => `${of} BETWEEN ${low} AND ${high}`),
    fc.tuple(c, fc.constantFrom('IN', 'NOT IN'), fc.array(value, { minLength: 1, maxLength: 3 })).map(([of, word, list]) => `${of} ${word} (${list.join(', ')})`),
    fc.tuple(c, fc.constantFrom('IS NULL', 'IS NOT NULL', "LIKE 'x%'", "NOT LIKE '%y'", "REGEXP '^z'")).map((parts) => parts.join(' ')),
    fc.tuple(fc.constantFrom('LOWER', 'DATE', 'YEAR', 'ABS'), c, value).map(([call, of, to]) => `${call}(${of}) = ${to}`),
  );
  if (depth === 0) return plain;
  const inner = condition(aliases, depth - 1);
  return fc.oneof(plain, fc.tuple(inner, fc.constantFrom('AND', 'OR'), inner).map(([left, word, right]) => `(${left} ${word} ${right})`), inner.map((one) => `NOT (${one})`),
    fc.tuple(c, inner).map(([of, where]) => `${of} IN (SELECT z.a FROM t AS z WHERE z.b = 1 AND ${where})`));
}

const select = fc.integer({ min: 1, max: 3 }).chain((count) => {
  const aliases = ['x0', 'x1', 'x2'].slice(0, count);
  return fc.record({
    from: fc.tuple(...aliases.map((alias) => fc.constantFrom(...tables).map((table) => `${table} AS ${alias}`))),
    join: fc.constantFrom('JOIN', 'LEFT JOIN', 'INNER JOIN', 'RIGHT JOIN'), on: condition(aliases, 0), where: condition(aliases, 2), output: column(aliases),
    tail: fc.oneof(fc.constant(''), column(aliases).map((of) => ` ORDER BY ${of} DESC LIMIT 10`), column(aliases).map((of) => ` GROUP BY ${of} HAVING COUNT(*) > 1`)),
  }).map(({ from: [first = 't AS x0', ...others], join, on, where, output, tail }) => `SELECT ${output} FROM ${first}${others.map((other) => ` ${join} ${other} ON ${on}`).join('')} WHERE ${where}${tail}`);
});

const named = (list: readonly string[]): readonly string[] => [...new Set(list)].sort();

function ours(query: SymbolicQuery): { readonly tables: readonly string[]; readonly columns: readonly string[] } {
  const { sources, exprs } = partsOf(query, (q) => q);
  return {
    tables: named(sources.flatMap(({ relation }) => (relation.kind === 'table' && relation.table.by === 'name' ? [`${relation.table.schema ?? 'null'}.${relation.table.name}`] : []))),
    columns: named(exprs.flatMap((expr) => (expr.kind === 'column' ? [columnName(expr.column).toLowerCase().replace(/^.*\./, '')] : []))),
  };
}

function theirs(sql: string): ReturnType<typeof ours> {
  const { tableList, columnList } = peer.parse(sql);
  return { tables: named(tableList.map((entry) => entry.split('::').slice(1).join('.'))), columns: named(columnList.map((entry) => (entry.split('::')[2] ?? '').toLowerCase())) };
}

test('tables and columns of generated statements are those that another parser finds', () => {
  fc.assert(fc.property(select, (sql) => { assert.deepEqual(ours(readOne(sql, 'mysql')), theirs(sql), sql); }), { numRuns: 400, seed: 7 });
});

test('and so are those of writes', () => {
  for (const sql of ['UPDATE t SET a = 1 WHERE b = 2', 'DELETE FROM u WHERE made_at < ? AND b IN (1, 2)', 'UPDATE shop.item SET a = b + 1 WHERE Title = ?']) {
    const [mine, other] = [ours(readOne(sql, 'mysql')), theirs(sql)];
    assert.deepEqual(mine.tables, other.tables, sql);
    for (const of of mine.columns) assert.ok(other.columns.includes(of), `${sql}: ${of}`);
  }
});
