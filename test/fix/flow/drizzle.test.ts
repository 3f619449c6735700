import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { writeFiles } from '../../migrate/disk.ts';
import { type Files, fixed } from './fixed.ts';

const schema = `import { relations } from 'drizzle-orm';
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const users = sqliteTable('users', { id: integer('id').primaryKey(), name: text('name').notNull() });
export const posts = sqliteTable('posts', { id: integer('id').primaryKey(), userId: integer('user_id').notNull(), title: text('title').notNull() }, (t) => [index('posts_user').on(t.userId)]);
export const usersRelations = relations(users, ({ many }) => ({ posts: many(posts) }));
`;

const db = `import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import * as schema from './schema.ts';

export const sent: string[] = [];
const client = new Database(':memory:');
client.exec("CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL); CREATE TABLE posts (id integer PRIMARY KEY, user_id integer NOT NULL, title text NOT NULL); INSERT INTO users VALUES (1, 'a'), (2, 'b'), (3, 'c'); INSERT INTO posts VALUES (1, 1, 'x'), (2, 1, 'y'), (3, 2, 'z'), (4, 9, 'w'), (5, 3, 'v')");
export const db = drizzle({ client, schema, logger: { logQuery: (query: string) => { sent.push(query); } } });
`;

/** Runs `run()` of every folder and counts what is sent. */
const main = `const ran = [];
for (const folder of process.argv.slice(2)) {
  const { sent } = await import(\`./\${folder}/db.ts\`);
  const { run } = await import(\`./\${folder}/app.ts\`);
  ran.push({ rows: await run(), statements: sent.length });
}
console.log(JSON.stringify(ran));
`;

interface Ran { readonly rows: unknown; readonly statements: number }

/** Below this folder the packages of the project are found. */
const cache = fileURLToPath(new URL('../../../.cache', import.meta.url));

/** Projects, each in a folder of its own. */
function foldersOf(context: TestContext, projects: readonly Files[]): { readonly root: string; readonly names: readonly string[] } {
  mkdirSync(cache, { recursive: true });
  const root = mkdtempSync(join(cache, 'fix-'));
  context.after(() => rmSync(root, { recursive: true, force: true }));
  writeFiles(root, { 'package.json': '{ "type": "module" }', 'main.ts': main });
  for (const [index, files] of projects.entries()) writeFiles(join(root, `p${index}`), files);
  return { root, names: projects.map((_, index) => `p${index}`) };
}

function run(context: TestContext, projects: readonly Files[]): readonly Ran[] {
  const { root, names } = foldersOf(context, projects);
  return JSON.parse(execFileSync(process.execPath, ['main.ts', ...names], { cwd: root, encoding: 'utf8' }));
}

/** What the compiler says of the projects. */
function compiled(context: TestContext, projects: readonly Files[]): string {
  const { root } = foldersOf(context, projects);
  const compilerOptions = { strict: true, noEmit: true, skipLibCheck: true, target: 'es2022', module: 'nodenext', moduleResolution: 'nodenext', allowImportingTsExtensions: true, noUncheckedIndexedAccess: true, types: ['node', 'better-sqlite3'] };
  writeFiles(root, { 'tsconfig.json': JSON.stringify({ compilerOptions, include: ['*/app.ts'] }) });
  const { stdout, stderr } = spawnSync(fileURLToPath(new URL('../../../node_modules/.bin/tsc', import.meta.url)), ['-p', root], { encoding: 'utf8' });
  return stdout + stderr;
}

const head = "import { eq } from 'drizzle-orm';\nimport { db } from './db.ts';\nimport { posts, users } from './schema.ts';\n\n";

interface Sample { readonly what: string; readonly app: string; readonly fix: string; readonly has: readonly string[]; readonly before: number; readonly after: number }

