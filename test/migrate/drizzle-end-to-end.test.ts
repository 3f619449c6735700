import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workspaceOf } from '../support/workspace.ts';
import { filesAfter, folderOf, readFiles, writeFiles } from './disk.ts';
import { generate, layPackages } from './kit.ts';

type Files = Readonly<Record<string, string>>;

const config = (dialect: string): string => `export default { dialect: '${dialect}', schema: './src/schema.ts', out: './drizzle' };\n`;

const postgres: Files = {
  'package.json': '{ "type": "module", "dependencies": { "drizzle-orm": "0.45.4" } }',
  'drizzle.config.ts': config('postgresql'),
  'src/schema.ts': `import { boolean, integer, jsonb, pgTable, serial, text, timestamp, index } from 'drizzle-orm/pg-core';

export const scenes = pgTable('scenes', {
\tid: serial('id').primaryKey(),
\tprojectId: integer('project_id').notNull(),
\ttitle: text('title'),
\tcreatedAt: timestamp('created_at').notNull(),
}, (table) => [
\tindex('scenes_title_idx').on(table.title),
]);

export const shots = pgTable('shots', {
\tid: serial('id').primaryKey(),
\tsceneId: integer('scene_id').notNull(),
\tdone: boolean('done'),
});

export const users = pgTable('users', { id: serial('id').primaryKey(), email: text('email').notNull(), phone: text('phone'), name: text('name').notNull(), tags: text('tags').array().notNull(), settings: jsonb('settings') });

export const jobs = pgTable('jobs', { id: serial('id').primaryKey(), isDone: boolean('is_done').notNull(), createdAt: timestamp('created_at').notNull() });
export const guests = pgTable('guests', { id: serial('id').primaryKey(), code: text('code').notNull(), deletedAt: timestamp('deleted_at') });
`,
  'src/list.ts': `import { and, arrayOverlaps, desc, eq, ilike, inArray, isNull, like, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { guests, jobs, scenes, shots, users } from './schema';
const db = drizzle(process.env['URL'] ?? '');
export const list = (id: number) => db.select().from(scenes).where(eq(scenes.projectId, id)).orderBy(desc(scenes.createdAt));
export const count = (id: number) => db.$count(scenes, eq(scenes.projectId, id));
export const shotsOf = (id: number) => db.select().from(shots).where(and(eq(shots.sceneId, id), eq(shots.done, true)));
export const byEmail = (email: string) => db.select().from(users).where(eq(sql\`lower(\${users.email})\`, email));
export const byPhone = () => db.select().from(users).where(like(users.phone, '+49%'));
export const search = (term: string) => db.select().from(users).where(ilike(users.name, \`%\${term}%\`));
export const next = () => db.select().from(jobs).where(eq(jobs.isDone, false)).orderBy(jobs.createdAt).limit(10);
export const guest = (code: string) => db.select().from(guests).where(and(eq(guests.code, code), isNull(guests.deletedAt)));
export const guestsOf = (codes: string[]) => db.$count(guests, and(inArray(guests.code, codes), isNull(guests.deletedAt)));
export const guestNames = (code: string) => db.select({ id: guests.id }).from(guests).where(and(eq(guests.code, code), isNull(guests.deletedAt))).limit(1);
export const tagged = (tags: string[]) => db.select().from(users).where(arrayOverlaps(users.tags, tags));
export const themed = (theme: string) => db.select().from(users).where(sql\`\${users.settings} ->> 'theme' = \${theme}\`);
export const withFlag = (flag: string) => db.select().from(users).where(sql\`\${users.settings} -> 'flags' @> \${flag}\`);
export const words = (term: string) => db.select().from(users).where(sql\`to_tsvector('english', \${users.name}) @@ plainto_tsquery('english', \${term})\`);
`,
};

const sqlite: Files = {
  'package.json': '{ "type": "module", "dependencies": { "drizzle-orm": "0.45.4" } }',
  'drizzle.config.ts': config('sqlite'),
  'src/schema.ts': `import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';\r
export const scenes = sqliteTable('scenes', {\r
  id: integer().primaryKey(),\r
  projectId: integer('project_id').notNull(),\r
  title: text(),\r
});\r
export const users = sqliteTable('users', { id: integer().primaryKey(), email: text().notNull(), phone: text() });\r
`,
  'src/list.ts': `import { desc, eq, like, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { scenes, users } from './schema';
const db = drizzle('app.db');
export const list = (id: number) => db.select().from(scenes).where(eq(scenes.projectId, id)).orderBy(scenes.title, desc(scenes.id));
export const byEmail = (email: string) => db.select().from(users).where(eq(sql\`lower(\${users.email})\`, email));
export const byPhone = () => db.select().from(users).where(like(users.phone, '+49%'));
`,
};

for (const line of ['0', '1'] as const) {
  for (const [dialect, project] of [['postgresql', postgres], ['sqlite', sqlite]] as const) {
    test(`${dialect}, drizzle-kit ${line}.x: every open index is written into models and a migration, and nothing is left to generate or to find`, (context) => {
      const root = folderOf(context, project);
      layPackages(root, line);
      generate(root, line, 'init');
      const before = readFiles(root);
      const snapshot = workspaceOf(before).snapshot();
      assert.ok(snapshot.openNeeds().length > 0, 'indexes are missing');
      const plan = snapshot.plan(snapshot.openNeeds());
      assert.deepEqual(plan.skipped, []);
      assert.equal(/WHERE/.test(plan.edits.creates.map((file) => file.text).join()), dialect === 'postgresql', 'over the rows that count alone');
      const after = filesAfter(before, plan.edits);
      writeFiles(root, after);
      assert.match(generate(root, line, 'again'), /No schema changes, nothing to migrate/);
      const again = workspaceOf(after).snapshot();
      assert.deepEqual(again.openNeeds().map((need) => need.index.name), []);
      assert.ok(!/[^\r]\n/.test(after['src/schema.ts'] ?? '') || !(before['src/schema.ts'] ?? '').includes('\r'), 'line ends');
    });
  }
}
