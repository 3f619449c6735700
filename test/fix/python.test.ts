import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits } from '../../server/src/text/edits.ts';
import { workspaceOf } from '../support/workspace.ts';

type Files = Readonly<Record<string, string>>;

const PROJECT = { 'pyproject.toml': '[project]\nname = "shop"\ndependencies = ["sqlalchemy>=2", "psycopg"]\n' };
const QUERY = "from sqlalchemy import select\nfrom shop.models import Item\n\n\ndef find(session, kind):\n    return session.scalars(select(Item).where(Item.kind == kind)).all()\n";
const BOTH = QUERY.replace('Item.kind == kind)', 'Item.kind == kind).order_by(Item.name)');

/** The model's file after the preferred fix of the only finding; the finding is gone then, and the fix leaves nothing to do. */
function fixed(files: Files, path = 'shop/models.py'): string {
  const all = { ...PROJECT, ...files };
  const snapshot = workspaceOf(all).snapshot();
  const [site, more] = snapshot.sites('shop/queries.py');
  assert.ok(site !== undefined && more === undefined, JSON.stringify([site?.message, more?.message, snapshot.stats()]));
  const fix = snapshot.fixes('shop/queries.py', site).find((one) => one.id === 'add-index' && one.preferred);
  assert.ok(fix, 'a preferred fix');
  const edits = fix.edits();
  assert.deepEqual(edits?.changes.map((change) => change.path), [path]);
  const after = applyEdits(all[path as keyof typeof all], edits.changes[0]?.edits ?? []);
  assert.deepEqual(workspaceOf({ ...all, [path]: after }).snapshot().sites('shop/queries.py').map(({ message }) => message), [], after);
  return after;
}

const BASE = 'from sqlalchemy import MetaData\nfrom sqlalchemy.orm import DeclarativeBase\n\n\nclass Base(DeclarativeBase):\n    metadata = MetaData(naming_convention={"ix": "%(table_name)s_%(column_0_name)s_idx"})\n';
const MODEL = 'from sqlalchemy import String\nfrom sqlalchemy.orm import Mapped, mapped_column\n\nfrom shop.base import Base\n\n\nclass Item(Base):\n    __tablename__ = "items"\n\n    id: Mapped[int] = mapped_column(primary_key=True)\n    name: Mapped[str] = mapped_column(String(40))\n    kind: Mapped[str]\n';

test('a naming convention of another file decides whether index=True gives the name', () => {
  const other = 'from sqlalchemy import Index\nfrom shop.base import Base\nfrom sqlalchemy.orm import Mapped, mapped_column\n\n\nclass Other(Base):\n    __tablename__ = "others"\n    id: Mapped[int] = mapped_column(primary_key=True)\n    a: Mapped[int] = mapped_column(index=True)\n';
  assert.equal(fixed({ 'shop/base.py': BASE, 'shop/other.py': other, 'shop/models.py': MODEL, 'shop/queries.py': QUERY }), MODEL.replace('kind: Mapped[str]\n', 'kind: Mapped[str] = mapped_column(index=True)\n'));
  const ownNames = other.replace('class Other', 'Index("ix_others_a", "a")\nclass Other').replace('mapped_column(index=True)', 'mapped_column()\n    __table_args__ = (Index("ix_others_a", "a"),)').replace('Index("ix_others_a", "a")\nclass', 'class');
  assert.match(fixed({ 'shop/base.py': BASE, 'shop/other.py': ownNames, 'shop/models.py': MODEL, 'shop/queries.py': QUERY }), /__table_args__ = \(Index\("ix_items_kind", "kind"\),\)/);
});

test('table arguments of a mixin in another file are kept', () => {
  const base = 'from sqlalchemy.orm import DeclarativeBase\n\n\nclass Base(DeclarativeBase):\n    pass\n\n\nclass InShop:\n    __table_args__ = {"schema": "shop"}\n';
  const model = MODEL.replace('import Base\n', 'import Base, InShop\n').replace('(Base)', '(InShop, Base)');
  const after = fixed({ 'shop/base.py': base, 'shop/models.py': model, 'shop/queries.py': BOTH });
  assert.match(after, /__tablename__ = "items"\n {4}__table_args__ = \(\n {8}Index\("ix_shop_items_kind_name", "kind", "name"\),\n {8}InShop\.__table_args__,\n {4}\)\n/);
});

