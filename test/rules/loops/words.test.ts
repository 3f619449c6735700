import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Frame, Repeater } from '../../../server/src/link/flow/summary.ts';
import { adapters } from '../../../server/src/adapters/index.ts';
import type { QueryFact } from '../../../server/src/facts/query.ts';
import type { FlowContext, SentQuery } from '../../../server/src/rules/rule.ts';
import { formsOf, withColumn } from '../../../server/src/rules/loops/forms.ts';
import { actText, countText, type LoopCount, subjectText } from '../../../server/src/rules/words/loop.ts';

const unit = { file: 'app/router.py', unit: 'list_tasks', ordinal: 0 };
const place = { in: unit, at: [0, 1] } as const;
const loop = (more: Partial<Repeater>): Repeater => ({ id: 0, form: 'for', rounds: { rounds: 'many' }, over: null, name: '', head: place, whole: place, ...more });
const frame = (name: string, file: string): Frame => ({ call: place, callee: { file, unit: name, ordinal: 0 }, name });
const over = { query: place, model: null };

describe('a loop is named as its reader knows it', () => {
  const cases: readonly (readonly [Partial<Repeater>, string | null, string])[] = [
    [{ name: 'tasks' }, 'tasks', 'For each of tasks this loop'],
    [{ form: 'callback' }, 'users', 'For each row of users this callback'],
    [{ form: 'comprehension' }, null, 'For each element this comprehension'],
    [{ form: 'while' }, null, 'In each round this loop'],
    [{ form: 'template', name: 'posts' }, 'posts', 'For each of posts this template'],
  ];
  for (const [more, table, text] of cases) it(text, () => assert.equal(subjectText(loop(more), table), text));
});

describe('the way through helpers is named with the files that are entered', () => {
  const cases: readonly (readonly [readonly Frame[], string])[] = [
    [[], 'reads media_items'],
    [[frame('get_items', 'app/router.py')], 'calls get_items, which reads media_items'],
    [[frame('get_items', 'models/database.py')], 'calls get_items in models/database.py, which reads media_items'],
    [[frame('load', 'app/loader.py'), frame('Repo.find', 'app/repo.py'), frame('Repo.all', 'app/repo.py')], 'calls load in app/loader.py, which calls Repo.find in app/repo.py, which calls Repo.all, which reads media_items'],
  ];
  for (const [via, text] of cases) it(text, () => assert.equal(actText('reads media_items', via, 'app/router.py'), text));
});

describe('how many queries', () => {
  const one: LoopCount = { each: 1, constant: null, sometimes: false, outer: null };
  const cases: readonly (readonly [Partial<Repeater>, Partial<LoopCount>, string])[] = [
    [{ over }, {}, '1 + n queries'],
    [{}, {}, 'n queries'],
    [{ over }, { each: 2 }, '1 + 2n queries'],
    [{ over }, { sometimes: true }, '1 + up to n queries'],
    [{ over, form: 'concurrent' }, {}, 'n queries at once, which also takes as many connections'],
    [{ over }, { outer: ' for each of orders' }, 'n queries for each of orders'],
    [{}, { constant: 12 }, '12 queries'],
  ];
  for (const [more, count, text] of cases) it(text, () => assert.equal(countText(loop(more), { ...one, ...count }), text));
});

const context = (language: 'typescript' | 'python'): FlowContext => ({ path: 'a', role: 'application', handler: false, language, settings: { isSmall: () => false }, queryOf: () => null, relationOf: () => null, placeOf: ({ in: { file } }) => ({ path: file, span: { start: 0, end: 0 } }), inBulk: (id) => adapters.find((adapter) => adapter.id === id)?.inBulk ?? null, inProcess: () => false });
const sentBy = (adapter: string): SentQuery => ({ place: { path: 'a', span: { start: 0, end: 0 } }, fact: factOf(adapter), unread: null, query: null, paths: [], table: null, catalog: null });
const factOf = (adapter: string): QueryFact => ({ adapter, query: { op: 'select', span: { start: 0, end: 0 }, ctes: [], sources: [], where: null, groupBy: [], having: null, distinct: false, orderBy: [], limit: null, offset: null, output: 'all', setOps: [] }, span: { start: 0, end: 0 }, enclosing: '', dialect: null, confidence: 'high', flags: [] });

it('what takes a list is named by the ORM that made the statement, else in SQL as the language sends it', () => {
  const said = (adapter: string, language: 'typescript' | 'python') => { const { many, insert } = formsOf(sentBy(adapter), context(language)); return [withColumn(many, 'author_id'), insert]; };
  assert.deepEqual(said('drizzle', 'typescript'), ['inArray on author_id', 'insert(…).values(rows)']);
  assert.deepEqual(said('sqlalchemy', 'python'), ['author_id.in_(…)', 'add_all and one flush, or session.execute(insert(…), rows)']);
  assert.deepEqual(said('sql-drivers', 'python'), ['author_id IN (…)', 'executemany, or one INSERT with several rows of VALUES']);
  assert.deepEqual(said('sql-drivers', 'typescript'), ['author_id IN (…)', 'one INSERT with several rows of VALUES']);
});
