import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PGlite } from '@electric-sql/pglite';
import type { Fix } from '../../server/src/fix/fix.ts';
import { filesAfter } from '../migrate/disk.ts';
import { workspaceOf } from '../support/workspace.ts';

const schema = `
CREATE TABLE t (id int PRIMARY KEY, a int, big bigint, n numeric, nn int NOT NULL, flag boolean, name text, code varchar(12), u uuid, tags text[], codes bigint[], d date, ts timestamp, tz timestamptz);
CREATE INDEX ia ON t (a); CREATE INDEX ibig ON t (big); CREATE INDEX inum ON t (n); CREATE INDEX inn ON t (nn); CREATE INDEX iflag ON t (flag); CREATE INDEX iname ON t (name); CREATE INDEX icode ON t (code); CREATE INDEX iu ON t (u);
CREATE INDEX itags ON t USING gin (tags); CREATE INDEX icodes ON t USING gin (codes); CREATE INDEX id_ ON t (d); CREATE INDEX its ON t (ts); CREATE INDEX itz ON t (tz);
`;

/** Rows around every edge that the conditions below have, and rows of nulls. */
const rows = `
INSERT INTO t SELECT i, CASE WHEN i % 11 = 0 THEN NULL ELSE i % 60 - 20 END, CASE WHEN i % 13 = 0 THEN NULL ELSE i % 40 - 10 END, CASE WHEN i % 7 = 0 THEN NULL ELSE (i % 30) / 4.0 END, i % 9, CASE WHEN i % 3 = 0 THEN NULL ELSE i % 2 = 0 END,
  CASE WHEN i % 5 = 0 THEN NULL WHEN i % 5 = 1 THEN '' ELSE 'n' || i % 6 END, (i % 40)::text, CASE WHEN i % 8 = 0 THEN NULL ELSE ('00000000-0000-4000-8000-0000000000' || lpad((i % 20)::text, 2, '0'))::uuid END,
  CASE WHEN i % 6 = 0 THEN NULL WHEN i % 6 = 1 THEN ARRAY[]::text[] WHEN i % 6 = 2 THEN ARRAY[NULL, 'y']::text[] ELSE ARRAY['x', 'k' || i % 4] END, CASE WHEN i % 4 = 0 THEN NULL ELSE ARRAY[i % 5, 7] END,
  CASE WHEN i % 9 = 0 THEN NULL ELSE date '2024-02-26' + i % 10 END, CASE WHEN i % 10 = 0 THEN NULL ELSE timestamp '2023-12-30' + i * interval '5 hours 30 minutes' END, CASE WHEN i % 10 = 1 THEN NULL ELSE timestamptz '2024-03-29 22:00:00+00' + i * interval '37 minutes' END
FROM generate_series(1, 600) i;
INSERT INTO t (id, nn, ts, tz) VALUES (1001, 1, '2024-01-01', '2024-01-01 00:00:00+00'), (1002, 1, '2024-12-31 23:59:59.999999', '2025-01-01 00:00:00+00'), (1003, 1, '2024-02-29 23:59:59.999999', '2024-03-01 00:00:00+00'), (1004, 1, 'infinity', '-infinity');
`;

