import assert from 'node:assert/strict';
import { test } from 'node:test';
import { casingOfHandle, readDrizzleConfig } from '../../../server/src/adapters/drizzle/index.ts';
import { documentOf, outlineOf, projectFile, schemaOf, tablesOf } from './reader.ts';
import { showTableDecl } from './show.ts';

const PG = `import { bigint, bigserial, boolean, char, check, customType, date, doublePrecision, foreignKey, geometry, index, integer, interval, json, numeric, pgEnum, pgSchema, pgTable, pgTableCreator, primaryKey, serial, smallint, text, time, timestamp, unique, uniqueIndex, uuid, varchar, vector } from 'drizzle-orm/pg-core';\nimport { and, eq, isNotNull, relations, sql } from 'drizzle-orm';\n`;
const LITE = `import { blob, index, integer, numeric, primaryKey, real, sqliteTable, sqliteTableCreator, text, unique } from 'drizzle-orm/sqlite-core';\n`;
const MY = `import { bigint, boolean, datetime, decimal, index, int, mysqlEnum, mysqlSchema, mysqlTable, serial, timestamp, varchar } from 'drizzle-orm/mysql-core';\n`;

interface Case { readonly name: string; readonly text: string; readonly shows: readonly string[] }

const CASES: readonly Case[] = [
  {
    name: 'types of PostgreSQL',
    text: `${PG}const color = pgEnum('color', ['r']);\nconst cs = customType<{ data: string }>({ dataType: () => 'citext' });\nexport const t = pgTable('t', { a: bigserial('a', { mode: 'number' }), b: bigint({ mode: 'bigint' }), c: char('c', { length: 3 }), d: date(), e: doublePrecision(), f: numeric({ precision: 10, scale: 2 }), g: time({ withTimezone: true }), h: timestamp('h', { withTimezone: true, mode: 'string' }), i: timestamp(), j: interval(), k: vector('k', { dimensions: 3 }), l: varchar(), m: color(), n: color('n').array(), o: cs('o'), p: smallint('p').generatedAlwaysAsIdentity(), q: geometry('q', { type: 'point' }), r: text().array().array() });`,
    shows: ['t: t postgresql', '  a=a bigserial not null', '  b bigint', '  c=c char(3)', '  d date', '  e double precision', '  f numeric(10,2)', '  g timetz', '  h=h timestamptz', '  i timestamp', '  j interval', '  k=k vector(3)', '  l varchar', '  m enum:color', '  n=n enum:color[]', '  o=o citext', '  p=p smallint not null', '  q=q geometry(point)', '  r text[][]'],
  },
  {
    name: 'types and keys of SQLite',
    text: `${LITE}export const t = sqliteTable('t', { id: integer('id').primaryKey({ autoIncrement: true }), at: integer('at', { mode: 'timestamp' }), meta: text({ mode: 'json' }).$type<{}>(), ok: integer({ mode: 'boolean' }), r: real(), n: numeric(), b: blob() }, (t) => [index('i').on(t.at), unique().on(t.r, t.n)]);`,
    shows: ['t: t sqlite', '  id=id integer pk auto', '  at=at integer', '  meta text', '  ok integer', '  r real', '  n numeric', '  b blob', '  unique - (r, n)', '  index i (t.at)'],
  },
  {
    name: 'columns that hold one of a handful of values',
    text: `${LITE}import { kinds } from './kinds';\nconst states = ['open', 'done'] as const;\nexport const t = sqliteTable('t', { a: text('a', { enum: ['x', 'y'] }).notNull(), b: text({ enum: states }), c: text('c', { enum: kinds }), d: text('d', { length: 9 }), e: text('e', { enum: [${Array.from({ length: 41 }, (_, i) => `'${i}'`).join(', ')}] }) });\nconst kind = () => text('k', { enum: ['x'] });\nexport const u = sqliteTable('u', { f: kind().notNull() });`,
    shows: ['t: t sqlite', '  a=a text not null few', '  b text few', '  c=c text few', '  d=d text', '  e=e text', 'u: u sqlite', '  f=k text not null few'],
  },
  {
    name: 'MySQL, which emits no method',
    text: `${MY}const s = mysqlSchema('s');\nexport const t = s.table('t', { id: serial().primaryKey(), b: bigint({ mode: 'number', unsigned: true }), c: mysqlEnum('c', ['x']), d: decimal({ precision: 5 }), e: datetime() }, (t) => ({ i: index('i').on(t.b).using('btree') }));`,
    shows: ['t: s.t mysql', '  id bigint unsigned pk unique', '  b bigint', '  c=c enum', '  d decimal(5)', '  e datetime', '  index i (t.b)'],
  },
  {
    name: 'keys, old and new',
    text: `${PG}export const a = pgTable('a', { x: integer().references(() => b.id, { onDelete: 'cascade' }), y: integer().unique('y_u') }, (t) => ({ pk: primaryKey(t.x, t.y), fk: foreignKey({ columns: [t.x, t.y], foreignColumns: [b.id, b.z] }).onDelete('set null'), u: unique('u').on(t.x).nullsNotDistinct(), c: check('c', sql\`\${t.x} > 0\`) }));\nexport const b = pgTable('b', { id: serial().primaryKey(), z: integer() });`,
    shows: ['a: a postgresql', '  x integer -> b.id on delete cascade', '  y integer unique y_u', '  primary-key - (x, y)', '  foreign-key - (x, y) -> b.id, b.z on delete set null', '  unique u (x)', 'b: b postgresql', '  id serial pk', '  z integer'],
  },
  {
    name: 'keys of an index: direction, NULLS, operator class, SQL, condition',
    text: `${PG}export const t = pgTable('t', { a: text(), b: text(), c: text() }, (t) => [index('i').on(t.a.desc(), t.b.asc().nullsFirst(), t.c.desc().nullsFirst()), index('j').using('gin', sql\`to_tsvector('english', \${t.a})\`), index('k').on(sql\`\${t.a} desc nulls last\`, sql\`lower(\${t.b}) text_pattern_ops\`).concurrently(), uniqueIndex('l').onOnly(t.a.op('text_pattern_ops')).where(and(isNotNull(t.b), eq(t.c, 'x')))]);`,
    shows: ['t: t postgresql', '  a text', '  b text', '  c text', '  index i (t.a desc nulls last, t.b nulls first, t.c desc nulls first)', '  index j using gin (to_tsvector("english", t.a))', '  index k (t.a desc nulls last, lower(t.b) text_pattern_ops) concurrently', '  unique index l (t.a text_pattern_ops) where (t.b is not null and t.c = "x")'],
  },
  {
    name: 'mixins of this file, through constants, functions and getters; imported ones stay spreads',
    text: `${PG}import { audit, makeId } from './mixins';\nimport * as mixins from './mixins';\nconst times = { createdAt: timestamp('created_at') };\nconst owned = (column: string) => ({ ownerId: uuid(column).notNull() });\nexport const t = pgTable('t', { id: makeId(), ...times, ...owned('owner'), ...audit, ...mixins.more(), });`,
    shows: ['t: t postgresql', '  id ?', '  createdAt=created_at timestamp', '  ownerId=owner uuid not null', '  ...audit', '  ...mixins.more'],
  },
  {
    name: 'creators: of this file, of another, and a wrapper that is read in its place',
    text: `${PG}import { createTable } from './creator';\nconst pre = pgTableCreator((name) => 'app_' + name + '_v1');\nconst tenant = (name: string) => pgTable(\`t_\${name}\`, { id: serial('id').primaryKey() }, (t) => [index('i_' + name).on(t.id)]);\nexport const a = pre('a', { id: serial() });\nexport const b = createTable('b', { id: serial() });\nexport const c = tenant('c');`,
    shows: ['a: pre(a) postgresql', '  id serial not null', 'b: createTable(b) postgresql', '  id serial not null', 'c: t_c postgresql', '  id=id serial pk', '  index i_c (c.id)'],
  },
  {
    name: 'callbacks for columns, whole and taken apart; schemas of another file',
    text: `import { pgTable, uuid } from 'drizzle-orm/pg-core';\nimport { auth } from './schemas';\nexport const a = pgTable('a', (t) => ({ id: t.uuid('id').primaryKey(), n: t.varchar({ length: 9 }) }));\nexport const b = pgTable('b', ({ serial, text }) => ({ id: serial(), name: text('name').notNull() }));\nexport const c = auth.table('c', { id: uuid('id') });`,
    shows: ['a: a postgresql', '  id=id uuid pk', '  n varchar(9)', 'b: b postgresql', '  id serial not null', '  name=name text not null', 'c: auth:c postgresql', '  id=id uuid'],
  },
  {
    name: 'tables in functions, classes, objects and default exports have symbols of their own',
    text: `${PG}export function make() { const users = pgTable('u1', { id: serial() }); return users; }\nexport class Tables { static readonly users = pgTable('u2', { id: serial() }); }\nexport const all = { users: pgTable('u3', { id: serial(), p: integer().references(() => all.users.id) }) };\nexport default pgTable('u4', { id: serial() });`,
    shows: ['make.users: u1 postgresql', '  id serial not null', 'Tables.users: u2 postgresql', '  id serial not null', 'all.users: u3 postgresql', '  id serial not null', '  p integer -> all.users.id', 'default: u4 postgresql', '  id serial not null'],
  },
  {
    name: 'extra config in a block, in helpers, in a constant',
    text: `${PG}const byTenant = (t: any) => index('tenant').on(t.a);\nconst shared = (t: any) => [index('s').on(t.b)];\nconst extra = (t: any) => [index('e').on(t.a)];\nexport const t = pgTable('t', { a: text(), b: text() }, (table) => { const x = 1; return [byTenant(table), ...shared(table)]; });\nexport const u = pgTable('u', { a: text() }, extra);`,
    shows: ['t: t postgresql', '  a text', '  b text', '  index tenant (t.a)', '  index s (t.b)', 'u: u postgresql', '  a text', '  index e (u.a)'],
  },
  {
    name: 'what cannot be read whole says why',
    text: `${PG}import { columns, more, extra } from './x';\nexport const a = pgTable('a', { id: serial(), [more]: text() });\nexport const b = pgTable('b', columns);\nexport const c = pgTable('c', { id: serial() }, extra);\nexport const d = pgTable('d', { id: serial() }, (t) => [...extra(t), index('i').on(t.id)]);\nexport const e = pgTable(process.env.T, { id: serial() });\nexport const f = pgTable('f', { id: serial() }, (t) => [process.env.X ? index('i').on(t.id) : undefined]);`,
    shows: [
      'a: a postgresql PARTIAL a column has a computed name', '  id serial not null', 'b: b postgresql PARTIAL its columns are made at run time', 'c: c postgresql PARTIAL its indexes are made elsewhere', '  id serial not null',
      'd: d postgresql PARTIAL its indexes are made elsewhere', '  id serial not null', '  index i (d.id)', 'e: <its name is made at run time> postgresql', '  id serial not null', 'f: f postgresql PARTIAL some of its indexes are there only sometimes', '  id serial not null', '  index i (f.id)',
    ],
  },
  {
    name: 'casing helpers and RLS of 1.0; namespace imports; CommonJS',
    text: `const { pgTable, text } = require('drizzle-orm/pg-core');\nimport * as p from 'drizzle-orm/pg-core';\nimport { camelCase, snakeCase } from 'drizzle-orm/pg-core';\nconst a = pgTable('a', { x: text() });\nexport const b = p.pgTable('b', { x: p.text() }, (t) => [p.index('i').on(t.x)]);\nexport const c = snakeCase.table('c', { fullName: text() });\nexport const d = camelCase.table('d', { x: text() });\nexport const e = pgTable.withRLS('e', { x: text() });\nexport const f = pgTable('f', { x: text() }).enableRLS();`,
    shows: ['a: a postgresql', '  x text', 'b: b postgresql', '  x text', '  index i (b.x)', 'c: c postgresql snake_case', '  fullName text', 'd: d postgresql camelCase', '  x text', 'e: e postgresql', '  x text', 'f: f postgresql', '  x text'],
  },
  { name: 'what is not Drizzle', text: `import { text } from './ui';\nimport { z } from 'zod';\nexport const a = createTable('a', { id: text('x') });\nconst b = react.table('x', { y: 1 });\nuseTable({ columns: [] }, []);`, shows: [] },
];

