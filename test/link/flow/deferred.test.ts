import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flowOf } from './support.ts';

const DB = {
  'db.ts': "import { drizzle } from 'drizzle-orm/node-postgres';\nexport const db = drizzle(process.env.URL ?? '');\n",
  'schema.ts': "import { integer, pgTable } from 'drizzle-orm/pg-core';\nexport const posts = pgTable('posts', { id: integer().primaryKey(), authorId: integer() });\n",
};
const HEAD = "import { eq } from 'drizzle-orm';\nimport { db } from './db';\nimport { posts } from './schema';\n";

const flowIn = (code: string, unit: string): readonly string[] => flowOf({ ...DB, 'app.ts': HEAD + code })('app.ts', unit);

test('what a scheduler runs is not done in the loops of callers', () => {
  const code = `
import { scheduleJob } from 'node-schedule';
const run = async (id: number) => db.select().from(posts).where(eq(posts.id, id));
export const plan = (id: number) => { scheduleJob('0 0 * * *', async () => { await run(id); }); };
export const planAll = (ids: number[]) => { for (const id of ids) plan(id); };
`;
  assert.deepEqual(flowIn(code, 'planAll'), []);
  assert.equal(flowIn(code, 'plan').length, 1);
});

test('what is kept in a list of hooks is not done in the loops of callers', () => {
  const code = `
const hook = () => async ({ id }: { id: number }) => { await db.delete(posts).where(eq(posts.id, id)); };
export const add = (config: { after: unknown[] }) => { config.after.push(hook()); };
export const addAll = (configs: { after: unknown[] }[]) => { for (const config of configs) add(config); };
`;
  assert.doesNotMatch(flowIn(code, 'addAll').join(), /in for/);
});

test('a field of an element is another one in each round, though the list is written down', () => {
  const code = `
export const all = async (ids: number[]) => {
  const targets = [{ id: 1 }, ...ids.map((id) => ({ id }))];
  return Promise.all(targets.map(async (t) => { await db.select().from(posts).where(eq(posts.id, t.id)); }));
};
`;
  const [event, ...others] = flowIn(code, 'all');
  assert.deepEqual(others, []);
  assert.match(event ?? '', /varies in concurrent targets/);
});

test('a function that is made for a framework is looked at though nobody calls it', () => {
  const code = `
export const hook = ({ slug }: { slug: string }) => async ({ data }: { data: { items: number[] } }) => {
  for (const item of data.items) await db.select().from(posts).where(eq(posts.id, item));
};
export const twice = () => () => ({ run: async (ids: number[]) => { for (const id of ids) await db.delete(posts).where(eq(posts.id, id)); } });
`;
  assert.match(flowIn(code, 'hook').join(), /varies in for data.items/);
  assert.match(flowIn(code, 'twice').join(), /varies in for ids/);
});

test('a page that is counted up is the next page, whatever ends the loop', () => {
  const code = `
export const all = async (total: number) => {
  let [page, done] = [0, 0];
  while (done < total) { const rows = await db.select().from(posts).limit(10).offset(page * 10); for (const row of rows) { use(row); done++; } page++; }
};
`;
  assert.match(flowIn(code, 'all').join(), /\(pages\)/);
});

test('what stands before a change is no page', () => {
  const code = `
const log = async (entry: { id: number; before: unknown }) => { await db.insert(posts).values({ id: entry.id }); };
export const all = async (rows: { id: number }[]) => { for (const row of rows) await log({ id: row.id, before: row }); };
`;
  assert.match(flowIn(code, 'all').join(), /varies in for rows, by p0/);
});
