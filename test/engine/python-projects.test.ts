import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ProjectState } from '../../server/src/engine/project-files.ts';

function derivedOf(files: Readonly<Record<string, string>>): ProjectState['derived'] {
  const state = new ProjectState([], { readText: () => null });
  for (const [path, text] of Object.entries(files)) state.set(path, text);
  return state.derived;
}

const GUESSES: readonly (readonly [string, Readonly<Record<string, string>>, string | null])[] = [
  ['the driver', { 'requirements.txt': 'flask\npsycopg2-binary==2.9\n' }, 'postgresql'],
  ['setup.py names drivers too', { 'setup.py': 'setup(install_requires=["asyncpg>=0.2"])', 'tools.py': 'import sqlite3' }, 'postgresql'],
  ['SQLAlchemy’s own types outweigh drivers for other things', { 'app/models.py': 'from sqlalchemy.dialects.postgresql import JSONB', 'app/runners/my.py': 'import MySQLdb', 'app/runners/py.py': 'import pymysql', 'app/cache.py': 'import sqlite3' }, 'postgresql'],
  ['types by the module', { 'app/models.py': 'from sqlalchemy.dialects import (\n    mysql,\n)', 'app/cache.py': 'import sqlite3' }, 'mysql'],
  ['options of an index', { 'app/models.py': 'Index("i", "a", postgresql_where=text("a"))', 'app/db.py': 'import sqlite3\nimport aiosqlite' }, 'postgresql'],
  ['the address of the database', { 'app/config.py': 'URL = os.environ.get("DATABASE_URL", "postgresql+asyncpg://localhost/app")\nOTHER = "sqlite:///dev.db"' }, 'postgresql'],
  ['SQLite in tests says nothing', { 'app/config.py': 'import psycopg', ...Object.fromEntries([1, 2, 3, 4].map((n) => [`tests/test_${n}.py`, 'import sqlite3\nURL = "sqlite://"'])) }, 'postgresql'],
  ['SQLite in the code', { 'app/db.py': 'import sqlite3', 'tests/test_a.py': 'import sqlite3' }, 'sqlite'],
  ['nothing', { 'app/db.py': 'import os' }, null],
];

describe('the database of a Python project', () => {
  for (const [title, files, expected] of GUESSES) it(title, () => assert.equal(derivedOf(files).guess('app/models.py'), expected));

  it('each service by what stands in its folder', () => {
    const derived = derivedOf({ 'package.json': '{}', 'api/pyproject.toml': '[project]\ndependencies = ["psycopg"]', 'worker/requirements.txt': 'aiosqlite', 'web/handlers/setup.py': 'def page(): pass' });
    assert.deepEqual(['api/app/m.py', 'worker/m.py', 'web/handlers/m.py'].map((path) => [derived.rootOf(path), derived.guess(path)]), [['api', 'postgresql'], ['worker', 'sqlite'], ['', 'postgresql']]);
  });
});
