import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { workspaceOf } from '../../support/workspace.ts';
import { offered } from './fixed.ts';

const models = `from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    name = Column(String)


class Post(Base):
    __tablename__ = "posts"
    id = Column(Integer, primary_key=True)
    user_id = Column(Integer, ForeignKey("users.id"), index=True)
    author_id = Column(Integer)
`;

const body = (lines: string): string => `from sqlalchemy import select, insert, func
from models import Post, User


def run(session, send):
    posts = session.query(Post).all()
    for post in posts:
${lines.split('\n').map((line) => `        ${line}\n`).join('')}`;

/** Loops that read or write a round, where a batch before the loop would do something else than the loop does. */
const loops: readonly (readonly [why: string, source: string])[] = [
  ['the loop may leave before it reads', 'if post.id > 3:\n    break\nuser = session.get(User, post.user_id)\nprint(user)'],
  ['it reads only sometimes', 'user = session.get(User, post.user_id) if post.user_id else None\nprint(user)'],
  ['it reads in a try', 'try:\n    user = session.get(User, post.user_id)\nexcept KeyError:\n    user = None\nprint(user)'],
  ['a missing row is an error', 'user = session.query(User).filter(User.id == post.user_id).one()\nprint(user)'],
  ['the key is worked out in the loop', 'key = post.user_id + 1\nuser = session.get(User, key)\nprint(user)'],
  ['the key is what a call gives', 'user = session.get(User, send(post))\nprint(user)'],
  ['another condition is of the loop too', 'user = session.query(User).filter(User.id == post.user_id, User.name == post.name).first()\nprint(user)'],
  ['a count is no row', 'n = session.query(User).filter(User.id == post.user_id).count()\nprint(n)'],
  ['the first of several rows', 'last = session.query(User).filter(User.name == post.name).first()\nprint(last)'],
  ['the loop writes what it reads', 'user = session.get(User, post.user_id)\nuser.name = "x"\nsession.commit()'],
  ['more than an insert', 'session.execute(insert(User).values(id=post.id))\nsend(post)'],
  ['what an insert gives is used', 'row = session.execute(insert(User).values(id=post.id))\nsend(row)'],
];

describe('no batch is written where', () => {
  for (const [why, source] of loops) {
    it(why, () => {
      const files = { 'models.py': models, 'app.py': body(source) };
      assert.notDeepEqual(workspaceOf(files).snapshot().sites('app.py').map(({ rule }) => rule), [], 'a finding is there');
      assert.deepEqual([...offered(files, 'read-before-loop'), ...offered(files, 'insert-many')].map(({ fix }) => fix.edits()), []);
    });
  }
});
