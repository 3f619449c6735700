import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StringHost } from '../../../server/src/lang/expression.ts';
import { show } from '../support.ts';
import { pythonOf, showCall, givenValue } from './support.ts';

const EXPRESSIONS: readonly (readonly [string, string])[] = [
  ['a.b.c(1)[x]', 'a.b.c(#1)[x]'],
  ['self.db.execute(q)', 'this.db.execute(q)'],
  ['cls.SQL', 'this.SQL'],
  ['(a)', 'a'],
  ['None', 'null'],
  ['True if x else False', 'x ? true : false'],
  ['a and b or not c', '((a && b) || ! c)'],
  ['a < b <= c', '((a < b) && (b <= c))'],
  ['a is not None', '(a is not null)'],
  ['x not  in ys', '(x not in ys)'],
  ['a % (b, c)', '(a % [b, c])'],
  ['-x', '- x'],
  ['{"a": 1, b: 2, **rest}', '{a: #1, [b]: #2, ...rest}'],
  ['[1, *more]', '[#1, ...more]'],
  ['(1, 2)', '[#1, #2]'],
  ['{1, 2}', '[#1, #2]'],
  ['lambda a, *b: a + 1', 'fn (a, other) => (a + #1)'],
  ['[f(x) for x in xs if x]', 'xs.map(fn (x) => f(x))'],
  ['",".join("?" for _ in ids)', '",".join(ids.map(fn (_) => "?"))'],
  ['[x for y in z for x in y]', '?'],
  ['(n := f())', 'f()'],
  ['"a" "b" \'c\'', '(("a" + "b") + "c")'],
  ['f"a {b} {c!r} {{d}} {e:>3}"', '`a ${b} ${?} {d} ${?}`'],
  ['f"a" f"{b}"', '("a" + `${b}`)'],
  ['f"{x}"', '`${x}`'],
  ['rf"\\d{x}"', '`\\d${x}`'],
  ['1_000', '#1000'],
  ['a[1:2]', 'a[?]'],
  ['a[1, 2]', 'a[[#1, #2]]'],
];

describe('expressions of Python', () => {
  for (const [text, expected] of EXPRESSIONS) it(text, () => assert.equal(show(givenValue(text)), expected));

  it('await', () => assert.equal(show(pythonOf('async def f():\n  return await c.fetch(1)').bindings[0]?.init ?? givenValue('None')), 'fn f() => await c.fetch(#1)'));

  const CALLS: readonly (readonly [string, string])[] = [
    ['f(a, key=1, *b, **c)', 'f(a, ...b) with key=#1, **c'],
    ['f(x for x in y)', 'f(y.map(fn (x) => x))'],
    ['f()', 'f()'],
  ];
  for (const [text, expected] of CALLS) it(text, () => assert.equal(showCall(givenValue(text)), expected));

  it('functions give what they return, or yield where they return nothing', () => {
    const returned = (text: string) => show(pythonOf(text).bindings[0]?.init ?? givenValue('None'));
    assert.equal(returned('def f(self, a, b=1, *, c: int = 2):\n  def g(): return 5\n  if a: return 1\n  return 2'), 'fn f(a, b, c) => #1 | #2');
    assert.equal(returned('def f():\n  c = connect()\n  yield c\n'), 'fn f() => c');
  });

  it('calls are the outermost of each chain, in document order', () => {
    assert.deepEqual(pythonOf('a.b(c()).d()\nwith e() as f: (await g()).h()\n@i(1)\ndef j(k=l()): pass\n').calls.map(show), ['a.b(c()).d()', 'c()', 'e()', 'await g().h()', 'g()', 'i(#1)', 'l()']);
  });
});

/** Each literal with its value. */
const STRINGS: readonly (readonly [string, string])[] = [
  ["'plain'", 'plain'],
  ['"""one\n  two"""', 'one\n  two'],
  ["'a\\'b\\n\\x41\\101\\u00e9\\U0001F600z'", "a'b\nAAé😀z"],
  ["'\\d \\q'", '\\d \\q'],
  ["r'\\n'", '\\n'],
  ["b'\\u0041\\x41'", '\\u0041A'],
  ["'a\\\nb'", 'ab'],
  ["'\\N{DEGREE SIGN}C'", '\ufffdC'],
  ["'ü😀ß {x} {{y}}'", 'ü😀ß {x} {{y}}'],
  ["f'{{ü}}'", '{ü}'],
  ["''", ''],
  ['"""a\r\nb"""', 'a\nb'],
];

describe('strings of Python', () => {
  for (const [text, value] of STRINGS) {
    it(JSON.stringify(text), () => {
      const whole = `é = 1; value = ${text}\n`;
      const string = pythonOf(whole).bindings.find((binding) => binding.name === 'value')?.init;
      assert.ok(string?.kind === 'string');
      assert.equal(string.value, value);
      assert.equal(whole.slice(string.span.start, string.span.end), text);
      assertPlaces(whole, string);
    });
  }

  it('the texts of a template stand where they are', () => {
    const text = 'é = f"""sélect {a}\n from \\t{b} {{c}} wo\\x41"""';
    const template = pythonOf(text).bindings[0]?.init;
    assert.ok(template?.kind === 'template');
    assert.deepEqual(template.quasis.map((quasi) => quasi.value), ['sélect ', '\n from \t', ' {c} woA']);
    assert.deepEqual(template.holes.map((hole) => text.slice(hole.span.start, hole.span.end)), ['a', 'b']);
    for (const quasi of template.quasis) assertPlaces(text, quasi);
  });
});

/** Every character of the value that is written as itself is found where the way back leads. */
function assertPlaces(text: string, { value, toDocument, inner }: StringHost): void {
  let last = inner.start;
  for (let i = 0; i < value.length; i++) {
    const at = toDocument(i);
    assert.ok(at >= last && at <= inner.end, `offset ${i}`);
    const low = /[\udc00-\udfff]/.test(value.charAt(i));
    if (text[at] !== '\\' && text[at] !== '\r' && !low) assert.equal(text[at], value[i]);
    last = at;
  }
  assert.equal(toDocument(value.length), inner.end);
}
