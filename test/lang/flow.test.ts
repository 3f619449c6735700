// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the code under test has placeholders in it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bindingNamed, outlineOf, show, slice } from './support.ts';

describe('what happens to a name', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['assignments under a condition', 'let q = a(); if (x) q = q.where(1); else { q = q.limit(2) } q = q.end()', ['assign? q.where(#1)', 'assign? q.limit(#2)', 'assign q.end()']],
    ['calls as statements', 'const q = []; q.push(1); await q.go(2); if (x) q.push(3); x && q.push(4); y ? q.push(5) : 0; return_(q.use(6));', ['call q.push(#1)', 'call q.go(#2)', 'call? q.push(#3)', 'call? q.push(#4)', 'call? q.push(#5)']],
    ['loops and callbacks', 'const q = []; for (const a of b) q.push(a); b.forEach((c) => q.push(c)); b.forEach((c) => { q.push(c) })', ['call? q.push(a)', 'call? q.push(c)', 'call? q.push(c)']],
    ['appending', "let q = 'a'; q += ' b'; if (x) q += c; q ||= d", ['assign (q + " b")', 'assign? (q + c)', 'assign (q || d)']],
    ['another of that name is another', 'let q = 1; function f() { let q = 2; q = 3; } q = 4', ['assign #4']],
    ['within its own branch a change is certain', 'if (x) { let q = 1; q = 2; }', ['assign #2']],
    ['switch, catch', 'let q = 1; switch (x) { case 1: q = 2; break; default: q = 3 } try { q = 4 } catch { q = 5 }', ['assign? #2', 'assign? #3', 'assign #4', 'assign? #5']],
  ];
  for (const [title, text, expected] of cases) {
    it(title, () => {
      const outline = outlineOf(text);
      const mutations = outline.mutationsOf(bindingNamed(outline, 'q'));
      assert.deepEqual(mutations.map((mutation) => `${mutation.kind}${mutation.conditional ? '?' : ''} ${show(mutation.kind === 'assign' ? mutation.value : mutation.call)}`), expected);
    });
  }

  it('follows fields', () => {
    const outline = outlineOf('class A { q = 1; m() { this.q = 2; if (x) this.q.push(3) } } class B { q; n() { this.q = 4 } }');
    const [first] = outline.bindings.filter((binding) => binding.kind === 'field');
    assert.deepEqual(outline.mutationsOf(first ?? assert.fail()).map((mutation) => [mutation.kind, mutation.conditional]), [['assign', true], ['call', true]]);
  });
});

describe('where code stands', () => {
  const MARK = 'here()';
  const cases: readonly (readonly [string, string])[] = [
    ['class ScenesController { async list() { here() } }', 'ScenesController.list'],
    ['const handler = async () => { here() }', 'handler'],
    ['function outer() { const inner = () => here(); }', 'outer.inner'],
    ['function outer() { const rows = here(); }', 'outer'],
    ['const rows = here();', 'rows'],
    ["app.get('/x', () => here())", ''],
    ['export const router = { list: procedure.query(async () => here()) }', 'router.list'],
    ['class A { load = async () => here() }', 'A.load'],
    ['exports.find = function () { here() }', 'find'],
    ['class A { get total() { return here() } }', 'A.total'],
    ['export default { async fetch() { here() } }', 'fetch'],
    ['namespace N { export function f() { here() } }', 'N.f'],
    ['here()', ''],
  ];
  for (const [text, expected] of cases) {
    it(text, () => {
      const outline = outlineOf(text);
      assert.equal(outline.enclosing(text.indexOf(MARK)), expected);
    });
  }

  it('names functions with what is around them', () => {
    assert.deepEqual(outlineOf('class A { m(a) { return [1].map((b) => b) } }').functions.map((f) => [f.name, f.params.length]), [['A.m', 1], ['A.m', 1]]);
  });

  it('gives the conditions of its own function', () => {
    const text = 'function f() { if (a) { for (const x of y) { b && here(); } } else g(); }\nif (top) { h(() => here2()); }';
    const outline = outlineOf(text);
    const around = (mark: string) => outline.conditionsAround(text.indexOf(mark)).map((span) => text.slice(span.start, span.end));
    assert.deepEqual(around('here()'), ['here()', '{ for (const x of y) { b && here(); } }']);
    assert.deepEqual(around('g()'), ['else g();']);
    assert.deepEqual(around('here2()'), []);
  });

  it('slices every call out of the document', () => {
    const text = 'a.b("x").c(`y${z}`); d(() => e());';
    for (const call of outlineOf(text).calls) assert.equal(text.slice(call.argsSpan.start, call.argsSpan.start + 1) + slice(text, call).slice(-1), '()');
  });
});
