import assert from 'node:assert/strict';
import type { Catalog } from '../../server/src/facts/catalog.ts';
import type { Dialect } from '../../server/src/facts/dialect.ts';
import { alembic as tool } from '../../server/src/migrate/alembic/index.ts';
import type { MigrationResult, PlannedIndex } from '../../server/src/migrate/tool.ts';
import { revision } from '../adapters/alembic/history.ts';
import { ENV, type Files, INI, MAKO } from '../adapters/alembic/real.ts';
import { workspaceOf } from '../support/workspace.ts';
import { indexSpec, planned } from './build.ts';
import { filesAfter, viewOf } from './disk.ts';

export const NOW = new Date('2025-03-04T05:06:07.089Z');

export const SCENES = `op.create_table('scenes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('project_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(80), nullable=True),
    sa.Column('made', sa.DateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id')SCHEMA)
op.create_index('ix_scenes_title', 'scenes', ['title']SCHEMA)`;

export const project = (schema: string | null, env = ENV): Files => ({
  'alembic.ini': INI, 'alembic/env.py': env, 'alembic/script.py.mako': MAKO,
  'alembic/versions/111111111111_base.py': revision('111111111111', 'None', (schema === null ? '' : `op.execute('CREATE SCHEMA ${schema}')\n`) + SCENES.replaceAll('SCHEMA', schema === null ? '' : `, schema='${schema}'`)),
});

export function onlyCatalog(files: Files, dialect: Dialect): Catalog {
  const catalogs = workspaceOf(files, { dialect }).snapshot().catalogs();
  const [catalog] = catalogs;
  assert.ok(catalog !== undefined && catalogs.length === 1, `${catalogs.length} catalogs`);
  return catalog;
}

export function write(files: Files, dialect: Dialect, indexes: readonly PlannedIndex[]): MigrationResult {
  const view = viewOf(files);
  const [home] = tool.find(view);
  assert.ok(home !== undefined);
  return tool.write({ home, view, catalog: onlyCatalog(files, dialect), indexes, now: NOW });
}

export function written(files: Files, dialect: Dialect, indexes: readonly PlannedIndex[]): { readonly files: Files; readonly paths: readonly string[] } {
  const result = write(files, dialect, indexes);
  assert.ok(result.kind === 'written', result.kind === 'none' ? result.reason : '');
  return { files: filesAfter(files, result.edits), paths: result.files.map(({ path }) => path) };
}

const at = { start: 0, end: 0 };
const column = (name: string) => ({ kind: 'column', column: name, span: at }) as const;

/** What is asked for: a plain index, one in both directions, one over an expression with a condition, all by the table's key. */
export const wanted = (table: string): readonly PlannedIndex[] => [
  planned(indexSpec(table, 'ix_scenes_project_id', ['project_id']), ['list_scenes', 'count']),
  planned(indexSpec(table, 'ix_scenes_project_id_made', ['project_id', 'made desc'])),
  planned(indexSpec(table, 'ix_scenes_lower_title', [{ expr: { kind: 'call', name: 'lower', args: [column('title')], span: at }, direction: 'asc', nulls: 'default' }], { unique: true, where: { kind: 'is', test: 'null', negated: true, arg: column('made'), span: at } })),
];
