import assert from 'node:assert/strict';
import { test } from 'node:test';
import { merge } from '../../server/src/advice/merge.ts';
import { makeShape, type Shape } from '../../server/src/advice/shape.ts';
import type { Dialect } from '../../server/src/facts/dialect.ts';
import { shapeText } from '../../server/src/rules/words/index.ts';
import { spec } from './build.ts';

/** `a, b | c desc | d`: bound by equality in any order, then the sort, then a range. */
function shape(text: string): Shape {
  const [body = '', where] = text.split(' where ');
  const [free = '', ordered = '', last = ''] = body.split('|');
  const keys = (part: string) => part.split(',').map((k) => k.trim()).filter((k) => k !== '');
  const made = spec([...keys(free), ...keys(ordered), ...keys(last)], where === undefined ? {} : { where: { kind: 'is', test: 'null', negated: false, arg: { kind: 'column', column: where, span: { start: 0, end: 0 } }, span: { start: 0, end: 0 } } });
  return makeShape(made, keys(free).length, keys(ordered).length);
}

const merged = (needs: readonly string[], dialect: Dialect = 'postgresql') => merge(needs.map(shape), dialect).map((m) => shapeText(m.spec)).sort();

const cases: readonly { readonly title: string; readonly needs: readonly string[]; readonly indexes: readonly string[]; readonly dialect?: Dialect }[] = [
  { title: 'one need', needs: ['a | b'], indexes: ['(a, b)'] },
  { title: 'equal needs', needs: ['a', 'a', 'a'], indexes: ['(a)'] },
  { title: 'a prefix', needs: ['a', 'a, b', 'a | b desc'], indexes: ['(a, b desc)'] },
  { title: 'equalities in another order', needs: ['a, b', 'b'], indexes: ['(b, a)'] },
  { title: 'a free order that two needs settle', needs: ['a, b, c', 'c', 'c, b'], indexes: ['(c, b, a)'] },
  { title: 'a sort after what another binds', needs: ['b', 'a | b'], indexes: ['(a, b)', '(b)'] },
  { title: 'two sorts', needs: ['a | b', 'a | c'], indexes: ['(a, b)', '(a, c)'] },
  { title: 'a range and a sort on one column', needs: ['a || c', 'a | c desc'], indexes: ['(a, c desc)'] },
  { title: 'an equality where another has a range', needs: ['a || c', 'a, c'], indexes: ['(a, c)'] },
  { title: 'a sort forwards and backwards', needs: ['a | b, c desc', 'a | b desc, c'], indexes: ['(a, b desc, c)'] },
  { title: 'sorts whose directions differ', needs: ['a | b, c desc', 'a | b, c'], indexes: ['(a, b, c desc)', '(a, b, c)'] },
  { title: 'nulls that differ', needs: ['| b desc', '| b desc nulls last'], indexes: ['(b desc nulls last)', '(b desc)'] },
  { title: 'nulls written out as the dialect has them', needs: ['| b desc', '| b desc nulls first'], indexes: ['(b desc nulls first)'] },
  { title: 'the mirror of explicit nulls', needs: ['| b desc nulls last', '| b nulls first'], indexes: ['(b desc nulls last)'] },
  { title: 'the same in SQLite, where nulls come first going up', needs: ['| b', '| b nulls first'], indexes: ['(b nulls first)'], dialect: 'sqlite' },
  { title: 'expressions are keys of their own', needs: ['lower(email)', 'email', 'lower(email), tenant'], indexes: ['(email)', '(lower(email), tenant)'] },
  { title: 'operator classes too', needs: ['title text_pattern_ops', 'title'], indexes: ['(title text_pattern_ops)', '(title)'] },
  { title: 'partial and whole', needs: ['a where deleted', 'a, b'], indexes: ['(a, b)'] },
  { title: 'partial and another whole', needs: ['c where deleted', 'a, b'], indexes: ['(a, b)', '(c) WHERE deleted IS NULL'] },
  { title: 'partial ones among themselves', needs: ['a where deleted', 'a, b where deleted'], indexes: ['(a, b) WHERE deleted IS NULL'] },
  { title: 'no column that no need asked for', needs: ['a, b', 'a, c'], indexes: ['(a, b)', '(a, c)'] },
  { title: 'the fewest, where the first fit is not', needs: ['a, b, c', 'a, b', 'b, c', 'c', 'a'], indexes: ['(a, b, c)', '(c, b)'] },
];

for (const { title, needs, indexes, dialect } of cases) {
  test(`merging: ${title}`, () => {
    const expected = [...indexes].sort();
    assert.deepEqual(merged(needs, dialect), expected);
    assert.deepEqual(merged([...needs].reverse(), dialect), expected, 'in another order of needs');
  });
}

const weakCases: readonly { readonly title: string; readonly needs: readonly string[]; readonly indexes: readonly string[] }[] = [
  { title: 'a boolean comes last where the order is free', needs: ['gone, owner'], indexes: ['(owner, gone)'] },
  { title: 'a need of a boolean alone does not put it first', needs: ['gone, owner', 'gone'], indexes: ['(gone)', '(owner, gone)'] },
  { title: 'needs that all begin with it share an index', needs: ['gone | made', 'gone'], indexes: ['(gone, made)'] },
  { title: 'another need still settles the order', needs: ['gone, owner, made', 'made'], indexes: ['(made, owner, gone)'] },
];

for (const { title, needs, indexes } of weakCases) {
  test(`merging weak keys: ${title}`, () => {
    const run = (list: readonly string[]) => merge(list.map(shape), 'sqlite', new Set(['gone'])).map((m) => shapeText(m.spec)).sort();
    assert.deepEqual(run(needs), [...indexes].sort());
    assert.deepEqual(run([...needs].reverse()), [...indexes].sort(), 'in another order of needs');
  });
}

test('many needs of one table are merged in time', () => {
  const needs = Array.from({ length: 400 }, (_, i) => `t, c${i % 40} | c${(i * 7) % 41}`);
  const started = performance.now();
  const indexes = merged(needs);
  assert.ok(indexes.length > 0 && indexes.length <= new Set(needs).size);
  assert.ok(performance.now() - started < 2000, `${performance.now() - started} ms`);
});

test('every need is inside exactly one merged index', () => {
  const needs = ['a', 'b', 'a, b', 'a, b | c', 'b | d', 'c || d', 'd', 'd, a', 'x, y, z', 'z', 'z, y'];
  const result = merge(needs.map(shape), 'postgresql');
  assert.equal(result.flatMap((m) => m.shapes).length, needs.length);
  for (const m of result) for (const s of m.shapes) {
    const keys = m.spec.keys.map((k) => (k.expr.kind === 'column' ? k.expr.column : ''));
    const free = s.free.map((k) => (k.expr.kind === 'column' ? k.expr.column : ''));
    assert.deepEqual(new Set(keys.slice(0, free.length)), new Set(free), 'its equalities come first');
    const tail = [...s.ordered, ...s.last].map((k) => (k.expr.kind === 'column' ? k.expr.column : ''));
    assert.deepEqual(keys.slice(free.length, free.length + tail.length), tail, 'then what must follow');
  }
});
