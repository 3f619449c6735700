import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { workspaceOf } from '../../support/workspace.ts';
import { python } from '../../support/python.ts';

/** A connection that keeps what it is asked, in place of a database: what the helpers make of it with real Python is what must be read. */
const CONNECTION = `import json

class Connection:
    asked = []
    def execute(self, sql, values=()):
        self.asked.append(" ".join(sql.split()))
        return self
    def fetchall(self):
        return []
    def fetchone(self):
        return None
`;

const TABLES = 'CREATE TABLE jobs (id INTEGER PRIMARY KEY, status TEXT, owner INTEGER, created_at TEXT, done_at TEXT);\nCREATE TABLE files (id INTEGER PRIMARY KEY, job_id INTEGER, kind TEXT);\n';

interface Case { readonly name: string; readonly base: string; readonly own: string; readonly calls: Readonly<Record<string, readonly string[]>> }

/** Of each call: the columns that its conditions and orders name, table first, as real Python's SQL has them. */
const CASES: readonly Case[] = [
  {
    name: 'keywords as equalities', own: 'class Jobs(Repo):\n    table = "jobs"\n',
    base: 'class Repo:\n    def __init__(self, db):\n        self.db = db\n    def find_by(self, **kwargs):\n        where = " AND ".join(f"{k} = ?" for k in kwargs)\n        return self.db.execute(f"SELECT * FROM {self.table} WHERE {where}", tuple(kwargs.values())).fetchall()\n',
    calls: { 'Jobs(db).find_by(status="a")': ['jobs', 'status'], 'Jobs(db).find_by(status="a", owner=1)': ['jobs', 'status', 'owner'] },
  },
  {
    name: 'suffixes by rsplit and a dict', own: 'class Jobs(Repo):\n    def __init__(self, db):\n        super().__init__(db, "jobs")\n',
    base: 'OPS = {"gt": ">", "lt": "<"}\n\nclass Repo:\n    def __init__(self, db, table):\n        self.db = db\n        self.table = table\n    def where(self, order=None, limit=None, **filters):\n        parts = []\n        for key, value in filters.items():\n            if "__" in key:\n                column, op = key.rsplit("__", 1)\n                if op == "in":\n                    marks = ", ".join("?" * len(value))\n                    parts.append(f"{column} IN ({marks})")\n                else:\n                    parts.append(f"{column} {OPS[op]} ?")\n            else:\n                parts.append(f"{key} = ?")\n        sql = "SELECT * FROM " + self.table\n        if parts:\n            sql += " WHERE " + " AND ".join(parts)\n        if order:\n            sql += " ORDER BY " + order\n        if limit:\n            sql += f" LIMIT {limit}"\n        return self.db.execute(sql).fetchall()\n',
    calls: { 'Jobs(db).where(status__in=["a", "b"])': ['jobs', 'status'], 'Jobs(db).where(created_at__gt="x", order="created_at DESC", limit=5)': ['jobs', 'created_at', 'created_at'], 'Jobs(db).where(order="done_at")': ['jobs', 'done_at'] },
  },
  {
    name: 'class methods of active records', own: 'class Job(Record):\n    table_name = "jobs"\n\nclass File(Record):\n    table_name = "files"\n',
    base: 'class Record:\n    table_name = None\n    db = None\n    @classmethod\n    def find(cls, **conditions):\n        sql = "SELECT * FROM {} WHERE {}".format(cls.table_name, " AND ".join("%s = ?" % c for c in conditions))\n        return cls.db.execute(sql, list(conditions.values())).fetchall()\n    @classmethod\n    def first(cls, order_by="id", **conditions):\n        return cls.db.execute("SELECT * FROM %s WHERE %s ORDER BY %s LIMIT 1" % (cls.table_name, " AND ".join([c + " = ?" for c in conditions]), order_by)).fetchone()\n',
    calls: { 'setattr(Record, "db", db) or Job.find(owner=1)': ['jobs', 'owner'], 'setattr(Record, "db", db) or File.find(job_id=1, kind="a")': ['files', 'job_id', 'kind'], 'setattr(Record, "db", db) or Job.first(status="a", order_by="created_at")': ['jobs', 'status', 'created_at'] },
  },
  {
    name: 'tables and columns as arguments', own: 'class Store(Base):\n    pass\n',
    base: 'class Base:\n    def __init__(self, db):\n        self.db = db\n    def select(self, table, keys, columns=("*",)):\n        sql = f"SELECT {\', \'.join(columns)} FROM {table} WHERE {\' AND \'.join(k + \' = ?\' for k in keys)}"\n        return self.db.execute(sql, list(keys.values())).fetchall()\n    def by(self, table, column, value):\n        return self.db.execute(f"SELECT * FROM {table} WHERE {column} = ?", (value,)).fetchall()\n',
    calls: { 'Store(db).select("files", {"job_id": 1, "kind": "a"})': ['files', 'job_id', 'kind'], 'Store(db).select(table="jobs", keys={"owner": 2}, columns=["id"])': ['jobs', 'owner'], 'Store(db).by("files", "kind", 3)': ['files', 'kind'] },
  },
  {
    name: 'a model behind the repository, counting and deleting', own: 'class Job:\n    __table = "jobs"\n    @classmethod\n    def name_of_table(cls):\n        return "jobs"\n\nclass Jobs(Repo):\n    model = Job\n',
    base: 'class Repo:\n    model = None\n    def __init__(self, db):\n        self.db = db\n    def _filters(self, filters):\n        return [f"{name} IS NULL" if value is None else f"{name} = ?" for name, value in filters.items()]\n    def count(self, **filters):\n        return self._run("SELECT COUNT(*) FROM", filters)\n    def delete_where(self, **filters):\n        return self._run("DELETE FROM", filters)\n    def _run(self, verb, filters):\n        return self.db.execute(f"{verb} {self.model.name_of_table()} WHERE " + " AND ".join(self._filters(filters)))\n',
    calls: { 'Jobs(db).count(status="a", done_at=None)': ['jobs', 'status', 'done_at'], 'Jobs(db).delete_where(owner=3)': ['jobs', 'owner'] },
  },
];

