import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { workspaceOf } from '../../support/workspace.ts';
import { catalogSchema, edited, started, withoutOwnNames } from './support.ts';

/** A way to keep indexes in classes: the code that reads the list, the list itself, and what a second entry looks like in it. */
interface Shape { readonly name: string; readonly base: string; readonly list: string; readonly create: string; readonly added: RegExp; readonly head?: string; readonly attr?: string }

const CALL = 'for model in (Item, Tag):\n        connection.execute(model.create_table())\n        for sql in model.index_sql():\n            connection.execute(sql)';
const SQL_LOOP = (body: string): string => `    @classmethod\n    def index_sql(cls):\n${body}`;

const SHAPES: readonly Shape[] = [
  { name: 'pairs of a name and columns', list: "[('ix_item_kind', ['kind'])]", create: CALL, base: SQL_LOOP("        return [f\"CREATE INDEX IF NOT EXISTS {name} ON {cls.table}({', '.join(cols)})\" for name, cols in cls.indexes]"), added: /\('i(?:dx|x)_item_owner_made_at', \['owner', 'made_at'\]\)/ },
  { name: 'dicts with a name of their own or a made one', list: '[{"columns": ["kind"], "unique": False}]', create: CALL, base: SQL_LOOP('        out = []\n        for index in cls.indexes:\n            columns = index["columns"]\n            name = index.get("name", "idx_" + cls.table + "_" + "_".join(columns))\n            unique = "UNIQUE " if index.get("unique", False) else ""\n            out.append(f"CREATE {unique}INDEX IF NOT EXISTS {name} ON {cls.table} ({\', \'.join(columns)})")\n        return out'), added: /\{"columns": \["owner", "made_at"\], "unique": False\}/ },
  { name: 'whole statements', list: "['CREATE INDEX IF NOT EXISTS ix_item_kind ON item (kind)']", create: CALL, base: SQL_LOOP('        return list(cls.indexes)'), added: /'CREATE INDEX IF NOT EXISTS i(?:dx|x)_item_owner_made_at ON item \(owner, made_at\)'/ },
  { name: 'tuples of columns', list: "[('kind',), ('kind', 'made_at')]", create: CALL, base: SQL_LOOP('        for columns in cls.indexes:\n            yield "CREATE INDEX IF NOT EXISTS idx_%s_%s ON %s (%s)" % (cls.table, "_".join(columns), cls.table, ", ".join(columns))'), added: /\('owner', 'made_at'\)/ },
  { name: 'columns in one text', list: '["kind", "kind, made_at"]', create: CALL, base: SQL_LOOP('        return ["CREATE INDEX IF NOT EXISTS idx_{}_{} ON {} ({})".format(cls.table, i.replace(", ", "_"), cls.table, i) for i in cls.indexes]'), added: /"owner, made_at"/ },
  { name: 'name and columns as two texts', list: "(\n        ('ix_item_kind', 'kind'),\n        ('ix_item_kind_made_at', 'kind, made_at DESC'),\n    )", create: CALL, base: SQL_LOOP('        return tuple("CREATE INDEX IF NOT EXISTS " + n + " ON " + cls.table + " (" + c + ")" for n, c in cls.indexes)'), added: /\n {8}\('i(?:dx|x)_item_owner_made_at', 'owner, made_at'\),\n/ },
  {
    name: 'objects of a dataclass', head: '@dataclass\nclass Index:\n    name: str\n    columns: list\n    unique: bool = False\n', list: "[Index('ix_item_kind', ['kind']), Index('ix_item_code', ['code'], unique=True)]", create: CALL,
    base: SQL_LOOP('        return [f"CREATE {\'UNIQUE \' if index.unique else \'\'}INDEX IF NOT EXISTS {index.name} ON {cls.table}({\',\'.join(index.columns)})" for index in cls.indexes]'), added: /Index\('i(?:dx|x)_item_owner_made_at', \['owner', 'made_at'\]\)/,
  },
  { name: 'objects that print themselves', head: 'class Index:\n    def __init__(self, *columns, name=None):\n        self.columns = columns\n        self.name = name\n    def sql(self, table):\n        return f"CREATE INDEX IF NOT EXISTS {self.name or table + \'_\' + self.columns[0]} ON {table} ({\', \'.join(self.columns)})"\n', list: '[Index("kind"), Index("code", name="by_code")]', create: CALL, base: SQL_LOOP('        return [index.sql(cls.table) for index in cls.indexes]'), added: /Index\("owner", "made_at"\)/ },
  { name: 'a function that takes the classes', list: "[('ix_item_kind', ['kind'])]", base: '    pass', create: 'for model in (Item, Tag):\n        connection.execute(model.create_table())\n    make_indexes(connection, [Item, Tag])', head: 'def make_indexes(connection, models):\n    for model in models:\n        for name, columns in model.indexes:\n            connection.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {model.table} ({\', \'.join(columns)})")\n', added: /\('i(?:dx|x)_item_owner_made_at', \['owner', 'made_at'\]\)/ },
  { name: 'a method of another class, by getattr', attr: 'INDEXES', list: "[{'name': 'ix_item_kind', 'on': ('kind',)}]", base: '    pass', create: 'for model in (Item, Tag):\n        connection.execute(model.create_table())\n        Maker(connection).make(model)', head: 'class Maker:\n    def __init__(self, connection):\n        self.connection = connection\n    def make(self, model):\n        for spec in getattr(model, "INDEXES", []):\n            keys = ", ".join(map(str, spec["on"]))\n            self.connection.execute("CREATE INDEX IF NOT EXISTS %(name)s ON %(table)s (%(keys)s)" % {"name": spec["name"], "table": model.table, "keys": keys})\n', added: /\{'name': 'i(?:dx|x)_item_owner_made_at', 'on': \('owner', 'made_at'\)\}/ },
  { name: 'made when the class creates its table', list: "[('ix_item_kind', ['kind'])]", base: '    @classmethod\n    def create(cls, connection):\n        connection.execute(cls.create_table())\n        for name, columns in cls.indexes:\n            cls._index(connection, name, *columns)\n    @classmethod\n    def _index(cls, connection, name, *columns):\n        connection.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {cls.table}({\', \'.join(columns)})")', create: 'Item.create(connection)\n    Tag.create(connection)', added: /\('i(?:dx|x)_item_owner_made_at', \['owner', 'made_at'\]\)/ },
  { name: 'a column alone', list: "['kind']", create: CALL, base: SQL_LOOP('        return [f"CREATE INDEX IF NOT EXISTS ix_{cls.table}_{column} ON {cls.table} ({column})" for column in cls.indexes]'), added: /never/ },
];

