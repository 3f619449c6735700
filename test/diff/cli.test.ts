import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { run } from '../../server/src/cli/run.ts';
import { repositoryOf } from '../support/git.ts';

const QUERIES = `import { eq } from 'drizzle-orm';\nimport { db, posts } from './schema';\nexport const byUser = (id: number) => db.select().from(posts).where(eq(posts.userId, id));\n`;
const schema = (index: string): string => `import { index, integer, pgTable, serial } from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/node-postgres';
export const posts = pgTable('posts', { id: serial('id').primaryKey(), userId: integer('user_id') }, (t) => [${index}]);
export const db = drizzle('x');
`;
const INDEXED = schema(`index('posts_user_id_idx').on(t.userId)`);

const made = repositoryOf({ 'package.json': '{"dependencies":{"drizzle-orm":"1"}}', 'src/schema.ts': INDEXED, 'src/a.ts': QUERIES, '.gitignore': 'generated/\n' });
after(() => made.remove());

/** One command line, run in this process as `sargable` runs it. */
async function diff(...args: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const said = { out: '', err: '' };
  const before = { out: process.stdout.write, err: process.stderr.write, folder: process.cwd() };
  process.chdir(made.folder);
  // The command writes text; what the test runner tells its parent meanwhile is bytes.
  process.stdout.write = (text: string | Uint8Array): boolean => { if (typeof text !== 'string') return before.out.call(process.stdout, text); said.out += text; return true; };
  process.stderr.write = (text: string | Uint8Array): boolean => { said.err += String(text); return true; };
  try {
    return { code: await run(['diff', ...args]), ...said };
  } finally {
    process.stdout.write = before.out;
    process.stderr.write = before.err;
    process.chdir(before.folder);
  }
}

test('from a branch to a comment, in a real repository', async () => {
  made.git('checkout', '-q', '-b', 'work');
  assert.match((await diff()).out, /No query gained or lost an index/);
  made.write({ 'src/schema.ts': schema('') });
  const text = await diff('main', '--fail-on', 'loops,lost');
  assert.equal(text.code, 1, text.err);
  assert.match(text.out, /Queries that lost their index\n {2}src\/a\.ts:3 {2}posts: SELECT … WHERE user_id = …/);
  assert.match(text.out, /the working tree compared with main \([0-9a-f]{10}\)\. 1 query read, 0 not understood/);
  const { code, out } = await diff('--format', 'json', '--fail-on=loops', 'src');
  assert.equal(code, 0);
  const json: { summary: string; queries: { lost: { because: string[] }[] } } = JSON.parse(out);
  assert.equal(json.summary, '1 query lost its index; 1 index dropped');
  assert.deepEqual(json.queries.lost[0]?.because, ['posts_user_id_idx (user_id)']);
  assert.match((await diff('--format', 'markdown')).out, /^<!-- sargable diff -->\n### Sargable: 1 query lost its index; 1 index dropped\n/);
});

test('what is staged, and two commits', async () => {
  made.git('add', '-A');
  assert.match((await diff('--staged')).out, /1 query lost its index/);
  made.commit('drop it');
  made.write({ 'src/schema.ts': INDEXED });
  made.commit('and back');
  assert.match((await diff('main..HEAD~1')).out, /1 query lost its index; 1 index dropped\.\nHEAD~1 \([0-9a-f]{10}\) compared with main/);
  assert.match((await diff('HEAD~1..HEAD')).out, /1 query gained an index; 1 index added/);
  assert.match((await diff('main...HEAD')).out, /No query gained or lost/);
});

test('what is asked wrongly is said in a line, with exit code 2', async () => {
  for (const [args, told] of [[['nowhere'], /There is no commit "nowhere"/], [['--fail-on', 'everything'], /--fail-on takes lost/], [['main', '--staged'], /--staged compares with HEAD/]] as const) {
    const { code, err } = await diff(...args);
    assert.equal(code, 2, args.join(' '));
    assert.match(err, told);
  }
});
