import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { QueryFact } from '../../../../server/src/facts/query.ts';
import { queriesOf } from './reader.ts';

const HEAD = 'from sqlalchemy import func, insert, select, update\nfrom sqlalchemy.orm import contains_eager, defaultload, immediateload, joinedload, lazyload, load_only, Load, noload, raiseload, selectinload, subqueryload\nfrom app.models import Post, User, users\nimport app.models as m\nfrom x import paged\n';

/** Where it is sent (`here` where it stands), what it gives, of which model, with which relations. */
function told(text: string, fact: QueryFact): string {
  const at = ({ start, end }: { readonly start: number; readonly end: number }): string => text.slice(start, end).replace(/\s+/g, ' ');
  const sent = fact.sent === undefined ? 'here' : fact.sent.length === 0 ? 'elsewhere' : fact.sent.map(at).join(' and ');
  return [`${sent} -> ${fact.gives ?? '?'}`, ...(fact.under === undefined ? [] : [`under ${fact.under}`]), ...(fact.awaited === true ? ['awaited'] : []), ...(fact.entity === undefined ? [] : [`of ${fact.entity.join('.')}`]), ...(fact.loads ?? []).map(({ path, how }) => `${path}:${how}`)].join(' ');
}

const SENT: Readonly<Record<string, readonly string[]>> = {
  // A query of old, where it stands.
  'session.query(User).filter(User.id == 1).all()': ['here -> rows of User'],
  'session.query(User).first()': ['here -> row of User'],
  'session.query(User).count()': ['here -> value'],
  'session.query(User.id, User.name).all()': ['here -> rows'],
  'session.query(User.name).scalar()': ['here -> value'],
  'session.query(User)[3]': ['here -> row of User'],
  'session.query(User)[0:3]': ['here -> rows of User'],
  'session.query(User).filter(User.id == 1).delete()': ['here -> nothing'],
  'session.query(User).update({"a": 1})': ['here -> nothing'],
  'session.query(User).get(1)': ['here -> row of User'],
  'session.get(m.User, 1)': ['here -> row of m.User'],
  'User.query.get_or_404(1)': ['here -> row of User'],
  'User.query.paginate(page=1)': ['here -> rows under items of User', 'here -> value'],
  'session.query(session.query(User).exists()).scalar()': ['here -> value'],
  // One that nobody sends here: going over it does.
  'for u in session.query(User).filter(User.a == 1):\n    print(u)': ['elsewhere -> rows of User'],
  'def f(session):\n    return session.query(User)': ['elsewhere -> rows of User'],
  'def f():\n    return select(User).where(User.a == 1)': ['elsewhere -> rows of User'],
  'def f(session):\n    return paged(session, select(User))': ['elsewhere -> rows of User'],
  // Built here, sent there.
  'def f(session):\n    stmt = select(User)\n    return session.execute(stmt).scalars().all()': ['session.execute(stmt) -> rows of User'],
  'async def f(session):\n    return (await session.execute(select(User))).scalar_one_or_none()': ['session.execute(select(User)) -> row awaited of User'],
  'async def f(session):\n    result = await session.execute(select(User))\n    return result.scalars().all()': ['session.execute(select(User)) -> rows awaited of User'],
  'async def f(session):\n    return await session.get(User, 1)': ['here -> row awaited of User'],
  'session.scalar(select(func.count()).select_from(User))': ['session.scalar(select(func.count()).select_from(User)) -> value'],
  'session.scalars(select(User)).first()': ['session.scalars(select(User)) -> row of User'],
  'session.scalars(select(User.id)).first()': ['session.scalars(select(User.id)) -> value'],
  'session.exec(select(User)).one()': ['session.exec(select(User)) -> row of User'],
  'session.execute(select(User, Post)).all()': ['session.execute(select(User, Post)) -> rows'],
  'session.execute(select(users)).all()': ['session.execute(select(users)) -> rows'],
  'session.execute(update(User).where(User.id == 1).values(a=2))': ['session.execute(update(User).where(User.id == 1).values(a=2)) -> nothing'],
  'session.execute(insert(User).values(a=1).returning(User.id)).scalar_one()': ['session.execute(insert(User).values(a=1).returning(User.id)) -> value'],
  'def f(session, x):\n    q = session.query(User)\n    if x:\n        q = q.filter(User.a == x)\n    return q.count(), q.limit(3).all()': ['q.count() -> value', 'q.limit(3).all() -> rows of User'],
  'def f(session, x):\n    q = session.query(User)\n    if x:\n        return q.all()\n    return q.all()': ['q.all() and q.all() -> rows of User'],
  'class Repo:\n    def _base(self):\n        return self.session.query(User)\n    def find(self, x):\n        return self._base().filter(User.id == x).one()': ['self._base().filter(User.id == x).one() -> row of User'],
};