test('a column of a mixin is indexed for the table alone', () => {
  const base = 'from sqlalchemy.orm import DeclarativeBase, Mapped\n\n\nclass Base(DeclarativeBase):\n    pass\n\n\nclass Kind:\n    kind: Mapped[str]\n';
  const model = MODEL.replace('import Base\n', 'import Base, Kind\n').replace('(Base)', '(Kind, Base)').replace('    kind: Mapped[str]\n', '');
  assert.equal(fixed({ 'shop/base.py': base, 'shop/models.py': model, 'shop/queries.py': QUERY }), model.replace('import String', 'import Index, String').replace('"items"\n', '"items"\n    __table_args__ = (Index("ix_items_kind", "kind"),)\n'));
});

test('Flask-SQLAlchemy and SQLModel', () => {
  const flask = { 'pyproject.toml': '[project]\nname = "shop"\ndependencies = ["flask-sqlalchemy", "psycopg"]\n', 'shop/db.py': 'from flask_sqlalchemy import SQLAlchemy\n\ndb = SQLAlchemy()\n' };
  const item = 'from shop.db import db\n\n\nclass Item(db.Model):\n    id = db.Column(db.Integer, primary_key=True)\n    name = db.Column(db.String(40))\n    kind = db.Column(db.String(40))\n';
  const asked = 'from shop.models import Item\n\n\ndef find(kind):\n    return Item.query.filter_by(kind=kind).order_by(Item.name).all()\n';
  assert.equal(fixed({ ...flask, 'shop/models.py': item, 'shop/queries.py': asked }), `${item}\n    __table_args__ = (db.Index("ix_item_kind_name", "kind", "name"),)\n`);
  const model = 'from sqlmodel import Field, SQLModel\n\n\nclass Item(SQLModel, table=True):\n    id: int | None = Field(default=None, primary_key=True)\n    kind: str\n';
  const sqlmodel = { 'pyproject.toml': '[project]\nname = "shop"\ndependencies = ["sqlmodel", "psycopg"]\n', 'shop/models.py': model, 'shop/queries.py': QUERY.replace('from sqlalchemy', 'from sqlmodel').replace('scalars', 'exec') };
  assert.equal(fixed(sqlmodel), model.replace('kind: str', 'kind: str = Field(index=True)'));
});

test('a Core table', () => {
  const tables = 'import sqlalchemy as sa\n\nmetadata = sa.MetaData()\nitems = sa.Table(\n    "items",\n    metadata,\n    sa.Column("id", sa.Integer, primary_key=True),\n    sa.Column("kind", sa.Text),\n)\n';
  const asked = 'from sqlalchemy import select\nfrom shop.models import items\n\n\ndef find(conn, kind):\n    return conn.execute(select(items).where(items.c.kind == kind)).all()\n';
  assert.equal(fixed({ 'shop/models.py': tables, 'shop/queries.py': asked }), tables.replace('sa.Text)', 'sa.Text, index=True)'));
});

const SQLITE = { 'pyproject.toml': '[project]\nname = "shop"\n', 'shop/queries.py': 'from shop.models import connect\n\n\ndef find(kind):\n    return connect().execute("SELECT id FROM items WHERE kind = ?", (kind,)).fetchall()\n' };
const CREATE = 'CREATE TABLE IF NOT EXISTS items (id INTEGER PRIMARY KEY, kind TEXT)';
const INDEX = 'CREATE INDEX IF NOT EXISTS idx_items_kind ON items (kind)';

