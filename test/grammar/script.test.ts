import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSql, isSqlText, scriptHosts, tokens, type Host } from './tokens.ts';

/** The pieces that are coloured as SQL, by line, with what they are. */
async function sqlOf(host: Host, text: string): Promise<string[]> {
  return (await tokens(host, text)).filter((token) => isSqlText(token) && token.text.trim() !== '').map((token) => `${token.text.trim()} ${token.scopes.at(-1)?.replace(/\.sql$/, '') ?? ''}`.replace(' meta.embedded.block', ''));
}

const SELECT = ['select keyword.other', '1 constant.numeric'];

// Each place where SQL is read from, with `select 1` in it.
const PLACES: readonly string[] = [
  'sql`select 1`', 'SQL`select 1`', 'Prisma.sql`select 1`', 'this.db.sql`select 1`', 'client?.sql`select 1`', 'open().sql`select 1`', 'dbs[0].sql`select 1`', 'this.db!.sql`select 1`', '(await open()).a.sql`select 1`', '[1].map(() => sql`select 1`)', 'prisma.$queryRaw`select 1`', 'prisma.$executeRaw`select 1`', 'sql.unsafe`select 1`', 'pgSql`select 1`',
  'pool.query(`select 1`)', "pool.query('select 1')", 'pool.query("select 1")', "db.prepare('select 1').get()", "db.exec('select 1')", 'a(b.query(`select 1`), c)', 'pool.query(`\n  select 1\n`)', 
  '/* sql */ `select 1`', '/*sql*/ "select 1"', "/* SQL */ 'select 1'",
];
// Where only the text tells, it has to have its table.
const WEAK: readonly string[] = ['pool.query(\n  `select 1 from t`,\n  [x],\n)', "pool.query(\n  'select 1 from t',\n)", 'pool.query(\n  `\n    select 1 from t\n  `)'];
const TYPED: readonly string[] = ['sql<Row>`select 1 from t`', 'prisma.$queryRaw<{ n: number }[]>`select 1 from t`', 'pool.query<Row>(`select 1 from t`)', "db.query<Row[]>('select 1 from t')", 'pool.query<Row>(`\n  select 1 from t\n`)'];

for (const host of scriptHosts) {
  test(`every place that is read is coloured in ${host}, and what follows is the host's again`, async () => {
    for (const place of [...PLACES, ...WEAK, ...(host.startsWith('source.ts') ? TYPED : [])]) {
      const text = `const a = ${place};\nconst after = 'x' + \`y\`;`;
      assert.deepEqual((await sqlOf(host, text)).slice(0, 2), SELECT, place);
      const [last, alone] = await Promise.all(['injected' as const, 'alone' as const].map(async (kind) => (await tokens(host, text, kind)).filter((token) => token.line === text.split('\n').length - 1)));
      assert.deepEqual(last, alone, place);
    }
  });
}

test('a comment -- sql on the first line marks a template or a string', async () => {
  assert.deepEqual(await sqlOf('source.ts', 'const a = `-- sql\nselect 1`;'), ['-- comment.line.double-dash', 'sql comment.line.double-dash', ...SELECT]);
  assert.deepEqual(await sqlOf('source.ts', 'run(`\n  --sql\n  select 1`);'), ['-- comment.line.double-dash', 'sql comment.line.double-dash', ...SELECT]);
});

test('what only looks like one of them stays text', async () => {
  const texts = [
    'const a = `select 1`;', "const a = 'select 1';", 'const a = html`select 1`;', 'const a = `the sql`;', 'list(\n  "select a plan",\n)', 'styled.div<Props>`\n  select option {\n    color: red;\n  }`', "client.query('{ user { id } }');", 'client.query(`\n  query { user }\n`);', "child.exec('update-grub');", "log.get('Select a server');",
    '// sql`select 1`', '/* pool.query(`select 1`) */', "const a = 'sql`select 1`';", 'const a = `${`the sql`} select 1`;', 'const a = /sql`select/;', 'const a = `pool.query(`;', 'const sqlite = 1; const b = `x`;',
  ];
  for (const text of texts) assert.deepEqual(await sqlOf('source.ts', text), [], text);
  assert.deepEqual(await sqlOf('source.tsx', 'const a = <p>the sql`x` and pool.query(`select 1`)</p>;'), []);
});

test('a hole is the host again, its own SQL is SQL, and behind it SQL goes on', async () => {
  const all = await tokens('source.ts', "sql`where ${sql`id = ${n + 1}`} and '${name}' = 2`");
  assert.deepEqual(all.filter(isSqlText).map((token) => token.text.trim()).filter((text) => text !== ''), ['where', 'id', '=', 'and', "'", "'", '=', '2']);
  assert.deepEqual(all.filter((token) => isSql(token) && !isSqlText(token)).map((token) => token.text.trim()).filter((text) => text !== ''), ['${', 'sql', '`', '${', 'n', '+', '1', '}', '`', '}', '${', 'name', '}']);
  assert.ok(all.find((token) => token.text === 'n')?.scopes.includes('variable.other.readwrite.ts'));
});

test('a tag in an expression of JSX is coloured, text between tags is not', async () => {
  assert.deepEqual(await sqlOf('source.tsx', 'const a = <ul>the sql {list(sql`select 1`)}</ul>;'), SELECT);
});

test('words of SQL have the scopes that themes know', async () => {
  const text = "sql`select count(*), \"Name\" from t where a = $1 and b is null and c = 'it''s' and d::timestamptz > :since and e in (1.5) -- why\n/* how */`";
  const scopes = new Map((await tokens('source.ts', text)).map((token) => [token.text.trim(), token.scopes.slice(2).find((scope) => scope !== 'meta.embedded.block.sql')]));
  const wanted = { select: 'keyword.other.sql', count: 'support.function.sql', Name: 'string.quoted.double.sql', $1: 'variable.parameter.sql', null: 'constant.language.sql', "''": 'string.quoted.single.sql', timestamptz: 'storage.type.sql', ':since': 'variable.parameter.sql', in: 'keyword.other.sql', '1.5': 'constant.numeric.sql', why: 'comment.line.double-dash.sql', how: 'comment.block.sql' };
  for (const [piece, scope] of Object.entries(wanted)) assert.equal(scopes.get(piece) ?? scopes.get(` ${piece} `), scope, piece);
});