/** `null`: no new form is known, and only the advice is told. Values stand for $1. */
const cases: readonly { readonly condition: string; readonly to: string | null; readonly how?: Fix['applicability']; readonly value?: string }[] = [
  { condition: "ts::date = '2024-02-29'", to: "ts >= '2024-02-29' AND ts < '2024-03-01'" },
  { condition: 'date(ts) = $1', to: 'ts >= $1::date AND ts < $1::date + 1', value: '2024-01-01' },
  { condition: 'ts::date > $1::date', to: 'ts >= $1::date + 1', value: '2024-02-29' },
  { condition: "CAST(ts AS date) <= '2024-12-31'", to: "ts < '2025-01-01'" },
  { condition: "'2024-01-01' < ts::date", to: "ts >= '2024-01-02'" },
  { condition: 'ts::date BETWEEN $1 AND current_date', to: 'ts >= $1::date AND ts < current_date + 1', value: '2024-01-05' },
  { condition: "date_trunc('month', ts) = '2024-02-01'", to: "ts >= '2024-02-01' AND ts < '2024-03-01'" },
  { condition: "date_trunc('month', ts) = '2024-02-02'", to: null },
  { condition: "date_trunc('week', ts) = date_trunc('week', $1::timestamp)", to: "ts >= date_trunc('week', $1::timestamp) AND ts < date_trunc('week', $1::timestamp) + interval '1 week'", value: '2024-02-07' },
  { condition: "date_trunc('day', ts) = $1", to: "ts >= $1::timestamp AND ts < $1::timestamp + interval '1 day'", how: 'review', value: '2024-01-03' },
  { condition: 'extract(year FROM ts) = 2024', to: "ts >= '2024-01-01' AND ts < '2025-01-01'" },
  { condition: "date_part('year', ts) >= $1", to: 'ts >= make_date($1::int, 1, 1)', value: '2024' },
  { condition: 'extract(month FROM ts) = 2', to: null },
  { condition: "to_char(ts, 'YYYY-MM') = '2024-02'", to: "ts >= '2024-02-01' AND ts < '2024-03-01'" },
  { condition: "to_char(ts, 'YYYY-MM-DD') = $1", to: 'ts >= $1::date AND ts < $1::date + 1', how: 'review', value: '2024-02-29' },
  { condition: "tz::date = '2024-03-31'", to: "tz >= '2024-03-31' AND tz < '2024-04-01'", how: 'review' },
  { condition: 'd + 7 > $1::date', to: 'd > $1::date - 7', value: '2024-03-06' },
  { condition: "ts + interval '90 minutes' > '2024-01-05'", to: "ts > '2024-01-05'::timestamp - interval '90 minutes'" },
  { condition: "ts + interval '1 day' > $1", to: "ts > $1::timestamp - interval '1 day'", value: '2024-01-05' },
  { condition: "tz + interval '1 day' > $1", to: "tz > $1::timestamptz - interval '1 day'", how: 'review', value: '2024-03-31' },
  { condition: "ts - interval '1 month' > $1", to: "ts > $1::timestamp + interval '1 month'", how: 'review', value: '2024-01-15' },
  { condition: "$1::timestamp - ts > interval '3 hours'", to: "ts < $1::timestamp - interval '3 hours'", value: '2024-02-01' },
  { condition: 'a + 5 > 20', to: 'a > 15' },
  { condition: 'a - 5 <= $1', to: 'a <= $1 + 5', value: '7' },
  { condition: '10 - a < 3', to: 'a > 10 - 3' },
  { condition: 'a * 3 > 10', to: 'a > 3' },
  { condition: 'a * 3 >= 10', to: 'a >= 4' },
  { condition: 'a * 3 < -10', to: 'a < -3' },
  { condition: 'a * 3 <= -10', to: 'a <= -4' },
  { condition: 'a * 3 = 12', to: 'a = 4' },
  { condition: 'a * 3 = $1', to: null },
  { condition: 'n + 1.5 >= 3', to: 'n >= 3 - 1.5' },
  { condition: 'coalesce(a, 0) = 5', to: 'a = 5' },
  { condition: 'coalesce(a, 0) = 0', to: '(a = 0 OR a IS NULL)' },
  { condition: 'coalesce(a, 0) < 5', to: '(a < 5 OR a IS NULL)' },
  { condition: 'coalesce(a, 99) < 5', to: 'a < 5' },
  { condition: "coalesce(name, '') = ''", to: "(name = '' OR name IS NULL)" },
  { condition: "coalesce(name, 'none') = 'n3'", to: "name = 'n3'" },
  { condition: "coalesce(name, 'N3') = 'n3'", to: null },
  { condition: "coalesce(ts, '1970-01-01') = '1970-01-01 00:00:00'", to: null },
  { condition: "coalesce(name, '') = $1", to: 'name = $1', how: 'review', value: 'n3' },
  { condition: 'coalesce(nn, 0) = $1', to: 'nn = $1', value: '4' },
  { condition: "u::text = '00000000-0000-4000-8000-000000000003'", to: "u = '00000000-0000-4000-8000-000000000003'" },
  { condition: 'u::text = $1', to: 'u = $1::uuid', how: 'review', value: '00000000-0000-4000-8000-000000000003' },
  { condition: "a::text = '7'", to: 'a = 7' },
  { condition: "a::text = '007'", to: null },
  { condition: 'a::bigint = $1', to: 'a = $1::int8', value: '7' },
  { condition: 'a = 7.0', to: 'a = 7' },
  { condition: 'a = $1::numeric', to: 'a = $1::int', how: 'review', value: '7' },
  { condition: "code = '7'::char(3)", to: "code = '7'::text", how: 'review' },
  { condition: "'x' = ANY (tags)", to: "tags @> ARRAY['x']::text[]" },
  { condition: '$1 = ANY (codes)', to: 'codes @> ARRAY[$1]::bigint[]', value: '3' },
];

