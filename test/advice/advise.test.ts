import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shapeText } from '../../server/src/rules/words/index.ts';
import { workspaceOf } from '../support/workspace.ts';

const snapshotOf = (files: Readonly<Record<string, string>>, config: object = { dialect: 'postgresql' }) => workspaceOf(files, config).snapshot();
const advices = (files: Readonly<Record<string, string>>) => snapshotOf(files).findings().map((f) => `${f.path} ${f.rule}: ${f.advice}`);
const needs = (files: Readonly<Record<string, string>>) => snapshotOf(files).openNeeds().map((n) => `${n.index.name} ${shapeText(n.index)} ${n.sites.length}`);

const posts = 'CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint NOT NULL, topic_id bigint NOT NULL, score int NOT NULL, created_at timestamptz NOT NULL, deleted_at timestamptz);\n';

test('needs of one table share the fewest indexes', () => {
  assert.deepEqual(needs({
    'schema.sql': posts,
    'a.sql': 'SELECT * FROM posts WHERE author_id = $1;\n',
    'b.sql': 'SELECT * FROM posts WHERE author_id = $1 ORDER BY created_at DESC LIMIT 20;\n',
    'c.sql': 'SELECT * FROM posts WHERE topic_id = $1 AND author_id = $2;\n',
    'd.sql': 'SELECT * FROM posts WHERE author_id = $1 AND topic_id = $2 AND score > $3;\n',
  }), ['idx_posts_author_id_created_at (author_id, created_at) 2', 'idx_posts_author_id_topic_id_score (author_id, topic_id, score) 2']);
});

test('a partial index that a whole one makes needless is not asked for', () => {
  assert.deepEqual(needs({
    'schema.sql': posts,
    'a.sql': 'SELECT * FROM posts WHERE author_id = $1 AND deleted_at IS NULL ORDER BY score LIMIT 5;\nSELECT * FROM posts WHERE author_id = $1;\n',
  }), ['idx_posts_author_id_score (author_id, score) 2']);
});

test('the same whatever the order of files and statements', () => {
  const statements = ['SELECT * FROM posts WHERE author_id = $1;\n', 'SELECT * FROM posts WHERE author_id = $1 ORDER BY created_at LIMIT 5;\n', 'SELECT * FROM posts WHERE author_id = $1 AND topic_id = $2;\n', 'SELECT * FROM posts WHERE topic_id = $1;\n'];
  const told = (list: readonly string[]) => needs({ 'schema.sql': posts, ...Object.fromEntries(list.map((text, i) => [`${'abcd'[i]}.sql`, text])) });
  const first = told(statements);
  assert.ok(first.length > 0);
  assert.deepEqual(told([...statements].reverse()), first);
  assert.deepEqual(needs({ 'schema.sql': posts, 'all.sql': statements.join('') }), first);
});

test('one finding a need, at its first site, with the others as call sites', () => {
  const findings = snapshotOf({
    'schema.sql': posts,
    'b.sql': 'SELECT * FROM posts WHERE author_id = $1;\n',
    'a.sql': 'SELECT 1;\nSELECT * FROM posts WHERE author_id = $1;\nDELETE FROM posts WHERE author_id = $1;\n',
  }).findings();
  assert.equal(findings.length, 1);
  const [finding] = findings;
  assert.equal(finding?.path, 'a.sql');
  assert.equal(finding?.advice, 'Add index (author_id): it would serve this and 2 other queries.');
  const calls = finding?.related.filter((r) => r.role === 'call-site') ?? [];
  assert.deepEqual(calls.map((r) => r.path), ['a.sql', 'b.sql']);
  assert.deepEqual(calls.map((r) => r.fingerprint), finding?.sites.slice(1).map((s) => s.fingerprint));
  assert.equal(new Set(finding?.sites.map((s) => s.fingerprint)).size, 3);
});

test('the loudest site tells the need', () => {
  const findings = snapshotOf({
    'schema.sql': `${posts}CREATE INDEX posts_author_idx ON posts (author_id);\n`,
    'a.sql': 'SELECT * FROM posts WHERE author_id = $1 AND topic_id = $2;\n',
    'b.sql': 'SELECT * FROM posts WHERE topic_id = $1;\n',
  }).findings();
  assert.deepEqual(findings.map((f) => [f.path, f.rule, f.severity, f.suggestion === null ? '' : shapeText(f.suggestion)]), [['b.sql', 'unindexed-filter', 'warning', '(topic_id, author_id)']]);
});

test('where the table is declared, and what it has', () => {
  const about = (schema: string) => snapshotOf({ 'schema.sql': schema, 'q.sql': 'SELECT * FROM posts WHERE topic_id = $1;\n' }).findings()[0]?.related.find((r) => r.role === 'schema')?.message;
  assert.equal(about(posts), 'posts is declared here; it has only its primary key (id)');
  assert.equal(about(posts.replace(' PRIMARY KEY', '')), 'posts is declared here; it has no index');
  assert.equal(about(`${posts}CREATE INDEX a ON posts (author_id);\nCREATE UNIQUE INDEX b ON posts (created_at, id);\n`), 'posts is declared here; it has its primary key (id) and 2 indexes: a (author_id) and b (created_at, id)');
});

