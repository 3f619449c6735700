import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toldOf, type Way } from './workspace.ts';

/** A function of each language with this body; `asks` and `writes` are what stands for a statement of that way. */
const ts = (body: string): string => `export async function f(ids: number[], rows: { id: number; title: string }[], n: number) {\n${body}\n}`;
const py = (body: string, session = 'db: Session'): string => `def f(${session}, ids, rows, n):\n${body.split('\n').map((line) => `    ${line}\n`).join('')}`;

const ask: Readonly<Record<Way, (value: string) => string>> = {
  drizzle: (v) => `await db.select().from(posts).where(eq(posts.authorId, ${v}))`,
  pg: (v) => `await pool.query('SELECT id, title FROM posts WHERE author_id = $1', [${v}])`,
  sqlalchemy: (v) => `db.execute(select(Post).where(Post.author_id == ${v})).scalars().all()`,
  psycopg: (v) => `db.execute('SELECT id, title FROM posts WHERE author_id = %s', (${v},)).fetchall()`,
};
const askMany: Readonly<Record<Way, (values: string) => string>> = {
  drizzle: (v) => `await db.select().from(posts).where(inArray(posts.authorId, ${v}))`,
  pg: (v) => `await pool.query('SELECT id, title FROM posts WHERE author_id = ANY($1)', [${v}])`,
  sqlalchemy: (v) => `db.execute(select(Post).where(Post.author_id.in_(${v}))).scalars().all()`,
  psycopg: (v) => `db.execute('SELECT id, title FROM posts WHERE author_id = ANY(%s)', (${v},)).fetchall()`,
};

interface Row { readonly ts: string; readonly py: string; readonly says: readonly string[] }
const N1 = ['n-plus-one-query warning'];
const HINT = ['n-plus-one-query hint'];