test('DDL in a string of Python gets the statement behind it, or beside it where it has a string for itself', () => {
  const shapes: readonly (readonly [before: string, after: string])[] = [
    [`SCHEMA = """\n${CREATE};\n"""\n\n\ndef connect():\n    db = sqlite3.connect("a.db")\n    db.executescript(SCHEMA)\n    return db\n`, `${CREATE};\n${INDEX};\n`],
    [`def connect():\n    db = sqlite3.connect("a.db")\n    db.executescript(f"""\n        ${CREATE};\n        CREATE TABLE IF NOT EXISTS {PREFIX}other (a);\n    """)\n    return db\n`, `${CREATE};\n        ${INDEX};\n`],
    [`def connect():\n    db = sqlite3.connect("a.db")\n    db.execute("${CREATE}")\n    return db\n`, `    db.execute("${CREATE}")\n    db.execute("${INDEX}")\n    return db\n`],
    [`def connect():\n    db = sqlite3.connect("a.db")\n    db.execute(\n        """\n        ${CREATE}\n        """\n    )  # first\n    return db\n`, `    )  # first\n    db.execute("${INDEX}")\n    return db\n`],
    [`STATEMENTS = [\n    '${CREATE}',\n    'CREATE TABLE IF NOT EXISTS others (id INTEGER PRIMARY KEY)',  # more\n]\n\n\ndef connect():\n    db = sqlite3.connect("a.db")\n    for statement in STATEMENTS:\n        db.execute(statement)\n    return db\n`, `    '${CREATE}',\n    '${INDEX}',\n    'CREATE TABLE`],
  ];
  for (const [before, after] of shapes) {
    const text = `import sqlite3\n\n${before}`;
    const made = fixed({ ...SQLITE, 'shop/models.py': text });
    assert.ok(made.includes(after), made);
  }
});

/** The model's file without the index that its first finding says can go. */
function reduced(models: string): string | null {
  const all = { ...PROJECT, 'shop/base.py': 'from sqlalchemy.orm import DeclarativeBase\n\n\nclass Base(DeclarativeBase):\n    pass\n', 'shop/models.py': models };
  const snapshot = workspaceOf(all).snapshot();
  const site = snapshot.sites('shop/models.py').find((one) => one.surplus !== undefined);
  assert.ok(site, 'an index that can go');
  const edits = snapshot.fixes('shop/models.py', site).find((one) => one.preferred && one.id === 'remove-index')?.edits() ?? null;
  const after = edits === null ? null : applyEdits(models, edits.changes.find(({ path }) => path === 'shop/models.py')?.edits ?? []);
  if (after !== null) assert.ok(!workspaceOf({ ...all, 'shop/models.py': after }).snapshot().sites('shop/models.py').some((one) => one.message === site.message), after);
  return after;
}

test('an index that can go is taken out of the model, and what only it needed', () => {
  const model = (args: string, kind: string): string => `from sqlalchemy import Index, String\nfrom sqlalchemy.orm import Mapped, mapped_column\n\nfrom shop.base import Base\n\n\nclass Item(Base):\n    __tablename__ = "items"\n${args}\n    id: Mapped[int] = mapped_column(primary_key=True)\n    name: Mapped[str] = mapped_column(String(40))\n    kind: Mapped[str]${kind}\n`;
  const composite = '    __table_args__ = (Index("ix_items_kind_name", "kind", "name"),)\n';
  assert.equal(reduced(model(composite, ' = mapped_column(index=True)')), model(composite, ''));
  assert.equal(reduced(model(composite, ' = mapped_column(String(40), index=True)')), model(composite, ' = mapped_column(String(40))'));
  assert.equal(reduced(model('    __table_args__ = (Index("ix_items_kind", "kind"), Index("ix_items_kind_name", "kind", "name"))\n', '')), model(composite, ''));
  assert.equal(reduced(model('    __table_args__ = (Index("ix_items_id", "id"),)\n', '')), model('', '').replace('import Index, String', 'import String'));
  assert.equal(reduced(`${model('', '')}\n\nIndex("ix_items_id", Item.id)\n`), model('', '').replace('import Index, String', 'import String'));
});
