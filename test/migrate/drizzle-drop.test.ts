import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workspaceOf } from '../support/workspace.ts';
import { filesAfter, folderOf, readFiles, writeFiles } from './disk.ts';
import { generate, layPackages, migrate } from './kit.ts';

type Files = Readonly<Record<string, string>>;

const config = (dialect: string): string => `export default { dialect: '${dialect}', schema: './src/schema.ts', out: './drizzle' };\n`;
const project = (dialect: string, schema: string): Files => ({ 'package.json': '{ "type": "module", "dependencies": { "drizzle-orm": "0.45.4" } }', 'drizzle.config.ts': config(dialect), 'src/schema.ts': schema });

const postgres = project('postgresql', `import { index, integer, pgTable, serial, text, uniqueIndex } from 'drizzle-orm/pg-core';
export const scenes = pgTable('scenes', { id: serial('id').primaryKey(), projectId: integer('project_id').notNull(), title: text('title') }, (t) => [
  index('scenes_project_idx').on(t.projectId),
  index('scenes_project_title_idx').on(t.projectId, t.title.desc()),
  uniqueIndex('scenes_id_idx').on(t.id),
]);
`);

const sqlite = project('sqlite', `import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
export const scenes = sqliteTable('scenes', { id: integer('id').primaryKey(), projectId: integer('project_id').notNull(), title: text('title') }, (t) => [
  index('scenes_project_idx').on(t.projectId),
  index('scenes_lower_idx').on(sql\`lower(\${t.title})\`),
  index('scenes_project_title_idx').on(t.projectId, t.title),
  index('scenes_lower_project_idx').on(sql\`lower(\${t.title})\`, t.projectId),
]);
`);

const backOf = (sql: string): string => sql.slice(sql.indexOf('-- The way back:')).split('\n').slice(1).map((line) => line.replace(/^-- /, '')).join('\n');

for (const line of ['0', '1'] as const) {
  for (const [dialect, files, gone] of [['postgresql', postgres, ['scenes_project_idx', 'scenes_id_idx']], ['sqlite', sqlite, ['scenes_project_idx', 'scenes_lower_idx']]] as const) {
    test(`${dialect}, drizzle-kit ${line}.x: an index that can go leaves model, snapshot and database, and comes back`, (context) => {
      const root = folderOf(context, files);
      layPackages(root, line);
      generate(root, line, 'init');
      let now = readFiles(root);
      const backs: string[] = [];
      for (const name of gone) {
        const snapshot = workspaceOf(now).snapshot();
        const site = snapshot.findings().find((finding) => finding.surplus?.index.name === name);
        assert.ok(site, `${name} can go`);
        const fix = snapshot.fixes(site.path, site).find((one) => one.id === 'remove-index-and-migration');
        const after = filesAfter(now, fix?.edits() ?? { changes: [], creates: [] });
        backs.unshift(...Object.entries(after).filter(([path]) => now[path] === undefined && path.endsWith('.sql')).map(([, sql]) => backOf(sql)));
        now = after;
      }
      writeFiles(root, now);
      assert.match(generate(root, line, 'again'), /No schema changes, nothing to migrate/);
      const migrated = migrate(root, line, dialect, backs.join('\n'));
      const isGone = (definition: string): boolean => gone.some((name) => new RegExp(`\\b${name}\\b`).test(definition));
      assert.equal(migrated.back.filter(isGone).length, gone.length);
      assert.deepEqual(migrated.up, migrated.back.filter((definition) => !isGone(definition)));
    });
  }
}