/** Rows of the specification's table; `ASK(x)` and `MANY(x)` become a statement of each way. */
const rows: Readonly<Record<string, readonly Row[]>> = {
  'repeated by data': [
    { ts: 'for (const id of ids) { const found = ASK(id); console.log(found); }', py: 'for i in ids:\n    print(ASK(i))', says: N1 },
    { ts: 'const all = await Promise.all(ids.map(async (id) => ASK(id)));\nreturn all;', py: 'return [ASK(i) for i in ids]', says: N1 },
    { ts: 'for (const row of rows) { if (!row.title) continue; const { id } = row; console.log(ASK(id)); }', py: 'for row in rows:\n    if not row.title:\n        continue\n    key = row.id\n    print(ASK(key))', says: N1 },
    { ts: 'for (let i = 0; i < rows.length; i++) { console.log(ASK(rows[i].id)); }', py: 'for i in range(len(rows)):\n    print(ASK(rows[i].id))', says: N1 },
  ],
  'constant iteration': [
    { ts: 'for (const id of [1, 2, 3]) console.log(ASK(id));', py: 'for i in (1, 2, 3):\n    print(ASK(i))', says: [] },
    { ts: 'const kinds = { a: 1, b: 2 };\nfor (const key of Object.keys(kinds)) console.log(ASK(kinds[key]));', py: "kinds = {'a': 1, 'b': 2}\nfor key in kinds.values():\n    print(ASK(key))", says: [] },
    { ts: 'for (let i = 0; i < 5; i++) console.log(ASK(i));', py: 'for i in range(5):\n    print(ASK(i))', says: [] },
    { ts: 'for (let i = 0; i < 12; i++) console.log(ASK(i));', py: 'for i in range(12):\n    print(ASK(i))', says: HINT },
    { ts: 'for (let i = 0; i < 50; i++) console.log(ASK(i));', py: 'for i in range(50):\n    print(ASK(i))', says: N1 },
    { ts: 'for (const row of rows.slice(0, 3)) console.log(ASK(row.id));', py: 'for row in rows[:3]:\n    print(ASK(row.id))', says: [] },
  ],
  batches: [
    { ts: 'for (let i = 0; i < ids.length; i += 100) console.log(MANY(ids.slice(i, i + 100)));', py: 'for i in range(0, len(ids), 100):\n    print(MANY(ids[i:i + 100]))', says: [] },
    { ts: 'for (const part of chunk(ids, 100)) console.log(MANY(part));', py: 'for part in batched(ids, 100):\n    print(MANY(part))', says: [] },
    { ts: 'let part: number[] = [];\nfor (const row of rows) { part.push(row.id); if (part.length >= 100) { console.log(MANY(part)); part = []; } }', py: 'part = []\nfor row in rows:\n    part.append(row.id)\n    if len(part) >= 100:\n        print(MANY(part))\n        part = []', says: [] },
    { ts: 'for (const window of windows) console.log(ASK(window.start));', py: 'for window in windows:\n    print(ASK(window.start))', says: [] },
  ],
  pagination: [
    { ts: 'let after = 0;\nwhile (true) { const page = ASK(after); if (page.length === 0) break; after = page[page.length - 1].id; }', py: 'after = 0\nwhile True:\n    page = ASK(after)\n    if not page:\n        break\n    after = page[-1].id', says: [] },
    { ts: 'let page;\nlet offset = 0;\ndo { page = ASK(offset); offset += page.length; } while (page.length);', py: 'offset = 0\nwhile page := ASK(offset):\n    offset += len(page)', says: [] },
  ],
  'retry and polling': [
    { ts: 'for (let attempt = 0; attempt < 10; attempt++) { try { return ASK(n + attempt); } catch { await sleep(100); } }', py: 'for attempt in range(10):\n    try:\n        return ASK(n + attempt)\n    except Exception:\n        time.sleep(1)', says: [] },
    { ts: 'while (true) { console.log(ASK(n)); await sleep(100); }', py: 'while True:\n    print(ASK(n))\n    time.sleep(1)', says: [] },
    { ts: 'let slug = n;\nwhile ((ASK(slug)).length) slug++;\nreturn slug;', py: 'slug = n\nwhile ASK(slug):\n    slug += 1\nreturn slug', says: [] },
  ],
  'left in the first round': [
    { ts: 'for (const id of ids) { const found = ASK(id); return found; }', py: 'for i in ids:\n    found = ASK(i)\n    return found', says: [] },
    { ts: 'for (const id of ids) { const found = ASK(id); if (found) return found; }', py: 'for i in ids:\n    found = ASK(i)\n    if found:\n        return found', says: N1 },
  ],
  'a few rounds for each element': [
    { ts: "for (const row of rows) for (const kind of ['a', 'b']) console.log(ASK(row.id + kind));", py: "for row in rows:\n    for kind in ('a', 'b'):\n        print(ASK((row.id, kind)))", says: N1 },
    { ts: 'for (const row of rows) { for (let attempt = 0; attempt < 3; attempt++) { try { console.log(ASK(row.id + attempt)); break; } catch { await sleep(100); } } }', py: 'for row in rows:\n    for attempt in range(3):\n        try:\n            print(ASK(row.id + attempt))\n            break\n        except Exception:\n            time.sleep(1)', says: N1 },
    { ts: 'for (const row of rows) { for (const part of chunk(row.ids, 100)) console.log(MANY(part)); }', py: 'for row in rows:\n    for part in batched(row.ids, 100):\n        print(MANY(part))', says: [] },
  ],
  'an enumeration': [
    { ts: 'for (const kind of Object.values(PostKind)) console.log(ASK(kind));', py: 'for kind in Posts.Kind:\n    print(ASK(kind))', says: HINT },
  ],
  'nothing of the loop': [
    { ts: 'for (const id of ids) { const found = ASK(n); console.log(id, found); }', py: 'for i in ids:\n    found = ASK(n)\n    print(i, found)', says: ['invariant-query-in-loop warning'] },
    { ts: 'const found = ASK(n);\nfor (const id of ids) console.log(id, found);', py: 'found = ASK(n)\nfor i in ids:\n    print(i, found)', says: [] },
  ],
};

