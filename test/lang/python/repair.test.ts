import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { codeOf, partsOf } from '../../../server/src/lang/python/layout.ts';
import { processorTime, show, slice } from '../support.ts';
import { pythonOf } from './support.ts';

describe('the layout of a Python file', () => {
  const TEXT = 'import a\n# one\n@dec(\n  1\n)\nclass A(\n    Base,\n):\n    """class B: x"""\n    x = {"a": 1}\n\n\nX = """\nclass C:\n"""\nasync def f(a: int = 1): return 1\nclass\ndef g(\n';
  const parts = partsOf(codeOf(TEXT));

  it('has its functions and classes as parts, end to end', () => {
    assert.deepEqual(parts.map(({ kind, name }) => `${kind} ${name}`), ['other ', 'class A', 'other ', 'function f', 'class ', 'function g']);
    assert.equal(parts.map((part) => slice(TEXT, part)).join(''), TEXT);
  });

  it('knows where bodies begin', () => assert.deepEqual(parts.map(({ body }) => (body === null ? null : TEXT.slice(body, body + 8))), [null, '"""class', null, 'return 1', null, null]));
  it('code has neither literals nor comments', () => assert.equal(codeOf('a = "b" # c\nd = f\'\'\'e\nf\'\'\''), 'a = " "    \nd = f\'\'\' \n \'\'\''));
});

describe('half-typed Python is read around what is half-typed', () => {
  const CASES: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
    ['nothing broken', 'a(1)\n"""Ends with a stop.\n"""\nb = [\n  1,\n]\nc(d="x" # so =\n)\n', ['a(#1)', 'c()'], []],
    ['an open call', 'def f():\n    a(1)\n    b(\n    c(2)\ndef g(): d(3)\n', ['a(#1)', 'd(#3)'], ['    b(\n    c(2)\n']],
    ['an open call before a statement', 'def f():\n    b(\n    x = c(2)\ndef g(): d(3)\n', ['c(#2)', 'd(#3)'], ['    b(\n']],
    ['a dot', 'x = a(1)\ny = x.\nz = b(2)\n', ['a(#1)', 'b(#2)'], ['y = x.']],
    ['Python 2', 'def f():\n    print "a", b(1)\n    exec "x" in y\ndef g(): raise E, "x"\ndef h(): d(3)\n', ['b(#1)', 'd(#3)'], []],
  ];
  for (const [title, text, calls, broken] of CASES) {
    it(title, () => {
      const outline = pythonOf(text);
      assert.deepEqual(outline.calls.map(show), calls);
      assert.deepEqual(outline.errors.map((span) => text.slice(span.start, span.end)), broken);
    });
  }

  it('hostile texts take no long time', () => {
    const before = processorTime();
    for (const text of ['('.repeat(20_000), 'class A(\n'.repeat(2000), 'def f(:\n  x = (\n'.repeat(2000), '"""'.repeat(6001), '  x = [\n'.repeat(6000), "x = '\n".repeat(6000), `class A:\n${'  x = Column(\n'.repeat(5000)}`, 'x = y.\n'.repeat(6000)]) assert.ok(pythonOf(text).errors.length >= 0);
    assert.ok(processorTime() - before < 8000);
  });
});
