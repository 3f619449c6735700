import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSql, tokens } from './tokens.ts';

const sqlIn = async (text: string): Promise<string> => (await tokens('source.python', text)).filter(isSql).map((token) => token.text).join('').trim();

test('a comment --sql on the first line marks a string of three quotes', async () => {
  assert.equal(await sqlIn('a = """--sql\nselect 1"""\nb = 1'), '--sqlselect 1');
  assert.equal(await sqlIn("a = '''\n  -- sql\n  select 1\n'''\nb = 1"), '-- sql  select 1');
  assert.equal(await sqlIn('cursor.execute(f"""--sql\nselect {x} where a = %(b)s""")\nb = 1'), '--sqlselect {x} where a = %(b)s');
});

test('other strings are left alone', async () => {
  for (const text of ['a = """select 1"""', "a = 'select 1'", '"""A text\nabout sql\n"""', '# --sql']) assert.equal(await sqlIn(text), '', text);
});

test('what stands behind it is as Python alone has it', async () => {
  for (const body of ["it's", '/* half', '-- half', '"quoted', "'", 'a \\""" b', '{x', '$$']) {
    const text = `a = """--sql\n${body}\n"""\nafter = 'x'  # end`;
    const [ours, alone] = await Promise.all(['injected' as const, 'alone' as const].map(async (kind) => (await tokens('source.python', text, kind)).filter((token) => token.line === 3)));
    assert.deepEqual(ours, alone, body);
  }
});
