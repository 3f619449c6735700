import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workspaceOf } from '../support/workspace.ts';

const schema = `
CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE, name text, plan text, is_admin boolean NOT NULL, notify boolean, created_at timestamptz NOT NULL, deleted_at timestamptz);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint NOT NULL, topic_id bigint NOT NULL, token text NOT NULL, status text NOT NULL, views int NOT NULL, created_at timestamptz NOT NULL, published_at timestamptz, archived_at timestamptz);
CREATE TABLE roles (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE user_roles (user_id bigint NOT NULL, role_id int NOT NULL);
`;

interface Case { readonly query: string; readonly says: readonly string[]; readonly indexes?: string; readonly dialect?: 'postgresql' | 'sqlite' | 'mysql'; readonly config?: object }

const told = ({ query, indexes = '', dialect = 'postgresql', config = {} }: Case): readonly string[] =>
  workspaceOf({ 'schema.sql': schema + indexes, 'query.sql': `${query};\n` }, { dialect, ...config }).snapshot().sites('query.sql').map((s) => `${s.rule} ${s.severity} ${s.advice.split(':')[0] ?? ''}`.trimEnd());

const cases: readonly Case[] = [
  // How much a condition alone is worth.
  { query: 'SELECT * FROM posts WHERE user_id = $1', says: ['unindexed-filter warning Add index (user_id)'] },
  { query: 'SELECT * FROM posts WHERE user_id IN ($1, $2)', says: ['unindexed-filter warning Add index (user_id)'] },
  { query: "SELECT * FROM posts WHERE status = 'draft'", says: ['unindexed-filter information Add index (status)'] },
  { query: "SELECT * FROM posts WHERE status = 'draft' AND user_id = $1", says: ['unindexed-filter warning Add index (status, user_id)'] },
  { query: 'SELECT * FROM users WHERE is_admin', says: ['unindexed-filter hint Add index (is_admin)'] },
  { query: 'SELECT * FROM users WHERE notify = true', says: ['unindexed-filter hint Add index (notify)'] },
  { query: 'SELECT * FROM posts WHERE created_at > $1', says: ['unindexed-filter hint Add index (created_at)'] },
  { query: 'SELECT * FROM posts WHERE created_at BETWEEN $1 AND $2', says: ['unindexed-filter warning Add index (created_at)'] },
  { query: 'DELETE FROM posts WHERE created_at < $1', says: ['unindexed-filter information Add index (created_at)'] },
  { query: 'SELECT * FROM posts WHERE published_at IS NULL', says: ['unindexed-filter information Add index (published_at)'] },
  { query: 'SELECT * FROM posts WHERE archived_at IS NULL', says: ['unindexed-filter hint Add index (archived_at)'] },
  { query: 'SELECT * FROM posts WHERE archived_at IS NOT NULL', says: ['unindexed-filter hint Add index (archived_at)'] },
  { query: 'SELECT * FROM posts WHERE published_at IS NOT NULL', says: [] },
  { query: "SELECT * FROM posts WHERE status <> 'draft'", says: [] },
  { query: 'SELECT * FROM posts WHERE user_id NOT IN ($1, $2)', says: [] },
  { query: 'SELECT * FROM posts WHERE user_id = $1 OR topic_id = $1', says: ['unindexed-filter warning Add indexes (user_id) and (topic_id)'] },
  { query: "SELECT * FROM posts WHERE status = 'draft' OR published_at IS NULL", says: ['unindexed-filter hint Add indexes (status) and (published_at)'] },
  // A bounded sort makes even a common value worth it; an order that is walked makes it worthless.
  { query: "SELECT * FROM posts WHERE status = 'draft' ORDER BY created_at DESC LIMIT 20", says: ['unindexed-filter warning Add index (status, created_at)'] },
  { query: "SELECT * FROM posts WHERE status = 'draft' ORDER BY created_at DESC LIMIT 20", indexes: 'CREATE INDEX p ON posts (created_at);', says: ['unindexed-filter hint Add index (status, created_at)'] },
  { query: 'SELECT * FROM posts WHERE user_id = $1 ORDER BY created_at DESC LIMIT 20', indexes: 'CREATE INDEX p ON posts (created_at);', says: ['unindexed-filter warning Add index (user_id, created_at)'] },
  { query: 'SELECT * FROM posts ORDER BY views LIMIT 5', says: ['unindexed-sort warning Add index (views)'] },
  { query: 'SELECT * FROM posts ORDER BY views', says: [] },
  { query: 'SELECT * FROM posts ORDER BY id DESC LIMIT 5', says: [] },
  { query: 'SELECT user_id, count(*) FROM posts GROUP BY user_id ORDER BY count(*) DESC LIMIT 5', says: [] },
  // Keys that would earn nothing are not suggested.
  { query: 'SELECT * FROM posts WHERE user_id = $1 AND archived_at IS NULL AND published_at IS NOT NULL', says: ['unindexed-filter warning Add index (user_id)'] },
  { query: "SELECT * FROM posts WHERE token = $1 AND status = 'draft' AND created_at > $2", says: ['unindexed-filter warning Add index (token)'] },
  // Served, or as good as served.
  { query: 'SELECT * FROM posts WHERE id = $1 AND user_id = $2', says: [] },
  { query: 'SELECT * FROM users WHERE email = $1 AND deleted_at IS NULL', says: [] },
  { query: "SELECT * FROM posts WHERE user_id = $1 AND status = 'draft'", indexes: 'CREATE INDEX p ON posts (user_id);', says: [] },
  { query: 'SELECT * FROM posts WHERE user_id = $1 AND archived_at IS NULL', indexes: 'CREATE INDEX p ON posts (user_id);', says: [] },
  { query: 'SELECT * FROM posts WHERE user_id = $1 AND id IN ($2, $3)', indexes: 'CREATE INDEX p ON posts (user_id);', says: [] },
  { query: 'SELECT * FROM posts WHERE user_id = $1 ORDER BY views', indexes: 'CREATE INDEX p ON posts (user_id);', says: [] },
  { query: 'SELECT * FROM posts WHERE user_id = $1 AND topic_id = $2', indexes: 'CREATE INDEX p ON posts (user_id);', says: ['composite-index information Add index (user_id, topic_id)'] },
  { query: 'SELECT * FROM posts WHERE user_id = $1 AND created_at > $2', indexes: 'CREATE INDEX p ON posts (user_id);', says: ['composite-index information Add index (user_id, created_at)'] },
  { query: 'SELECT * FROM posts WHERE user_id = $1 ORDER BY views LIMIT 5', indexes: 'CREATE INDEX p ON posts (user_id);', says: ['unindexed-sort information Add index (user_id, views)'] },
  { query: 'SELECT * FROM posts WHERE token = $1 ORDER BY views LIMIT 5', indexes: 'CREATE INDEX p ON posts (token);', says: [] },
  // Most of a handful of values, and two indexes for two keys.
  { query: "SELECT * FROM posts WHERE status IN ('draft', 'open')", says: ['unindexed-filter information Add index (status)'] },
  { query: "SELECT * FROM posts WHERE status IN ('draft', 'open', 'done')", says: ['unindexed-filter hint Add index (status)'] },
  { query: "SELECT * FROM posts WHERE status IN ('draft', 'open') OR (status = 'done' AND published_at IS NULL)", says: ['unindexed-filter hint Add index (status)'] },
  { query: 'SELECT * FROM posts WHERE user_id IN ($1, $2, $3)', says: ['unindexed-filter warning Add index (user_id)'] },
  { query: 'SELECT * FROM posts WHERE user_id = $1 AND topic_id = $2', indexes: 'CREATE INDEX p ON posts (user_id); CREATE INDEX q ON posts (topic_id);', says: ['composite-index hint Add index (user_id, topic_id)'] },
  // Either index may be taken: the one that leaves only whose row it is leaves next to nothing.
  { query: 'SELECT * FROM posts WHERE tenant_id = $1 AND user_id = $2', indexes: 'ALTER TABLE posts ADD tenant_id bigint; CREATE INDEX p ON posts (tenant_id); CREATE INDEX q ON posts (user_id);', says: [] },
  { query: 'SELECT * FROM posts WHERE tenant_id = $1 AND user_id = $2', indexes: 'ALTER TABLE posts ADD tenant_id bigint; CREATE INDEX p ON posts (tenant_id);', says: ['composite-index information Add index (tenant_id, user_id)'] },
  { query: 'SELECT * FROM posts WHERE topic_id = $1 AND user_id = $2', indexes: 'CREATE INDEX p ON posts (topic_id); CREATE INDEX q ON posts (user_id);', says: ['composite-index hint Add index (topic_id, user_id)'] },
  // A key of a document counts as a column of that name would.
  { query: "SELECT * FROM posts WHERE user_id = $1 AND meta->>'type' = 'x'", indexes: 'ALTER TABLE posts ADD meta jsonb; CREATE INDEX p ON posts (user_id);', says: [] },
  { query: "SELECT * FROM posts WHERE user_id = $1 AND meta->>'order' = 'x'", indexes: 'ALTER TABLE posts ADD meta jsonb; CREATE INDEX p ON posts (user_id);', says: ["composite-index information Add index (user_id, meta ->> 'order')"] },
  { query: "SELECT * FROM posts WHERE user_id = $1 AND json_extract(meta, '$.a.kind') = 'x'", dialect: 'sqlite', indexes: 'ALTER TABLE posts ADD meta text; CREATE INDEX p ON posts (user_id);', says: [] },
  { query: "SELECT * FROM posts WHERE name ILIKE '%' || $1 || '%' OR mail ILIKE '%' || $1 || '%'", indexes: 'ALTER TABLE posts ADD name text, ADD mail text; CREATE UNIQUE INDEX p ON posts (mail);', says: ['needs-special-index information Add index (name gin_trgm_ops, mail gin_trgm_ops) USING gin'] },
  { query: "SELECT * FROM posts WHERE name ILIKE 'abc%'", indexes: 'ALTER TABLE posts ADD name text; CREATE INDEX p ON posts (name);', says: ['index-not-usable information Add index (name gin_trgm_ops) USING gin'] },
  { query: "SELECT * FROM posts WHERE meta->>'status' = 'x'", indexes: 'ALTER TABLE posts ADD meta jsonb;', says: ["needs-special-index information Add index (meta ->> 'status')"] },
  // What is told is what the index would be for: here a boolean.
  { query: 'SELECT * FROM users WHERE notify = true AND is_admin = true', says: ['unindexed-filter hint Add index (notify)'] },
  { query: "SELECT * FROM jobs WHERE urgent = true AND state = 'open'", indexes: "CREATE TYPE state AS ENUM ('open', 'done'); CREATE TABLE jobs (id bigint PRIMARY KEY, urgent boolean, state state);", says: ['unindexed-filter hint Add index (urgent)'] },
  // Without a LIMIT an index on the order alone spares nothing; an index for each alternative does.
  { query: 'SELECT * FROM posts WHERE user_id IN ($1, $2) OR topic_id IN ($3, $4) ORDER BY created_at DESC', says: ['unindexed-filter warning Add indexes (user_id) and (topic_id)'] },
  { query: 'SELECT * FROM posts WHERE user_id IN ($1, $2) OR topic_id IN ($3, $4) ORDER BY created_at DESC LIMIT 5', says: ['unindexed-filter warning Add indexes (user_id) and (topic_id)'] },
  // Settings of the whole application are a row or two; those of a user are not.
  { query: 'SELECT * FROM site_settings ORDER BY created_at LIMIT 1', indexes: 'CREATE TABLE site_settings (id bigint PRIMARY KEY, created_at timestamptz);', says: ['unindexed-sort hint Add index (created_at)'] },
  { query: 'SELECT * FROM user_settings WHERE user_id = $1', indexes: 'CREATE TABLE user_settings (id bigint PRIMARY KEY, user_id bigint);', says: ['unindexed-filter warning Add index (user_id)'] },
  // An index is there, and not for this.
  { query: 'SELECT * FROM posts WHERE topic_id = $1', indexes: 'CREATE INDEX p ON posts (user_id, topic_id);', says: ['wrong-column-order warning Add index (topic_id)'] },
  { query: 'SELECT * FROM posts WHERE user_id = $1 AND created_at > $2', indexes: 'CREATE INDEX p ON posts (created_at, user_id);', says: ['wrong-column-order information Add index (user_id, created_at)'] },
  { query: "SELECT * FROM posts WHERE lower(token) = 'x'", indexes: 'CREATE INDEX p ON posts (token);', says: ['index-not-usable warning Add index (lower(token))'] },
  { query: "SELECT * FROM posts WHERE created_at::date = '2024-01-01'", indexes: 'CREATE INDEX p ON posts (created_at);', says: ['non-sargable-predicate warning Compare created_at with a range'] },
  { query: "SELECT * FROM posts WHERE user_id::text = '7'", indexes: 'CREATE INDEX p ON posts (user_id);', says: ['implicit-cast warning Give the value the type of user_id'] },
  { query: 'SELECT * FROM posts WHERE user_id + 1 = $1', indexes: 'CREATE INDEX p ON posts (user_id);', says: ['non-sargable-predicate warning Leave user_id alone on its side'] },
  { query: 'SELECT * FROM posts WHERE user_id = 3.5', indexes: 'CREATE INDEX p ON posts (user_id);', says: ['implicit-cast warning Give the value the type of user_id.'] },
  { query: "SELECT * FROM posts WHERE token LIKE 'ab%'", indexes: 'CREATE INDEX p ON posts (token);', dialect: 'sqlite', says: ['index-not-usable warning Add index (token COLLATE NOCASE)'] },
  { query: "SELECT * FROM posts WHERE user_id = $1 AND date(created_at) = '2024-01-01'", indexes: 'CREATE INDEX p ON posts (created_at);', dialect: 'sqlite', says: ['unindexed-filter warning Add index (user_id, date(created_at))'] },
  { query: 'SELECT * FROM posts ORDER BY views DESC LIMIT 5', indexes: 'CREATE INDEX p ON posts (views DESC NULLS LAST);', says: ['sort-direction-mismatch warning Add index (views)'] },
  { query: 'SELECT * FROM posts ORDER BY views DESC LIMIT 5', indexes: 'CREATE INDEX p ON posts (views DESC);', dialect: 'sqlite', says: [] },
  // Joins: what is looked up, from bounded rows or from all.
  { query: 'SELECT * FROM users u JOIN posts p ON p.user_id = u.id WHERE u.id = $1', says: ['unindexed-join warning Add index (user_id)'] },
  { query: 'SELECT * FROM users u JOIN posts p ON p.user_id = u.id', says: [] },
  { query: 'SELECT * FROM posts p JOIN users u ON u.id = p.user_id WHERE p.id = $1', says: [] },
  // Small tables: by configuration silent, by their kind a hint; a table between two others is neither.
  { query: 'SELECT * FROM posts WHERE user_id = $1', config: { smallTables: ['posts'] }, says: [] },
  { query: "SELECT * FROM roles WHERE name = 'admin'", says: ['unindexed-filter hint Add index (name)'] },
  { query: 'SELECT * FROM user_roles WHERE user_id = $1', says: ['unindexed-filter warning Add index (user_id)'] },
];

