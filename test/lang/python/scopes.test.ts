import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Outline } from '../../../server/src/lang/outline.ts';
import { show } from '../support.ts';
import { pythonOf } from './support.ts';

/** What a name means at the place that `|` marks: its kind, and its value or its line. */
function meaning(text: string, name: string): string {
  const outline = pythonOf(text.replace('|', ''));
  const found = outline.resolve(name, text.indexOf('|'));
  if (found === null) return 'none';
  const line = text.slice(0, found.span.start).split('\n').length;
  return `${found.kind} ${found.init === null ? `line ${line}` : show(found.init)}`;
}

const NAMES: readonly (readonly [string, string, string, string])[] = [
  ['a block is no scope', 'if x:\n  a = 1\n|b', 'a', 'const #1'],
  ['a function is', 'def f():\n  a = 1\n|b', 'a', 'none'],
  ['names of the module are seen in it', 'A = 1\ndef f():\n  |pass', 'A', 'const #1'],
  ['a second value makes it a variable', 'a = 1\na = 2\n|', 'a', 'let #1'],
  ['so does +=', 'a = 1\na += 2\n|', 'a', 'let #1'],
  ['parameters', 'def f(self, a: int = 1):\n  |pass', 'a', 'param #1'],
  ['names of a class are not seen in its methods', 'class A:\n  S = 1\n  def m(self):\n    |pass', 'S', 'none'],
  ['but as fields', 'class A:\n  S = 1\n  def m(self):\n    |pass', 'this.S', 'field #1'],
  ['and in its body', 'class A:\n  S = 1\n  T = |S', 'S', 'field #1'],
  ['fields that a method makes', 'class A:\n  def __init__(self):\n    self.db = f()\n  def m(self):\n    |pass', 'this.db', 'field f()'],
  ['a field of the outer class is not that of the inner', 'class A:\n  S = 1\n  class B:\n    def m(self):\n      |pass', 'this.S', 'none'],
  ['with', 'with connect() as c:\n  |pass', 'c', 'const connect()'],
  ['async with, several', 'async def f():\n  async with a() as b, b.c() as d:\n    |pass', 'd', 'const b.c()'],
  ['for', 'for a, b in c:\n  |pass', 'b', 'loop line 1'],
  ['a comprehension keeps its own', '[a for a in b]\n|', 'a', 'none'],
  ['walrus', 'if (n := f()) > 1:\n  |pass', 'n', 'const f()'],
  ['walrus in a comprehension', 'def f():\n  [x for y in z if (x := y)]\n  |pass', 'x', 'const y'],
  ['except', 'try:\n  pass\nexcept E as e:\n  |pass', 'e', 'catch line 3'],
  ['match', 'match a:\n  case {"x": v}:\n    |pass', 'v', 'catch line 2'],
  ['global', 'conn = None\ndef f():\n  global conn\n  conn = connect()\n|', 'conn', 'let null'],
  ['several targets', 'a = b = f()\n|', 'a', 'const f()'],
  ['functions', 'def f(): return 1\n|', 'f', 'function fn f() => #1'],
];

describe('scopes of Python', () => {
  for (const [title, text, name, expected] of NAMES) it(title, () => assert.equal(meaning(text, name), expected));

  it('annotations, those in quotes too', () => {
    const types = pythonOf('a: int\nb: "Conn" = f()\ndef g(c: Optional[X], *d: int): pass\nclass K:\n  e: str\n').bindings.map(({ name, type }) => `${name} ${type}`);
    assert.deepEqual(types, ['a int', 'b Conn', 'g null', 'c Optional[X]', 'd int', 'K null', 'e str']);
  });

  it('enclosing names', () => {
    const text = 'A = f(1)\nclass B:\n  C = f(2)\n  async def m(self):\n    def n(): f(3)\n    x = f(4)\nf(5)\n';
    const outline = pythonOf(text);
    assert.deepEqual(outline.calls.map((call) => outline.enclosing(call.span.start)), ['A', 'B', 'B.m.n', 'B.m', '']);
    assert.deepEqual(outline.functions.map(({ name }) => name), ['B.m', 'B.m.n']);
  });
});

