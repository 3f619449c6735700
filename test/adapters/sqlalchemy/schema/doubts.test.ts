import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Table } from '../../../../server/src/facts/catalog.ts';
import { catalogs, type Files } from './support.ts';

// What no file tells is a doubt or nothing, never a guess.
interface Case { readonly name: string; readonly files: Files; /** Tables with their columns; `?` behind one in doubt. */ readonly tables: readonly string[]; readonly doubts?: RegExp; readonly told?: RegExp }

const HEAD = 'from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, String, Table, UniqueConstraint\nfrom sqlalchemy.orm import declarative_base, declared_attr, relationship\n';
const BASE = `${HEAD}Base = declarative_base()\n`;
const id = '    id = Column(Integer, primary_key=True)\n';

const CASES: readonly Case[] = [
  { name: 'a base of a library that may have columns', files: { 'm.py': `${HEAD}from acme.orm import Model\nclass User(Model):\n    __tablename__ = 'users'\n${id}` }, tables: ['users id ?'], doubts: /the base Model was not found/ },
  { name: 'a mixin of a library that has none', files: { 'm.py': `${BASE}from flask_login import UserMixin\nclass User(UserMixin, Base):\n    __tablename__ = 'users'\n${id}` }, tables: ['users id'] },
  { name: 'a mixin of the workspace that declares nothing', files: { 'm.py': `${BASE}from util import Printable\nclass User(Printable, Base):\n    __tablename__ = 'users'\n${id}`, 'util.py': 'class Printable:\n    def __str__(self):\n        return self.name\n' }, tables: ['users id'] },
  { name: 'columns of a library much used', files: { 'm.py': `${BASE}from fastapi_users_db_sqlalchemy import SQLAlchemyBaseUserTableUUID\nclass User(SQLAlchemyBaseUserTableUUID, Base):\n    __tablename__ = 'users'\n    name = Column(String)\n` }, tables: ['users email,hashed_password,id,is_active,is_superuser,is_verified,name'] },
  { name: 'bases in a circle', files: { 'a.py': `${HEAD}from b import B\nclass A(B):\n    __tablename__ = 'a'\n${id}`, 'b.py': `${HEAD}from a import A\nclass B(A):\n    x = Column(Integer)\n` }, tables: ['a id,x ?'], doubts: /leads back to itself/ },
  { name: 'a base that is made when the program runs', files: { 'm.py': `${HEAD}class User(make_base('users')):\n    __tablename__ = 'users'\n${id}` }, tables: ['users id ?'], doubts: /made when the program runs/ },
  { name: 'a table name that is made when the program runs', files: { 'm.py': `${BASE}import os\nclass User(Base):\n    __tablename__ = os.environ['USERS']\n${id}` }, tables: [], told: /the table of User has a name that is made when the program runs/ },
  { name: 'names of tables by a function of the project: only where every way gives the same', files: { 'm.py': `${HEAD}from names import to_snake_case\nclass Named:\n    @declared_attr\n    def __tablename__(cls):\n        return to_snake_case(cls.__name__) + 's'\nBase = declarative_base(cls=Named)\nclass BlogPost(Base):\n${id}class HTTPLog(Base):\n${id}` }, tables: ['blog_posts id'] },
  { name: 'automap', files: { 'm.py': 'from sqlalchemy.ext.automap import automap_base\nBase = automap_base()\nBase.prepare(autoload_with=engine)\nUser = Base.classes.users\n' }, tables: [], told: /automap/ },
  { name: 'reflection', files: { 'm.py': `${HEAD}metadata = MetaData()\nusers = Table('users', metadata, Column('id', Integer, primary_key=True), autoload_with=engine)\n` }, tables: ['users id ?'], doubts: /read from the database/, told: /reflection/ },
  { name: 'table arguments that a function of another file makes', files: { 'm.py': `${BASE}from args import table_args\nclass User(Base):\n    __tablename__ = 'users'\n    __table_args__ = table_args('users')\n${id}` }, tables: ['users id ?'], doubts: /table arguments could not be read/ },
  { name: 'a schema that the environment names', files: { 'm.py': `${BASE}import os\nclass User(Base):\n    __tablename__ = 'users'\n    __table_args__ = {'schema': os.getenv('S')}\n${id}` }, tables: ['users id ?'], doubts: /schema is known only at run time/ },
  { name: 'an index on what is no column', files: { 'm.py': `${BASE}class User(Base):\n    __tablename__ = 'users'\n${id}    __table_args__ = (UniqueConstraint('nmae'),)\n` }, tables: ['users id ?'], doubts: /nmae is used in a key/ },
  { name: 'a Column, a Table and a Field of others', files: { 'm.py': "from rich.table import Table, Column\nfrom pydantic import BaseModel, Field\nclass Row(BaseModel):\n    id: int = Field(primary_key=True)\ntable = Table('x', Column('id'))\n", 'd.py': "from django.db import models\nclass Post(models.Model):\n    title = models.CharField(max_length=3)\n    class Meta:\n        db_table = 'posts'\n" }, tables: [] },
  { name: 'a class of pydantic beside a table of SQLModel', files: { 'm.py': 'from sqlmodel import Field, SQLModel\nclass HeroBase(SQLModel):\n    name: str = Field(index=True)\nclass HeroRead(HeroBase):\n    id: int\nclass Hero(HeroBase, table=True):\n    id: int = Field(primary_key=True)\n' }, tables: ['hero id,name'] },
  { name: 'a star import, and a module that hands its names on', files: { 'base.py': BASE, 'mixins.py': `from base import *\nclass Named:\n    name = Column(String, index=True)\n`, '__init__.py': '', 'kit/__init__.py': 'from mixins import Named\nfrom base import Base\n', 'm.py': `from sqlalchemy import *\nfrom kit import Base, Named\nclass User(Named, Base):\n    __tablename__ = 'users'\n${id}` }, tables: ['users id,name'] },
  { name: 'a handle of Flask that no file makes', files: { 'm.py': "from ext import db\nclass UserProfile(db.Model):\n    id = db.Column(db.Integer, primary_key=True)\n", 'ext.py': 'db = connect_to("here")\n' }, tables: ['user_profile id'] },
  { name: 'two databases with a table of one name', files: { 'm.py': "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\nclass User(db.Model):\n    id = db.Column(db.Integer, primary_key=True)\nclass OldUser(db.Model):\n    __tablename__ = 'user'\n    __bind_key__ = 'old'\n    key = db.Column(db.Integer, primary_key=True)\n" }, tables: ['old.user key', 'user id'] },
  { name: 'a half-typed class', files: { 'm.py': `${BASE}class User(Base):\n    __tablename__ = 'users'\n${id}    name = Column(String(\n    __table_args__ = (Index('a', \nclass Next(Base):\n    __tablename__ = 'nexts'\n${id}` }, tables: [] },
  { name: 'an index of a model of another file', files: { 'm.py': `${BASE}class User(Base):\n    __tablename__ = 'users'\n${id}    name = Column(String)\n`, 'i.py': "from sqlalchemy import Index\nfrom m import User\nIndex('ix_later', User.name)\n" }, tables: ['users id,name'] },
];

