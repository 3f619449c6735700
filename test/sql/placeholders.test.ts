import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dialect } from '../../server/src/facts/dialect.ts';
import { readOne, show, showQuery } from './support.ts';

/** A condition and how it is read: parameters are `?` and what was written, `*` where they stand for a list. */
const CONDITIONS: readonly (readonly [condition: string, facts: string])[] = [
  ['a = $1 AND b = $12', '((a = ?$1) and (b = ?$12))'],
  ['a = ? AND b IN (?, ?) AND c BETWEEN ? AND ? AND d LIKE ?', '((a = ??) and (b in (??, ??)) and (c between ?? and ??) and (d like ??))'],
  ['a=? and b>=? and c<>?', '((a = ??) and (b >= ??) and (c <> ??))'],
  ['a = :name AND b IN (:ids) AND c = :x!', '((a = ?:name) and (b in (?:ids)) and (c = ?:x!))'],
  ['a = @id AND b=@other AND c > @third', '((a = ?@id) and (b = ?@other) and (c > ?@third))'],
  ['a = %s AND b = %(key)s AND c % d = 1', '((a = ?%s) and (b = ?%(key)s) and ((c % d) = 1))'],
  ['a=%s AND b>=%(key)s AND c<>%s AND d->>1=%s AND e %s.f AND g=%(h)s', '((a = ?%s) and (b >= ?%(key)s) and (c <> ?%s) and ((d ->> 1) = ?%s) and (e % s.f) and (g = ?%(h)s))'],
  ['a = $name AND b = ${other} AND c = $/third/ AND d IN ($<ids:csv>)', '((a = ?$name) and (b = ?${other}) and (c = ?$/third/) and (d in (?$<ids:csv>*)))'],
  ["a = sqlc.arg(id) AND b = sqlc.narg('x') AND c IN (sqlc.slice(ids))", '((a = ?id) and (b = ?x) and (c in (?ids*)))'],
  ["a = :'var' AND b::text = $1 AND c = $2::int[]", "((a = ?:'var') and (cast(b as text) = ?$1) and (c = cast(?$2 as int4[])))"],
];

for (const [condition, facts] of CONDITIONS) {
  test(condition, () => {
    assert.equal(show(readOne(`SELECT 1 FROM t WHERE ${condition}`).where), facts);
  });
}

/** Text that looks like a placeholder and is none, on PostgreSQL. */
const NONE: readonly (readonly [condition: string, facts: string])[] = [
  ["a = ':x' AND b = '?' AND \"c?d\" = 1 -- :y ? $1", "((a = ':x') and (b = '?') and (c?d = 1))"],
  ["data ? 'k' AND data ?| ARRAY['k'] AND data ?& ARRAY['k']", "((data ? 'k') and (data ?| array['k']) and (data ?& array['k']))"],
  ["data ? 'k' AND a = $1", "((data ? 'k') and (a = ?$1))"],
  ["data ? ? AND data->'x' ? 'y'", "((data ? ??) and ((data -> 'x') ? 'y'))"],
  ["a::text = 'x' AND arr[1:n] = b AND arr[:2] = c", "((cast(a as text) = 'x') and ((arr [] 1 [] n) = b) and ((arr [] 2) = c))"],
  ["tags @> ARRAY['x'] AND ts @@ to_tsquery('q') AND p <@ q AND r @@plainto_tsquery('z') AND doc @? '$.a'", "((tags @> array['x']) and (ts @@ to_tsquery('q')) and (p <@ q) and (r @@ plainto_tsquery('z')) and (doc @? '$.a'))"],
  ["a <-> b < 5 AND c || '?' = d AND e - 1 > -2", "(((a <-> b) < 5) and ((c || '?') = d) and ((e - 1) > -2))"],
  ['a = $$:x ?$$ AND b = $q$?$q$', "((a = ':x ?') and (b = '?'))"],
];

for (const [condition, facts] of NONE) {
  test(condition, () => {
    assert.equal(show(readOne(`SELECT 1 FROM t WHERE ${condition}`).where), facts);
  });
}

const ELSEWHERE: readonly (readonly [dialect: Dialect, sql: string, facts: string])[] = [
  ['postgresql', 'SELECT a FROM t ORDER BY b LIMIT ? OFFSET ?', 'select a from t order b limit ? offset ?'],
  ['postgresql', 'SELECT 1 FROM t WHERE a IN ?', 'select 1 from t where (a in (??))'],
  ['postgresql', 'SELECT 1 FROM t WHERE a = ANY(?) AND b > NOW() - ?::interval', 'select 1 from t where ((a = any (??)) and (b > (now() - cast(?? as interval))))'],
  ['postgresql', 'SELECT 1 FROM %I WHERE a = %L', 'select (unread)'],
  ['postgresql', 'SELECT 1 FROM :SCHEMA.t JOIN :"other".u ON u.a = t.a WHERE t.b = :b', 'select 1 from t, inner u on (u.a = t.a) where (t.b = ?:b)'],
  ['postgresql', 'DELETE FROM @schema.t WHERE a = @a', 'delete from t where (a = ?@a)'],
  ['sqlite', 'SELECT 1 FROM :attached.t WHERE a IN (???) AND b IN (?)', 'select 1 from t where ((a in (????*)) and (b in (??)))'],
  ['postgresql', 'UPDATE t SET a = ?, b = :b WHERE c = ?', 'update from t where (c = ??)'],
  ['sqlite', 'SELECT 1 FROM t WHERE a = ?1 AND b = :b AND c = @c AND d = $d AND e = ?', 'select 1 from t where ((a = ??1) and (b = ?:b) and (c = ?@c) and (d = ?$d) and (e = ??))'],
  ['sqlite', "SELECT 1 FROM t WHERE a = '?' AND [b?] = 1 AND `c:d` = 2 AND \"e@f\" = ?", "select 1 from t where ((a = '?') and (b? = 1) and (c:d = 2) and (e@f = ??))"],
  ['sqlite', 'SELECT 1 FROM t WHERE a IN (?, ?) LIMIT ?', 'select 1 from t where (a in (??, ??)) limit ?'],
];

for (const [dialect, sql, facts] of ELSEWHERE) {
  test(`${dialect}: ${sql}`, () => {
    if (facts === 'select (unread)') assert.throws(() => readOne(sql, dialect));
    else assert.equal(showQuery(readOne(sql, dialect)), facts);
  });
}
