import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readOutline } from '../../../server/src/lang/read-outline.ts';
import { processorTime, show, slice, syntax } from '../support.ts';
import { pythonOf } from './support.ts';

const FILE = `import sqlite3

class Store:
    def first(self, id):
        rows = self.conn.execute("SELECT a FROM t WHERE id = ?", (id,))
        return rows[0]

    def second(self, name):
        sql = f"SELECT a FROM {t}"
        if name:
            sql += " WHERE name = ?"
        return self.conn.execute(sql, [name])
`;

/** Everything of an outline is asked for once. */
function touch(text: string): void {
  const outline = pythonOf(text);
  for (const call of outline.calls) assert.ok(call.span.end <= text.length && show(call).length > 0);
  for (const binding of outline.bindings) { outline.mutationsOf(binding); assert.ok(binding.name !== '' && (binding.init === null || show(binding.init) !== '')); }
  assert.equal(outline.exports.length + outline.imports.length + outline.comments.length >= 0 && outline.enclosing(text.length) !== null, true);
}

describe('half-typed Python', () => {
  const breaks: readonly (readonly [string, string, string])[] = [
    ['an open call', ', (id,))', ', ('],
    ['an open member', 'return rows[0]', 'return rows.'],
    ['an open string', 'return rows[0]', 'return rows["a'],
    ['a missing operand', 'return rows[0]', 'return rows or'],
    ['a missing block', '        return rows[0]\n', '        if rows:\n'],
    ['Python 2', 'return rows[0]', 'print "a", rows; raise E, "b"'],
  ];
  for (const [title, from, to] of breaks) {
    it(`${title} leaves what comes before whole`, () => {
      assert.ok(FILE.includes(from));
      const text = FILE.replace(from, to);
      touch(text);
      assert.equal(pythonOf(text).imports.length, 1);
      const second = pythonOf(FILE.replace('return self.conn.execute(sql, [name])', `x = 1\n        ${to}`));
      assert.ok(second.calls.some((call) => slice(FILE, call) === 'self.conn.execute("SELECT a FROM t WHERE id = ?", (id,))'));
    });
  }

  it('any beginning of a file gives an outline', () => {
    for (let end = 0; end <= FILE.length; end += 3) touch(FILE.slice(0, end));
  });

  it('any part of a file gives an outline', () => {
    for (let start = 0; start < FILE.length; start += 7) touch(FILE.slice(start, start + 120));
  });

  it('an incremental parse gives what a fresh one gives', () => {
    let text = FILE;
    for (const [from, to] of [['rows[0]', 'rows[10]'], ['f"SELECT a', 'f"""SELECT a, b'], ['if name:', 'if name'], ['if name\n', 'if name:\n']] as const) {
      text = text.replace(from, to);
      const kept = readOutline({ path: 'open.py', languageId: 'python', text }, syntax, 'open');
      const fresh = pythonOf(text);
      assert.deepEqual(kept.calls.map(show), fresh.calls.map(show));
      assert.deepEqual(kept.errors, fresh.errors);
    }
    syntax.forget('open.py');
  });
});

const HOSTILE: readonly (readonly [string, string])[] = [
  ['brackets', `x = ${'['.repeat(20_000)}${']'.repeat(20_000)}`],
  ['calls', `x = ${'f('.repeat(5_000)}${')'.repeat(5_000)}`],
  ['a long sum', `x = ${'"a" + '.repeat(20_000)}"b"`],
  ['strings side by side', `x = (${'"a"\n'.repeat(20_000)})`],
  ['a chain', `x = a${'.b()'.repeat(5_000)}`],
  ['one name again and again', `${'x = 1\n'.repeat(20_000)}`],
  ['nested blocks', Array.from({ length: 200 }, (_, i) => `${' '.repeat(i)}if a:\n`).join('') + `${' '.repeat(200)}b()\n`],
  ['open quotes', '"""'.repeat(5_001)],
  ['holes in holes', `x = ${'f"{'.repeat(300)}a${'}"'.repeat(300)}`],
];

describe('hostile Python', () => {
  for (const [title, text] of HOSTILE) {
    it(title, () => {
      const before = processorTime();
      touch(text);
      assert.ok(processorTime() - before < 6_000);
    });
  }

  it('a file that no one wrote is not parsed', () => assert.equal(pythonOf('a()\n'.repeat(1_100_000)).errors.length, 1));
});