/** What a round does beside its query. */
describe('rounds that stand for themselves, or change what they read', () => {
  const cases: readonly (readonly [name: string, way: Way, code: string, says: readonly string[]])[] = [
    ['a write of each round', 'psycopg', py("for row in rows:\n    db.execute('UPDATE posts SET title = %s WHERE id = %s', (row.title, row.id))", 'db'), ['n-plus-one-write information']],
    ['a handler that goes on', 'psycopg', py("for row in rows:\n    try:\n        db.execute('UPDATE posts SET title = %s WHERE id = %s', (row.title, row.id))\n    except psycopg.Error:\n        print(row)", 'db'), []],
    ['a handler that gives up', 'psycopg', py("for row in rows:\n    try:\n        db.execute('UPDATE posts SET title = %s WHERE id = %s', (row.title, row.id))\n    except psycopg.Error:\n        raise", 'db'), ['n-plus-one-write information']],
    ['a savepoint', 'sqlalchemy', py('for row in rows:\n    with db.begin_nested():\n        db.execute(update(Post).where(Post.id == row.id).values(title=row.title))'), []],
    ['a callback whose handler answers for its element', 'pg', ts("await Promise.all(rows.map(async (row) => { try { await pool.query('UPDATE posts SET title = $1 WHERE id = $2', [row.title, row.id]); return true; } catch { return false; } }));"), []],
    ['a callback whose handler gives up', 'pg', ts("await Promise.all(rows.map(async (row) => { try { await pool.query('UPDATE posts SET title = $1 WHERE id = $2', [row.title, row.id]); return true; } catch (e) { throw new Error('no', { cause: e }); } }));"), ['n-plus-one-write information']],
    ['an id that the next statement needs', 'drizzle', ts('for (const row of rows) { const [made] = await db.insert(authors).values({ id: row.id, name: row.title }).returning(); await db.insert(posts).values({ id: row.id, authorId: made.id, title: row.title }); }'), []],
    ['something is saved between two reads', 'drizzle', ts('for (const row of rows) { const found = await db.select().from(posts).where(eq(posts.authorId, n)); if (!found.length) await row.save(); }'), []],
    ['a write that each of two ways in a helper makes', 'psycopg', `def save(db, row):\n    if db.execute('SELECT id FROM posts WHERE id = %s', (row.id,)).fetchone():\n        db.execute('UPDATE posts SET title = %s WHERE id = %s', (row.title, row.id))\n    else:\n        db.execute('INSERT INTO posts (id, title) VALUES (%s, %s)', (row.id, row.title))\n\n\n${py('for row in rows:\n    save(db, row)', 'db')}`, ['n-plus-one-query warning']],
    ['a helper that some elements call', 'psycopg', `def rename(db, row):\n    db.execute('UPDATE posts SET title = %s WHERE id = %s', (row.title, row.id))\n\n\n${py('for row in rows:\n    if row.title:\n        rename(db, row)', 'db')}`, ['n-plus-one-write information']],
    ['a helper that writes for some of what it is given', 'psycopg', `def rename(db, row):\n    if row.title != row.name:\n        db.execute('UPDATE posts SET title = %s WHERE id = %s', (row.title, row.id))\n\n\n${py('for row in rows:\n    rename(db, row)', 'db')}`, ['n-plus-one-write hint']],
    ['the same row for those elements that need it', 'drizzle', `const authorOf = async (id: number) => db.select().from(authors).where(eq(authors.id, id));\n${ts('for (const row of rows) { if (row.title) console.log(row, await authorOf(n)); }')}`, ['invariant-query-in-loop information']],
    ['a list of keys that each element brings', 'sqlalchemy', py('for row in rows:\n    print(db.execute(select(Post).where(Post.author_id.in_(row.ids))).scalars().all())'), ['n-plus-one-query information']],
    ['a request for each element besides', 'psycopg', `import requests\n\n\n${py("for row in rows:\n    requests.get(row.url)\n    print(db.execute('SELECT id FROM posts WHERE author_id = %s', (row.id,)).fetchall())", 'db')}`, ['n-plus-one-query information']],
    ['locales of the program', 'drizzle', ts('for (const locale of localization.localeCodes) console.log(await db.select().from(posts).where(eq(posts.title, locale)));'), ['n-plus-one-query hint']],
    ['phases of which each asks for its own', 'drizzle', ts("for (const phase of plan.phases) { switch (phase.kind) { case 'a': console.log(await db.select().from(posts).where(eq(posts.title, phase.title))); break; case 'b': console.log(phase); break; } }"), []],
    ['batches that somebody else has cut', 'drizzle', `const work = async (rows: { id: number }[]) => db.select().from(posts).where(inArray(posts.id, rows.map((row) => row.id)));\n${ts('const batches = cut(ids); for (let i = 0; i < batches.length; i++) await work(batches[i]);')}`, []],
    ['pages that a function of the same one reads for each element', 'drizzle', ts('const pagesOf = async (id: number) => { let offset = 0; while (true) { const page = await db.select().from(posts).where(eq(posts.authorId, id)).limit(100).offset(offset); if (page.length === 0) break; offset += page.length; } };\nfor (const id of ids) await pagesOf(id);'), ['n-plus-one-query warning']],
    ['rows that are seen a second time', 'sqlalchemy', py('found = {}\nfor row in db.execute(select(Author)).scalars().all():\n    if row.id in found:\n        continue\n    found[row.id] = db.execute(select(Post).where(Post.author_id == row.id)).scalars().all()'), ['n-plus-one-query warning']],
    ['what is read at the first need and kept', 'drizzle', ts('let all: unknown[] | null = null;\nfor (const row of rows) { if (row.title) { if (!all) { all = await db.select().from(authors).where(eq(authors.id, n)); } console.log(all, row); } }'), []],
    ['the same in Python', 'psycopg', py("found = None\nfor row in rows:\n    if found is None:\n        found = db.execute('SELECT id FROM authors WHERE id = %s', (n,)).fetchone()\n    print(found, row)", 'db'), []],
    ['a list of two that a function makes', 'drizzle', `const both = (a: number, b: number) => [a, b];\n${ts('for (const id of both(n, n + 1)) console.log(await db.select().from(posts).where(eq(posts.authorId, id)));')}`, []],
  ];
  for (const [name, way, code, says] of cases) it(`${way}: ${name}`, () => assert.deepEqual(toldOf({ way, code }), says));
});

