import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { MapTable } from '../../server/src/facts/index-map.ts';
import { studio } from '../report/html-samples.ts';
import { workspaceOf } from '../support/workspace.ts';

const tableOf = (tables: readonly MapTable[], name: string): MapTable => {
  const found = tables.find((table) => table.name === name);
  assert(found, `no table ${name}`);
  return found;
};

describe('the Index Map', () => {
  it('has the worst table first, and those without trouble by name', () => {
    assert.deepEqual(studio().snapshot().indexMap().tables.map(({ name }) => name), ['scenes', 'shots', 'projects', 'roles']);
  });

  const schema = 'CREATE TABLE t (id bigint PRIMARY KEY, a int NOT NULL, b int NOT NULL, c text);\nCREATE INDEX t_a_b_idx ON t (a, b);';
  const verdicts: readonly (readonly [query: string, verdict: string, by: readonly string[], cells: readonly string[]])[] = [
    ['SELECT id FROM t WHERE id = $1', 'served', ['t_pkey (id)'], ['equality id served']],
    ['SELECT id FROM t WHERE a = $1 ORDER BY b', 'served', ['t_a_b_idx (a, b)'], ['equality a served', 'sort b served']],
    ['SELECT id FROM t WHERE a = $1 AND c = $2', 'partly', ['t_a_b_idx (a, b)'], ['equality a served', 'equality c none']],
    ['SELECT id FROM t WHERE a = $1 ORDER BY c', 'partly', ['t_a_b_idx (a, b)'], ['equality a served', 'sort c none']],
    ['SELECT id FROM t WHERE c = $1', 'unserved', [], ['equality c none']],
    ['SELECT id FROM t WHERE b > $1 ORDER BY c', 'unserved', [], ['sort c none', 'range b none']],
    ['SELECT id FROM t', 'whole', [], []],
    ['SELECT id FROM t ORDER BY c', 'unserved', [], ['sort c none']],
    ['DELETE FROM t WHERE a IN ($1, $2)', 'served', ['t_a_b_idx (a, b)'], ['equality a served']],
  ];
  for (const [query, verdict, by, cells] of verdicts) {
    it(`says of ${query}: ${verdict}`, () => {
      const [use] = tableOf(workspaceOf({ 'schema.sql': schema, 'q.sql': `${query};` }).snapshot().indexMap().tables, 't').queries;
      assert.deepEqual({ verdict: use?.verdict, by: use?.by, cells: use?.cells.map(({ role, column, fit }) => `${role} ${column} ${fit}`) }, { verdict, by, cells });
    });
  }

  it('joins a query with what is told of it and with the index that it waits for', () => {
    const scenes = tableOf(studio().snapshot().indexMap().tables, 'scenes');
    const [query] = scenes.queries.filter(({ findings }) => findings.length > 0);
    assert.equal(query?.wants, scenes.indexes.find(({ standing }) => standing === 'proposed')?.id);
    assert.equal(query?.findings[0]?.rule, 'unindexed-filter');
    assert.deepEqual(scenes.indexes.map(({ name, standing }) => `${name} ${standing}`), ['scenes_pkey there', 'scenes_slug_key there', 'scenes_status_idx redundant', 'scenes_status_done_idx there', 'scenes_open_idx there', 'scenes_project_id_scene_number_idx proposed']);
    assert.deepEqual(scenes.findings.map(({ rule }) => rule), ['redundant-index']);
  });

  it('hangs a loop beside the table that it reads, with the way down', () => {
    const [loop] = tableOf(studio().snapshot().indexMap().tables, 'shots').loops;
    assert.deepEqual(loop?.path.map(({ role }) => role), ['loop', 'call-site', 'query']);
  });

  it('leaves out what tests ask, and shows what is silenced without making trouble of it', () => {
    const files = { 'schema.sql': schema, 'tests/q.sql': 'SELECT id FROM t WHERE c = $1;', 'q.sql': '-- sargable-ignore unindexed-filter: rare\nSELECT id FROM t WHERE c = $1;' };
    const table = tableOf(workspaceOf(files).snapshot().indexMap().tables, 't');
    assert.deepEqual(table.queries.map(({ place, verdict, findings }) => [place.path, verdict, findings.length]), [['q.sql', 'unserved', 0]]);
    assert(table.indexes.every(({ standing }) => standing === 'there'));
  });

  it('is after any edit what it is when read anew', () => {
    const engine = studio();
    engine.snapshot().indexMap();
    const edits: readonly (readonly [path: string, from: string, to: string])[] = [
      ['queries/scenes.sql', 'slug = $1', 'slug = $1 AND status = $2'], ['queries/scenes.sql', 'SELECT id, slug', '\n\nSELECT slug'], ['db/migrations/0001_init.sql', 'CREATE INDEX scenes_status_idx ON scenes (status);', '-- nothing\n'],
      ['app/media.py', 'import psycopg', '# media\nimport psycopg'], ['app/media.py', 'for scene in scenes', 'for one in scenes'], ['db/migrations/0001_init.sql', 'CREATE TABLE projects', '\nCREATE TABLE projects'], ['queries/scenes.sql', 'count(*) FROM scenes', 'count(*) FROM projects'],
    ];
    const texts = new Map(['queries/scenes.sql', 'db/migrations/0001_init.sql', 'app/media.py'].map((path) => [path, engine.snapshot().text(path) ?? '']));
    for (const path of texts.keys()) engine.open(path, texts.get(path) ?? '', 1);
    edits.forEach(([path, from, to], i) => {
      const text = texts.get(path)?.replace(from, to) ?? '';
      texts.set(path, text);
      engine.edit(path, text, i + 2);
      assert.deepEqual(engine.snapshot().indexMap(), workspaceOf(Object.fromEntries(texts)).snapshot().indexMap(), `after ${to}`);
    });
  });
});
