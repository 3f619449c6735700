import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { adapters } from '../../server/src/adapters/index.ts';
import type { EngineOptions } from '../../server/src/engine/options.ts';
import { readFile } from '../../server/src/engine/read-file.ts';
import { type LastReading, readAgain } from '../../server/src/engine/reread.ts';
import { loadSqlParsers } from '../../server/src/host/sql-parsers.ts';
import { loadSyntax } from '../../server/src/host/syntax.ts';
import { keepingFlow } from '../../server/src/engine/reread-flow.ts';
import { readOutline } from '../../server/src/lang/read-outline.ts';
import { topLevelRegions } from '../../server/src/lang/regions.ts';

const syntax = await loadSyntax();
const sql = await loadSqlParsers();
const options: EngineOptions = { outline: (document, state) => readOutline(document, syntax, state), regions: (document) => topLevelRegions(document, syntax), forget: (path) => syntax.forget(path), partsFrom: 0, sql, adapters, readText: () => null, now: () => new Date(0), report: (message) => { throw new Error(message); } };

const SCRIPT = `import { eq, inArray } from 'drizzle-orm';
import { db } from './db';
import { posts, users } from './schema';
import { loadTags } from './tags';

const SIZE = 20;

export async function authorOf(id: string) {
  return (await db.select().from(users).where(eq(users.id, id)))[0];
}

export class Posts {
  constructor(private readonly repo: Repo) {}
  async list(ids: string[]) {
    const found = [];
    for (const id of ids) {
      found.push(await this.one(id));
      if (found.length > SIZE) break;
    }
    return found;
  }
  async one(id: string) {
    return db.select().from(posts).where(eq(posts.id, id));
  }
}

export const handlers = { create: async (input: string[]) => Promise.all(input.map((id) => authorOf(id))), remove() { return db.delete(posts).where(eq(posts.id, '1')); } };

export const all = async (ids: string[]) => {
  for (let i = 0; i < ids.length; i += SIZE) await db.select().from(posts).where(inArray(posts.id, ids.slice(i, i + SIZE)));
  while (true) { const page = await loadTags(); if (!page.next) return page; }
};

for (const one of [1, 2, 3]) loadTags(one);
`;

const PYTHON = `from sqlalchemy import select
from sqlalchemy.orm import Session
from app.models import Post, User
from app.tags import load_tags

SIZE = 20


def author_of(session, id):
    return session.scalars(select(User).where(User.id == id)).one()


class Posts:
    repo = Post

    def __init__(self, session: Session):
        self.session = session

    def list(self, ids):
        found = []
        for id in ids:
            found.append(self.one(id))
            if len(found) > SIZE:
                break
        return [author_of(self.session, post.author_id) for post in found]

    def one(self, id):
        return self.session.query(Post).filter(Post.id == id).first()


async def all_of(session, ids):
    for start in range(0, len(ids), SIZE):
        await session.execute(select(Post).where(Post.id.in_(ids[start:start + SIZE])))
    while True:
        page = load_tags(session)
        if not page:
            return page


for one in (1, 2, 3):
    load_tags(one)


def last(session):
    for user in session.query(User).all():
        print(user.posts)
`;

const typed = fc.constantFrom('', ' ', '\n', '\n    ', '\n  ', ')', '(', '{', '}', '"', "'", '`', '// x', '# x', ':', 'for x of y', 'for x in y:\n        ', 'await one()', 'return ', 'x = 1\n', 'self.', '=', '@dec\n', ', ', 'def f(self): pass\n', 'function f() { return 1; }\n', 'const a = 1;\n', 'authorOf(1);\n', '9', 'if (x) ');
const edits = fc.array(fc.record({ at: fc.nat(100_000), length: fc.constantFrom(0, 0, 0, 1, 3, 12, 60), text: typed }), { minLength: 1, maxLength: 8 });

describe('what functions do, read in parts, is what they do read as a whole', () => {
  for (const [path, source] of [['app/posts.ts', SCRIPT], ['app/posts.py', PYTHON]] as const) {
    it(`after any edits of ${path}`, () => {
      fc.assert(fc.property(edits, (series) => {
        let text = source;
        let last: LastReading = readAgain(path, text, null, null, options);
        assert.ok((last.facts.flow?.units.length ?? 0) > 5, 'there is something to keep');
        for (const edit of series) {
          const at = edit.at % (text.length + 1);
          text = text.slice(0, at) + edit.text + text.slice(at + edit.length);
          last = readAgain(path, text, null, last, options);
          assert.deepEqual(last.facts.flow, readFile(path, text, null, options).flow);
        }
        for (const key of [path, `${path}#part`]) syntax.forget(key);
      }), { numRuns: Number(process.env['SARGABLE_RUNS'] ?? 60), seed: 5, endOnFailure: true });
    });

    it(`a function of ${path} that was not edited stays the same object`, () => {
      const first = readAgain(path, source, null, null, options);
      const now = keepingFlow(readAgain(path, source.replace('SIZE) break', 'SIZE ) break').replace('> SIZE:', '>  SIZE:'), null, first, options).facts, first.facts);
      const closed = keepingFlow(readFile(path, `\n${source}`, null, options), first.facts);
      for (const key of [path, `${path}#part`]) syntax.forget(key);
      for (const { name, fn, span } of first.facts.flow?.units ?? []) {
        const [edited, moved] = [now, closed].map((facts) => facts.flow?.units.find((unit) => unit.name === name && unit.fn === fn));
        assert.equal(moved?.span.start, span.start + 1, name);
        if (name === 'Posts.list') assert.equal(edited, undefined);
        else assert.ok(edited !== undefined, name);
      }
    });
  }
});
