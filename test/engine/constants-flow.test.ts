import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Engine } from '../../server/src/engine/create.ts';
import { workspaceOf } from '../support/workspace.ts';

const FIXED = {
  'package.json': '{"dependencies":{"drizzle-orm":"0.44.0","pg":"8.0.0"}}',
  'src/db.ts': "import { drizzle } from 'drizzle-orm/node-postgres';\nexport const db = drizzle(process.env.URL!);\n",
  'src/schema.ts': "import { integer, pgTable, text } from 'drizzle-orm/pg-core';\nexport const posts = pgTable('posts', { id: integer().primaryKey(), title: text() });\n",
  'src/find.ts': "import { eq } from 'drizzle-orm';\nimport { db } from './db';\nimport { posts } from './schema';\nexport const findOne = async (id: number) => db.select().from(posts).where(eq(posts.id, id));\nexport const nothing = async (id: number) => id;\n",
};
const handlers = (one: string) => `import { findOne, nothing } from './find';\nconst inner = { find: ${one} };\nexport const handlers = { one: inner.find, other: nothing };\n`;
const looping = (name: string) => `import { handlers } from './handlers';\nexport async function ${name}(ids: number[]) {\n  for (const id of ids) await handlers.one(id);\n}\n`;

const inLoops = (engine: Engine): readonly string[] => engine.snapshot().findings().filter(({ rule }) => rule === 'n-plus-one-query').map(({ path }) => path);

describe('a constant is worked out once for all units that name it', () => {
  it('and again when what it is given, or what that rests on, has changed', () => {
    const engine = workspaceOf({ ...FIXED, 'src/handlers.ts': handlers('findOne'), 'src/a.ts': looping('first'), 'src/b.ts': looping('second') });
    assert.deepEqual(inLoops(engine), ['src/a.ts', 'src/b.ts']);
    engine.update([{ path: 'src/handlers.ts', text: handlers('nothing') }]);
    assert.deepEqual(inLoops(engine), []);
    engine.update([{ path: 'src/handlers.ts', text: handlers('findOne') }]);
    assert.deepEqual(inLoops(engine), ['src/a.ts', 'src/b.ts']);
  });

  it('what one unit puts into a list or an object of the module is nothing to another', () => {
    const unit = (name: string, put: string) => `export async function ${name}(ids: number[]) {\n  ${put}\n  for (const id of ids) await known.one?.(id);\n}\n`;
    const engine = workspaceOf({ ...FIXED, 'src/known.ts': `import { findOne } from './find';\nexport const known: Record<string, any> = {};\nexport const touch = () => findOne(1);\n${unit('puts', 'known.one = findOne;')}${unit('reads', 'await touch();')}` });
    const told = engine.snapshot().findings().filter(({ rule }) => rule === 'n-plus-one-query');
    assert.equal(told.length, 1, JSON.stringify(told.map(({ message }) => message)));
  });

  it('one that is made of itself, or of one that is made of it, is not known', () => {
    const engine = workspaceOf({ ...FIXED, 'src/circle.ts': "import { other } from './other';\nimport { findOne } from './find';\nexport const one = { next: other, again: one, find: findOne };\nexport async function go(ids: number[]) {\n  for (const id of ids) await one.find(id);\n}\n", 'src/other.ts': "import { one } from './circle';\nexport const other = { next: one };\n" });
    assert.deepEqual(inLoops(engine), ['src/circle.ts']);
  });
});
