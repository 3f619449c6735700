// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the code under test has placeholders in it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readOutline } from '../../server/src/lang/read-outline.ts';
import { outlineOf, processorTime, show, slice, syntax } from './support.ts';

const FILE = `import { db } from './db';
export async function first(id: string) {
  const rows = await db.select().from(users).where(eq(users.id, id));
  return rows[0];
}
export async function second(name: string) {
  let q = db.select().from(posts).$dynamic();
  if (name) q = q.where(eq(posts.name, name));
  return q.limit(10);
}
export const third = () => sql<number>\`select 1 from t where a = \${x}\`;
`;

describe('half-typed code', () => {
  const breaks: readonly (readonly [string, string, string])[] = [
    ['an open call', '  const rows = await db.select().from(users).where(eq(users.id, id));', '  const rows = await db.select().from(users).where('],
    ['an open member', '  const rows = await db.select().from(users).where(eq(users.id, id));', '  const rows = await db.select().'],
    ['an open string', '  return rows[0];', "  return rows['a;"],
    ['a missing operand', '  return rows[0];', '  return rows ||;'],
    ['an open object', '  return rows[0];', '  return { a: '],
  ];
  for (const [title, from, to] of breaks) {
    it(`${title} leaves the rest whole`, () => {
      const text = FILE.replace(from, to);
      const outline = outlineOf(text);
      assert.ok(outline.errors.length > 0);
      const calls = outline.calls.map((call) => slice(text, call));
      assert.ok(calls.includes('q.limit(10)'), calls.join('\n'));
      assert.deepEqual(outline.templates.map((template) => slice(text, template)), ['sql<number>`select 1 from t where a = ${x}`']);
      assert.equal(outline.imports.length, 1);
    });
  }

  it('any beginning of a file gives an outline', () => {
    for (let end = 0; end <= FILE.length; end += 3) {
      const text = FILE.slice(0, end);
      const outline = outlineOf(text);
      for (const call of outline.calls) assert.ok(call.span.end <= text.length && show(call).length > 0);
      for (const binding of outline.bindings) { outline.mutationsOf(binding); assert.ok(binding.name !== ''); }
      if (end > FILE.indexOf('return rows')) assert.ok(outline.calls.some((call) => slice(text, call) === 'db.select().from(users).where(eq(users.id, id))'));
    }
  });

  it('an incremental parse gives what a fresh one gives', () => {
    let text = FILE;
    let seed = 7;
    const random = (below: number) => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed % below; };
    const pieces = ['x', ' ', '(', ')', '`', "'", '${', '}', '<number>`a`', '\n', 'await db.get(1);', '😀'];
    for (let step = 0; step < 120; step++) {
      const at = random(text.length + 1);
      text = text.slice(0, at) + (pieces[random(pieces.length)] ?? '') + text.slice(at + random(6));
      const document = { path: 'open.ts', languageId: 'typescript', text } as const;
      const [open, closed] = [readOutline(document, syntax, 'open'), readOutline(document, syntax)].map((outline) => ({ calls: outline.calls.map(show), errors: outline.errors, names: outline.bindings.map((b) => b.name) }));
      assert.deepEqual(open, closed, `step ${step}`);
    }
    syntax.forget('open.ts');
  });
});

describe('hostile input', () => {
  const deep = 10_000;
  const cases: readonly (readonly [string, string])[] = [
    ['calls in calls', 'f('.repeat(deep) + ')'.repeat(deep)],
    ['brackets', '['.repeat(deep) + ']'.repeat(deep)],
    ['blocks', '{'.repeat(deep) + '}'.repeat(deep)],
    ['functions', '(()=>'.repeat(2000) + '1' + ')'.repeat(2000)],
    ['conditions', 'a?'.repeat(2000) + 'b' + ':c'.repeat(2000)],
    ['a sum', `const s = ${"'a' + ".repeat(deep)}'b'`],
    ['a chain', `x${'.a(1)'.repeat(deep)}`],
    ['templates', '`${'.repeat(2000) + '}`'.repeat(2000)],
    ['patterns', `const ${'{a:'.repeat(2000)}b${'}'.repeat(2000)} = c`],
    ['never closed', '({['.repeat(deep)],
    ['closing angles', '>('.repeat(deep)],
    ['far angles', `a<${'b'.repeat(300)}>(`.repeat(2000)],
    ['backticks', '>`'.repeat(deep)],
    ['one name', `let a = 1;${'a = a + 1; a.push(a);'.repeat(deep)}`],
    ['nothing', ''],
  ];
  for (const [title, text] of cases) {
    it(`${title} ends in good time`, () => {
      const start = processorTime();
      const outline = outlineOf(text);
      for (const call of outline.calls) call.args.map((arg) => arg.kind);
      for (const binding of outline.bindings) { outline.mutationsOf(binding); assert.ok(binding.init === null || binding.init.kind !== 'nothing'); }
      outline.functions.map((f) => f.name.length);
      outline.conditionsAround(text.length >> 1);
      assert.ok(processorTime() - start < 3000, `${processorTime() - start} ms`);
    });
  }

  it('a file beyond all measure, or of another language, gives an empty outline with an error', () => {
    assert.deepEqual(outlineOf('a();'.repeat(1_100_000)).calls, []);
    assert.equal(outlineOf('a();'.repeat(1_100_000)).errors.length, 1);
    assert.equal(readOutline({ path: 'a.json', languageId: 'json', text: '{}' }, syntax).errors.length, 1);
  });
});
