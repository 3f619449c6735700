import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Catalog, Index } from '../../server/src/facts/catalog.ts';
import type { Dialect } from '../../server/src/facts/dialect.ts';
import type { Removal } from '../../server/src/facts/finding.ts';
import { planMigration } from '../../server/src/migrate/plan.ts';
import { sqlWriters } from '../fix/sources.ts';
import { catalogOf, declared, indexSpec, siteAt } from './build.ts';
import { filesAfter, viewOf } from './disk.ts';

const now = new Date('2025-03-04T05:06:07Z');
const create = 'CREATE TABLE scenes (id integer, project_id integer, title text);\nCREATE INDEX i1 ON scenes (project_id);\nCREATE INDEX i2 ON scenes (project_id, title);\n';
const spec = indexSpec('scenes', 'i1', ['project_id']);
const removal: Removal = { index: spec, database: 'db', sites: [siteAt('migrations/001_init.sql')], because: 'i2 begins with the same column' };

/** A catalog whose `scenes` has the index, made by the migration. */
function catalogWith(dialect: Dialect, path: string): Catalog {
  const catalog = catalogOf(dialect, [{ key: 'scenes', declarations: [declared('sql', path, null, true)] }]);
  const scenes = catalog.tables.get('scenes');
  const index: Index = { ...spec, kind: 'index', table: 'scenes', origin: 'migration', path, usable: true };
  return scenes === undefined ? catalog : { ...catalog, tables: new Map([['scenes', { ...scenes, indexes: [index] }]]) };
}

function written(files: Readonly<Record<string, string>>, dialect: Dialect, path: string): Readonly<Record<string, string>> {
  const catalog = catalogWith(dialect, path);
  const plan = planMigration({ needs: [], removals: [{ ...removal, database: catalog.id }], catalogs: [catalog], view: viewOf(files), writers: sqlWriters(dialect), now });
  assert.deepEqual(plan.skipped, []);
  const after = filesAfter(files, plan.edits);
  return Object.fromEntries(Object.entries(after).filter(([name]) => files[name] === undefined));
}

test('an index is dropped by the next migration, and its way back makes it again', () => {
  const files = { 'migrations/001_init.up.sql': create, 'migrations/001_init.down.sql': 'DROP TABLE scenes;\n' };
  assert.deepEqual(written(files, 'sqlite', 'migrations/001_init.up.sql'), {
    'migrations/002_drop_scenes_index.up.sql': '-- i2 begins with the same column\nDROP INDEX i1;\n',
    'migrations/002_drop_scenes_index.down.sql': 'CREATE INDEX i1 ON scenes (project_id);\n',
  });
});

test('a tool with both ways in one file, outside a transaction where it can', () => {
  const files = { 'migrations/00001_init.sql': `-- +goose Up\n${create}\n-- +goose Down\nDROP TABLE scenes;\n` };
  assert.deepEqual(written(files, 'postgresql', 'migrations/00001_init.sql'), {
    'migrations/00002_drop_scenes_index.sql': '-- +goose NO TRANSACTION\n-- +goose Up\n-- i2 begins with the same column\nDROP INDEX CONCURRENTLY IF EXISTS i1;\n\n-- +goose Down\nCREATE INDEX CONCURRENTLY IF NOT EXISTS i1 ON scenes (project_id);\n',
  });
});

test('a tool without a way back has it as a closing comment', () => {
  const [file] = Object.entries(written({ 'migrations/001_init.sql': create }, 'postgresql', 'migrations/001_init.sql'));
  assert.equal(file?.[0], 'migrations/002_drop_scenes_index.sql');
  assert.match(file?.[1] ?? '', /^-- Locks the table for a moment.*\n-- i2 begins with the same column\nDROP INDEX i1;\n\n-- The way back:\n-- CREATE INDEX i1 ON scenes \(project_id\);\n$/);
});

test('an index that is not there is not dropped', () => {
  const catalog = catalogOf('sqlite', [{ key: 'scenes', declarations: [declared('sql', 'migrations/001_init.sql', null, true)] }]);
  const plan = planMigration({ needs: [], removals: [{ ...removal, database: catalog.id }], catalogs: [catalog], view: viewOf({ 'migrations/001_init.sql': create }), writers: sqlWriters('sqlite'), now });
  assert.deepEqual(plan.skipped.map(({ reason }) => reason), ['scenes has no index i1']);
  assert.deepEqual(plan.edits.creates, []);
});