const line = (table: Table): string => `${table.key} ${table.columns.map(({ name }) => name).sort().join()}${table.confidence === 'high' ? '' : ' ?'}`;

test('a naming convention that is set later names nothing here', () => {
  const indexNames = (later: string): readonly (string | null)[] => {
    const [catalog] = catalogs({ 'm.py': `${BASE}${later}class User(Base):\n    __tablename__ = 'users'\n${id}    name = Column(String, index=True)\n` }, 'postgresql');
    return catalog?.tables.get('users')?.indexes.filter(({ kind }) => kind === 'index').map((index) => index.name) ?? [];
  };
  assert.deepEqual(indexNames(''), ['ix_users_name']);
  assert.deepEqual(indexNames('Base.metadata.naming_convention = made_elsewhere\n'), [null]);
});

for (const { name, files, tables, doubts, told } of CASES) {
  test(name, () => {
    const known = catalogs(files, 'postgresql');
    const all = known.flatMap((catalog) => [...catalog.tables.values()]);
    if (name !== 'a half-typed class') assert.deepEqual(all.map(line).sort(), tables);
    if (doubts !== undefined) assert.match(all.flatMap((table) => table.doubts).join('\n'), doubts);
    if (told !== undefined) assert.match(known.flatMap((catalog) => catalog.problems.map(({ message }) => message)).join('\n'), told);
  });
}

test('an index of another file is the table’s, and the model stays the first place of it', () => {
  const files = CASES.at(-1)?.files ?? {};
  const table = catalogs(files, 'postgresql')[0]?.tables.get('users');
  assert.deepEqual(table?.indexes.map((index) => index.name), [null, 'ix_later']);
  assert.equal(table?.declarations[0]?.symbol, 'User');
});
