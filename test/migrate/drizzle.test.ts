import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Expr } from '../../server/src/facts/expr.ts';
import type { IndexSpec } from '../../server/src/facts/finding.ts';
import type { IndexKey } from '../../server/src/facts/schema.ts';
import { findHomes, toolOf } from '../../server/src/migrate/index.ts';
import { sourceOf } from '../fix/sources.ts';
import { catalogOf, indexSpec, planned } from './build.ts';
import { filesAfter, folderOf, readFiles, viewOf, writeFiles } from './disk.ts';
import { generate, layPackages, type Line, migrate } from './kit.ts';

const base: Readonly<Record<'postgresql' | 'sqlite', string>> = {
  postgresql: `import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgSchema, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
export const app = pgSchema('app');
export const users = pgTable('users', { id: integer().primaryKey(), email: text().notNull() });
export const scenes = pgTable('scenes', { id: integer().primaryKey(), projectId: integer('project_id').notNull(), title: text(), meta: jsonb(), createdAt: timestamp('created_at').notNull() }/*scenes*/);
export const logs = app.table('logs', { id: integer().primaryKey(), userId: integer('user_id') }/*logs*/);
`,
  sqlite: `import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
export const scenes = sqliteTable('scenes', { id: integer().primaryKey(), projectId: integer('project_id').notNull(), title: text() }/*scenes*/);
`,
};

const nowhere = { start: 0, end: 0 };
const column = (name: string): Expr<string> => ({ kind: 'column', column: name, span: nowhere });
const lower = (name: string): Expr<string> => ({ kind: 'call', name: 'lower', args: [column(name)], span: nowhere });
const text = (value: string): Expr<string> => ({ kind: 'literal', type: 'string', value, span: nowhere });
const words = (name: string): Expr<string> => ({ kind: 'call', name: 'to_tsvector', args: [text('english'), column(name)], span: nowhere });
const field = (name: string, path: string, op = '->>'): Expr<string> => ({ kind: 'operator', op, args: [column(name), text(path)], span: nowhere });
const isNull = (name: string, negated = false): Expr<string> => ({ kind: 'is', test: 'null', negated, arg: column(name), span: nowhere });
const key = (expr: Expr<string>, more: Partial<IndexKey<string>> = {}): IndexKey<string> => ({ expr, direction: 'asc', nulls: 'default', ...more });

interface Case { readonly spec: IndexSpec; readonly model: string; readonly promised: string }

const cases: Readonly<Record<'postgresql' | 'sqlite', readonly Case[]>> = {
  postgresql: [
    { spec: indexSpec('scenes', 'scenes_project_created_idx', ['project_id', 'created_at desc', 'id']), model: "index('scenes_project_created_idx').on(t.projectId, t.createdAt.desc().nullsFirst(), t.id)", promised: 'CREATE INDEX scenes_project_created_idx ON public.scenes USING btree (project_id, created_at DESC, id)' },
    { spec: indexSpec('scenes', 'scenes_title_idx', [key(column('title'), { opclass: 'text_pattern_ops' })]), model: "index('scenes_title_idx').on(t.title.op('text_pattern_ops'))", promised: 'CREATE INDEX scenes_title_idx ON public.scenes USING btree (title text_pattern_ops)' },
    { spec: indexSpec('scenes', 'scenes_meta_idx', ['meta'], { method: 'gin' }), model: "index('scenes_meta_idx').using('gin', t.meta)", promised: 'CREATE INDEX scenes_meta_idx ON public.scenes USING gin (meta)' },
    { spec: indexSpec('scenes', 'scenes_path_idx', [key(column('meta'), { opclass: 'jsonb_path_ops' })], { method: 'gin' }), model: "index('scenes_path_idx').using('gin', t.meta.op('jsonb_path_ops'))", promised: 'CREATE INDEX scenes_path_idx ON public.scenes USING gin (meta jsonb_path_ops)' },
    { spec: indexSpec('scenes', 'scenes_trgm_idx', [key(column('title'), { opclass: 'gin_trgm_ops' })], { method: 'gin' }), model: "index('scenes_trgm_idx').using('gin', t.title.op('gin_trgm_ops'))", promised: 'CREATE INDEX scenes_trgm_idx ON public.scenes USING gin (title gin_trgm_ops)' },
    { spec: indexSpec('scenes', 'scenes_words_idx', [key(words('title'))], { method: 'gin' }), model: `index('scenes_words_idx').using('gin', sql\`to_tsvector('english', \${t.title})\`)`, promised: "CREATE INDEX scenes_words_idx ON public.scenes USING gin (to_tsvector('english'::regconfig, title))" },
    { spec: indexSpec('scenes', 'scenes_kind_idx', [key(field('meta', 'kind'))]), model: `index('scenes_kind_idx').on(sql\`(\${t.meta} ->> 'kind')\`)`, promised: "CREATE INDEX scenes_kind_idx ON public.scenes USING btree (((meta ->> 'kind'::text)))" },
    { spec: indexSpec('scenes', 'scenes_tags_idx', [key(field('meta', 'tags', '->'), { opclass: 'jsonb_path_ops' })], { method: 'gin' }), model: `index('scenes_tags_idx').using('gin', sql\`(\${t.meta} -> 'tags') jsonb_path_ops\`)`, promised: "CREATE INDEX scenes_tags_idx ON public.scenes USING gin (((meta -> 'tags'::text)) jsonb_path_ops)" },
    { spec: indexSpec('scenes', 'scenes_lower_idx', [key(lower('title')), 'id']), model: `index('scenes_lower_idx').on(sql\`lower(\${t.title})\`, t.id)`, promised: 'CREATE INDEX scenes_lower_idx ON public.scenes USING btree (lower(title), id)' },
    { spec: indexSpec('scenes', 'scenes_open_idx', ['created_at'], { where: isNull('title') }), model: `index('scenes_open_idx').on(t.createdAt).where(sql\`\${t.title}   is null\`)`, promised: 'CREATE INDEX scenes_open_idx ON public.scenes USING btree (created_at) WHERE (title IS NULL)' },
    { spec: indexSpec('scenes', 'scenes_collated_idx', [key(column('title'), { collation: 'C', direction: 'desc' })]), model: `index('scenes_collated_idx').on(sql\`\${t.title} COLLATE "C" desc\`)`, promised: 'CREATE INDEX scenes_collated_idx ON public.scenes USING btree (title COLLATE "C" DESC)' },
    { spec: indexSpec('app.logs', 'logs_known_idx', ['user_id'], { where: isNull('user_id', true), unique: true }), model: `uniqueIndex('logs_known_idx').on(t.userId).where(sql\`\${t.userId} IS NOT NULL\`)`, promised: 'CREATE UNIQUE INDEX logs_known_idx ON app.logs USING btree (user_id) WHERE (user_id IS NOT NULL)' },
    { spec: indexSpec('app.logs', 'logs_user_id_idx', ['user_id']), model: "index('logs_user_id_idx').on(t.userId)", promised: 'CREATE INDEX logs_user_id_idx ON app.logs USING btree (user_id)' },
  ],
  sqlite: [
    { spec: indexSpec('scenes', 'scenes_project_title_idx', ['project_id', 'title']), model: "index('scenes_project_title_idx').on(t.projectId, t.title)", promised: 'CREATE INDEX `scenes_project_title_idx` ON `scenes` (`project_id`,`title`)' },
    { spec: indexSpec('scenes', 'scenes_title_project_idx', ['title', 'project_id desc']), model: `index('scenes_title_project_idx').on(t.title, sql\`\${t.projectId} desc\`)`, promised: 'CREATE INDEX `scenes_title_project_idx` ON `scenes` (`title`,"project_id" desc)' },
    { spec: indexSpec('scenes', 'scenes_lower_idx', [key(lower('title'), { direction: 'desc' })], { where: isNull('project_id') }), model: `index('scenes_lower_idx').on(sql\`lower(\${t.title}) desc\`).where(sql\`\${t.projectId} IS NULL\`)`, promised: 'CREATE INDEX `scenes_lower_idx` ON `scenes` (lower("title") desc) WHERE "scenes"."project_id" IS NULL' },
  ],
};

