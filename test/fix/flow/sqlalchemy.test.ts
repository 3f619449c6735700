import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { folderOf } from '../../migrate/disk.ts';
import { python } from '../../support/python.ts';
import { type Files, fixed } from './fixed.ts';

const models = `from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    name = Column(String)


class Post(Base):
    __tablename__ = "posts"
    id = Column(Integer, primary_key=True)
    user_id = Column(Integer, ForeignKey("users.id"), index=True)
    title = Column(String)
    author = relationship("User")
    comments = relationship("Comment", back_populates="post", order_by="Comment.id")


class Comment(Base):
    __tablename__ = "comments"
    id = Column(Integer, primary_key=True)
    post_id = Column(Integer, ForeignKey("posts.id"), index=True)
    user_id = Column(Integer, ForeignKey("users.id"), index=True)
    body = Column(String)
    post = relationship("Post", back_populates="comments")
    author = relationship("User")
`;

/** Runs `run(session)` of every folder on a database of its own and counts what is sent. */
const harness = `
import json, sys
from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session
def ran(folder):
    for name in ('app', 'models', 'store'):
        sys.modules.pop(name, None)
    sys.path.insert(0, folder)
    import app
    from models import Base, Comment, Post, User
    engine = create_engine('sqlite://')
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all([User(id=i, name=f'user {i}') for i in range(1, 8)])
        session.add_all([Post(id=i, user_id=None if i == 5 else i, title=f'post {i}') for i in range(1, 7)])
        session.add_all([Comment(id=i, post_id=1 + i % 5, user_id=1 + i % 7, body=f'comment {i}') for i in range(1, 21)])
        session.commit()
    sent = []
    event.listen(engine, 'before_cursor_execute', lambda *told: sent.append(told[2]))
    with Session(engine) as session:
        rows = app.run(session)
    sys.path.pop(0)
    return {'rows': rows, 'statements': len(sent)}
print(json.dumps([ran(folder) for folder in json.load(sys.stdin)]))
`;

interface Ran { readonly rows: unknown; readonly statements: number }

