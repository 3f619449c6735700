import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workspaceOf } from '../support/workspace.ts';

/** Each database of a workspace of texts: what it is called, and its tables with their indexes. Quiet ones are marked. */
function databases(files: Readonly<Record<string, string>>): string[] {
  return workspaceOf({ 'package.json': '{}', ...files }).snapshot().catalogs().map((catalog) => {
    const tables = [...catalog.tables.values()].map((table) => [table.key, ...table.indexes.filter((index) => index.kind === 'index').map((index) => index.name ?? '?')].join('+')).sort();
    return `${catalog.name}${catalog.quiet === true ? ' (quiet)' : ''}: ${tables.join(' ')}`;
  }).sort();
}

const table = (name: string, more = ''): string => `CREATE TABLE ${name} (id serial PRIMARY KEY${more});\n`;
const index = (name: string, on: string): string => `CREATE INDEX ${name} ON ${on} (id);\n`;

const CASES: Readonly<Record<string, readonly [Readonly<Record<string, string>>, readonly string[]]>> = {
  'two folders of migrations are two databases': [
    { 'migrations/tenant/0001-a.sql': table('objects') + table('migrations'), 'migrations/tenant/0002-b.sql': index('o', 'objects'), 'migrations/multitenant/0001-a.sql': table('tenants') + table('events') + table('migrations') },
    ['migrations/multitenant: events migrations tenants', 'migrations/tenant: migrations objects+o']],
  'a folder that builds on the tables of another is of its database, in the order of time': [
    { 'core/migrations/20200101000000_users.sql': table('users'), 'shop/migrations/20200102000000_orders.sql': table('orders', ', user_id int REFERENCES users') + 'ALTER TABLE users ADD COLUMN spent int;\n', 'core/migrations/20200103000000_i.sql': index('u', 'users') + index('o', 'orders') },
    ['workspace: orders+o users+u']],
  'a folder that builds on tables of two, on neither more, is by itself': [
    { 'a/migrations/001_a.sql': table('a'), 'b/migrations/001_b.sql': table('b'), 'c/migrations/001_c.sql': table('c', ', a int REFERENCES a, b int REFERENCES b') },
    ['a/migrations: a', 'b/migrations: b', 'c/migrations: c']],
  'two folders that speak of the same tables, in steps of their own, are one: an index in either is an index': [
    { 'migrations/001_init.sql': table('t') + index('i', 't'), 'deploy/001_begin.sql': table('t') + index('j', 't') },
    ['workspace: t+i+j']],
  'the steps of a bigger folder again are a copy, which nobody means': [
    { 'migrations/sql/001_users.up.sql': table('users'), 'migrations/sql/002_posts.up.sql': table('posts'), 'migrations/sql/003_more.up.sql': index('u', 'users'), 'migrations/legacy/1_users.sql': table('users'), 'migrations/legacy/2_posts.sql': table('posts') + index('old', 'posts') },
    ['workspace: posts users+u']],
  'migrations without a table belong with the rest': [
    { 'schema.sql': table('t'), 'migrations/001_i.sql': index('i', 't') },
    ['workspace: t+i']],
  'loose files go where their tables are': [
    { 'migrations/a/1_x.sql': table('users') + table('posts'), 'migrations/b/1_y.sql': table('jobs') + table('runs'), 'indexes.sql': index('u', 'users'), 'more.sql': index('r', 'runs') },
    ['migrations/a: posts users+u', 'migrations/b: jobs runs+r']],
  'an application beside another one keeps its own': [
    { 'apps/one/package.json': '{}', 'apps/two/package.json': '{}', 'apps/one/migrations/001_users.sql': table('users') + index('one', 'users'), 'apps/two/migrations/001_users.sql': table('users') + index('two', 'users') },
    ['apps/one: users+one', 'apps/two: users+two']],
};

for (const [name, [files, expected]] of Object.entries(CASES)) test(name, () => assert.deepEqual(databases(files), expected));

const PG = "import { index, integer, pgTable, serial } from 'drizzle-orm/pg-core';\n";

test('models go to the database that has their table, each file by itself', () => {
  const files = {
    'migrations/a/1_x.sql': table('users') + table('posts'), 'migrations/b/1_y.sql': table('jobs'),
    'src/users.ts': `${PG}export const users = pgTable('users', { id: serial('id') }, (t) => [index('u').on(t.id)]);`,
    'src/jobs.ts': `${PG}export const jobs = pgTable('jobs', { id: serial('id') }, (t) => [index('j').on(t.id)]);`,
  };
  assert.deepEqual(databases(files), ['migrations/a: posts users+u', 'migrations/b: jobs+j']);
});

test('a query means the database that has all its tables, and a copy of migrations is none', () => {
  const files = {
    'package.json': '{}', 'migrations/tenant/1_a.sql': table('objects', ', name text'), 'migrations/multi/1_a.sql': table('tenants', ', name text'), 'migrations/multi/2_b.sql': 'CREATE INDEX n ON tenants (name);\n',
    'query.sql': "SELECT * FROM tenants WHERE name = $1;\nSELECT * FROM objects WHERE name = $1;\n",
  };
  assert.deepEqual(workspaceOf(files).snapshot().findings().filter((finding) => finding.rule === 'unindexed-filter').map((finding) => finding.message.slice(0, 43)), ['No index on objects serves name = …, so the']);
});

test('a query whose tables two databases have is told of neither, unless it is nearer to one or both answer alike', () => {
  const two = (more: string) => ({ 'a/package.json': '{}', 'b/package.json': '{}', 'a/schema.sql': table('t', ', name text'), 'b/schema.sql': table('t', ', name text') + more });
  const query = 'SELECT * FROM t WHERE name = $1;\n';
  const told = (files: Readonly<Record<string, string>>): readonly string[] => {
    const snapshot = workspaceOf({ 'package.json': '{}', ...files }).snapshot();
    return [...snapshot.findings().map((found) => `${found.path}: ${found.rule}`), ...snapshot.stats().unread.map((unread) => `${unread.path}: ${unread.reason}`)];
  };
  const unread = 'two databases have its tables, and nothing tells which is meant';
  assert.deepEqual(told({ ...two('CREATE INDEX i ON t (name);\n'), 'c/query.sql': query }), [`c/query.sql: ${unread}`]);
  assert.deepEqual(told({ ...two(''), 'c/query.sql': query }), ['c/query.sql: unindexed-filter']);
  assert.deepEqual(told({ ...two('CREATE INDEX i ON t (name);\n'), 'a/query.sql': query, 'b/query.sql': query }), ['a/query.sql: unindexed-filter']);
  const columned = { ...two('ALTER TABLE t ADD COLUMN shard int;\n'), 'c/query.sql': 'SELECT shard FROM t WHERE name = $1;\n' };
  assert.deepEqual(told(columned), ['c/query.sql: unindexed-filter'], 'one of them has all its columns');
  const inOne = { 'db/one/migrations/001_t.sql': table('t', ', name text') + table('u'), 'db/two/migrations/001_t.sql': table('t', ', name text') + table('v') + 'CREATE INDEX i ON t (name);\n' };
  assert.deepEqual(told({ ...inOne, 'db/one/query.sql': query, 'db/two/query.sql': query, 'src/query.sql': query }), ['db/one/query.sql: unindexed-filter', `src/query.sql: ${unread}`]);
});
