import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { repositoryOf } from '../support/git.ts';

const MAIN = join(import.meta.dirname, '../../server/src/cli/main.ts');
const QUERIES = `import { eq } from 'drizzle-orm';\nimport { db, posts } from './schema';\nexport const byUser = (id: number) => db.select().from(posts).where(eq(posts.userId, id));\n`;
const schema = (index: string): string => `import { index, integer, pgTable, serial } from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/node-postgres';
export const posts = pgTable('posts', { id: serial('id').primaryKey(), userId: integer('user_id') }, (t) => [${index}]);
export const db = drizzle('x');
`;
const INDEXED = schema(`index('posts_user_id_idx').on(t.userId)`);

const made = repositoryOf({ 'package.json': '{"dependencies":{"drizzle-orm":"1"}}', 'src/schema.ts': INDEXED, 'src/a.ts': QUERIES, '.gitignore': 'generated/\n' });
after(() => made.remove());

function diff(...args: readonly string[]): { readonly code: number | null; readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--liftoff-only', '--no-warnings', MAIN, 'diff', ...args], { cwd: made.folder, encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
}

test('from a branch to a comment, in a real repository', () => {
  made.git('checkout', '-q', '-b', 'work');
  assert.match(diff().out, /No query gained or lost an index/);
  made.write({ 'src/schema.ts': schema('') });
  const text = diff('main', '--fail-on', 'loops');
  assert.equal(text.code, 0, text.err);
  assert.match(text.out, /Queries that lost their index\n {2}src\/a\.ts:3 {2}posts: SELECT … WHERE user_id = …/);
  assert.match(text.out, /the working tree compared with main \([0-9a-f]{10}\)\. 1 query read, 0 not understood/);
  assert.equal(diff('main', '--fail-on', 'lost').code, 1);
  const { code, out } = diff('--format', 'json', '--fail-on=any', 'src');
  assert.equal(code, 1);
  const json: { summary: string; queries: { lost: { because: string[] }[] } } = JSON.parse(out);
  assert.equal(json.summary, '1 query lost its index; 1 index dropped');
  assert.deepEqual(json.queries.lost[0]?.because, ['posts_user_id_idx (user_id)']);
  assert.match(diff('--format', 'markdown').out, /^<!-- sargable diff -->\n### Sargable: 1 query lost its index; 1 index dropped\n/);
});

test('what is staged, and two commits', () => {
  assert.match(diff('--staged').out, /No query gained or lost/);
  made.git('add', '-A');
  assert.match(diff('--staged').out, /1 query lost its index/);
  made.commit('drop it');
  made.write({ 'src/schema.ts': INDEXED });
  made.commit('and back');
  assert.match(diff('main..HEAD~1').out, /1 query lost its index; 1 index dropped\.\nHEAD~1 \([0-9a-f]{10}\) compared with main/);
  assert.match(diff('HEAD~1..HEAD').out, /1 query gained an index; 1 index added/);
  assert.match(diff('main...HEAD').out, /No query gained or lost/);
});

test('what is asked wrongly is said in a line, with exit code 2', () => {
  for (const [args, told] of [[['nowhere'], /There is no commit "nowhere"/], [['--fail-on', 'everything'], /--fail-on takes lost/], [['main', '--staged'], /--staged compares with HEAD/]] as const) {
    const { code, err } = diff(...args);
    assert.equal(code, 2, args.join(' '));
    assert.match(err, told);
  }
});
