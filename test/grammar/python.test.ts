import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSql, type Token, tokens } from './tokens.ts';

const sqlIn = async (text: string): Promise<string> => (await tokens('source.python', text)).filter(isSql).map((token) => token.text).join('').trim();

test('a comment --sql on the first line marks a string of three quotes', async () => {
  assert.equal(await sqlIn('a = """--sql\nselect 1"""\nb = 1'), '--sqlselect 1');
  assert.equal(await sqlIn("a = '''\n  -- sql\n  select 1\n'''\nb = 1"), '-- sql  select 1');
  assert.equal(await sqlIn('cursor.execute(f"""--sql\nselect {x} where a = %(b)s""")\nb = 1'), '--sqlselect {x} where a = %(b)s');
});

const STATEMENT = 'select a from t where b = :b';
// Each place where SQL is read from, around a statement.
const PLACES: readonly (readonly [string, string])[] = [
  ['conn.execute("', '")'], ["conn.execute('", "', (1,))"], ['rows = await conn.fetch_all("', '")'], ['cur.executemany(f"', '", rows)'], ['session.execute(text("', '"), {})'], ['session.execute(sa.text("', '"))'], ['q = text("', '")'], ['sql.SQL("', '").format(x)'], ['(await db.execute("', '")).all()'],
  ['conn.execute("""', '""")'], ["conn.execute('''", "''')"], ['conn.execute(f"""', '""")'], ['session.execute(text("""\n    ', '\n"""))'], ['conn.execute(\n    """\n    ', '\n    """,\n)'], ['conn.execute(\n    "', '",\n)'], ['text(\n    f"', '"\n)'], ['q = text("""\\\n', '""")'],
];

test('every place that is read is coloured, and what follows is Python again', async () => {
  for (const [open, close] of PLACES) {
    const text = `a = 1\n${open}${STATEMENT}${close}\nafter = 'x'  # end`;
    assert.equal(await sqlIn(text), STATEMENT, open);
    const last = text.split('\n').length - 1;
    const [ours, alone] = await Promise.all(['injected' as const, 'alone' as const].map(async (kind) => (await tokens('source.python', text, kind)).filter((token) => token.line === last)));
    assert.deepEqual(ours, alone, open);
  }
});

test('what a formatted string puts in is Python', async () => {
  for (const [open, close] of [['conn.execute(f"', '")'], ['conn.execute(f"""', '""")']] as const) {
    const all = await tokens('source.python', `${open}select a from {table + 1} where b = {{1}}${close}`);
    assert.ok(all.find((token) => token.text === '+')?.scopes.includes('keyword.operator.arithmetic.python'), open);
    assert.ok(all.find((token) => token.text.trim() === 'where')?.scopes.includes('keyword.other.sql'), open);
  }
});

test('other strings are left alone', async () => {
  const texts = ['a = """select 1"""', "a = 'select 1'", '"""A text\nabout sql\n"""', '# --sql', 'print("select a plan")', 'context("hello from here")', 'f(\n    "select a plan",\n)', 'def f():\n    """select what is from there"""', 'text("created_at desc")', 'log.execute("update-grub")', 'conn.execute("select a'];
  for (const text of texts) assert.equal(await sqlIn(text), '', text);
});

const withoutOurs = (all: readonly Token[] | undefined) => all?.map((token) => ({ ...token, scopes: token.scopes.filter((scope) => scope !== 'meta.embedded.block.sql') }));

test('what stands behind it is as Python alone has it', async () => {
  for (const body of ["it's", '/* half', '-- half', '"quoted', "'", 'a \\""" b', '{x', '$$', '{x}', "{d['a']}", '\\n']) {
    for (const open of ['a = """--sql\n', 'conn.execute("""select a from t\n', 'conn.execute(f"""select a from t\n', 'text("""\nselect a from t\n']) {
      const text = `${open}${body}\n"""\nafter = 'x'  # end`;
      const [ours, alone] = await Promise.all(['injected' as const, 'alone' as const].map(async (kind) => { const all = await tokens('source.python', text, kind); return all.filter((token) => token.line === all.at(-1)?.line); }));
      // A hole that is not closed runs on in the host too.
      assert.deepEqual(body === '{x' && open.includes('f"') ? withoutOurs(ours) : ours, alone, open + body);
    }
    for (const open of ['conn.execute("select a from t ', 'conn.execute(f"select a from t ']) {
      const text = `${open}${body}")\nafter = 'x'  # end`;
      const [ours, alone] = await Promise.all(['injected' as const, 'alone' as const].map(async (kind) => (await tokens('source.python', text, kind)).filter((token) => token.line === 1)));
      assert.deepEqual(body === '{x' && open.includes('f"') ? withoutOurs(ours) : ours, alone, open + body);
    }
  }
});
