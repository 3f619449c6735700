import { compare } from '../../server/src/baseline/compare.ts';
import { entryOf } from '../../server/src/baseline/entry.ts';
import { findingOf } from '../../server/src/advice/advise.ts';
import type { Finding } from '../../server/src/facts/finding.ts';
import { pageOf } from '../../server/src/host/pages.ts';
import { placesOf } from '../../server/src/report/places.ts';
import type { Report } from '../../server/src/report/report.ts';
import { workspaceOf } from '../support/workspace.ts';

type Files = Readonly<Record<string, string>>;

/** What `check` hands to its reporters for files in memory; `before`: the same project as the baseline knows it. */
export function reportOn(files: Files, more: Partial<Report> = {}, before: Files | null = null): Report {
  const snapshot = workspaceOf(files).snapshot();
  const sites = snapshot.findings().flatMap((finding) => finding.sites);
  const entries = before === null ? [] : workspaceOf(before).snapshot().findings().flatMap((finding) => finding.sites.map((site) => entryOf(site, (path) => path)));
  const { known, gone } = compare(entries, sites, (path) => path);
  const only = (isKnown: boolean): readonly Finding[] => snapshot.findings().flatMap((finding) => findingOf(finding, (site) => known.has(site) === isKnown) ?? []);
  return {
    snapshot, scopes: [''], places: placesOf(snapshot, { scopes: [''], base: '' }), findings: only(false), known: only(true), seconds: 1, fixed: null, unread: false, quiet: false,
    against: before === null ? [] : [{ kind: 'baseline', name: 'sargable.baseline.json', known: known.size, gone, changed: [] }],
    fails: ({ severity }) => severity === 'warning' || severity === 'error', suppressed: true, version: '1.2.3', page: pageOf, crashes: [], ...more,
  };
}

/** A project whose names hold everything that a format could trip over. */
export const HOSTILE: Files = {
  'package.json': '{"dependencies":{"better-sqlite3":"1"}}',
  'schema.sql': 'CREATE TABLE "a<b>&""c::d,%0A]]>" (id integer PRIMARY KEY, "x;y=%25" integer);\nCREATE TABLE plain (id integer PRIMARY KEY, owner_id integer NOT NULL);\n',
  'src/50% of, a: #1 [x] <y>&"z"\'s ü 😀?.ts': "import Database from 'better-sqlite3';\nconst db = new Database('x');\nexport const strange = (n: number) => db.prepare('SELECT * FROM \"a<b>&\"\"c::d,%0A]]>\" WHERE \"x;y=%25\" = ?').all(n);\n",
  'src/long.ts': `import Database from 'better-sqlite3';\nconst db = new Database('x');\nexport const long = (n: number) => [${"'x', ".repeat(2000)}db.prepare('SELECT * FROM plain WHERE owner_id = ?').all(n)];\r\n`,
};

/** A loop with its query in another file, one that a comment silences, and one that was not understood. */
export const LOOP: Files = {
  'schema.sql': 'CREATE TABLE tasks (id integer PRIMARY KEY, project_id integer NOT NULL);\nCREATE INDEX t ON tasks (project_id);\nCREATE TABLE items (id integer PRIMARY KEY, task_id integer NOT NULL);\nCREATE INDEX i ON items (task_id);\nCREATE TABLE notes (id integer PRIMARY KEY, item_id integer NOT NULL);\n',
  'db.py': 'import sqlite3\n\nconn = sqlite3.connect("x")\n\n\ndef items_of(task_id):\n    return conn.execute("SELECT * FROM items WHERE task_id = ?", (task_id,)).fetchall()\n',
  'app.py': 'from db import conn, items_of\n\n\ndef overview(project_id):\n    tasks = conn.execute("SELECT * FROM tasks WHERE project_id = ?", (project_id,)).fetchall()\n    result = []\n    for task in tasks:\n        result.append(items_of(task[0]))\n    return result\n\n\ndef notes_of(item_id):\n    # sargable-ignore unindexed-filter: a handful of rows\n    return conn.execute("SELECT * FROM notes WHERE item_id = ?", (item_id,)).fetchall()\n\n\ndef nowhere():\n    return conn.execute("SELECT * FROM nowhere WHERE item_id = 1").fetchall()\n',
};
