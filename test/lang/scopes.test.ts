// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the code under test has placeholders in it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { outlineOf, show, slice } from './support.ts';

/** `‹n›` marks a use of a name; each case says what the uses, in order, resolve to: kind and text of the binding, or `global`. */
const CASES: readonly (readonly [string, string, readonly string[]])[] = [
  ['innermost scope wins', 'const db = 1; function f() { const db = 2; { let db = 3; ‹db› } ‹db› } ‹db›', ['let #3', 'const #2', 'const #1']],
  ['var is hoisted to its function', 'function f() { ‹x›; if (a) { var x = 1; } ‹x› } ‹x›', ['var #1', 'var #1', 'global']],
  ['functions are hoisted', '‹load›(); function load() { return 1 }', ['function fn load() => #1']],
  ['parameters, destructured and with defaults', '(({ db, a: { b } }, [c], d = 5, ...rest) => [‹db›, ‹b›, ‹c›, ‹d›, ‹rest›])', ['param db', 'param a.b', 'param 0', 'param #5', 'param -']],
  ['a parameter shadows an import', "import { db } from 'm'; const f = (db: Db) => ‹db›; ‹db›", ['param - : Db', 'import m.db']],
  ['catch and loops', 'try {} catch (e) { ‹e› } for (const { id } of rows) { ‹id› } for (const k in o) ‹k›; for (let i = 0; i < 3; i++) ‹i›; ‹i›', ['catch -', 'loop id', 'loop -', 'let #0', 'global']],
  ['single parameter without brackets', 'rows.map(row => ‹row›.id)', ['param -']],
  ['function expressions name themselves inside alone', 'const a = function inner() { ‹inner› }; ‹inner›', ['function fn inner() => ', 'global']],
  ['destructuring keeps its way', 'const { users, posts: { id: pid }, ...others } = schema; const [, second] = list; [‹users›, ‹pid›, ‹others›, ‹second›]', ['const users of schema', 'const posts.id of schema', 'const - of schema', 'const 1 of list']],
  ['class fields', 'class A { private db: Db = open(); m() { return ‹this.db› } }', ['field open() : Db']],
  ['parameter properties', 'class A { constructor(private readonly db: Db, plain: X) { ‹plain› } m() { ‹this.db›; ‹this.plain› } }', ['param - : X', 'field - : Db', 'global']],
  ['fields given in the constructor', 'class A { db: Db; constructor(p) { this.db = open(p); this.made = 1; } m() { ‹this.db›; ‹this.made› } }', ['field open(p) : Db', 'field #1']],
  ['an outer class is another this', 'class A { db = 1; m() { class B { n() { ‹this.db› } } ‹this.db› } }', ['global', 'field #1']],
  ['methods', 'class A { m() { return ‹this.n› } n() { return 2 } }', ['function fn n() => #2']],
  ['classes', 'new ‹A›(); class A {}', ['class -']],
  ['switch and blocks', 'switch (a) { case 1: let x = 1; ‹x› } ‹x›', ['let #1', 'global']],
  ['namespace body', 'namespace N { const x = 1; ‹x› }', ['const #1']],
];

function marked(text: string): { readonly text: string; readonly uses: readonly { readonly name: string; readonly at: number }[] } {
  const uses: { name: string; at: number }[] = [];
  let out = '';
  let last = 0;
  for (const match of text.matchAll(/‹([^›]*)›/g)) {
    out += text.slice(last, match.index);
    uses.push({ name: match[1] ?? '', at: out.length });
    out += match[1];
    last = match.index + match[0].length;
  }
  return { text: out + text.slice(last), uses };
}

describe('names', () => {
  for (const [title, source, expected] of CASES) {
    it(title, () => {
      const { text, uses } = marked(source);
      const outline = outlineOf(text);
      assert.deepEqual(outline.errors, []);
      const found = uses.map(({ name, at }) => {
        const binding = outline.resolve(name, at);
        if (binding === null) return 'global';
        const of = binding.pattern?.of ? ` of ${show(binding.pattern.of)}` : '';
        const what = binding.import !== null ? `${binding.import.module}.${binding.import.imported}` : binding.init !== null ? show(binding.init) : (binding.pattern?.key ?? '-');
        return `${binding.kind} ${what}${binding.kind === 'loop' ? '' : of}${binding.type === null ? '' : ` : ${binding.type}`}`;
      });
      assert.deepEqual(found, expected);
    });
  }

  it('gives each binding its span and scope', () => {
    const text = 'function f(a: string) { const b = a; }';
    const outline = outlineOf(text);
    assert.deepEqual(outline.bindings.map((binding) => [slice(text, binding), text.slice(binding.scope.start, binding.scope.end), binding.topLevel]), [['f', text, true], ['a', text, false], ['b', '{ const b = a; }', false]]);
  });
});
