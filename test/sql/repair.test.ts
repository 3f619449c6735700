import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dialect } from '../../server/src/facts/dialect.ts';
import { tokenize } from '../../server/src/sql/tokens.ts';
import { read, readOne, showQuery } from './support.ts';

/** Statements as they are found in programs, both dialects' parsers take them. */
const TYPICAL = [
  'SELECT * FROM users WHERE id = 1',
  "SELECT id, email FROM users WHERE email = 'a@b.c' AND deleted_at IS NULL",
  'SELECT u.id, p.title FROM users u JOIN posts p ON p.user_id = u.id WHERE p.published = 1 ORDER BY p.created_at DESC LIMIT 20',
  'SELECT count(*) FROM orders WHERE status = ? AND created_at >= ?',
  'SELECT o.id FROM orders o LEFT JOIN customers c ON c.id = o.customer_id WHERE c.id IS NULL',
  "SELECT * FROM events WHERE kind IN ('a', 'b', 'c') AND at BETWEEN ? AND ?",
  'SELECT status, count(*) AS n FROM jobs GROUP BY status HAVING count(*) > 10 ORDER BY n DESC',
  "SELECT * FROM products WHERE lower(name) LIKE 'ab%' OR sku = ?",
  'SELECT a.id FROM a WHERE EXISTS (SELECT 1 FROM b WHERE b.a_id = a.id AND b.kind = 3)',
  'SELECT * FROM t WHERE id IN (SELECT t_id FROM u WHERE u.owner = ?)',
  'WITH recent AS (SELECT * FROM posts WHERE created_at > ?) SELECT r.id FROM recent r JOIN users u ON u.id = r.user_id',
  'SELECT DISTINCT country FROM addresses WHERE user_id = ? ORDER BY country',
  'UPDATE users SET name = ?, updated_at = ? WHERE id = ?',
  'UPDATE accounts SET balance = balance - 10 WHERE owner_id = 5 AND balance > 10',
  'DELETE FROM sessions WHERE expires_at < ?',
  'DELETE FROM tokens WHERE user_id = ? AND kind = ?',
  'INSERT INTO archive SELECT * FROM messages WHERE sent_at < ?',
  'SELECT * FROM a UNION ALL SELECT * FROM b WHERE x = 1',
  'SELECT CASE WHEN score > 10 THEN 1 ELSE 0 END AS good FROM scores WHERE player = ?',
  'SELECT coalesce(nick, name) FROM users WHERE (tenant_id, id) = (?, ?)',
  'SELECT t.* FROM tasks t WHERE t.project_id = ? AND (t.assignee = ? OR t.assignee IS NULL) ORDER BY t.position',
  'SELECT max(created_at) FROM logs WHERE service = ?',
  'SELECT id FROM messages WHERE room_id = ? AND id < ? ORDER BY id DESC LIMIT 50',
  'SELECT id FROM items ORDER BY created_at LIMIT 10 OFFSET 20',
  "SELECT * FROM files WHERE path LIKE '/home/%' AND size > 1000",
  'SELECT p.id, (SELECT count(*) FROM likes l WHERE l.post_id = p.id) AS likes FROM posts p WHERE p.author_id = ?',
  'SELECT * FROM stock WHERE quantity < 5 AND NOT discontinued',
  'SELECT name FROM people WHERE born IS NOT NULL AND born < 1980',
  'SELECT s.name, avg(g.value) FROM students s JOIN grades g ON g.student_id = s.id GROUP BY s.name',
  'SELECT a.x, b.y FROM a, b WHERE a.id = b.a_id AND a.kind = ?',
  'SELECT row_number() OVER (PARTITION BY user_id ORDER BY at) AS n FROM visits WHERE site = ?',
  "SELECT CAST(value AS integer) FROM settings WHERE key = 'limit'",
  'SELECT * FROM invoices WHERE customer_id = ? AND paid = 0 AND due_on <= ?',
  "SELECT first || ' ' || last AS full_name FROM people WHERE last = ?",
  'SELECT id FROM nodes WHERE parent_id IS NULL ORDER BY position, id',
  'SELECT v.id FROM variants v JOIN products p USING (product_id) WHERE p.shop = ?',
  'UPDATE jobs SET locked_by = ? WHERE id = (SELECT id FROM jobs WHERE state = 1 ORDER BY run_at LIMIT 1)',
  'SELECT * FROM bookings WHERE room = ? AND starts_at < ? AND ends_at > ?',
  'SELECT tag, count(*) FROM tags WHERE post_id IN (1, 2, 3) GROUP BY tag',
  "SELECT * FROM notes WHERE owner = ? AND title <> '' ORDER BY updated_at DESC, id DESC",
];

