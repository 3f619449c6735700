import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Engine } from '../../server/src/engine/create.ts';
import { workspaceOf } from '../support/workspace.ts';

/** A project whose tables are edited: which files have models, and how one writes a column, an index and a table there. */
interface Project { readonly name: string; readonly files: Readonly<Record<string, string>>; readonly models: readonly string[]; readonly lines: readonly string[] }

const python: Project = {
  name: 'SQLAlchemy', models: ['app/models.py', 'app/more.py'], lines: ['    note: Mapped[str | None] = mapped_column(String(40))\n', '    status: Mapped[int] = mapped_column(index=True)\n', '    __table_args__ = (Index("ix_note", "status"),)\n', '# a comment\n', 'class Extra(Base):\n    __tablename__ = "extras"\n    id: Mapped[int] = mapped_column(primary_key=True)\n    status: Mapped[str]\n\n'],
  files: {
    'pyproject.toml': '[project]\nname = "x"\ndependencies = ["sqlalchemy>=2", "psycopg"]\n',
    'app/__init__.py': '',
    'app/base.py': 'from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n\nclass Base(DeclarativeBase):\n    pass\n\nclass Stamped:\n    created: Mapped[int] = mapped_column()\n',
    'app/models.py': `from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship
from app.base import Base, Stamped

class User(Base, Stamped):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(80))
    status: Mapped[str] = mapped_column(String(10))
    posts: Mapped[list["Post"]] = relationship(back_populates="author")

    @classmethod
    def named(cls, session: Session, email: str):
        return session.scalars(select(User).where(User.email == email).order_by(User.status)).all()

class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    title: Mapped[str | None] = mapped_column(String(80))
    author: Mapped["User"] = relationship(back_populates="posts")
`,
    'app/more.py': `from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column
from app.base import Base

class Tag(Base):
    __tablename__ = "tags"
    __table_args__ = (Index("ix_tags_label", "label"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    label: Mapped[str] = mapped_column(String(20))
`,
    'app/service.py': `from sqlalchemy import select, text
from app.models import Post, User
from app.more import Tag

def posts(session, title):
    return session.scalars(select(Post).where(Post.title == title).order_by(Post.author_id)).all()

def of_user(session, email):
    return session.scalars(select(Post).join(Post.author).where(User.email == email)).all()

def tags(session, label, status):
    for user in session.scalars(select(User).where(User.status == status)).all():
        print(user.posts)
    return session.scalars(select(Tag).where(Tag.label == label)).all(), session.execute(text("SELECT id FROM tags WHERE label = 'x' AND note = 'y'"))
`,
  },
};

const typescript: Project = {
  name: 'Drizzle', models: ['db/users.ts', 'db/posts.ts'], lines: ["  note: text('note'),\n", "  status: integer('state'),\n", '// a comment\n', "export const extras = pgTable('extras', { id: serial('id').primaryKey(), status: text('status') }, (t) => [index('extras_status').on(t.status)]);\n", "  title: varchar('title', { length: 20 }).notNull(),\n"],
  files: {
    'package.json': '{"dependencies":{"drizzle-orm":"0.45.4","pg":"8.0.0"}}',
    'db/users.ts': `import { index, integer, pgTable, serial, text, varchar } from 'drizzle-orm/pg-core';
import { relations } from 'drizzle-orm';
import { posts } from './posts';
export const users = pgTable('users', {
  id: serial('id').primaryKey(),
  email: text('email').notNull(),
  status: text('status'),
}, (t) => [index('users_email').on(t.email)]);
export const usersRelations = relations(users, ({ many }) => ({ posts: many(posts) }));
`,
    'db/posts.ts': `import { index, integer, pgTable, serial, text, varchar } from 'drizzle-orm/pg-core';
import { relations } from 'drizzle-orm';
import { users } from './users';
export const posts = pgTable('posts', {
  id: serial('id').primaryKey(),
  authorId: integer('author_id').references(() => users.id),
  title: text('title'),
});
export const tags = pgTable('tags', {
  id: serial('id').primaryKey(),
  postId: integer('post_id').references(() => posts.id),
  label: text('label'),
}, (t) => [index('tags_label').on(t.label)]);
export const postsRelations = relations(posts, ({ one }) => ({ author: one(users, { fields: [posts.authorId], references: [users.id] }) }));
`,
    'db/index.ts': "export * from './users';\nexport * from './posts';\n",
    'src/service.ts': `import { and, eq } from 'drizzle-orm';
import { posts, tags, users } from '../db';
import { db } from './client';
export const named = (email: string) => db.select().from(users).where(eq(users.email, email)).orderBy(users.status);
export const titled = (title: string) => db.query.posts.findMany({ where: eq(posts.title, title), with: { author: true } });
export const joined = (label: string) => db.select().from(tags).innerJoin(posts, eq(tags.postId, posts.id)).where(and(eq(tags.label, label), eq(posts.title, label)));
export const raw = () => pool.query("SELECT id FROM extras WHERE status = 'x'");
`,
  },
};