const fileOf = (one: Case): string => `${CONNECTION}\n${one.base}\n\n${one.own}\n\ndef calls(db):\n    return [\n${Object.keys(one.calls).map((call) => `        lambda db=db: ${call},\n`).join('')}    ]\n`;

/** The calls as functions of their own, which is how people write them. */
const readFile = (one: Case): string => `${CONNECTION}\n${one.base}\n\n${one.own}\n\n${Object.keys(one.calls).map((call, at) => `def call_${at}(db):\n    return ${call}\n\n`).join('\n')}`;

describe('helpers that make queries, at their calls', () => {
  for (const one of CASES) {
    it(`${one.name}: as real Python makes them`, () => {
      const run = python(`${fileOf(one)}\nfor call in calls(Connection()):\n    Connection.asked.clear()\n    call()\n    print(json.dumps(Connection.asked))\n`);
      assert.equal(run.status, 0, run.stderr);
      const real = run.stdout.trim().split('\n').map((text) => JSON.parse(text) as string[]);
      for (const [at, [call, words]] of Object.entries(one.calls).entries()) for (const word of words) assert.match(real[at]?.join() ?? '', new RegExp(`\\b${word}\\b`), call);
    });

    it(`${one.name}: read and told`, () => {
      const text = readFile(one);
      const snapshot = workspaceOf({ 'app.py': text, 'schema.sql': TABLES }, { dialect: 'sqlite' }).snapshot();
      for (const [call, [table, ...columns]] of Object.entries(one.calls)) {
        const explained = snapshot.explain('app.py', text.indexOf(`return ${call}`) + 'return '.length + call.length - 2);
        assert.equal(explained?.kind, 'query', call);
        if (explained?.kind !== 'query') continue;
        assert.deepEqual(explained.paths.map((path) => path.table), [table], call);
        const said = JSON.stringify(explained.paths);
        for (const column of columns) assert.ok(said.includes(`"${column}"`), `${call} says nothing of ${column}`);
      }
    });
  }

  it('counts no template as unread, and tells nothing of one', () => {
    const [one] = CASES;
    assert.ok(one !== undefined);
    const snapshot = workspaceOf({ 'app.py': readFile(one), 'schema.sql': TABLES }, { dialect: 'sqlite' }).snapshot();
    assert.deepEqual(snapshot.stats().unread.filter(({ path }) => path === 'app.py'), []);
    assert.deepEqual(snapshot.findings().flatMap(({ sites }) => sites.map(({ columns }) => columns.join())), ['status,owner', 'status']);
  });

  it('says nothing where the columns are not known', () => {
    const [one] = CASES;
    assert.ok(one !== undefined);
    const text = `${CONNECTION}\n${one.base}\n\n${one.own}\n\ndef any(db, filters):\n    return Jobs(db).find_by(**filters)\n`;
    assert.deepEqual(workspaceOf({ 'app.py': text, 'schema.sql': TABLES }, { dialect: 'sqlite' }).snapshot().findings(), []);
  });

  it('survives code that leads to itself, and code without end', () => {
    const text = `class A(A):\n    table = "jobs"\n    indexes = indexes\n    def find(self, **k):\n        return self.find(**k) or self.db.execute(f"SELECT * FROM {self.table} WHERE {' AND '.join(k)}")\n\nx = y\ny = x\n\ndef loop(n=loop):\n    while True:\n        for i in range(10 ** 9):\n            loop(loop(loop(n)))\n${'    if n:\n        n = n + n\n'.repeat(300)}\nA().find(a=1)\n`;
    const started = performance.now();
    assert.deepEqual(workspaceOf({ 'app.py': text, 'schema.sql': TABLES }, { dialect: 'sqlite' }).snapshot().findings(), []);
    assert.ok(performance.now() - started < 5_000);
  });
});