for (const one of cases) {
  test(`${one.dialect ?? 'postgresql'}: ${one.query}${one.indexes === undefined ? '' : ` with ${one.indexes}`}`, () => assert.deepEqual(told(one), one.says));
}

test('conditions that are sent only sometimes are told more quietly', () => {
  const files = {
    'schema.ts': "import { bigint, pgTable } from 'drizzle-orm/pg-core';\nexport const posts = pgTable('posts', { id: bigint('id', { mode: 'number' }).primaryKey(), userId: bigint('user_id', { mode: 'number' }) });\n",
    'list.ts': "import { eq } from 'drizzle-orm';\nimport { drizzle } from 'drizzle-orm/node-postgres';\nimport { posts } from './schema';\nconst db = drizzle('');\nexport const list = (user?: number) => db.select().from(posts).where(user ? eq(posts.userId, user) : undefined);\n",
  };
  assert.deepEqual(workspaceOf(files).snapshot().sites('list.ts').map((s) => `${s.rule} ${s.severity}`), ['unindexed-filter information']);
});

const keys: readonly { readonly title: string; readonly ddl: string; readonly dialect?: string; readonly query?: string; readonly says: readonly string[] }[] = [
  { title: 'no index', ddl: 'CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a (id));', says: ['information'] },
  { title: 'an index that begins with it', ddl: 'CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a (id), c int);CREATE INDEX i ON b (a_id, c);', says: [] },
  { title: 'an index that has it later', ddl: 'CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a (id), c int);CREATE INDEX i ON b (c, a_id);', says: ['information'] },
  { title: 'a partial index without nulls', ddl: 'CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a (id));CREATE INDEX i ON b (a_id) WHERE a_id IS NOT NULL;', says: [] },
  { title: 'another partial index', ddl: 'CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a (id), gone int);CREATE INDEX i ON b (a_id) WHERE gone IS NULL;', says: ['information'] },
  { title: 'the primary key', ddl: 'CREATE TABLE b (a_id int REFERENCES a (id), n int, PRIMARY KEY (a_id, n));', says: [] },
  { title: 'one column of a key of two', ddl: 'CREATE TABLE b (t int, a_id int, FOREIGN KEY (t, a_id) REFERENCES a (t, id));CREATE INDEX i ON b (a_id);', says: [] },
  { title: 'a table of roles', ddl: 'CREATE TABLE roles (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY, role_id int REFERENCES roles (id));', says: [] },
  { title: 'InnoDB makes its own', ddl: 'CREATE TABLE b (id int PRIMARY KEY, a_id int, FOREIGN KEY (a_id) REFERENCES a (id));', dialect: 'mysql', says: [] },
  { title: 'told once where two statements declare it', ddl: 'CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a (id)); ALTER TABLE b ADD CONSTRAINT f FOREIGN KEY (a_id) REFERENCES a (id);', says: ['information'] },
  { title: 'CASCADE where rows are deleted', ddl: 'CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a (id) ON DELETE CASCADE);', query: 'DELETE FROM a WHERE id = $1;', says: ['warning'] },
  { title: 'CASCADE where none is', ddl: 'CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a (id) ON DELETE CASCADE);', says: ['information'] },
  { title: 'SET NULL where rows are deleted', ddl: 'CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a (id) ON DELETE SET NULL);', query: 'DELETE FROM a WHERE id = $1;', says: ['information'] },
  { title: 'CASCADE in SQLite', ddl: 'CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a (id) ON DELETE CASCADE);', dialect: 'sqlite', query: 'DELETE FROM a WHERE id = ?;', says: ['information'] },
];
for (const { title, ddl, dialect = 'postgresql', query = '', says } of keys) {
  test(`missing-fk-index: ${title}`, () => {
    const sites = workspaceOf({ 'schema.sql': `CREATE TABLE a (id int PRIMARY KEY, t int);\n${ddl}\n`, 'query.sql': query }, { dialect }).snapshot().sites('schema.sql');
    assert.deepEqual(sites.map((s) => s.severity), says);
  });
}
