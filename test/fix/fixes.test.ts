import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FixInput, fixesFor } from '../../server/src/fix/index.ts';
import { offerMigration } from '../../server/src/migrate/plan.ts';
import { catalogOf, declared, indexSpec, needFor, siteAt } from '../migrate/build.ts';
import { filesAfter, viewOf } from '../migrate/disk.ts';
import { sqlWriters } from './sources.ts';

const create = 'CREATE TABLE scenes (id integer, project_id integer);\n';
const query = 'SELECT *\nFROM scenes\nWHERE project_id = 1;\n';
const files: Readonly<Record<string, string>> = { 'db/schema.sql': create, 'db/migrations/001_init.sql': create, 'q.sql': query };

function inputFor(texts: Readonly<Record<string, string>>, declarations: Parameters<typeof declared>[]): FixInput {
  const catalog = catalogOf('sqlite', [{ key: 'scenes', declarations: declarations.map((one) => declared(...one)) }]);
  const table = catalog.tables.get('scenes');
  assert.ok(table !== undefined);
  const at = query.indexOf('project_id');
  const site = siteAt('q.sql', { start: at, end: at + 10 });
  const need = needFor(indexSpec('scenes', 'idx_scenes_project_id', ['project_id']), [site]);
  const view = viewOf(texts);
  const writers = sqlWriters('sqlite');
  return { site, needs: [need], catalog, table, writers, view, migration: () => offerMigration({ needs: [need], catalogs: [catalog], view, writers, now: new Date(0) }) };
}

const schema: Parameters<typeof declared> = ['sql', 'db/schema.sql', null];
const migration: Parameters<typeof declared> = ['sql', 'db/migrations/001_init.sql', null, true];

test('fixes are titled and ordered as a reader meets them', () => {
  assert.deepEqual(fixesFor(inputFor(files, [schema, migration])).map(({ title, preferred, applicability }) => [title, preferred, applicability]), [
    ['Add index idx_scenes_project_id to scenes in schema.sql', true, 'safe'],
    ['Add the index and a migration (db/migrations/002_add_scenes_index.sql)', false, 'safe'],
    ['Ignore unindexed-filter on this line', false, 'safe'],
    ['Ignore unindexed-filter for scenes', false, 'safe'],
    ['Ignore unindexed-filter in this project', false, 'safe'],
  ]);
});

test('each fix does what its title says', () => {
  const [add, withMigration, line, forTable, inProject] = fixesFor(inputFor(files, [schema, migration])).map((fix) => {
    const edits = fix.edits();
    return edits === null ? files : filesAfter(files, edits);
  });
  const indexed = `${create}CREATE INDEX idx_scenes_project_id ON scenes (project_id);\n`;
  assert.deepEqual(add, { ...files, 'db/schema.sql': indexed });
  assert.equal(withMigration?.['db/schema.sql'], indexed);
  assert.match(withMigration?.['db/migrations/002_add_scenes_index.sql'] ?? '', /CREATE INDEX idx_scenes_project_id ON scenes \(project_id\);/);
  assert.equal(line?.['q.sql'], 'SELECT *\nFROM scenes\n-- sargable-ignore unindexed-filter: accepted as it is\nWHERE project_id = 1;\n');
  assert.match(forTable?.['sargable.jsonc'] ?? '', /"scenes"/);
  assert.match(inProject?.['sargable.jsonc'] ?? '', /"unindexed-filter": "off"/);
});

test('a table known from migrations alone gets its index by the next one', () => {
  const [add] = fixesFor(inputFor(files, [migration]));
  assert.equal(add?.title, 'Add index idx_scenes_project_id to scenes in a new migration (db/migrations/002_add_scenes_index.sql)');
  assert.deepEqual(add?.edits()?.changes, []);
});

test('indexes that only serve together are added together', () => {
  const input = inputFor(files, [schema]);
  const needs = [...input.needs, needFor(indexSpec('scenes', 'idx_scenes_id', ['id']), [input.site])];
  const [add] = fixesFor({ ...input, needs });
  assert.equal(add?.title, 'Add indexes idx_scenes_project_id and idx_scenes_id to scenes in schema.sql');
  const edits = add?.edits() ?? null;
  assert.ok(edits !== null);
  assert.equal(filesAfter(files, edits)['db/schema.sql'], `${create}CREATE INDEX idx_scenes_project_id ON scenes (project_id);\nCREATE INDEX idx_scenes_id ON scenes (id);\n`);
});

test('an applied migration is not even given a comment', () => {
  const input = inputFor(files, [schema, migration]);
  assert.ok(!fixesFor({ ...input, site: { ...input.site, path: 'db/migrations/001_init.sql' } }).some((fix) => fix.id === 'ignore-line'));
});

test('where the index stands already, or none would help, only silencing is offered', () => {
  const indexed = { ...files, 'db/schema.sql': `${create}CREATE INDEX idx_scenes_project_id ON scenes (project_id);\n` };
  const silencing = ['ignore-line', 'ignore-table', 'ignore-project'];
  assert.deepEqual(fixesFor(inputFor(indexed, [schema])).map((fix) => fix.id), silencing);
  assert.deepEqual(fixesFor({ ...inputFor(files, [schema]), needs: [] }).map((fix) => fix.id), silencing);
});
