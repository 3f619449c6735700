import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { startDraft } from '../../server/src/fix/draft.ts';
import { applyEdits } from '../../server/src/text/edits.ts';
import type { TextEdit } from '../../server/src/text/span.ts';
import { viewOf } from '../migrate/disk.ts';
import { SEED } from '../support/seed.ts';

const step = fc.tuple(fc.nat(), fc.nat(6), fc.string({ maxLength: 4 }));

test('edits made one after another come out as edits of the first text', () => {
  fc.assert(fc.property(fc.string({ maxLength: 40 }), fc.array(step, { maxLength: 8 }), (first, steps) => {
    const draft = startDraft(viewOf({ a: first }));
    let expected = first;
    for (const [at, length, newText] of steps) {
      const start = at % (expected.length + 1);
      const edit: TextEdit = { span: { start, end: Math.min(expected.length, start + length) }, newText };
      expected = applyEdits(expected, [edit]);
      draft.edit('a', [edit]);
      assert.equal(draft.text('a'), expected);
    }
    const edits = draft.edits().changes.flatMap((change) => change.edits);
    assert.equal(applyEdits(first, edits), expected);
    for (const [i, edit] of edits.entries()) assert.ok(i === 0 || (edits[i - 1]?.span.end ?? 0) <= edit.span.start, 'edits overlap');
  }), { numRuns: 500, seed: SEED });
});

test('several inserts at one offset keep their order', () => {
  const draft = startDraft(viewOf({ a: 'xy' }));
  draft.edit('a', [{ span: { start: 1, end: 1 }, newText: '1' }, { span: { start: 1, end: 1 }, newText: '2' }]);
  assert.equal(draft.text('a'), 'x12y');
});

test('an unchanged text has no edits, a distant one stays untouched', () => {
  const draft = startDraft(viewOf({ a: 'one two three', b: 'b' }));
  draft.edit('a', []);
  assert.deepEqual(draft.edits(), { changes: [], creates: [] });
  draft.edit('a', [{ span: { start: 0, end: 3 }, newText: 'ONE' }]);
  draft.edit('a', [{ span: { start: 8, end: 13 }, newText: 'THREE' }]);
  assert.deepEqual(draft.edits().changes, [{ path: 'a', edits: [{ span: { start: 0, end: 3 }, newText: 'ONE' }, { span: { start: 8, end: 13 }, newText: 'THREE' }] }]);
});

test('nothing is overwritten: a path that exists, in the workspace or in the draft, is refused', () => {
  const draft = startDraft(viewOf({ a: '' }));
  assert.equal(draft.create('a', 'new'), false);
  assert.equal(draft.create('b', 'one'), true);
  assert.equal(draft.create('b', 'two'), false);
  assert.equal(draft.merge({ changes: [], creates: [{ path: 'c', text: '' }, { path: 'b', text: '' }] }), false);
  assert.equal(draft.text('c'), null);
  assert.deepEqual(draft.edits().creates, [{ path: 'b', text: 'one' }]);
  assert.deepEqual([...draft.paths], ['a', 'b']);
});