for (const [code, expected] of Object.entries(SENT)) {
  test(`sent: ${code}`, () => {
    const text = `${HEAD}${code}\n`;
    assert.deepEqual(queriesOf(text).queries.map((fact) => told(text, fact)), expected);
  });
}

/** What `.options(…)` loads, or `query` on its own line where more is needed. */
const LOADS: Readonly<Record<string, string>> = {
  'joinedload(User.org), selectinload(User.posts)': 'org:join posts:batch',
  'selectinload(User.posts).joinedload(Post.author)': 'posts:batch posts.author:join',
  'defaultload(User.posts).subqueryload(Post.tags)': 'posts.tags:batch',
  'contains_eager(User.org)': 'org:join',
  'joinedload("org.owner")': 'org:join org.owner:join',
  'joinedload(User.org, m.Org.owner)': 'org:join org.owner:join',
  'joinedload(User.org.of_type(m.Firm)).options(selectinload(m.Firm.a), lazyload(m.Firm.b))': 'org:join org.a:batch org.b:access',
  'Load(User).joinedload(User.org)': 'org:join',
  'raiseload("*")': '*:forbid',
  'selectinload(User.posts), raiseload("*"), noload(User.org)': 'posts:batch *:forbid org:forbid',
  'load_only(User.id)': '',
  '*loaders': '*:batch',
  'loaders_for(x)': '*:batch',
  '*[selectinload(User.posts)]': 'posts:batch',
  'selectinload(User.posts) if x else lazyload(User.posts)': 'posts:batch posts:access',
};

for (const [options, expected] of Object.entries(LOADS)) {
  test(`loads: ${options}`, () => {
    const [fact] = queriesOf(`${HEAD}def f(session, loaders, x):\n    return session.execute(select(User).options(${options}).where(User.a == 1)).scalars().all()\n`).queries;
    assert.equal((fact?.loads ?? []).map(({ path, how }) => `${path}:${how}`).join(' '), expected);
  });
}

test('loads through names: a list that is added to, a constant, a query that another file may have changed', () => {
  const loads = (body: string): string => (queriesOf(`${HEAD}def f(session, x):\n${body}\n`).queries[0]?.loads ?? []).map(({ path, how }) => `${path}:${how}`).join(' ');
  assert.equal(loads('    options = [joinedload(User.org)]\n    options.append(selectinload(User.posts))\n    return session.query(User).options(*options).all()'), 'org:join posts:batch');
  assert.equal(loads('    posts = selectinload(User.posts)\n    return session.query(User).options(posts).all()'), 'posts:batch');
  assert.equal(loads('    q = session.query(User)\n    q = paged(q)\n    return q.all()'), '*:batch');
  assert.equal(loads('    q = session.query(User)\n    if x:\n        q = q.options(joinedload(User.org))\n    return q.all()'), 'org:join');
});

test('an INSERT tells its table by itself, and nothing else', () => {
  const into = (code: string): unknown => queriesOf(`${HEAD}${code}\n`).queries.map(({ query }) => [query.op, query.into, query.sources.length]);
  const user = { by: 'symbol', path: ['User'] };
  assert.deepEqual(into('session.execute(insert(User).values(a=1))'), [['insert', user, 0]]);
  assert.deepEqual(into('session.execute(insert(User), rows)'), [['insert', user, 0]]);
  assert.deepEqual(into('session.execute(insert(User).from_select(["a"], select(Post.a)))'), [['insert', user, 1]]);
  assert.deepEqual(into('session.add(User(a=1))\nsession.add_all(xs)\nsession.commit()'), []);
});
