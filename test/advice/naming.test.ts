import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameAll } from '../../server/src/advice/naming.ts';
import type { Table } from '../../server/src/facts/catalog.ts';
import { catalog, index, spec, table } from './build.ts';

const noOrm = () => null;
const nameOf = (tables: readonly Table[], keys: readonly string[], on = 'posts', orm: () => string | null = noOrm) => nameAll([spec(keys, { table: on })], { catalog: catalog(tables), nameIndex: orm })[0]?.name;

/** Index names that a project has, and the name that fits among them for (user_id, created_at) on posts. */
const patterns: readonly { readonly has: readonly (readonly [table: string, name: string, ...keys: string[]])[]; readonly gives: string }[] = [
  { has: [], gives: 'idx_posts_user_id_created_at' },
  { has: [['users', 'idx_users_email', 'email']], gives: 'idx_posts_user_id_created_at' },
  { has: [['users', 'ix_users_email', 'email']], gives: 'ix_posts_user_id_created_at' },
  { has: [['users', 'i_users_email', 'email']], gives: 'i_posts_user_id_created_at' },
  { has: [['users', 'users_email_idx', 'email']], gives: 'posts_user_id_created_at_idx' },
  { has: [['users', 'users_email_index', 'email']], gives: 'posts_user_id_created_at_index' },
  { has: [['users', 'index_users_on_last_name_and_email', 'last_name', 'email']], gives: 'index_posts_on_user_id_and_created_at' },
  { has: [['users', 'ix_users__last_name__email', 'last_name', 'email']], gives: 'ix_posts__user_id__created_at' },
  { has: [['users', 'email_idx', 'email']], gives: 'user_id_created_at_idx' },
  { has: [['users', 'usersEmailIdx', 'email']], gives: 'postsUserIdCreatedAtIdx' },
  { has: [['users', 'IDX_users_email', 'email']], gives: 'IDX_posts_user_id_created_at' },
  { has: [['users', 'IX_Users_LastName', 'last_name']], gives: 'IX_posts_user_id_created_at' },
  { has: [['users', 'users-email-idx', 'email']], gives: 'posts-user_id-created_at-idx' },
  { has: [['users', 'idx_users_email', 'email'], ['users', 'users_name_idx', 'name'], ['users', 'users_age_idx', 'age']], gives: 'posts_user_id_created_at_idx' },
  { has: [['users', 'idx_recent', 'created_at', 'id'], ['users', 'idx_mail', 'email']], gives: 'idx_posts_user_id_created_at' },
  { has: [['users', 'recent_users', 'created_at']], gives: 'idx_posts_user_id_created_at' },
];

for (const { has, gives } of patterns) {
  test(`named as ${has.map(([, name]) => name).join(', ') || 'nothing'}: ${gives}`, () => {
    const users = table('users', has.map(([on, name, ...keys]) => index(on, name, keys)));
    assert.equal(nameOf([users, table('posts')], ['user_id', 'created_at']), gives);
  });
}

test('a quoted table keeps its case where the pattern does', () => {
  const accounts = table('UserAccount', [index('useraccount', 'UserAccount_email_idx', ['email'])]);
  assert.equal(nameOf([accounts, table('LoginEvent')], ['accountId'], 'loginevent'), 'LoginEvent_accountId_idx');
});

test('names of constraints are the database’s and teach nothing', () => {
  const users = table('users', [index('users', 'users_email_key', ['email'], { kind: 'unique', unique: true, origin: 'implicit' }), index('users', 'users_pkey', ['id'], { kind: 'primary-key', unique: true, origin: 'implicit' })]);
  assert.equal(nameOf([users, table('posts')], ['user_id']), 'idx_posts_user_id');
});

test('without a pattern the ORM names it', () => {
  assert.equal(nameOf([table('posts')], ['user_id'], 'posts', () => 'posts_user_id_index'), 'posts_user_id_index');
  assert.equal(nameOf([table('posts'), table('users', [index('users', 'ix_users_email', ['email'])])], ['user_id'], 'posts', () => 'posts_user_id_index'), 'ix_posts_user_id');
});

test('expressions and operator classes', () => {
  assert.equal(nameOf([table('posts')], ['lower(email)', 'tenant_id']), 'idx_posts_lower_email_tenant_id');
  assert.equal(nameOf([table('posts')], ['title text_pattern_ops']), 'idx_posts_title');
});

test('a taken name gets a number', () => {
  const posts = table('posts', [index('posts', 'idx_posts_user_id', ['user_id'], { where: { kind: 'column', column: 'published', span: { start: 0, end: 0 } } })]);
  assert.equal(nameOf([posts], ['user_id']), 'idx_posts_user_id_2');
  const names = nameAll([spec(['title']), spec(['title text_pattern_ops']), spec(['title'], { method: 'gin' })], { catalog: catalog([table('posts')]), nameIndex: noOrm }).map((s) => s.name);
  assert.deepEqual(names, ['idx_posts_title', 'idx_posts_title_2', 'idx_posts_title_3']);
});

test('tables share the names of indexes, schemas do not', () => {
  assert.equal(nameOf([table('posts'), table('idx_posts_user_id')], ['user_id']), 'idx_posts_user_id_2');
  const other = table('posts', [index('app.posts', 'idx_posts_user_id', ['user_id'])], { key: 'app.posts', schema: 'app' });
  assert.equal(nameOf([table('posts'), other], ['user_id']), 'idx_posts_user_id');
});

test('63 bytes at most, and still its own', () => {
  const long = table('a_rather_long_table_name_for_a_posting');
  const names = nameAll([['first_of_many_columns', 'second_of_many_columns'], ['first_of_many_columns', 'third_of_many_columns_']].map((keys) => spec(keys, { table: long.key })), { catalog: catalog([long]), nameIndex: noOrm }).map((s) => s.name ?? '');
  for (const name of names) assert.equal(new TextEncoder().encode(name).length, 63);
  assert.notEqual(names[0], names[1]);
  assert.match(names[0] ?? '', /^idx_a_rather_long_table_name_for_a_posting_.*_[0-9a-z]{8}$/);
  const wide = table('商品明細商品明細商品明細商品明細');
  const name = nameAll([spec(['商品番号'], { table: wide.key })], { catalog: catalog([wide]), nameIndex: noOrm })[0]?.name ?? '';
  assert.ok(new TextEncoder().encode(name).length <= 63);
  assert.doesNotMatch(name, /\uFFFD/);
});