for (const c of CASES) test(`reads ${c.name}`, () => assert.deepEqual(tablesOf(c.text).flatMap(showTableDecl), c.shows));

const others = (text: string) => schemaOf(text).models.filter((m) => m.kind !== 'table').map((m) => JSON.parse(JSON.stringify(m, (key, value) => (key === 'span' ? undefined : value))));

test('creators, schemas, mixins and makers are told for other files', () => {
  const text = `${PG}export const pre = pgTableCreator((name) => \`app_\${name}\`);\nexport const odd = pgTableCreator((name) => name.toUpperCase());\nexport const auth = pgSchema('auth');\nexport const times = { at: timestamp('at').notNull(), ...more };\nexport const soft = () => ({ gone: timestamp('gone') });\nexport const mixins = { ids: { id: serial('id') } };\nexport const color = pgEnum('color', ['r']);\nexport const id = () => uuid('id').primaryKey();\nexport const kind = z.enum(['a']);\nexport const wrap = (name: string, columns: any) => pgTable('w_' + name, columns);\nexport const adds = (name: string, columns: any) => pgTable(name, { id: serial(), ...columns });\nimport { more } from './more';`;
  const column = { kind: 'column', notNull: false, primaryKey: false, unique: false, references: null };
  assert.deepEqual(others(text), [
    { kind: 'creator', symbol: 'pre', prefix: 'app_', suffix: '' },
    { kind: 'creator', symbol: 'odd', prefix: '', suffix: '', unknown: 'its names are made at run time' },
    { kind: 'schema', symbol: 'auth', name: 'auth' },
    { kind: 'mixin', symbol: 'times', columns: [{ ...column, attr: 'at', name: 'at', type: 'timestamp', notNull: true }, { kind: 'spread', path: ['more'] }] },
    { kind: 'mixin', symbol: 'soft', columns: [{ ...column, attr: 'gone', name: 'gone', type: 'timestamp' }] },
    { kind: 'mixin', symbol: 'mixins.ids', columns: [{ ...column, attr: 'id', name: 'id', type: 'serial', notNull: true }] },
    { kind: 'mixin', symbol: 'color', columns: [{ ...column, attr: '', name: null, type: 'enum:color' }] },
    { kind: 'mixin', symbol: 'id', columns: [{ ...column, attr: '', name: 'id', type: 'uuid', notNull: true, primaryKey: true }] },
    { kind: 'creator', symbol: 'wrap', prefix: 'w_', suffix: '' },
    { kind: 'creator', symbol: 'adds', prefix: '', suffix: '', unknown: 'the function adds to the table it makes' },
  ]);
});

