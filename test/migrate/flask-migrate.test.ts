import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Dialect } from '../../server/src/facts/dialect.ts';
import { describeCatalog, describeSqlite, differences } from '../adapters/alembic/described.ts';
import { projectOn } from '../adapters/alembic/real.ts';
import { python } from '../support/python.ts';
import { onlyCatalog, wanted, written } from './alembic-sample.ts';
import { readFiles, writeFiles } from './disk.ts';

const APP = `from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///app.db"
db = SQLAlchemy(app)
Migrate(app, db)


class Scene(db.Model):
    __tablename__ = "scenes"
    id = db.Column(db.Integer, primary_key=True)
    project_id = db.Column(db.Integer, nullable=False)
    title = db.Column(db.String(80))
    made = db.Column(db.DateTime)
`;

/** Flask's own command line, several commands in one process. */
function flask(root: string, ...commands: readonly (readonly string[])[]): void {
  const script = 'import json, sys\nfrom flask.cli import main\ncommands = json.loads(sys.argv[1])\nfor command in commands:\n    try:\n        sys.argv = ["flask", "--app", "app", "db", *command]\n        main()\n    except SystemExit as end:\n        if end.code: raise\n';
  const { stderr, status } = python(script, { args: [JSON.stringify(commands)], cwd: root });
  assert.equal(status, 0, stderr.slice(-2000));
}

test('in the folder that Flask-Migrate itself has made, by its template, up and back with it', (context) => {
  const dialect: Dialect = 'sqlite';
  const root = projectOn(context, { 'app.py': APP });
  flask(root, ['init'], ['migrate', '-m', 'scenes'], ['upgrade']);
  const text = Object.fromEntries(Object.entries(readFiles(root)).filter(([path]) => /\.(?:py|ini|mako)$/.test(path)));
  const database = join(root, 'instance/app.db');
  const before = describeSqlite(database);
  assert.deepEqual(differences(describeCatalog(onlyCatalog(text, dialect)), before), []);
  const made = written(text, dialect, wanted('scenes'));
  const [path = ''] = made.paths;
  assert.match(path, /^migrations\/versions\/[0-9a-f]{12}_add_indexes_to_scenes\.py$/);
  writeFiles(root, { [path]: made.files[path] ?? '' });
  flask(root, ['upgrade']);
  assert.deepEqual(differences(describeCatalog(onlyCatalog(made.files, dialect)), describeSqlite(database)), []);
  flask(root, ['downgrade']);
  assert.deepEqual(describeSqlite(database), before);
});