const fixOf = (files: Readonly<Record<string, string>>, path = 'q.sql'): Fix | null => {
  const snapshot = workspaceOf(files, { dialect: 'postgresql' }).snapshot();
  return snapshot.sites(path).flatMap((site) => snapshot.fixes(path, site)).find((fix) => fix.id === 'rewrite-condition') ?? null;
};

const database = new PGlite();
await database.exec(`${schema}${rows}SET enable_seqscan = off;`);
test.after(() => database.close());

/** The rows that a condition leaves, in one time zone. */
async function idsOf(condition: string, value: string | undefined, zone: string): Promise<readonly number[]> {
  await database.exec(`SET timezone = '${zone}'`);
  const { rows: found } = await database.query<{ id: number }>(`SELECT id FROM t WHERE ${condition} ORDER BY id`, value === undefined ? [] : [value]);
  return found.map((row) => row.id);
}

/** Whether PostgreSQL goes into an index by the condition when scanning the table is made dear. */
async function usesIndex(condition: string, value: string | undefined): Promise<boolean> {
  const { rows: plan } = await database.query<{ readonly 'QUERY PLAN': string }>(`EXPLAIN SELECT * FROM t WHERE ${condition}`, value === undefined ? [] : [value]);
  return plan.some((line) => /Index Cond/.test(line['QUERY PLAN']));
}

for (const { condition, to, how = 'safe', value } of cases) {
  test(`${condition} is written ${to ?? 'as it is'}`, async () => {
    const files = { 'schema.sql': schema, 'q.sql': `SELECT id FROM t WHERE ${condition};\n` };
    const fix = fixOf(files);
    if (to === null) return assert.equal(fix, null);
    assert.equal(fix?.applicability, how, fix?.title);
    assert.equal(filesAfter(files, fix.edits() ?? { changes: [], creates: [] })['q.sql'], `SELECT id FROM t WHERE ${to};\n`);
    // What has to be looked at asks for the same rows too, for values that are what its words say.
    for (const zone of how === 'safe' || condition.startsWith('u') || condition.startsWith('to_char') ? ['UTC', 'Europe/Berlin', 'America/Caracas'] : ['UTC']) {
      const before = await idsOf(condition, value, zone);
      assert.deepEqual(await idsOf(to, value, zone), before, zone);
      assert.ok(before.length > 0, 'a condition that no row fulfils proves nothing');
    }
    assert.deepEqual([await usesIndex(condition, value), await usesIndex(to, value)], [false, true], 'an index condition before and after');
  });
}

const drizzleSchema = `import { bigint, date, index, integer, pgTable, timestamp } from 'drizzle-orm/pg-core';
export const posts = pgTable('posts', {
  id: bigint('id', { mode: 'number' }).primaryKey(),
  score: integer('score'),
  createdAt: timestamp('created_at').notNull(),
}, (t) => [index('posts_created_at_idx').on(t.createdAt), index('posts_score_idx').on(t.score)]);
`;

const inDrizzle: readonly { readonly title: string; readonly imports: string; readonly where: string; readonly importsTo?: string; readonly to: string }[] = [
  { title: 'a template', imports: 'sql', where: 'sql`date(${posts.createdAt}) = ${day}`', to: 'sql`${posts.createdAt} >= ${day}::date AND ${posts.createdAt} < ${day}::date + 1`' },
  { title: 'a cast in a template', imports: 'sql', where: 'sql`${posts.createdAt}::date >= ${day}::date`', to: 'sql`${posts.createdAt} >= ${day}::date`' },
  { title: 'calls', imports: 'eq, sql', where: 'eq(sql`date(${posts.createdAt})`, day)', importsTo: 'eq, gte, lt, sql, and', to: 'and(gte(posts.createdAt, sql`${day}::date`), lt(posts.createdAt, sql`${day}::date + 1`))' },
  { title: 'one call', imports: 'gt, sql', where: 'gt(sql`${posts.score} * 2`, 10)', to: 'gt(posts.score, 5)' },
  { title: 'nulls', imports: 'eq, sql', where: 'eq(sql`coalesce(${posts.score}, 0)`, 0)', importsTo: 'eq, isNull, or, sql', to: 'or(eq(posts.score, 0), isNull(posts.score))' },
  { title: 'one of several', imports: 'and, ne, sql', where: "and(ne(posts.score, 5), sql`date(${posts.createdAt}) = '2024-02-29'`)", to: "and(ne(posts.score, 5), sql`${posts.createdAt} >= '2024-02-29' AND ${posts.createdAt} < '2024-03-01'`)" },
];