test('relations of 0.x and of 1.0', () => {
  const v1 = `${PG}import { posts, users } from './schema';\nexport const r = relations(users, ({ one, many }) => ({ posts: many(posts, { relationName: 'author' }), boss: one(users, { fields: [users.bossId], references: [users.id] }) }));`;
  assert.deepEqual(others(v1), [{ kind: 'relations', from: ['users'], entries: [
    { name: 'posts', cardinality: 'many', target: ['posts'], fields: [], references: [], alias: 'author' },
    { name: 'boss', cardinality: 'one', target: ['users'], fields: ['bossId'], references: ['id'] },
  ] }]);
  const v2 = others(projectFile('v2/relations.ts').replaceAll('drizzle-orm-1', 'drizzle-orm'));
  assert.deepEqual(v2, [
    { kind: 'relations', from: ['schema', 'users'], entries: [
      { name: 'posts', cardinality: 'many', target: ['schema', 'posts'], fields: ['id'], references: ['authorId'], alias: 'author' },
      { name: 'groups', cardinality: 'many', target: ['schema', 'groups'], fields: ['id'], references: ['id'], through: { table: ['schema', 'usersToGroups'], fields: ['userId'], references: ['groupId'] } },
    ] },
    { kind: 'relations', from: ['schema', 'posts'], entries: [{ name: 'author', cardinality: 'one', target: ['schema', 'users'], fields: ['authorId'], references: ['id'], alias: 'author' }] },
  ]);
});