describe('modules of Python', () => {
  it('imports', () => {
    const text = 'from __future__ import annotations\nimport os, a.b\nimport c.d as e\nfrom . import f\nfrom ..g.h import (i as j,\n  k)\nfrom l import *\ndef m():\n  import n\n';
    assert.deepEqual(pythonOf(text).imports.map(({ local, module, imported }) => `${local} = ${module}:${imported}`), ['os = os:*', 'a = a:*', 'e = c.d:*', 'f = .:f', 'j = ..g.h:i', 'k = ..g.h:k', 'n = n:*', '* = l:*']);
  });

  it('exports every name at the top, and says which of them a star takes', () => {
    const outline = pythonOf('from .a import b\nfrom c import *\n__all__ = ["d", "_e"]\nd = 1\n_e = 2\ndef f(): g = 1\n');
    assert.deepEqual(outline.exports.map((fact) => ('local' in fact ? `${fact.name} here` : `${fact.name} from ${fact.module}`)), ['b from .a', '__all__ here', 'd here', '_e here', 'f here', '* from c']);
    const taken = (from: Outline) => from.bindings.filter((binding) => binding.exported).map(({ name }) => name);
    assert.deepEqual(taken(outline), ['d', '_e']);
    assert.deepEqual(taken(pythonOf('a = 1\n_b = 2\n')), ['a']);
  });
});

const CHANGES: readonly (readonly [string, string, readonly string[]])[] = [
  ['assignments after the first', 's = 1\ns = 2', ['assign #2']],
  ['additions', 's = "a"\nif x:\n  s += "b"', ['assign (s + "b") sometimes']],
  ['calls on it', 's = []\ns.append(1)\nfor x in y: s.append(x)\nlen(s)', ['call s.append(#1)', 'call s.append(x) sometimes']],
  ['else, elif, except, case', 's = 1\nif a: pass\nelif b: s = 2\nelse: s = 3\ntry: s = 4\nexcept E: s = 5\nmatch m:\n  case 1: s = 6', ['assign #2 sometimes', 'assign #3 sometimes', 'assign #4', 'assign #5 sometimes', 'assign #6 sometimes']],
  ['with is no condition', 's = 1\nwith a: s = 2', ['assign #2']],
  ['tuples', 's = 1\ns, t = 2, 3\nif x: (t, [s]) = make()', ['assign #2', 'assign ? sometimes']],
  ['an annotation alone is none', 's = 1\ns: int', []],
  ['fields', 'class A:\n  s = 1\n  def m(self):\n    self.s = 2', ['assign #2 sometimes']],
];

describe('what happens to a variable', () => {
  for (const [title, text, expected] of CHANGES) {
    it(title, () => {
      const outline = pythonOf(text);
      const binding = outline.bindings.find(({ name }) => name === 's');
      assert.ok(binding !== undefined);
      assert.deepEqual(outline.mutationsOf(binding).map((m) => `${m.kind} ${show(m.kind === 'assign' ? m.value : m.call)}${m.conditional ? ' sometimes' : ''}`), expected);
    });
  }

  it('a name of several loops and withs is in each what that one gives', () => {
    const text = 'for s in one: f(s)\nfor s in two:\n  g(s)\n  with three as s: h(s)\nfor (s, t) in four: i(s)\nj(s)\n';
    const outline = pythonOf(text);
    const given = (call: string) => { const binding = outline.resolve('s', text.indexOf(call)); const of = binding?.init ?? binding?.pattern?.of; return of ? show(of) : null; };
    assert.deepEqual(['f(s)', 'g(s)', 'h(s)', 'i(s)', 'j(s)'].map(given), ['one', 'two', 'three', 'four', 'one']);
  });

  it('conditions around a place, within its function', () => {
    const text = 'if a:\n  def f():\n    if b:\n      x and y(1) or z\n';
    const outline = pythonOf(text);
    assert.deepEqual(outline.conditionsAround(text.indexOf('y(1)')).map(({ start, end }) => text.slice(start, end)), ['y(1)', 'x and y(1) or z']);
  });
});