const sql: Project = {
  name: 'migrations', models: ['migrations/001_init.sql', 'migrations/002_more.sql'], lines: ['ALTER TABLE posts ADD COLUMN note text;\n', 'CREATE INDEX posts_title ON posts (title);\n', '  note text,\n', '-- a comment\n', 'CREATE TABLE extras (id int PRIMARY KEY, status text);\n', 'DROP INDEX tags_label;\n', 'ALTER TABLE tags RENAME TO labels;\n', 'ALTER TABLE users RENAME COLUMN status TO state;\n'],
  files: {
    'package.json': '{"dependencies":{"pg":"8.0.0"}}',
    'migrations/001_init.sql': 'CREATE TABLE users (\n  id serial PRIMARY KEY,\n  email text NOT NULL,\n  status text\n);\nCREATE TABLE posts (\n  id serial PRIMARY KEY,\n  author_id int REFERENCES users (id) ON DELETE CASCADE,\n  title text\n);\nCREATE VIEW titles AS SELECT id, title FROM posts;\n',
    'migrations/002_more.sql': 'CREATE TABLE tags (\n  id serial PRIMARY KEY,\n  post_id int REFERENCES posts (id),\n  label text\n);\nCREATE INDEX tags_label ON tags (label);\nCREATE INDEX tags_label_post ON tags (label, post_id);\n',
    'queries.sql': "SELECT * FROM users WHERE email = 'x' ORDER BY status;\nSELECT * FROM titles WHERE title = 'x';\nDELETE FROM users WHERE status = 'gone';\nSELECT id FROM extras WHERE status = 'x';\n",
    'src/service.ts': "import { Pool } from 'pg';\nconst pool = new Pool();\nexport const a = (label: string) => pool.query('SELECT t.id FROM tags t JOIN posts p ON p.id = t.post_id WHERE t.label = $1 AND p.title = $1', [label]);\nexport const b = (title: string) => pool.query('SELECT * FROM posts WHERE title = $1 ORDER BY note', [title]);\nexport const c = () => pool.query(\"SELECT * FROM labels WHERE label = 'x'\");\n",
  },
};

/** Everything a surface could show, with where all of it stands. */
function shown(engine: Engine, files: readonly string[]): unknown {
  const snapshot = engine.snapshot();
  return {
    findings: snapshot.findings(), needs: snapshot.openNeeds(), stats: snapshot.stats(), ids: snapshot.paths().map((path) => snapshot.resultId(path)), catalogs: snapshot.catalogs(), revision: snapshot.catalogRevision,
    tables: files.map((path) => snapshot.tables(path).map(({ table, place, queries, unserved }) => [table.key, place, queries, unserved])),
    served: files.map((path) => snapshot.served(path).map(({ at, table, indexes }) => [at, table.key, indexes.map(({ index, declared }) => [index.name, declared])])),
    map: snapshot.indexMap(),
  };
}

interface Edit { readonly file: number; readonly line: number; readonly what: 'insert' | 'remove' | 'swap' | 'rename' | 'retype' | 'blank' | 'restore'; readonly text: number; readonly name: number; readonly later: boolean }

const edits = fc.array(fc.record<Edit>({
  file: fc.nat(20), line: fc.nat(40), what: fc.constantFrom<Edit['what'][]>('insert', 'insert', 'remove', 'swap', 'rename', 'rename', 'retype', 'blank', 'restore'), text: fc.nat(20), name: fc.nat(20), later: fc.boolean(),
}), { minLength: 1, maxLength: 7 });

const NAMES = ['email', 'status', 'title', 'label', 'posts', 'users', 'tags', 'Post', 'author_id', 'authorId', 'id'];

