import assert from 'node:assert/strict';
import { test } from 'node:test';
import { show } from '../../drizzle/show.ts';
import { queriesOf } from './reader.ts';

const IMPORTS = 'from sqlalchemy import and_, func, or_, select, text\nfrom app.models import Post, User\nimport app.models as m\n';

interface Case { readonly name: string; readonly code: string; readonly read?: readonly string[]; readonly unread?: readonly string[]; readonly bare?: true }

/** `?..` is a list, `[ ]` what is sent only sometimes, `{ }` what was not understood. */
const CASES: readonly Case[] = [
  { name: 'a module in front of the model', code: 'session.query(m.User).filter(m.User.id == x).one()', read: ['select from m.User as m.User where m.User.id = ? one'] },
  { name: 'an enum and a setting are values once linking finds no table', code: 'session.query(User).filter(User.status == m.Status.OPEN)', read: ['select from User as User cross join m.Status.OPEN as m.Status.OPEN where User.status = m.Status.OPEN'] },
  { name: 'a prefix is seen', code: "session.query(User).filter(User.name.startswith('ab'), User.name.like(f'{x}%'), User.name.contains('z'))", read: ['select from User as User where (User.name like "ab%" and User.name like (? || "%") and (User.name contains "z"))'] },
  { name: 'patterns of every make', code: "session.query(User).filter(User.a.like('%%%s%%' % x), User.b.ilike('%{}%'.format(x)), User.c.like('%' + x + '%'))", read: ['select from User as User where (User.a like (("%" || ?) || "%") and User.b ilike (("%" || ?) || "%") and User.c like (("%" || ?) || "%"))'] },
  { name: 'a column by a name that is known only at run time', code: 'session.query(User).filter(getattr(User, field) == 1).order_by(getattr(User, sort).desc())', read: ['select from User as User where {dynamic column} = 1 order by {dynamic column} desc #dynamic-identifier'] },
  { name: 'a column by a name that is written out', code: "session.query(User).order_by(getattr(User, 'name').desc())", read: ['select from User as User order by User.name desc'] },
  { name: 'keywords that are made elsewhere', code: 'session.query(User).filter_by(id=1, **more).first()', read: ['select from User as User where (User.id = 1 and {dynamic column}) limit 1 one #dynamic-identifier'] },
  { name: 'keywords of a literal', code: "session.query(User).filter_by(**{'id': 1}).first()", read: ['select from User as User where User.id = 1 limit 1 one'] },
  { name: 'conditions that are made elsewhere', code: 'session.query(User).filter(*build(x)).filter(visible(User)).all()', read: ['select from User as User where ({conditions made elsewhere} and {condition made by visible()})'] },
  { name: 'a list that a function of another file may add to', code: 'from x import add\nconds = [User.a == 1]\nadd(conds)\nsession.query(User).filter(*conds).all()', read: ['select from User as User where (User.a = 1 and {conditions added elsewhere})'] },
  { name: 'a list that is only measured', code: 'conds = [User.a == 1]\nprint(len(conds))\nsession.query(User).filter(*conds).all()', read: ['select from User as User where User.a = 1'] },
  { name: 'optional conditions', code: 'conds = []\nif x:\n    conds.append(User.a == x)\nfor y in ys:\n    conds.append(User.b != y)\nselect(User).where(and_(*conds))', read: ['select from User as User where ([User.a = ?] and [User.b <> ?]) #optional-predicates'] },
  { name: 'conditions by choice', code: 'select(User).where(User.a == x if x else True, User.b == 1)', read: ['select from User as User where ([User.a = ?] and User.b = 1) #optional-predicates'] },
  { name: 'an alternative of a comprehension', code: 'select(User).where(or_(*[User.name.ilike(y) for y in ys]))', read: ['select from User as User where [User.name ilike ?] #optional-predicates'] },
  { name: 'a statement with branches', code: 'def f(session, x):\n    if x:\n        q = session.query(User).filter(User.a == 1)\n    else:\n        q = session.query(Post).filter(Post.b == 2)\n    return q.order_by("id").first()', read: ['select from User as User where User.a = 1 order by id limit 1 one', 'select from Post as Post where Post.b = 2 order by id limit 1 one'] },
  { name: 'a limit that is set only sometimes bounds nothing', code: 'def f(session, n):\n    q = session.query(User).order_by(User.id)\n    if n:\n        q = q.limit(n)\n    return q.all()', read: ['select from User as User order by User.id'] },
  { name: 'a statement through a function of another file', code: 'from x import paged\ndef f(session):\n    q = session.query(User).filter(User.a == 1)\n    q = paged(q)\n    return q.filter(User.b == 2).all()', read: ['select from User as User where (User.a = 1 and {conditions made elsewhere} and User.b = 2)'] },
  { name: 'a statement through a function of this file', code: 'def only(q, a):\n    return q.filter(User.a == a)\ndef f(session):\n    q = session.query(User)\n    q = only(q, 3)\n    return q.all()', read: ['select from User as User where User.a = 3'] },
  { name: 'what a private method begins', code: 'class Repo:\n    def _base(self):\n        return self.session.query(User).filter(User.gone == False)\n    def find(self, name):\n        return self._base().filter(User.name == name).all()', read: ['select from User as User where (User.gone = false and User.name = ?)'] },
  { name: 'a repository of one model', code: 'class Repo:\n    model = User\n    def find(self, name):\n        return self.session.query(self.model).filter(self.model.name == name).all()', read: ['select from User as User where User.name = ?'] },
  { name: 'a class by itself', code: 'class Doc(Base):\n    @classmethod\n    def by(cls, x):\n        return cls.query.filter(cls.name == x, cls.owner_id == x.id).one()\n    def others(self):\n        return Doc.query.filter(Doc.id != self.id).all()', read: ['select from Doc as Doc where (Doc.name = ? and Doc.owner_id = ?) one', 'select from Doc as Doc where Doc.id <> ?'] },
  { name: 'an awaited session', code: 'async def f(session, x):\n    stmt = select(User).where(User.id == x)\n    return (await session.execute(stmt)).scalars().first()', read: ['select from User as User where User.id = ? one'] },
  { name: 'SQLModel', code: 'def f(session):\n    return session.exec(select(User, Post).where(User.id == Post.user_id)).all()', read: ['select from User as User cross join Post as Post where User.id = Post.user_id'] },
  { name: 'text in conditions and sorts', code: "session.query(User).filter(text('age > :n')).order_by(text('name DESC NULLS LAST')).all()", read: ['select from User as User where age > ? order by name desc nulls last'] },
  { name: 'either direction of one column', code: 'session.query(User).order_by(User.a.desc() if newest else User.a.asc()).all()', read: ['select from User as User order by [User.a desc] #optional-predicates'] },
  { name: 'one of several columns', code: 'session.query(User).order_by(User.a if x else User.b).all()', read: ['select from User as User order by [{one of several sort keys: User.a, User.b}] #optional-predicates'] },
  { name: 'JSON and arrays', code: "session.query(User).filter(User.meta['k'].astext == 'v', User.tags.any('x'), User.tags.overlap(xs), User.meta.has_key('a'))", read: ['select from User as User where ((User.meta ->> "k") = "v" and "x" = any (User.tags) and (User.tags && ?) and (User.meta ? "a"))'] },
  { name: 'comparisons that Python decides itself', code: 'session.query(User).filter(User.a is not None, User.b == 1).all()', read: ['select from User as User where User.b = 1'] },
  { name: 'eager loading', code: 'from sqlalchemy.orm import joinedload, selectinload\nsession.query(User).options(joinedload(User.org), selectinload(User.posts)).all()', read: ['select from User as User left join <unknown User.org> as User.org~', 'select from <unknown User.posts> as User.posts'] },
  { name: 'a slice', code: 'session.query(User).order_by(User.id)[10:20]', read: ['select from User as User order by User.id limit ?'] },
  { name: 'a subquery in a variable', code: 'sq = select(Post.user_id).where(Post.hot).subquery("hot")\nselect(User).where(User.id.in_(select(sq.c.user_id)))', read: ['select from User as User where User.id in (select from (select from Post.user_id as Post.user_id where Post.hot = true) as hot)'] },
  { name: 'what a query gave is a value', code: 'def f(session, x):\n    user = session.query(User).filter(User.id == x).first()\n    ids = [one.id for one in user.friends()]\n    return session.query(Post).filter(Post.user_id == user.id, Post.id.in_(ids)).all()', read: ['select from User as User where User.id = ? limit 1 one', 'select from Post as Post where (Post.user_id = ? and Post.id in (?..))'] },
  { name: 'a variable that is used for one statement after another', code: 'def f(session):\n    stmt = select(User).where(User.a == 1)\n    session.execute(stmt)\n    stmt = select(Post).where(Post.b == 2)\n    stmt = stmt.where(Post.c == 3)\n    session.execute(stmt)', read: ['select from User as User where User.a = 1', 'select from Post as Post where (Post.b = 2 and Post.c = 3)'] },
  { name: 'a model’s own query in a variable', code: 'def f(x):\n    q = User.query\n    if x:\n        q = q.filter(User.a == x)\n    return q\ndef g():\n    q = Post.query\n    return q.count()', read: ['select from User as User where [User.a = ?] #optional-predicates', 'select from Post as Post'] },
  { name: 'a statement that is sent twice', code: 'def f(session, n):\n    q = session.query(User).filter(User.a == 1)\n    if n:\n        return q.all()\n    return q.all()', read: ['select from User as User where User.a = 1'] },
  { name: 'methods of models that only look like a table’s', code: 'User.update(name=x)\nUser.delete()\nUser.insert(x)' },
  { name: 'the model is a parameter', code: 'def f(session, model):\n    return session.query(model).filter(model.id == 1).all()', unread: ['the model is known only at run time'] },
  { name: 'a repository for any model', code: 'class Repo:\n    def __init__(self, model):\n        self.model = model\n    def all(self):\n        return select(self.model).where(self.model.x == 1)', unread: ['the model is known only at run time'] },
  { name: 'a statement that is text', code: 'session.query(User).from_statement(text("select * from users")).all()', unread: ['the statement is text'] },
  { name: 'an arm that is made elsewhere', code: 'session.query(User).union(other(x)).all()', unread: ['an arm of a set operation is made elsewhere'] },
  { name: 'other libraries', code: 'client.query("SELECT 1")\nurl.query.get("x")\nd.update({"a": 1})\ndf.filter(items=["a"])\nbox.select("a")\nrequests.get(URL, params)\nselect.select([], [], [])' },
  { name: 'a session that is called db', code: 'def f(db, row):\n    db.delete(row)\n    db.add(row)\n    return db.query(User).filter(User.id == row.id).first()', read: ['select from User as User where User.id = ? limit 1 one'], bare: true },
  { name: 'no import of SQLAlchemy at all', code: "def f(x):\n    return User.query.filter_by(id=x).first() or Post.query.get_or_404(x)", read: ['select from User as User where User.id = ? limit 1 one', 'select from Post as Post where Post. = ? one'], bare: true },
];

for (const { name, code, read = [], unread = [], bare } of CASES) {
  test(name, () => {
    const found = queriesOf(`${bare === true ? 'from app.models import Post, User\n' : IMPORTS}${code}\n`);
    assert.deepEqual(found.queries.map(show), read);
    assert.deepEqual(found.unread.map((one) => one.reason), unread);
    assert.deepEqual(JSON.parse(JSON.stringify(found)), found, 'facts serialise');
  });
}

test('a statement in a variable is told where it starts, under the name of its function', () => {
  const text = `${IMPORTS}def f(session, x):\n    q = session.query(User)\n    if x:\n        q = q.filter(User.a == x)\n    return q.all()\n`;
  const [fact] = queriesOf(text).queries;
  assert.equal(text.slice(fact?.span.start, fact?.span.end), 'session.query(User)');
  assert.equal(fact?.enclosing, 'f');
});