const config = (dialect: string): string => `export default { dialect: '${dialect}', schema: './schema.ts', out: './drizzle' };\n`;

for (const line of ['0', '1'] as const satisfies readonly Line[]) {
  for (const dialect of ['postgresql', 'sqlite'] as const) {
    test(`drizzle-kit ${line}.x on ${dialect}: the next generate has nothing to do, and the migrator makes the indexes`, (context) => {
      const root = folderOf(context, { 'package.json': '{ "type": "module" }', 'drizzle.config.ts': config(dialect), 'schema.ts': base[dialect].replaceAll(/\/\*\w+\*\//g, '') });
      layPackages(root, line);
      generate(root, line, 'init');
      const before = readFiles(root);
      const view = viewOf(before);
      const [home] = findHomes(view);
      assert.deepEqual(home, { tool: `drizzle-${line}`, folder: 'drizzle', title: 'drizzle-kit', dialect });
      const attrs = { projectId: 'project_id', title: 'title', meta: 'meta', createdAt: 'created_at', userId: 'user_id' };
      const catalog = catalogOf(dialect, [{ key: 'scenes', attrs }, { key: 'app.logs', attrs }]);
      const model = sourceOf('schema.ts', fixed(dialect), dialect);
      const result = toolOf(home).write({ home, view, catalog, now: new Date(Date.now() + 5000), indexes: cases[dialect].map(({ spec }) => planned(spec, ['ScenesController.list', 'exportScenes'], model)) });
      assert.equal(result.kind, 'written', JSON.stringify(result));
      if (result.kind !== 'written') return;
      writeFiles(root, filesAfter(before, result.edits));
      writeFiles(root, { 'schema.ts': fixed(dialect) });
      assert.match(generate(root, line, 'again'), /No schema changes, nothing to migrate/);
      const sql = result.edits.creates.find((file) => file.path === result.files[0]?.path)?.text ?? '';
      assert.match(sql, dialect === 'postgresql' ? /^CREATE EXTENSION IF NOT EXISTS pg_trgm;--> statement-breakpoint\n-- serves ScenesController\.list, exportScenes\nCREATE INDEX / : /^-- serves ScenesController\.list, exportScenes\nCREATE INDEX /);
      assert.deepEqual(migrate(root, line, dialect, wayBack(sql)), { up: cases[dialect].map((one) => one.promised).sort(), back: [] });
    });
  }
}

/** The statements in the closing comment. */
const wayBack = (sql: string): string => (sql.split('-- The way back:\n')[1] ?? '').replaceAll(/^-- /gm, '');

function fixed(dialect: 'postgresql' | 'sqlite'): string {
  return base[dialect].replaceAll(/\/\*(\w+)\*\//g, (_, table: string) => {
    const models = cases[dialect].filter((one) => one.spec.table.endsWith(table)).map((one) => one.model);
    return `, (t) => [${models.join(', ')}]`;
  });
}
