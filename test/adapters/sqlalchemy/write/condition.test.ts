import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits } from '../../../../server/src/text/edits.ts';
import { python } from '../../../support/python.ts';
import { workspaceOf } from '../../../support/workspace.ts';

const MODELS = 'from sqlalchemy import Column, DateTime, Integer, String\nfrom sqlalchemy.orm import declarative_base\n\nBase = declarative_base()\n\n\nclass Item(Base):\n    __tablename__ = "items"\n\n    id = Column(Integer, primary_key=True)\n    at = Column(DateTime, index=True)\n    size = Column(Integer, nullable=False, index=True)\n    name = Column(String(40), index=True)\n';
const HEAD = "from sqlalchemy import Date, cast, extract, func, select\n\nfrom models import Item\n\nTITLE = 'items'\n\n\n";

interface Rewritten { readonly name: string; readonly before: string; readonly after: string; readonly params: string; readonly sql: RegExp }

const cases: readonly Rewritten[] = [
  { name: 'a day', params: 'day', before: 'func.date(Item.at) == day', after: "and_(Item.at >= text('(:day)::date').bindparams(day=day), Item.at < text('(:day)::date + 1').bindparams(day=day))", sql: /items\.at >= \(%\(day\)s\)::date AND items\.at < \(%\(day\)s\)::date \+ 1/ },
  { name: 'a day of an object, by a cast', params: 'visit', before: 'cast(Item.at, Date) == visit.day', after: "and_(Item.at >= text('(:day)::date').bindparams(day=visit.day), Item.at < text('(:day)::date + 1').bindparams(day=visit.day))", sql: /items\.at >= \(%\(day\)s\)::date/ },
  { name: 'a year', params: '', before: "extract('year', Item.at) == 2020", after: `and_(Item.at >= text("'2020-01-01'"), Item.at < text("'2021-01-01'"))`, sql: /items\.at >= '2020-01-01' AND items\.at < '2021-01-01'/ },
  { name: 'a sum', params: 'n', before: 'Item.size + 1 > n', after: 'Item.size > n - 1', sql: /items\.size > %\(size_1\)s/ },
  { name: 'a sum of what binds loosely', params: 'n', before: 'Item.size + 1 > (n or 3)', after: 'Item.size > (n or 3) - 1', sql: /items\.size > %\(size_1\)s/ },
  { name: 'nulls', params: '', before: "func.coalesce(Item.name, '') == ''", after: "or_(Item.name == '', Item.name.is_(None))", sql: /items\.name = %\(name_1\)s OR items\.name IS NULL/ },
];

/** The file after the rewriting of its only condition. */
function rewritten({ before, params }: Rewritten): string {
  const text = `${HEAD}def ask(session, ${params}):\n    statement = select(Item).where(${before})\n    return session.scalars(statement).all()\n`;
  const snapshot = workspaceOf({ 'pyproject.toml': '[project]\nname = "a"\ndependencies = ["sqlalchemy", "psycopg2"]\n', 'models.py': MODELS, 'queries.py': text }).snapshot();
  const [site, more] = snapshot.sites('queries.py');
  assert.ok(site !== undefined && more === undefined, before);
  const edits = snapshot.fixes('queries.py', site).find(({ id }) => id === 'rewrite-condition')?.edits();
  assert.ok(edits, `${site.rule} ${site.message}`);
  return applyEdits(text, edits.changes[0]?.edits ?? []);
}

// Each statement is compiled by SQLAlchemy for PostgreSQL, from a session that only looks.
const HARNESS = `
import json, sys, types
from sqlalchemy.dialects import postgresql
given = json.load(sys.stdin)
models = types.ModuleType('models')
exec(given['models'], models.__dict__)
sys.modules['models'] = models

class Session:
    def scalars(self, statement):
        self.sql = str(statement.compile(dialect=postgresql.dialect(paramstyle='pyformat')))
        return self
    def all(self):
        return self.sql

class Visit:
    day = '2020-01-01'

out = []
for text, params in given['cases']:
    space = {}
    exec(text, space)
    values = {'': (), 'day': ('2020-01-01',), 'visit': (Visit(),), 'n': (4,)}[params]
    out.append(space['ask'](Session(), *values))
json.dump(out, sys.stdout)
`;

test('a condition said otherwise is written in the ORM’s words', () => {
  for (const one of cases) assert.ok(rewritten(one).includes(`.where(${one.after})`), `${one.name}: ${rewritten(one)}`);
  assert.match(rewritten(cases[0] ?? assert.fail()), /^from sqlalchemy import Date, and_, cast, extract, func, select, text\n/);
});

for (const version of ['1.4', '2.0'] as const) {
  test(`SQLAlchemy ${version} asks for what was written`, () => {
    const texts = cases.map((one) => [rewritten(one).replace('def ask(session, )', 'def ask(session)'), one.params]);
    const { stdout, stderr, status } = python(HARNESS, { version, input: JSON.stringify({ models: MODELS, cases: texts }) });
    assert.equal(status, 0, stderr);
    const sql = JSON.parse(stdout) as readonly string[];
    cases.forEach((one, at) => { assert.match((sql[at] ?? '').replace(/\s+/g, ' '), one.sql, one.name); });
  });
}