test('an index that the new one begins with is called redundant; a unique or partial one is not', () => {
  const query = { 'q.sql': 'SELECT * FROM posts WHERE author_id = $1 ORDER BY score DESC LIMIT 5;\n' };
  assert.deepEqual(advices({ 'schema.sql': `${posts}CREATE INDEX posts_author_idx ON posts (author_id);\n`, ...query }),
    ['q.sql unindexed-sort: Add index (author_id, score): it would serve this query; (author_id) alone would then be redundant.']);
  assert.deepEqual(advices({ 'schema.sql': `${posts}CREATE INDEX posts_author_idx ON posts (author_id DESC);\n`, ...query }), ['q.sql unindexed-sort: Add index (author_id, score): it would serve this query.']);
});

test('an OR over two columns asks for two indexes, which other queries share', () => {
  const files = {
    'schema.sql': 'CREATE TABLE messages (id bigint PRIMARY KEY, sender_id bigint NOT NULL, receiver_id bigint NOT NULL);\n',
    'a.sql': 'SELECT * FROM messages WHERE sender_id = $1 OR receiver_id = $1;\n',
    'b.sql': 'SELECT * FROM messages WHERE receiver_id = $1;\n',
  };
  assert.deepEqual(needs(files), ['idx_messages_receiver_id (receiver_id) 2', 'idx_messages_sender_id (sender_id) 1']);
  assert.deepEqual(advices(files), [
    'a.sql unindexed-filter: Add indexes (sender_id) and (receiver_id): together they would serve this query.',
    'b.sql unindexed-filter: Add index (receiver_id): it would serve this query.',
  ]);
});

test('a foreign key is told only where no query tells the same need', () => {
  const schema = 'CREATE TABLE users (id bigint PRIMARY KEY, name text);\nCREATE TABLE posts (id bigint PRIMARY KEY, tenant_id bigint, user_id bigint REFERENCES users (id));\n';
  const told = (query: string) => snapshotOf({ 'schema.sql': schema, 'q.sql': query }).findings().map((f) => `${f.rule} ${f.suggestion === null ? '' : shapeText(f.suggestion)}`);
  assert.deepEqual(told('SELECT 1;\n'), ['missing-fk-index (user_id)']);
  assert.deepEqual(told('SELECT * FROM posts WHERE user_id = $1;\n'), ['unindexed-filter (user_id)']);
  assert.deepEqual(told('SELECT * FROM posts WHERE tenant_id = $1 AND user_id = $2;\n'), ['unindexed-filter (user_id, tenant_id)']);
});

test('a foreign key that acts on delete is a warning where something deletes', () => {
  const level = (act: string, query: string) => snapshotOf({ 'schema.sql': `CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id)${act});\n`, 'q.sql': query }).findings().map((f) => f.severity);
  assert.deepEqual(level(' ON DELETE CASCADE', 'DELETE FROM users WHERE id = $1;\n'), ['warning']);
  assert.deepEqual(level(' ON DELETE SET NULL', 'DELETE FROM users WHERE id = $1;\n'), ['information']);
  assert.deepEqual(level(' ON DELETE CASCADE', 'SELECT 1;\n'), ['information']);
  assert.deepEqual(level('', 'DELETE FROM users WHERE id = $1;\n'), ['information']);
});

test('fingerprints outlive moved lines, other names and layout; not another condition', () => {
  const print = (text: string) => snapshotOf({ 'schema.sql': posts, 'q.sql': text }).findings().map((f) => f.fingerprint).join();
  const first = print('SELECT * FROM posts WHERE author_id = $1;\n');
  assert.equal(print('-- moved\n\n\nSELECT *\n  FROM posts AS p\n  WHERE p.author_id = 7;\n'), first);
  assert.notEqual(print('SELECT * FROM posts WHERE topic_id = $1;\n'), first);
  assert.notEqual(print('DELETE FROM posts WHERE author_id = $1;\n'), first);
});

test('what a merged index serves is what the matcher says of it', () => {
  const files = {
    'schema.sql': posts,
    'a.sql': 'SELECT * FROM posts WHERE author_id = $1 AND topic_id = $2;\n',
    'b.sql': 'SELECT * FROM posts WHERE topic_id = $1 ORDER BY created_at LIMIT 3;\n',
    'c.sql': 'SELECT * FROM posts p JOIN posts q ON q.topic_id = p.id WHERE p.author_id = $1 AND q.score = $2;\n',
    'd.sql': 'SELECT * FROM posts WHERE EXISTS (SELECT 1 FROM posts q WHERE q.author_id = posts.topic_id AND q.score > $1) AND created_at > $2 LIMIT 3;\n',
  };
  const open = snapshotOf(files).openNeeds();
  assert.ok(open.length > 0);
  const indexes = open.map((n) => `CREATE INDEX ${n.index.name} ON posts ${shapeText(n.index)};\n`).join('');
  assert.deepEqual(snapshotOf({ ...files, 'schema.sql': files['schema.sql'] + indexes }).findings().map((f) => `${f.rule}: ${f.message}`), []);
});