function changed(text: string, original: string, edit: Edit, lines: readonly string[]): string {
  const own = text.split(/(?<=\n)/);
  const at = edit.line % Math.max(1, own.length);
  const name = NAMES[edit.name % NAMES.length] ?? 'id';
  switch (edit.what) {
    case 'insert': return own.toSpliced(at, 0, lines[edit.text % lines.length] ?? '').join('');
    case 'remove': return own.toSpliced(at, 1).join('');
    case 'swap': return own.toSpliced(at, 2, own[at + 1] ?? '', own[at] ?? '').join('');
    case 'rename': return own.with(at, (own[at] ?? '').replaceAll(new RegExp(`\\b${name}\\b`, 'g'), edit.text % 2 === 0 ? `${name}x` : 'status')).join('');
    case 'retype': return text.replace(/String\(\d+\)|text\('(?=\w)|\btext\b/, (one) => (one.startsWith('String') ? 'String(99)' : one.startsWith('text(') ? "varchar('" : 'varchar(9)'));
    case 'blank': return `\n${text}`;
    case 'restore': return original;
  }
}

for (const project of [python, typescript, sql]) {
  test(`incremental equals cold where tables are edited: ${project.name}`, () => {
    const paths = Object.keys(project.files).filter((path) => /\.(py|ts|sql)$/.test(path));
    fc.assert(fc.property(edits, (series) => {
      const warm = workspaceOf(project.files);
      shown(warm, paths);
      const texts = new Map(Object.entries(project.files));
      for (const edit of series) {
        const of = edit.text % 4 === 0 ? paths : project.models;
        const path = of[edit.file % of.length] ?? '';
        texts.set(path, changed(texts.get(path) ?? '', project.files[path] ?? '', edit, project.lines));
        warm.edit(path, texts.get(path) ?? '', 1);
        // Several edits between two looks leave other caches than one.
        if (!edit.later) shown(warm, paths);
      }
      assert.deepEqual(shown(warm, paths), shown(workspaceOf(Object.fromEntries(texts)), paths));
    }), { numRuns: 16, seed: 11 });
  });
}

test('a key in one table has the queries alone judged again that look at it', () => {
  const names = Array.from({ length: 30 }, (_, i) => `t${i}`);
  const model = (name: string, i: number): string => `\nclass ${name.toUpperCase()}(Base):\n    __tablename__ = "${name}"\n    id: Mapped[int] = mapped_column(primary_key=True)\n    other: Mapped[int] = mapped_column(ForeignKey("t${(i + 1) % 30}.id"))\n    label: Mapped[str] = mapped_column(String(10))\n`;
  const head = 'from sqlalchemy import ForeignKey, String\nfrom sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n\nclass Base(DeclarativeBase):\n    pass\n';
  const files: Record<string, string> = { 'pyproject.toml': '[project]\nname = "x"\ndependencies = ["sqlalchemy>=2", "psycopg"]\n', 'models.py': head + names.map(model).join('') };
  for (const name of names) files[`${name}.py`] = `from sqlalchemy import select\nfrom models import ${name.toUpperCase()}\n\ndef of(session, label):\n    return session.scalars(select(${name.toUpperCase()}).where(${name.toUpperCase()}.label == label)).all()\n`;
  const engine = workspaceOf(files);
  const judgedIn = (): readonly unknown[] => names.map((name) => { const found = engine.snapshot().explain(`${name}.py`, (files[`${name}.py`] ?? '').indexOf('select(T')); return found?.kind === 'query' ? found.paths : null; });
  const model0 = files['models.py'] ?? '';
  engine.open('models.py', model0, 1);
  const before = judgedIn();
  assert.equal(before.includes(null), false);
  const again = (text: string): number => { const was = judgedIn(); engine.edit('models.py', text, 2); return judgedIn().filter((paths, i) => paths !== was[i]).length; };
  const at = model0.indexOf('String(10)');
  assert.equal(again(`${model0.slice(0, at)}String(100)${model0.slice(at + 10)}`), 1, 'another type');
  assert.equal(again(model0.replace('label:', 'labels:')), 1, 'another name');
  assert.equal(again(`# moved\n${model0.replace('label:', 'labels:')}`), 0, 'only moved');
  assert.equal(again(model0), 1, 'as it was');
  assert.equal(again(`${model0}\nclass More(Base):\n    __tablename__ = "more"\n    id: Mapped[int] = mapped_column(primary_key=True)\n`), 0, 'a table more');
});
