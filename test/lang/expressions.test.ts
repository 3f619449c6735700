// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the code under test has placeholders in it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expressionOf, outlineOf, show, slice } from './support.ts';

describe('expressions', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['a.b?.c!.d', 'a.b.c.d'],
    ['rows[0].id', 'rows[#0].id'],
    ['(await db.select()) as Row[]', 'await db.select()'],
    ['<Row>value', 'value'],
    ['f<number>(1_000n)', 'f(#1000)'],
    ['new Pool({ max: 0x10 })', 'new Pool({max: #16})'],
    ['new Pool', 'new Pool()'],
    ["{ a, 'b c': 1, 2: x, [k]: y, ...rest, m() { return 1 }, get g() { return 2 } }", '{a, b c: #1, 2: x, [k]: y, ...rest, m: fn m() => #1, g: fn g() => #2}'],
    ['(t) => [index("a").on(t.b)]', 'fn (t) => [index("a").on(t.b)]'],
    ['({ a }, [b], c = 1, ...d) => { if (c) return a; return () => 5; }', 'fn (object, array, c, d) => a | fn () => #5'],
    ['async function named(x: number) { const f = () => { return 1 }; return x }', 'fn named(x) => x'],
    ['x ? eq(a, b) : undefined', 'x ? eq(a, b) : undefined'],
    ['a ?? (cache = make())', '(a ?? make())'],
    ['!a && -b', '(! a && - b)'],
    ['[null, true, ...more]', '[null, true, ...more]'],
    ['sql<number>`count(${users.id})::int`', 'sql`count(${users.id})::int`'],
    ['sql<{ a: Record<string, number>; b: () => void }>`select ${x}`', 'sql`select ${x}`'],
    ['await db.get<{ id: number }>(sql`a ${x}`)', 'await db.get(sql`a ${x}`)'],
    ['await db.get<Row>(1).all<A, B>(2) ?? y', '(await db.get(#1).all(#2) ?? y)'],
    ['!has<Map<string, () => void>>(x) && a + f<T[]>(1)', '(! has(x) && (a + f(#1)))'],
    ["f<'a' | 'b'>(1)", 'f(#1)'],
    ['i<n && j>(k)', '((i < n) && (j > k))'],
    ['f(a < b, c > `d`)', 'f((a < b), (c > `d`))'],
    ['sql.raw`a`', 'sql.raw`a`'],
    ['x /* c */ . /* d */ y(/* e */)', 'x.y()'],
    ['import.meta.url', 'import.meta.url'],
    ['this.#db.get()', 'this.#db.get()'],
    ['/re/g', '?'],
    ['(a, b)', '?'],
  ];
  for (const [text, expected] of cases) it(text, () => assert.equal(show(expressionOf(text)), expected));

  it('keeps methods whose type parameters take lines of their own', () => {
    const outline = outlineOf('class A {\n  find<\n    T extends string,\n    B extends boolean = false,\n  >(id: T) { return this.get<T>(id) }\n}');
    assert.deepEqual([outline.errors, outline.functions.map((f) => f.name), outline.calls.map(show)], [[], ['A.find'], ['this.get(id)']]);
  });

  it('reads JSX files and casts by language', () => {
    assert.equal(show(expressionOf('() => { return f(<div onClick={() => go()}>don\'t</div>) }', 'typescriptreact')), 'fn () => f(?)');
    assert.deepEqual(outlineOf('const a = <div onClick={() => go(1)}>x</div>', 'javascript').calls.map(show), ['go(#1)']);
    assert.deepEqual(outlineOf('const a = <p>Total<b>({sum(1)})</b></p>; f<T>(2)', 'typescriptreact').calls.map(show), ['sum(#1)', 'f(#2)']);
  });
});

describe('strings', () => {
  const cases: readonly (readonly [string, string])[] = [
    [String.raw`'it\'s\n\x41\u0042\u{43}'`, "it's\nABC"],
    [String.raw`"a\
b"`, 'ab'],
    [String.raw`'\0\q'`, '\0q'],
    ['`a\r\nb`', 'a\nb'],
    [String.raw`'\u{110000}'`, '\ufffd'],
  ];
  for (const [text, value] of cases) {
    it(`decodes ${JSON.stringify(text)}`, () => {
      const expr = expressionOf(text);
      assert.equal(expr.kind === 'template' ? expr.quasis[0]?.value : expr.kind === 'string' ? expr.value : null, value);
    });
  }

  it('maps every character back to where it is written', () => {
    const text = String.raw`const q = 'SELECT \'x\' AS a,\n b FROM t\u0061 WHERE c = 1';`;
    const string = outlineOf(text).bindings[0]?.init;
    assert.ok(string?.kind === 'string');
    for (const word of ['SELECT', 'AS', 'b FROM', 'WHERE', 'c = 1']) {
      const at = string.value.indexOf(word);
      assert.equal(text.slice(string.toDocument(at), string.toDocument(at + word.length)), word);
    }
    assert.equal(text.slice(string.toDocument(string.value.indexOf('\n')), string.toDocument(string.value.indexOf('\n') + 1)), '\\n');
    assert.equal(string.toDocument(string.value.length), string.inner.end);
  });
});

describe('calls and templates', () => {
  it('lists the outermost call of a chain, and calls within arguments and callbacks', () => {
    const text = "app.get('/x', async () => { await db.select().from(t); }); (await q.run()).map((r) => r.id); new Pool().query('a'); f(g(1));";
    assert.deepEqual(outlineOf(text).calls.map((call) => slice(text, call)), [
      "app.get('/x', async () => { await db.select().from(t); })", 'db.select().from(t)', '(await q.run()).map((r) => r.id)', 'q.run()', "new Pool().query('a')", 'f(g(1))', 'g(1)',
    ]);
  });

  it('lists tagged templates, nested ones too, and what a comment marks', () => {
    const text = "sql`a ${x ? sql`b` : 1}`; q(/* sql */ 'c', /*sql*/`d`, `e`, /* not sql */ 'f');";
    assert.deepEqual(outlineOf(text).templates.map((template) => slice(text, template)), ['sql`a ${x ? sql`b` : 1}`', 'sql`b`', "'c'", '`d`']);
  });

  it('lists comments without their marks', () => {
    assert.deepEqual(outlineOf('// one\n/* two */\n/** three */').comments.map((comment) => comment.text), ['one', 'two', 'three']);
  });
});
