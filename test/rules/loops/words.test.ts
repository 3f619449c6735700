import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Frame, Repeater } from '../../../server/src/link/flow/summary.ts';
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

it('what takes a list is named by the ORM that made the statement, else in SQL', () => {
  assert.equal(withColumn(formsOf('drizzle', 'typescript').many, 'author_id'), 'inArray on author_id');
  assert.equal(withColumn(formsOf('sqlalchemy', 'python').many, 'author_id'), 'author_id.in_(…)');
  assert.equal(withColumn(formsOf('sql-drivers', 'python').many, 'author_id'), 'author_id IN (…)');
  assert.equal(withColumn(formsOf(undefined, 'typescript').many, 'author_id'), 'author_id IN (…)');
});
