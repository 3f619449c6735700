import type { Engine } from '../../server/src/engine/create.ts';
import { htmlReport } from '../../server/src/report/html/index.ts';
import { placesOf } from '../../server/src/report/places.ts';
import type { Report } from '../../server/src/report/report.ts';
import { sampleProjects } from '../support/samples.ts';
import { workspaceOf } from '../support/workspace.ts';

/** The report of all that an engine has read. */
export function reportOf(engine: Engine, narrowed: Partial<Report> = {}): Report {
  const snapshot = engine.snapshot();
  return {
    snapshot, scopes: [''], places: placesOf(snapshot, { scopes: [''], base: '' }), findings: snapshot.findings(), seconds: 1.2, fixed: null, unread: false, quiet: false,
    against: [], known: [], fails: () => false, suppressed: true, version: '0.0.0', page: () => null, crashes: [], ...narrowed,
  };
}

export const htmlOf = (engine: Engine, name: string, narrowed: Partial<Report> = {}): string => htmlReport(reportOf(engine, narrowed), { name });

/** A sample project read whole. */
export function sample(name: string): Engine {
  const found = sampleProjects().find((one) => one.name === name);
  if (found === undefined) throw new Error(`no sample ${name}`);
  return workspaceOf(found.files);
}

/** A project that has one of everything: what is served, half served and not, a proposal, an index that can go, one on some rows, loops here and in a callee, what asks for all rows, what was not understood. */
export const studio = (): Engine => workspaceOf({
  'db/migrations/0001_init.sql': `CREATE TABLE projects (id bigint PRIMARY KEY, owner_id bigint NOT NULL, name text NOT NULL);
CREATE INDEX projects_owner_idx ON projects (owner_id);
CREATE TABLE scenes (id bigint PRIMARY KEY, project_id bigint NOT NULL, scene_number int NOT NULL, slug text NOT NULL, status text NOT NULL, done_at timestamptz);
CREATE UNIQUE INDEX scenes_slug_key ON scenes (slug);
CREATE INDEX scenes_status_idx ON scenes (status);
CREATE INDEX scenes_status_done_idx ON scenes (status, done_at);
CREATE INDEX scenes_open_idx ON scenes (done_at) WHERE done_at IS NULL;
CREATE TABLE shots (id bigint PRIMARY KEY, scene_id bigint NOT NULL REFERENCES scenes (id), camera text);
CREATE INDEX shots_scene_idx ON shots (scene_id);
CREATE TABLE roles (id int PRIMARY KEY, name text NOT NULL);`,
  'queries/scenes.sql': `SELECT id, slug FROM scenes WHERE project_id = $1 ORDER BY scene_number;
SELECT id FROM scenes WHERE slug = $1;
SELECT id FROM scenes WHERE status = $1 AND done_at > $2;
SELECT count(*) FROM scenes;
SELECT id FROM projects WHERE owner_id = $1 AND name = $2;
`,
  'app/media.py': `import psycopg

conn = psycopg.connect("dbname=studio")


def shots_of(scene_id):
    return conn.execute("SELECT id, camera FROM shots WHERE scene_id = %s", (scene_id,)).fetchall()


def export(project_id):
    scenes = conn.execute("SELECT id FROM scenes WHERE project_id = %s", (project_id,)).fetchall()
    out = []
    for scene in scenes:
        out.append(shots_of(scene[0]))
    return out


def count_of(table):
    return conn.execute("SELECT count(*) FROM " + table).fetchone()
`,
});

/** As many tables as a large application has, and ten queries on each: most are served, some half, some not at all. */
export function largeWorkspace(tables: number, queries: number): Engine {
  const schema = Array.from({ length: tables }, (_, i) => `CREATE TABLE orders_${i} (id bigint PRIMARY KEY, customer_id bigint NOT NULL, status text NOT NULL, placed_at timestamptz NOT NULL, total_cents int NOT NULL, tracking_code text);\nCREATE INDEX orders_${i}_customer_idx ON orders_${i} (customer_id, placed_at);\nCREATE INDEX orders_${i}_status_idx ON orders_${i} (status);`);
  const forms = [
    (t: number, i: number) => `SELECT id, status FROM orders_${t} WHERE id = $${i % 3 + 1};`, (t: number) => `SELECT id FROM orders_${t} WHERE customer_id = $1 ORDER BY placed_at DESC LIMIT 20;`,
    (t: number) => `UPDATE orders_${t} SET status = $1 WHERE id = $2;`, (t: number) => `SELECT count(*) FROM orders_${t} WHERE customer_id = $1;`, (t: number) => `SELECT id FROM orders_${t} WHERE customer_id = $1 AND total_cents > $2;`,
    (t: number) => (t % 3 === 0 ? `SELECT id FROM orders_${t} WHERE tracking_code = $1;` : `DELETE FROM orders_${t} WHERE id = $1;`), (t: number) => `SELECT id, total_cents FROM orders_${t} WHERE id IN ($1, $2);`,
    (t: number) => (t % 4 === 0 ? `SELECT id FROM orders_${t} ORDER BY total_cents DESC LIMIT 10;` : `SELECT total_cents FROM orders_${t} WHERE customer_id = $1;`), (t: number) => `SELECT placed_at FROM orders_${t} WHERE customer_id = $1 AND placed_at > $2;`, (t: number) => `SELECT customer_id FROM orders_${t} WHERE id = $1;`,
  ];
  const files: Record<string, string> = { 'db/migrations/0001_init.sql': schema.join('\n') };
  for (let table = 0; table < tables; table++) files[`queries/orders_${table}.sql`] = Array.from({ length: Math.ceil(queries / tables) }, (_, i) => forms[i % forms.length]?.(table, i) ?? '').join('\n');
  return workspaceOf(files);
}