function run(folders: readonly string[], version: '1.4' | '2.0'): readonly Ran[] {
  const { stdout, stderr, status } = python(harness, { input: JSON.stringify(folders), version });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

interface Sample { readonly what: string; readonly files: Files; readonly fix: string; readonly has: readonly string[]; readonly before: number; readonly after: number }

const samples: readonly Sample[] = [
  {
    what: 'a to-one relation of rows that another file reads comes by a join', fix: 'load-relation', before: 6, after: 1,
    has: ['from sqlalchemy.orm import joinedload\n', 'session.query(Post).options(joinedload(Post.author)).order_by(Post.id).all()'],
    files: {
      'store.py': 'from models import Post\n\n\ndef list_posts(session):\n    return session.query(Post).order_by(Post.id).all()\n',
      'app.py': 'from store import list_posts\n\n\ndef run(session):\n    out = []\n    for post in list_posts(session):\n        out.append(post.author.name if post.author else None)\n    return out\n',
    },
  },
  {
    what: 'a to-many relation comes by one further statement', fix: 'load-relation', before: 7, after: 2,
    has: ['from sqlalchemy.orm import selectinload\n', '        select(Post)\n        .options(selectinload(Post.comments))\n        .order_by(Post.id)\n'],
    files: { 'app.py': 'from sqlalchemy import select\nfrom models import Post\n\n\ndef run(session):\n    posts = session.scalars(\n        select(Post)\n        .order_by(Post.id)\n    ).all()\n    return [[comment.body for comment in post.comments] for post in posts]\n' },
  },
  {
    what: 'what is loaded already leads on to what hangs on it', fix: 'load-relation', before: 9, after: 2,
    has: ['.options(selectinload(Post.comments).joinedload(Comment.author))'],
    files: { 'app.py': 'from sqlalchemy.orm import selectinload\nfrom models import Comment, Post\n\n\ndef run(session):\n    out = []\n    for post in session.query(Post).options(selectinload(Post.comments)).order_by(Post.id).all():\n        for comment in post.comments:\n            out.append((post.title, comment.author.name))\n    return out\n' },
  },
  {
    what: 'a read by primary key in a loop', fix: 'read-before-loop', before: 6, after: 2,
    has: ['    users_by_id = {user.id: user for user in session.', 'user = users_by_id.get(post.user_id)'],
    files: { 'app.py': 'from models import Post, User\n\n\ndef run(session):\n    out = []\n    posts = session.query(Post).filter(Post.user_id.isnot(None)).order_by(Post.id).all()\n    for post in posts:\n        user = session.get(User, post.user_id)\n        out.append(user.name)\n    return out\n' },
  },
  {
    what: 'a query of old by its key, with another condition', fix: 'read-before-loop', before: 7, after: 2,
    has: ['    posts = session.query(Post).order_by(Post.id).all()\n', 'session.query(User).filter_by(name="user 3").filter(User.id.in_([post.user_id for post in posts]))'],
    files: { 'app.py': 'from models import Post, User\n\n\ndef run(session):\n    out = []\n    for post in session.query(Post).order_by(Post.id).all():\n        user = session.query(User).filter_by(id=post.user_id, name="user 3").first()\n        out.append(user.name if user else None)\n    return out\n' },
  },
  {
    what: 'a select that the session is handed', fix: 'read-before-loop', before: 7, after: 2,
    has: ['session.execute(select(User).where(User.id.in_([post.user_id for post in posts]))).scalars()}'],
    files: { 'app.py': 'from sqlalchemy import select\nfrom models import Post, User\n\n\ndef run(session):\n    posts = session.scalars(select(Post).order_by(Post.id)).all()\n    out = []\n    for post in posts:\n        user = session.execute(select(User).where(User.id == post.user_id)).scalar_one_or_none()\n        out.append(user.name if user else None)\n    return out\n' },
  },
  {
    what: 'several rows of each key', fix: 'read-before-loop', before: 7, after: 2,
    has: ['    comments_by_post_id = {}\n', 'comments = comments_by_post_id.get(post.id, [])'],
    files: { 'app.py': 'from models import Comment, Post\n\n\ndef run(session):\n    out = []\n    for post in session.query(Post).order_by(Post.id):\n        comments = session.query(Comment).filter(Comment.post_id == post.id).order_by(Comment.id).all()\n        out.append([comment.body for comment in comments])\n    return out\n' },
  },
  {
    what: 'a loop of inserts', fix: 'insert-many', before: 8, after: 3,
    has: ['        session.execute(insert(Comment), [{"post_id": post.id, "body": "first"} for post in posts])'],
    files: { 'app.py': 'from sqlalchemy import func, insert, select\nfrom models import Comment, Post\n\n\ndef run(session):\n    posts = session.query(Post).all()\n    for post in posts:\n        session.execute(insert(Comment).values(post_id=post.id, body="first"))\n    return session.scalar(select(func.count(Comment.id)))\n' },
  },
  {
    what: 'a chain of selects', fix: 'join-reads', before: 16, after: 6,
    has: ['    comment, post, user = session.execute(select(Comment, Post, User).join(Post, Post.id == Comment.post_id).join(User, User.id == Post.user_id).where(Comment.id == comment_id, User.name != "nobody")).first() or (None, None, None)\n'],
    files: { 'app.py': `from sqlalchemy import select
from models import Comment, Post, User


def find(session, comment_id):
    comment = session.scalar(select(Comment).where(Comment.id == comment_id))
    if comment is None:
        return None
    post = session.scalar(select(Post).where(Post.id == comment.post_id))
    if post is None:
        return None
    user = session.scalar(select(User).where(User.id == post.user_id, User.name != "nobody"))
    if user is None:
        return None
    return [comment.body, user.name]


def run(session):
    return [find(session, 1), find(session, 4), find(session, 99), find(session, 7), find(session, 8), find(session, 9)]
` },
  },
  {
    what: 'a chain of queries of old', fix: 'join-reads', before: 4, after: 2,
    has: ['session.query(Comment, Post).join(Post, Post.id == Comment.post_id).filter(Comment.id == comment_id).first() or (None, None)'],
    files: { 'app.py': `from models import Comment, Post


def find(session, comment_id):
    comment = session.query(Comment).filter(Comment.id == comment_id).first()
    if not comment:
        raise KeyError(comment_id)
    post = session.query(Post).filter(Post.id == comment.post_id).first()
    if not post:
        raise KeyError(comment_id)
    return post.title


def run(session):
    return (find(session, 1), find(session, 2))
` },
  },
];

const all = samples.map((sample) => ({ ...sample, files: { 'models.py': models, ...sample.files } }));

describe('what a fix writes in SQLAlchemy\'s words', () => {
  for (const { what, files, fix, has } of all) {
    it(what, () => {
      const then = fixed(files, fix);
      for (const text of has) assert.ok(Object.values(then).some((file) => file.includes(text)), `${text}\n${Object.values(then).slice(1).join('\n')}`);
    });
  }
});

describe('the same rows with fewer statements', () => {
  for (const version of ['1.4', '2.0'] as const) {
    it(`SQLAlchemy ${version}`, (context) => {
      const folders = all.flatMap(({ files, fix }) => [folderOf(context, files), folderOf(context, fixed(files, fix))]);
      const ran = run(folders, version);
      for (const [index, { what, before, after }] of all.entries()) {
        const [first, second] = [ran[index * 2], ran[index * 2 + 1]];
        assert.deepEqual(second?.rows, first?.rows, what);
        assert.deepEqual([first?.statements, second?.statements], [before, after], what);
      }
    });
  }
});