for (const { title, imports, where, importsTo = imports, to } of inDrizzle) {
  test(`Drizzle: ${title}`, () => {
    const code = (names: string, condition: string): string => `import { ${names} } from 'drizzle-orm';\nimport { db } from './db';\nimport { posts } from './schema';\n\nexport const list = (day: string) => db.select().from(posts).where(${condition});\n`;
    const files = { 'src/schema.ts': drizzleSchema, 'src/db.ts': "import { drizzle } from 'drizzle-orm/node-postgres';\nexport const db = drizzle(process.env.DATABASE_URL!);\n", 'src/list.ts': code(imports, where) };
    const fix = fixOf(files, 'src/list.ts');
    assert.ok(fix !== null);
    const after = filesAfter(files, fix.edits() ?? { changes: [], creates: [] });
    const sorted = (text: string): string => text.replace(/\{ (.*?) \} from 'drizzle-orm'/, (_all, names: string) => names.split(', ').sort().join());
    assert.equal(sorted(after['src/list.ts'] ?? ''), sorted(code(importsTo, to)));
    assert.equal(fixOf(after, 'src/list.ts'), null);
  });
}

const left: readonly { readonly title: string; readonly query: string }[] = [
  { title: 'a condition in an OR', query: "SELECT id FROM t WHERE ts::date = '2024-02-29' OR a = 1" },
  { title: 'a condition that is turned round', query: "SELECT id FROM t WHERE NOT (ts::date < '2024-02-29')" },
  { title: 'a value of another row', query: 'SELECT t.id FROM t JOIN t o ON o.ts::date = t.d' },
];
for (const { title, query } of left) {
  test(`not written: ${title}`, () => assert.equal(fixOf({ 'schema.sql': schema, 'q.sql': `${query};\n` }), null));
}

test('a question mark can not be used twice', () => {
  const ddl = 'CREATE TABLE t (id integer PRIMARY KEY, at text, n integer); CREATE INDEX iat ON t (at); CREATE INDEX in_ ON t (n);';
  const of = (condition: string): string | undefined => {
    const files = { 'schema.sql': ddl, 'q.sql': `SELECT id FROM t WHERE ${condition};\n` };
    const snapshot = workspaceOf(files, { dialect: 'sqlite' }).snapshot();
    return snapshot.sites('q.sql').flatMap((site) => snapshot.fixes('q.sql', site)).find((fix) => fix.id === 'rewrite-condition')?.edits()?.changes[0]?.edits[0]?.newText;
  };
  assert.equal(of('date(at) = ?'), undefined);
  assert.equal(of('date(at) = ?1'), "at >= date(?1) AND at < date(?1, '+1 day')");
  assert.equal(of('date(at) >= ?'), 'at >= date(?)');
  assert.equal(of("strftime('%Y', at) = '2024'"), "at >= '2024-01-01' AND at < '2025-01-01'");
  assert.equal(of("CAST(at AS date) >= '2024-01-01'"), undefined);
  assert.equal(of('n + 5 > ?'), 'n > ? - 5');
});

test('SQL in a string is quoted for it', () => {
  const files = { 'schema.sql': schema, 'q.ts': "import { Pool } from 'pg';\nconst pool = new Pool();\nexport const list = () => pool.query('SELECT id FROM t WHERE extract(year FROM ts) = 2024');\n" };
  const edit = fixOf(files, 'q.ts')?.edits()?.changes[0]?.edits[0];
  assert.equal(edit?.newText, "ts >= \\'2024-01-01\\' AND ts < \\'2025-01-01\\'");
});