const module = ({ base, list, create, head = '', attr = 'indexes' }: Shape, query: string): string => `import sqlite3
from dataclasses import dataclass

${head}
class Base:
    table = None
    ${attr} = []

    @classmethod
    def create_table(cls):
        return f"CREATE TABLE IF NOT EXISTS {cls.table} ({cls.body})"

${base}


class Item(Base):
    table = 'item'
    body = 'id INTEGER PRIMARY KEY, kind TEXT, owner INTEGER NOT NULL, code TEXT, made_at TEXT'
    ${attr} = ${list}


class Tag(Base):
    table = 'tag'
    body = 'id INTEGER PRIMARY KEY, label TEXT NOT NULL'


def start(path):
    connection = sqlite3.connect(path)
    ${create}
    connection.commit()


def asked(connection, owner):
    return connection.execute("${query}", (owner,)).fetchall()
`;

const QUERY = 'SELECT * FROM item WHERE owner = ? ORDER BY made_at';

describe('lists of indexes in classes, in every shape', () => {
  for (const shape of SHAPES) {
    const files = { 'app.py': module(shape, QUERY) };
    it(`${shape.name}: the catalog is the database`, () => {
      const real = started(files, 'from app import start\nstart(path)').schema;
      assert.ok((real['item']?.indexes.length ?? 0) > 0);
      assert.deepEqual(withoutOwnNames(catalogSchema(workspaceOf(files).snapshot())), withoutOwnNames(real));
    });

    it(`${shape.name}: an entry is added that the code takes`, () => {
      const snapshot = workspaceOf(files).snapshot();
      const finding = snapshot.findings().find(({ rule }) => rule === 'unindexed-filter');
      assert.ok(finding !== undefined);
      const fix = snapshot.fixes('app.py', finding).find(({ id }) => /add/.test(id));
      const edits = fix?.edits() ?? null;
      if (shape.name === 'a column alone') { assert.ok(edits === null || !edits.changes.some(({ path }) => path === 'app.py')); return; }
      const after = edited(files, edits);
      assert.match(after['app.py'] ?? '', shape.added);
      const { plans } = started(after, 'from app import start\nstart(path)', [QUERY.replace('?', '1')]);
      assert.match(Object.values(plans)[0]?.join() ?? '', /SEARCH item USING INDEX/);
      assert.ok(!workspaceOf(after).snapshot().findings().some(({ rule }) => rule === 'unindexed-filter'));
    });
  }

  it('a class without a list gets one as the others have it', () => {
    const [shape] = SHAPES;
    assert.ok(shape !== undefined);
    const files = { 'app.py': module(shape, 'SELECT * FROM tag WHERE label = ?') };
    const snapshot = workspaceOf(files).snapshot();
    const finding = snapshot.findings().find(({ table }) => table === 'tag');
    assert.ok(finding !== undefined);
    const after = edited(files, snapshot.fixes('app.py', finding).find(({ preferred }) => preferred)?.edits() ?? null);
    assert.match(after['app.py'] ?? '', / {4}table = 'tag'\n {4}indexes = \[\('i(?:dx|x)_tag_label', \['label'\]\)\]\n/);
    assert.match(started(after, 'from app import start\nstart(path)', ["SELECT * FROM tag WHERE label = 'a'"]).plans["SELECT * FROM tag WHERE label = 'a'"]?.join() ?? '', /USING (?:COVERING )?INDEX i(?:dx|x)_tag_label/);
  });

  it('says nothing for sure of a list that nothing is known to read', () => {
    const [shape] = SHAPES;
    assert.ok(shape !== undefined);
    const files = { 'app.py': module({ ...shape, base: '    pass', create: 'for model in (Item, Tag):\n        connection.execute(model.create_table())\n    from elsewhere import make\n    make(connection, Item)' }, QUERY) };
    assert.deepEqual(workspaceOf(files).snapshot().findings().filter(({ severity }) => severity === 'warning' || severity === 'error'), []);
  });
});