const configOf = (path: string, text: string) => { const document = documentOf(path, text); return readDrizzleConfig(document, outlineOf(document)); };

test('drizzle-kit configuration in every form', () => {
  const config = { dialect: 'postgresql', schema: ['./src/db/schema/index.ts', './src/db/legacy.ts'], out: './migrations', casing: 'snake_case', schemaFilter: [] };
  assert.deepEqual(configOf('drizzle.config.ts', projectFile('drizzle.config.ts')), config);
  assert.deepEqual(configOf('apps/api/drizzle.config.ts', `export default { schema: './s.ts', out: './drizzle', dialect: 'turso' } satisfies Config;`), { dialect: 'sqlite', schema: ['./s.ts'], out: './drizzle', casing: null, schemaFilter: [] });
  assert.deepEqual(configOf('drizzle.config.js', `/** @type {import('drizzle-kit').Config} */\nmodule.exports = { schema: ['a.ts'], driver: 'pg' };`), { dialect: 'postgresql', schema: ['a.ts'], out: null, casing: null, schemaFilter: [] });
  assert.deepEqual(configOf('drizzle.config.mjs', `const config = { dialect: 'mysql', casing: 'camelCase', schema: 'x' };\nexport default config;`), { dialect: 'mysql', schema: ['x'], out: null, casing: 'camelCase', schemaFilter: [] });
  assert.deepEqual(configOf('drizzle.config.json', '{"dialect":"sqlite","schema":"./s/*","out":"o","schemaFilter":["a"]}'), { dialect: 'sqlite', schema: ['./s/*'], out: 'o', casing: null, schemaFilter: ['a'] });
  assert.deepEqual(configOf('drizzle.config.json', '{"dialect":'), null);
  assert.deepEqual(configOf('src/other.config.ts', `export default { dialect: 'mysql' }`), null);
});

