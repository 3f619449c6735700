import assert from 'node:assert/strict';
import { it } from 'node:test';
import { folderOf } from '../../migrate/disk.ts';
import { python } from '../../support/python.ts';
import { type Files, fixed } from './fixed.ts';

const app = `import sqlite3


def save(conn: sqlite3.Connection, tags):
    cursor = conn.cursor()
    for tag in tags:
        cursor.execute("INSERT INTO tags (id, name) VALUES (?, ?)", (tag["id"], tag["name"]))
    conn.commit()
`;

const files: Files = { 'schema.sql': 'CREATE TABLE tags (id integer PRIMARY KEY, name text NOT NULL);\n', 'app.py': app };

/** Counts the calls of cursors. */
const harness = `
import json, sqlite3, sys
sys.path.insert(0, '.')
import app
calls = []
class Cursor(sqlite3.Cursor):
    def execute(self, *args):
        calls.append('one')
        return super().execute(*args)
    def executemany(self, *args):
        calls.append('many')
        return super().executemany(*args)
class Connection(sqlite3.Connection):
    def cursor(self):
        return super().cursor(Cursor)
conn = sqlite3.connect(':memory:', factory=Connection)
conn.executescript(open('schema.sql').read())
app.save(conn, [{'id': i, 'name': f'tag {i}'} for i in range(5)])
app.save(conn, [])
print(json.dumps([calls, list(sqlite3.Connection.cursor(conn).execute('SELECT * FROM tags ORDER BY id'))]))
`;

function run(cwd: string): readonly [calls: readonly string[], rows: unknown] {
  const { stdout, stderr, status } = python(harness, { cwd });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

it('a loop of inserts through sqlite3 is one executemany', (context) => {
  const then = fixed(files, 'insert-many');
  assert.ok(then['app.py']?.includes('    cursor.executemany("INSERT INTO tags (id, name) VALUES (?, ?)", [(tag["id"], tag["name"]) for tag in tags])\n'), then['app.py']);
  const [[before, rows], [after, sameRows]] = [run(folderOf(context, files)), run(folderOf(context, then))];
  assert.deepEqual(sameRows, rows);
  assert.deepEqual([before.length, after], [5, ['many', 'many']]);
});
