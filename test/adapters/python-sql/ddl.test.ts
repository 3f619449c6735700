import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readPython } from './support.ts';

interface Case { readonly title: string; readonly text: string; /** The operations with the names of what they make, in the order in which they are replayed. */ readonly makes: readonly string[] }

const CASES: readonly Case[] = [
  { title: 'scripts, constants and lists that are run in a loop', makes: ['create-table u', 'create-index u_b', 'create-table t', 'create-index t_a'], text: `
STATEMENTS = ["CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)", "CREATE INDEX t_a ON t (a)"]
SCHEMA = """
CREATE TABLE u (id INTEGER PRIMARY KEY, b TEXT);
CREATE INDEX u_b ON u (b);
"""
conn.executescript(SCHEMA)
for statement in STATEMENTS:
  conn.execute(statement)` },
  { title: 'what is run twice is made once', makes: ['create-table t'], text: `
DDL = "CREATE TABLE t (a TEXT)"
def one(c): c.execute(DDL)
def two(c): c.execute(DDL)` },
  { title: 'columns of a loop', makes: ['create-index ix_a', 'create-index ix_b'], text: `
for column in ("a", "b"):
  conn.execute(f"CREATE INDEX IF NOT EXISTS ix_{column} ON t ({column})")` },
  { title: 'a dictionary of indexes', makes: ['create-index t_a', 'create-index t_b'], text: `
INDEXES = {"t_a": "a", "t_b": "b"}
for name, column in INDEXES.items():
  conn.execute("CREATE INDEX {} ON t ({})".format(name, column))` },
  { title: 'steps by version', makes: ['create-table t', 'add-column t', 'create-index t_b', 'create-index t_a', 'drop-index t_b'], text: `
MIGRATIONS = {
  1: "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)",
  2: ["ALTER TABLE t ADD COLUMN b TEXT", "CREATE INDEX t_b ON t (b)"],
}
def migrate(conn, version):
  if version < 3:
    conn.execute("CREATE INDEX t_a ON t (a)")
    conn.execute("DROP INDEX t_b")` },
  { title: 'under conditions and after errors', makes: ['add-column t', 'create-index t_a'], text: `
def upgrade(conn):
  try:
    conn.execute("ALTER TABLE t ADD COLUMN a TEXT")
  except sqlite3.OperationalError:
    pass
  if not exists(conn, "t_a"):
    conn.execute("CREATE INDEX t_a ON t (a)")` },
  { title: 'steps as calls', makes: ['create-table t', 'create-index t_a'], text: 'STEPS = [Step(1, "CREATE TABLE t (a TEXT)"), Step(version=2, sql="CREATE INDEX t_a ON t (a)")]' },
  { title: 'what functions give back', makes: ['create-table t', 'create-index t_a'], text: 'def tables():\n  return ["CREATE TABLE t (a TEXT)", "CREATE INDEX t_a ON t (a)"]' },
  { title: 'the way back is not gone', makes: ['create-index t_a', 'create-index t_b'], text: `
def migrate(migrator, database, fake=False, **kwargs):
  migrator.sql('CREATE INDEX IF NOT EXISTS "t_a" ON "t" ("a")')
def rollback(migrator, database, fake=False, **kwargs):
  migrator.sql('DROP INDEX IF EXISTS "t_a"')
class Step:
  def up(self): return "CREATE INDEX t_b ON t (b)"
  def down(self): return "DROP INDEX t_b"` },
  { title: 'a function that empties the database', makes: ['create-table t', 'create-index t_a'], text: `
def init(c):
  c.executescript("CREATE TABLE IF NOT EXISTS t (a TEXT); CREATE INDEX IF NOT EXISTS t_a ON t (a)")
def reset_database(c):
  c.execute("DROP TABLE IF EXISTS t")` },
  { title: 'a table that is made anew has the indexes of the next start', makes: ['create-table t', 'create-index t_a', 'create-table t2', 'drop-table t', 'rename-table t2', 'create-index t_a'], text: `
def init(c):
  c.executescript("CREATE TABLE IF NOT EXISTS t (a TEXT); CREATE INDEX IF NOT EXISTS t_a ON t (a)")
def rebuild(c):
  c.execute("CREATE TABLE t2 (a TEXT)")
  for old in ["t"]:
    c.execute(f"DROP TABLE IF EXISTS {old}")
  c.execute("ALTER TABLE t2 RENAME TO t")` },
  { title: 'lists of several loops by one name', makes: ['create-table t', 'create-table u'], text: `
def init(c):
  for s in ("CREATE TABLE t (a TEXT)",): c.execute(s)
  for s in ("CREATE TABLE u (a TEXT)",): c.execute(s)` },
  { title: 'a constant of another file', makes: ['create-table t'], text: 'class Schema:\n  """Tables."""\n  TABLES = ("CREATE TABLE t (a TEXT)",)' },
  { title: 'words for something else', makes: [], text: `
command.execute("create table")
HELP = "Create table and index"
def usage(): return "Create table NAME to begin"` },
];

const nameOf = (operation: object): string => {
  const found = operation as { readonly index?: { readonly name: string | null }; readonly name?: { readonly name: string }; readonly table?: { readonly name: string } | null };
  return found.index?.name ?? found.name?.name ?? found.table?.name ?? '';
};

describe('DDL in Python', () => {
  for (const { title, text, makes } of CASES) it(title, () => assert.deepEqual(readPython(text, 'sqlite').facts.statements.map(({ operation }) => `${operation.op} ${nameOf(operation)}`), makes));

  it('what is asked where tables are changed is told quietly', () => {
    const text = 'def upgrade(c):\n  c.execute("ALTER TABLE t ADD COLUMN b TEXT")\n  c.execute("UPDATE t SET b = 1 WHERE a = 1")\ndef use(c):\n  c.execute("CREATE TABLE IF NOT EXISTS t (a TEXT)")\n  c.execute("SELECT a FROM t WHERE a = 1")';
    assert.deepEqual(readPython(text).facts.queries.map(({ enclosing, confidence }) => `${enclosing} ${confidence}`), ['upgrade low', 'use high']);
  });
});