const inWay = (way: Way, code: string): string => code.replace(/(ASK|MANY)\(((?:[^()]|\([^()]*\))*)\)/g, (_, word: string, value: string) => `(${(word === 'ASK' ? ask : askMany)[way](value)})`);

for (const [name, table] of Object.entries(rows)) {
  describe(name, () => {
    for (const row of table) {
      for (const way of ['drizzle', 'pg'] as const) it(`${way}: ${row.ts.slice(0, 90).replaceAll('\n', ' ')}`, () => assert.deepEqual(toldOf({ way, code: ts(inWay(way, row.ts)) }), row.says));
      for (const way of ['sqlalchemy', 'psycopg'] as const) it(`${way}: ${row.py.slice(0, 90).replaceAll('\n', ' ')}`, () => assert.deepEqual(toldOf({ way, code: py(inWay(way, row.py), way === 'psycopg' ? 'db' : 'db: Session') }), row.says));
    }
  });
}

describe('tables that the code chooses', () => {
  const payload = (body: string): string => `import type { Payload } from 'payload';\n${body}`;
  const told = (code: string): readonly string[] => toldOf({ way: 'drizzle', path: 'src/app.ts', code, more: { 'package.json': '{"dependencies":{"payload":"3","drizzle-orm":"1"}}' } });
  it('each round another one, named by an argument of a helper', () => assert.deepEqual(told(payload(`async function count(payload: Payload, collection: string) { return (await payload.count({ collection, where: { a: { equals: 1 } } })).totalDocs; }
export async function all(payload: Payload, collections: string[]) { for (const collection of collections) console.log(await count(payload, collection)); }`)), []));
  it('a document of each element, in whatever collection', () => assert.deepEqual(told(payload('export async function all(payload: Payload, docs: { id: string }[], collection: string) { for (const doc of docs) console.log(await payload.findByID({ collection, id: doc.id })); }')), ['n-plus-one-query information']));
});

describe('places where a loop is nobody’s trouble', () => {
  const loop = ts(inWay('drizzle', 'for (const id of ids) console.log(ASK(id));'));
  const places: readonly (readonly [path: string, says: readonly string[]])[] = [
    ['src/app.ts', N1], ['src/scripts/report.ts', ['n-plus-one-query information']], ['src/scripts/backfill.ts', []], ['src/app.test.ts', []], ['src/db/seed.ts', []], ['src/seeds/authors.ts', []],
  ];
  for (const [path, says] of places) it(path, () => assert.deepEqual(toldOf({ way: 'drizzle', code: loop, path }), says));
});
