import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { IndexSpec } from '../../server/src/facts/finding.ts';
import { addIndex } from '../../server/src/fix/add-index.ts';
import { startDraft } from '../../server/src/fix/draft.ts';
import { catalogOf, declared, indexSpec } from '../migrate/build.ts';
import { viewOf } from '../migrate/disk.ts';
import { describeServer } from '../schema/mariadb-engine.ts';
import { startMariadb, type Mariadb } from '../support/mariadb.ts';
import { sqlWriters } from './sources.ts';

let db: Mariadb;
before(async () => { db = await startMariadb(); });
after(async () => { await db.stop(); });

const spec = indexSpec('scenes', 'i', ['project_id']);
const long: IndexSpec = { ...spec, keys: spec.keys.map((key) => ({ ...key, prefixLength: 20, direction: 'desc' as const })) };

/** The text after the index was added; a second run must change nothing. */
function added(text: string, index: IndexSpec): string {
  const catalog = catalogOf('mysql', [{ key: index.table, declarations: [declared('sql', 'schema.sql', null)] }]);
  const table = catalog.tables.get(index.table);
  if (table === undefined) throw new Error('no table');
  const draft = startDraft(viewOf({ 'schema.sql': text }));
  const writers = sqlWriters('mysql');
  assert.notEqual(addIndex(draft, writers, catalog, table, index).kind, 'impossible');
  const after = draft.text('schema.sql') ?? '';
  assert.equal(addIndex(draft, writers, catalog, table, index).kind, 'present', 'a second run');
  assert.equal(draft.text('schema.sql'), after, 'a second run');
  return after;
}

const CASES: readonly { readonly what: string; readonly before: string; readonly after: string; readonly index?: IndexSpec }[] = [
  { what: 'behind the keys that the table has', before: 'CREATE TABLE `scenes` (\n  `id` int NOT NULL,\n  `project_id` int,\n  PRIMARY KEY (`id`),\n  KEY `k` (`id`) -- ours\n) ENGINE=InnoDB;\n', after: 'CREATE TABLE `scenes` (\n  `id` int NOT NULL,\n  `project_id` int,\n  PRIMARY KEY (`id`),\n  KEY `k` (`id`),\n  KEY `i` (`project_id`) -- ours\n) ENGINE=InnoDB;\n' },
  { what: 'where other tables keep theirs inline, in their words', before: 'create table a (\n\tx int,\n\tindex ix (x)\n);\ncreate table scenes (\n\tid int primary key,\n\tproject_id int\n);\n', after: 'create table a (\n\tx int,\n\tindex ix (x)\n);\ncreate table scenes (\n\tid int primary key,\n\tproject_id int,\n\tindex i (project_id)\n);\n' },
  { what: 'on one line', before: 'CREATE TABLE scenes (id INT, project_id INT, KEY (id));\n', after: 'CREATE TABLE scenes (id INT, project_id INT, KEY (id), KEY i (project_id));\n' },
  { what: 'apart where the file keeps its indexes apart', before: 'CREATE TABLE scenes (id INT, project_id INT);\nCREATE INDEX x ON scenes (id);\n', after: 'CREATE TABLE scenes (id INT, project_id INT);\nCREATE INDEX x ON scenes (id);\nCREATE INDEX i ON scenes (project_id);\n' },
  { what: 'never with IF NOT EXISTS, which MySQL has not for indexes', before: 'CREATE TABLE IF NOT EXISTS `scenes` (`project_id` int);\n', after: 'CREATE TABLE IF NOT EXISTS `scenes` (`project_id` int);\nCREATE INDEX `i` ON `scenes` (`project_id`);\n' },
  { what: 'with a length and a direction', index: long, before: 'CREATE TABLE scenes (\n  project_id text,\n  FULLTEXT KEY f (project_id)\n);\n', after: 'CREATE TABLE scenes (\n  project_id text,\n  FULLTEXT KEY f (project_id),\n  KEY i (project_id(20) DESC)\n);\n' },
];

for (const { what, before: text, after: expected, index } of CASES) {
  test(`MySQL: an index is written ${what}, and MariaDB makes it`, async () => {
    const fixed = added(text, index ?? spec);
    assert.equal(fixed, expected);
    await db.fresh('fixed');
    await db.run(fixed);
    const length = index === undefined ? '' : '(20) desc';
    assert.ok((await describeServer(db)).includes(`index scenes.i btree (project_id${length})`));
  });
}
