import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flowOf } from './support.ts';

const MODELS = `
from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import declarative_base, joinedload, relationship

Base = declarative_base()

class User(Base):
    __tablename__ = 'users'
    id = Column(Integer, primary_key=True)
    name = Column(String)
    posts = relationship('Post', back_populates='author')
    logs = relationship('Log', lazy='dynamic')

class Post(Base):
    __tablename__ = 'posts'
    id = Column(Integer, primary_key=True)
    author_id = Column(ForeignKey('users.id'))
    author = relationship('User', back_populates='posts')
    def to_dict(self, with_author=False):
        found = {'id': self.id}
        if with_author:
            found['author'] = self.author.name
        return found
    @property
    def author_name(self):
        return self.author.name

class Log(Base):
    __tablename__ = 'logs'
    id = Column(Integer, primary_key=True)
    user_id = Column(ForeignKey('users.id'))
`;

const REPO = `
from functools import lru_cache
from models import Post, User

def users_of(db):
    return db.query(User).all()

def user(db, id):
    return db.query(User).filter(User.id == id).first()

@lru_cache
def cached_user(db, id):
    return db.query(User).filter(User.id == id).first()
`;

const HEAD = 'import asyncio\nfrom collections import defaultdict\nfrom functools import partial\nfrom models import Log, Post, User, joinedload\nimport repo\nfrom repo import cached_user, user, users_of\n';
const ASK = 'query db.query(User).filter(User.id == id).first()';
const ALL = 'query db.query(User).all(), at users_of(db) via users_of, by p0';

/** What `def f(db, ids)` with this body asks. */
const asks = (body: string, params = 'db, ids', flags = ''): readonly string[] =>
  flowOf({ 'models.py': MODELS, 'repo.py': REPO, 'm.py': `${HEAD}${flags}def f(${params}):\n${body.split('\n').map((line) => `    ${line}`).join('\n')}\n` })('m.py', 'f');