const samples: readonly Sample[] = [
  {
    what: 'a select by primary key in a loop', fix: 'read-before-loop', before: 6, after: 2,
    has: ["import { eq, inArray } from 'drizzle-orm';", 'const usersById = new Map((await db.select().from(users).where(inArray(users.id, all.map((post) => post.userId)))).map((user) => [user.id, user]));', 'const user = usersById.get(post.userId);'],
    app: `${head}export async function run() {\n  const all = await db.select().from(posts).orderBy(posts.id);\n  const out = [];\n  for (const post of all) {\n    const [user] = await db.select().from(users).where(eq(users.id, post.userId)).limit(1);\n    out.push([post.title, user?.name]);\n  }\n  return out;\n}\n`,
  },
  {
    what: 'findFirst in the callback of a map under Promise.all', fix: 'read-before-loop', before: 6, after: 2,
    has: ['await db.query.users.findMany({ where: inArray(users.id, all.map((post) => post.userId)), columns: { id: true, name: true } })', 'const user = usersById.get(post.userId);'],
    app: `${head}export async function run() {\n  const all = await db.query.posts.findMany({ orderBy: posts.id });\n  return Promise.all(all.map(async (post) => {\n    const user = await db.query.users.findFirst({ where: eq(users.id, post.userId), columns: { id: true, name: true } });\n    return { title: post.title, user };\n  }));\n}\n`,
  },
  {
    what: 'several rows of each key', fix: 'read-before-loop', before: 4, after: 2,
    has: ['const postsByUserId = new Map<', '(postsByUserId.get(user.id) ?? [])'],
    app: `${head}export async function run() {\n  const out = [];\n  for (const user of await db.select().from(users).orderBy(users.id)) {\n    const own = await db.select().from(posts).where(eq(posts.userId, user.id)).orderBy(posts.id);\n    out.push([user.name, own.map((post) => post.title)]);\n  }\n  return out;\n}\n`,
  },
  {
    what: 'a loop of inserts', fix: 'insert-many', before: 5, after: 3,
    has: ['if (all.length > 0) await db.insert(posts).values(all.map((user) => ({ userId: user.id, title: `of ${user.name}` })));'],
    app: `${head}export async function run() {\n  const all = await db.select().from(users);\n  for (const user of all) {\n    await db.insert(posts).values({ userId: user.id, title: \`of \${user.name}\` });\n  }\n  return db.select().from(posts).where(eq(posts.userId, 3));\n}\n`,
  },
  {
    what: 'a chain of selects', fix: 'join-reads', before: 5, after: 3,
    has: ['const [found] = await db.select({ post: posts, user: users }).from(posts).innerJoin(users, and(eq(users.id, posts.userId), eq(users.name, name))).where(eq(posts.id, id)).limit(1);', '  const user = found?.user;\n'],
    app: `import { and, eq } from 'drizzle-orm';
import { db } from './db.ts';
import { posts, users } from './schema.ts';

async function find(id: number, name: string) {
  const [post] = await db.select().from(posts).where(eq(posts.id, id)).limit(1);
  if (!post) return null;
  const [user] = await db.select().from(users).where(and(eq(users.id, post.userId), eq(users.name, name))).limit(1);
  if (!user) return null;
  return { title: post.title, name: user.name };
}

export async function run() {
  const first = await find(1, 'a');
  return [first, await find(2, 'c'), await find(77, 'a')];
}
`,
  },
];

const all = samples.map((sample) => ({ ...sample, files: { 'schema.ts': schema, 'db.ts': db, 'app.ts': sample.app } }));

describe('what a fix writes in Drizzle\'s words', () => {
  for (const { what, files, fix, has } of all) {
    it(what, () => {
      const then = fixed(files, fix);
      for (const text of has) assert.ok(then['app.ts']?.includes(text), `${text}\n${then['app.ts']}`);
    });
  }
  it('has no type errors', (context) => assert.equal(compiled(context, all.map(({ files, fix }) => fixed(files, fix))), ''));
});

it('Drizzle on SQLite: the same rows with fewer statements', (context) => {
  const ran = run(context, all.flatMap(({ files, fix }) => [files, fixed(files, fix)]));
  for (const [index, { what, before, after }] of all.entries()) {
    const [first, second] = [ran[index * 2], ran[index * 2 + 1]];
    assert.deepEqual(second?.rows, first?.rows, what);
    assert.deepEqual([first?.statements, second?.statements], [before, after], what);
  }
});
