import assert from 'node:assert/strict';
import { it } from 'node:test';
import { readOutline } from '../../server/src/lang/read-outline.ts';
import { processorTime, syntax } from './support.ts';

const unit = (i: number) => `export async function list${i}(db: Db, id: string, filter?: string) {
  const conditions = [eq(users.tenantId, id)];
  if (filter) conditions.push(like(users.name, \`%\${filter}%\`));
  const rows = await db.select({ n: sql<number>\`count(*)\` }).from(users).where(and(...conditions)).limit(20);
  for (const row of rows) {
    await db.query.posts.findMany({ where: eq(posts.userId, row.id) });
  }
  return rows.map((r) => ({ ...r, label: r.id + ':' + i }));
}
`;

/** Bounds are some ten times what a quiet machine needs, so that they catch a wrong order of growth and not a busy one. */
it('reads a file of 2,000 lines, whole and after an edit', () => {
  const text = Array.from({ length: 223 }, (_, i) => unit(i)).join('');
  assert.ok(text.split('\n').length > 2000);
  const time = (state: 'open' | 'closed') => {
    const times = Array.from({ length: 12 }, (_, i) => {
      const at = Math.floor(text.length * (i / 12));
      const start = processorTime();
      const outline = readOutline({ path: 'big.ts', languageId: 'typescript', text: `${text.slice(0, at)} ${text.slice(at)}` }, syntax, state);
      assert.ok(outline.calls.length > 1500 && outline.bindings.length > 1000);
      return processorTime() - start;
    });
    return times.sort((a, b) => a - b)[6] ?? 0;
  };
  const [closed, open] = [time('closed'), time('open')];
  console.log(`2,000 lines: ${closed.toFixed(1)} ms fresh, ${open.toFixed(1)} ms after an edit`);
  assert.ok(closed < 500 && open < 400, `${closed} ${open}`);
  syntax.forget('big.ts');
});
