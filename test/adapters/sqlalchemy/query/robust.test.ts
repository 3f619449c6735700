import assert from 'node:assert/strict';
import { test } from 'node:test';
import { queriesOf } from './reader.ts';
import { FORMS, formsFile } from './forms.ts';

const IMPORTS = 'from sqlalchemy import and_, or_, select\nfrom app.models import Post, User\n';

test('every cut of the sample gives facts and never throws', () => {
  const text = formsFile(() => true);
  const step = Math.ceil(text.length / 25);
  for (let at = 0; at < text.length; at += step) {
    const whole = queriesOf(text.slice(0, at));
    assert.deepEqual(JSON.parse(JSON.stringify(whole)), whole);
    assert.ok(Array.isArray(queriesOf(text.slice(at)).queries));
  }
});

test('half-typed statements keep the queries around them', () => {
  for (const broken of ['session.query(', 'session.query(User).filter(User.', 'select(User).where(User.a ==', 'stmt = select(', 'session.query(User).join(', 'q = q.filter(q', 'session.query(*)', 'session.get(User,', 'User.query.filter_by(a=', 'select(User).where(~)', 'getattr(User', 'aliased(']) {
    const found = queriesOf(`${IMPORTS}def a(session):\n    return session.query(User).filter(User.id == 1).first()\ndef b(session):\n    ${broken}\n\ndef c(session):\n    return session.query(Post).filter(Post.id == 2).first()\n`);
    assert.ok(found.queries.some(({ enclosing }) => enclosing === 'a'), broken);
  }
});

test('names that lead back to themselves end', () => {
  const found = queriesOf(`${IMPORTS}a = b\nb = a\nq = q.filter(User.x == q)\ndef f(session):\n    stmt = stmt.where(User.a == 1)\n    return f(session).where(cond)\ncond = and_(cond, cond2)\ncond2 = or_(cond, cond2)\nsq = sq.subquery()\nselect(sq.c.a).where(cond)\n`);
  assert.ok(found.queries.length < 10);
});

/** Milliseconds of the processor. */
const cost = (text: string): number => {
  const start = process.cpuUsage();
  queriesOf(text);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
};

test('time grows with the text and no faster', () => {
  const makers: Readonly<Record<string, (n: number) => string>> = {
    'one variable changed over and over': (n) => `${IMPORTS}def f(session):\n    q = session.query(User)\n${'    q = q.filter(User.a == 1)\n'.repeat(n)}    return q.all()\n`,
    'many statements': (n) => IMPORTS + Array.from({ length: n }, (_, i) => `def f${String(i)}(session):\n    return session.query(User).filter(User.a == ${String(i)}).first()\n`).join(''),
    'one long condition': (n) => `${IMPORTS}select(User).where(or_(${'User.a == 1, '.repeat(n)}))\n`,
    'a long chain': (n) => `${IMPORTS}select(User)${'.where(User.a == 1)'.repeat(n)}\n`,
    'conditions that nest': (n) => `${IMPORTS}select(User).where(${'and_('.repeat(n)}User.a == 1${')'.repeat(n)})\n`,
    'a list appended to': (n) => `${IMPORTS}def f(session):\n    c = []\n${'    c.append(User.a == 1)\n'.repeat(n)}    return session.query(User).filter(*c).all()\n`,
  };
  for (const [name, make] of Object.entries(makers)) {
    cost(make(200));
    const [small, large] = [cost(make(500)), cost(make(2000))];
    assert.ok(large < 100 + 12 * Math.max(small, 8), `${name}: ${String(small)} ms, then ${String(large)} ms for four times as much`);
  }
});

test('the forms are many', () => { assert.ok(Object.keys(FORMS).length >= 120); });