test('the casing and dialect of a handle', () => {
  const handle = (text: string) => casingOfHandle(outlineOf(documentOf('db.ts', text)));
  assert.deepEqual(handle(projectFile('src/db/index.ts')), { dialect: 'postgresql', casing: 'snake_case' });
  assert.deepEqual(handle(`import { drizzle } from 'drizzle-orm/libsql/http';\nexport const db = drizzle({ connection: url, casing: 'camelCase' });`), { dialect: 'sqlite', casing: 'camelCase' });
  assert.deepEqual(handle(`import { drizzle } from 'drizzle-orm/node-postgres';\nexport const db = drizzle(pool);`), { dialect: 'postgresql', casing: null });
  assert.deepEqual(handle(`import { drizzle } from 'drizzle-orm/node-postgres';\nimport { CASING } from './constants';\nexport const db = drizzle(pool, { casing: CASING });`), { dialect: 'postgresql', casing: 'elsewhere' });
  assert.deepEqual(handle(`export const db = connect();`), null);
});

test('facts serialise and come back equal', () => {
  for (const file of ['src/db/schema/users.ts', 'src/db/schema/orgs.ts', 'src/db/schema/posts.ts', 'drizzle.config.ts']) {
    const models = schemaOf(projectFile(file), file).models;
    assert.ok(models.length > 0);
    assert.deepEqual(JSON.parse(JSON.stringify(models)), models);
  }
});