const forms: readonly (readonly [string, string, readonly string[]])[] = [
  ['a loop over what is handed in', 'for id in ids:\n    user(db, id)', [`${ASK}, at user(db, id) via user, varies in for ids, by p0,p1`]],
  ['an attribute of the element, by a name of its own', 'for row in ids:\n    key = row.id\n    user(db, key)', [`${ASK}, at user(db, key) via user, varies in for ids, by p0,p1`]],
  ['a comprehension', 'return [user(db, id) for id in ids]', [`${ASK}, at user(db, id) via user, varies in comprehension ids, by p0,p1`]],
  ['a module and its function', 'for id in ids:\n    repo.user(db, id=id)', [`${ASK}, at repo.user(db, id=id) via user, varies in for ids, by p0,p1`]],
  ['gather over a generator', 'return asyncio.gather(*(user(db, id) for id in ids))', [`${ASK}, at user(db, id) via user, varies in concurrent ids, by p0,p1`]],
  ['gather over a list', 'tasks = [user(db, id) for id in ids]\nreturn asyncio.gather(*tasks)', [`${ASK}, at user(db, id) via user, varies in concurrent ids, by p0,p1`]],
  ['map with a partial', 'return list(map(partial(user, db), ids))', [`${ASK}, at map(partial(user, db), ids) via user, varies in callback , by p0,p1`]],
  ['an executor in a loop', 'for id in ids:\n    pool.submit(user, db, id)', [`${ASK}, at pool.submit(user, db, id) via user, varies in for ids, by p0,p1`]],
  ['sorting by a key that asks', 'return sorted(ids, key=lambda id: user(db, id))', [`${ASK}, at user(db, id) via user, varies in callback , by p0,p1`]],
  ['the iterable runs once', 'for u in users_of(db):\n    print(u.name)', [ALL]],
  ['the same query each round', 'for id in ids:\n    users_of(db)', ['query db.query(User).all(), at users_of(db) via users_of, in for ids, by p0']],
  ['a dict made of rows is no query', 'known = {u.id: u for u in users_of(db)}\nreturn [known.get(id) for id in ids]', [ALL]],
  ['a relation of each row', 'for u in users_of(db):\n    print(len(u.posts))', [ALL, 'reads posts of User from db.query(User).all(), varies in for  over rows, by p0']],
  ['a relation of rows in a dict of lists', 'found = defaultdict(list)\nfor u in users_of(db):\n    found[u.name].append(u)\nfor name, us in found.items():\n    for u in us:\n        u.posts', [ALL, 'reads posts of User from db.query(User).all(), varies in for found over rows, varies in for us over rows, by p0']],
  ['a relation of a relation', 'for u in users_of(db):\n    for p in u.posts:\n        p.author', [ALL, 'reads posts of User from db.query(User).all(), varies in for  over rows, by p0', 'reads posts.author of Post from db.query(User).all(), varies in for  over rows, varies in for u.posts, by p0']],
  ['a relation that was loaded', 'for p in db.query(Post).options(joinedload(Post.author)).all():\n    p.author.name', ['query db.query(Post).options(joinedload(Post.author)).all(), by p0']],
  ['a relation twice in a round', 'for p in db.query(Post).all():\n    print(p.author.name, p.author.id)', ['query db.query(Post).all(), by p0', 'reads author of Post from db.query(Post).all(), varies in for  over rows, by p0']],
  ['a property of the model that reads a relation', 'return [p.author_name for p in db.query(Post).all()]', ['query db.query(Post).all(), by p0', 'reads author of Post from db.query(Post).all(), at p.author_name via Post.author_name, varies in comprehension  over rows, by p0']],
  ['a method that reads a relation only when it is asked to', 'return [p.to_dict() for p in db.query(Post).all()]', ['query db.query(Post).all(), by p0']],
  ['the same where it is asked to', 'return [p.to_dict(with_author=True) for p in db.query(Post).all()]', ['query db.query(Post).all(), by p0', 'reads author of Post from db.query(Post).all(), at p.to_dict(with_author=True) via Post.to_dict, varies in comprehension  over rows, by p0']],
  ['a dynamic relation is a query of each row', 'for u in users_of(db):\n    u.logs.count()', [ALL, 'opens logs of User from db.query(User).all(), varies in for  over rows, by p0']],
  ['a function that keeps what it gave', 'for id in ids:\n    cached_user(db, id)', [`${ASK}, at cached_user(db, id) via cached_user, varies in for ids, by p0,p1, memoised`]],
  ['a dict that keeps what was asked', 'known = {}\nfor id in ids:\n    if id not in known:\n        known[id] = user(db, id)', [`${ASK}, at user(db, id) via user, varies in for ids, by p0,p1, memoised`]],
  ['under a condition', 'for id in ids:\n    if id > 3:\n        user(db, id)', [`${ASK}, at user(db, id) via user, varies in for ids, by p0,p1, sometimes`]],
  ['after a guard on a row that is missing', 'for id in ids:\n    u = user(db, id)\n    if not u:\n        continue\n    user(db, u.name)', [`${ASK}, at user(db, id) via user, varies in for ids, by p0,p1`, `${ASK}, at user(db, u.name) via user, varies in for ids, by p0,p1`]],
  ['a commit in each round', 'for u in users_of(db):\n    u.name = 1\n    db.commit()', [ALL, 'flush, varies in for  over rows, by p0']],
  ['one commit after all rounds', 'for u in users_of(db):\n    u.name = 1\ndb.commit()', [ALL, 'flush, by p0']],
  ['new objects and one commit', 'for id in ids:\n    db.add(User(name=id))\ndb.commit()', ['flush, by p1']],
  ['while: its test is in each round', 'while user(db, ids):\n    pass', [`${ASK}, at user(db, ids) via user, in while  (retry), by p0,p1`]],
];

for (const [name, body, expected] of forms) test(`Python: ${name}`, () => assert.deepEqual(asks(body), expected));