/** Every beginning of a statement that ends with a token. */
const beginnings = (sql: string): string[] => tokenize(sql, 'sqlite').map((token) => sql.slice(0, token.end));

for (const dialect of ['postgresql', 'sqlite'] satisfies Dialect[]) {
  test(`${dialect}: at least 95 % of half-typed queries are read`, () => {
    const cut = TYPICAL.flatMap(beginnings);
    const unread = cut.filter((sql) => read(sql, dialect).queries.length === 0);
    const share = 1 - unread.length / cut.length;
    assert.ok(share >= 0.95, `${(share * 100).toFixed(1)} % of ${cut.length}; for example ${unread.slice(0, 5).join(' | ')}`);
  });

  test(`${dialect}: whatever is cut off anywhere, the next statement is read`, () => {
    for (const sql of TYPICAL) {
      for (let end = 1; end < sql.length; end += 7) {
        const { queries } = read(`${sql.slice(0, end)};\nSELECT q FROM after_it WHERE z = 1;\n`, dialect);
        assert.ok(queries.some(({ query }) => showQuery(query).includes('from after_it where (z = 1)')), sql.slice(0, end));
      }
    }
  });
}

const REPAIRED: readonly (readonly [sql: string, facts: string])[] = [
  ['SELECT * FROM t WHERE a = ', 'select all from t where ((a = {known only at run time}) and {not typed to its end})'],
  ['SELECT * FROM t WHERE lower(', 'select all from t where (lower() and {not typed to its end})'],
  ["SELECT * FROM t WHERE a = 'x", "select all from t where ((a = 'x') and {not typed to its end})"],
  ['SELECT a, FROM t WHERE b = 1', 'select unknown from t where ((b = 1) and {not typed to its end})'],
  ['SELECT * FROM t WHERE a = AND b = 2 ORDER BY c', 'select all from t where ((a = {known only at run time}) and (b = 2) and {not typed to its end}) order c'],
  ['SELECT * FROM t WHERE a = 1 AND ORDER BY c', 'select all from t where ((a = 1) and {known only at run time} and {not typed to its end}) order c'],
  ['SELECT * FROM t WHERE a IN (1, 2', 'select all from t where ((a in (1, 2)) and {not typed to its end})'],
  ['SELECT * FROM t JOIN u ON WHERE t.a = 1', 'select all from t, inner u on {known only at run time} where ((t.a = 1) and {not typed to its end})'],
  ['WITH r AS (SELECT * FROM t WHERE a = ', 'with r [select all from t where (a = {known only at run time})] select unknown where {not typed to its end}'],
  ['SELECT * FROM t ORDER BY a, ', 'select all from t where {not typed to its end} order a, {known only at run time}'],
];

for (const [sql, facts] of REPAIRED) {
  test(sql, () => {
    assert.equal(showQuery(readOne(sql)), facts);
    assert.equal(read(sql).queries[0]?.partly, true);
  });
}

test('statements without a semicolon between them are both read', () => {
  const { queries } = read('SELECT * FROM a WHERE x = \nSELECT * FROM b WHERE y = 1\nDELETE FROM c');
  assert.deepEqual(queries.map(({ query }) => showQuery(query)), ['select all from a where ((x = {known only at run time}) and {not typed to its end})', 'select all from b where (y = 1)', 'delete from c']);
});

test('a whole statement over lines is not taken apart', () => {
  assert.equal(showQuery(readOne('WITH a AS (SELECT 1)\nSELECT *\nFROM a\nUNION\nSELECT 2')), 'with a [select 1] select all from a union [select 2]');
});
