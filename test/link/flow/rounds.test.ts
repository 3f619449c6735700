import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FlowExpr, FlowFunction, FlowSpan, FlowStep } from '../../../server/src/facts/flow.ts';
import { loadSyntax } from '../../../server/src/host/syntax.ts';
import { readOutline } from '../../../server/src/lang/read-outline.ts';
import { roundsOf, type RoundsInput } from '../../../server/src/link/flow/rounds.ts';
import { countedName, iterableName } from '../../../server/src/link/flow/rounds/name.ts';
import { everyExpr, everyStep } from '../../../server/src/link/flow/rounds/walk.ts';

const syntax = await loadSyntax();

/** In these texts everything that is asked of `db`, of something that is opened, or named `load…` and `save…` is a query. */
const asks = /^(await )?(db|shard|conn|get_db|getDb)\b|^(await )?(load|save|exists)/;

interface Code { readonly text: string; readonly path: string }
const python = (body: string, before = ''): Code => ({ path: 'a.py', text: `${before}\nasync def f(db, ids, users, size, n, engine):\n${body.split('\n').map((line) => `    ${line}\n`).join('')}` });
const typescript = (body: string, before = ''): Code => ({ path: 'a.ts', text: `${before}\nexport async function f(db, ids, users, size, n, engine) {\n${body}\n}\n` });

const unitsIn = ({ path, text }: Code) => readOutline({ path, text, languageId: path.endsWith('.py') ? 'python' : 'typescript' }, syntax).flow?.().units ?? assert.fail('no flow');
const functionIn = (code: Code) => unitsIn(code).find((u) => u.name === 'f') ?? assert.fail('no function f');

function roundsIn(given: Code): string {
  const { text } = given;
  const [units, unit] = [unitsIn(given), functionIn(given)];
  const constants = new Map(units.flatMap((u) => u.fn.body).flatMap((s) => (s.s === 'let' && s.target.t === 'name' ? [[s.target.name, s.value] as const] : [])));
  const known = (expr: FlowExpr) => (expr.e === 'name' ? constants.get(expr.name) ?? null : null);
  const code = text.slice(unit.span.start, unit.span.end);
  const queries = (within: FlowSpan) => everyExpr([], unit.fn.body).filter((e) => e.e === 'call' && e.at[0] >= within[0] && e.at[1] <= within[1] && asks.test(code.slice(...e.at))).map((e) => e.at);
  const rounds = roundsOf({ ...(inputOf(unit.fn) ?? assert.fail('nothing is repeated')), around: unit.fn, known, queries: queries(unit.fn.at) });
  return rounds.rounds === 'constant' ? `constant ${rounds.count}` : rounds.rounds;
}

/** The first loop, comprehension or callback of the function. */
function inputOf(fn: FlowFunction): Omit<RoundsInput, 'around' | 'known' | 'queries'> | null {
  const loop = everyStep(fn.body, 'with loops').find((s) => s.s === 'loop');
  if (loop?.s === 'loop') return { form: loop.form === 'each' || loop.form === 'keys' || loop.form === 'count' ? 'for' : 'while', loop, of: loop.of, target: loop.target, body: loop.body };
  for (const e of everyExpr([], fn.body)) {
    const [clause] = e.e === 'comprehension' ? e.clauses : [];
    if (e.e === 'comprehension' && clause !== undefined) return { form: 'comprehension', loop: null, of: clause.of, target: clause.target, body: [does(e.value)] };
    const [callback] = e.e === 'call' ? e.args : [];
    if (e.e === 'call' && e.of.e === 'attr' && callback?.e === 'function') return { form: 'callback', loop: null, of: e.of.of, target: callback.fn.params[0]?.target ?? null, body: callback.fn.body };
  }
  return null;
}
const does = (value: FlowExpr): FlowStep => ({ s: 'do', value, at: value.at });

const cases: Readonly<Record<string, readonly (readonly [rounds: string, code: Code])[]>> = {
  'constant iteration': [
    ['constant 3', python("for name in ['a', 'b', 'c']:\n    db.execute(name)")],
    ['constant 2', python('for name in (A, B):\n    db.execute(name)')],
    ['constant 3', python('for name in KINDS:\n    db.execute(name)', "KINDS = ('a', 'b', 'c')")],
    ['constant 2', python("kinds = {'a': 1, 'b': 2}\nfor name, value in kinds.items():\n    db.execute(name)")],
    ['constant 4', python('for i in range(4):\n    db.execute(i)')],
    ['constant 7', python('for day in range(0, 7):\n    db.execute(day)')],
    ['constant 2', python('for i, name in enumerate(sorted([A, B])):\n    db.execute(name)')],
    ['constant 3', python('for user in users[:3]:\n    db.execute(user.id)')],
    ['constant 3', python('for user in users[-3:]:\n    db.execute(user.id)')],
    ['constant 2', python("rows = [db.execute(k) for k in ('a', 'b')]")],
    ['constant 5', python('for user in random.sample(users, 5):\n    db.execute(user.id)')],
    ['many', python("names = ['a']\nnames.extend(users)\nfor name in names:\n    db.execute(name)")],
    ['many', python('for user in users:\n    db.execute(user.id)')],
    ['many', python('for user in users[size:]:\n    db.execute(user.id)')],
    ['many', python('for i in range(n):\n    db.execute(i)')],
    ['many', python('for i in range(len(users)):\n    db.execute(users[i].id)')],
    ['constant 3', typescript("for (const name of ['a', 'b', 'c'] as const) await db.load(name);")],
    ['constant 2', typescript('for (const key of Object.keys(TABLES)) await db.load(key);', 'const TABLES = { users: 1, posts: 2 };')],
    ['constant 3', typescript('for (let i = 0; i < 3; i++) await db.load(i);')],
    ['constant 2', typescript('for (let i = 0; i < KINDS.length; i++) await db.load(KINDS[i]);', "const KINDS = ['a', 'b'];")],
    ['constant 2', typescript("await Promise.all(['a', 'b'].map((name) => db.load(name)));")],
    ['constant 5', typescript('await Promise.all(users.slice(0, 5).map((user) => db.load(user.id)));')],
    ['constant 3', typescript('for (const user of users.slice(-3)) await db.load(user.id);')],
    ['constant 2', typescript('for (const [name, value] of Object.entries({ a: 1, b: 2 })) await db.load(name);')],
    ['constant 3', typescript('await Promise.all(Array.from({ length: 3 }).map((_, i) => db.load(i)));')],
    ['many', typescript('const names = ["a"];\nnames.push(...users);\nfor (const name of names) await db.load(name);')],
    ['many', typescript('for (let i = 0; i < users.length; i++) await db.load(users[i].id);')],
    ['many', typescript('await Promise.all(users.map((user) => db.load(user.id)));')],
    ['many', typescript('for (const key of Object.keys(users)) await db.load(key);')],
    ['many', typescript('for (const key in users) await db.load(key);')],
  ],
  batches: [
    ['batches', python('for i in range(0, len(ids), size):\n    db.execute(ids[i:i + size])')],
    ['batches', python('for batch in itertools.batched(ids, 500):\n    db.execute(batch)')],
    ['batches', python('for part in chunked(ids, 500):\n    db.execute(part)')],
    ['batches', python('parts = [ids[i:i + 500] for i in range(0, len(ids), 500)]\nfor part in parts:\n    db.execute(part)')],
    ['batches', python('while ids:\n    part, ids = ids[:100], ids[100:]\n    db.execute(part)')],
    ['batches', python('while part := list(islice(it, 100)):\n    db.execute(part)')],
    ['batches', python('for i in range(n):\n    part = ids[i * size:(i + 1) * size]\n    db.execute(part)')],
    ['batches', python('for group in groups:\n    db.execute(select(User).where(User.id.in_(group)))')],
    ['batches', python('for batch in batches:\n    db.execute(insert(User), [dict(id=x) for x in batch])')],
    ['many', python('for chunk in chunks:\n    db.execute(insert(Chunk).values(text=chunk.text))')],
    ['many', python('for chunk in chunk_text(text, 500):\n    db.execute(insert(Chunk).values(text=chunk))')],
    ['many', python('for chunk in document.chunks:\n    db.execute(insert(Chunk).values(text=chunk["text"], size=len(chunk)))')],
    ['batches', typescript('for (let i = 0; i < ids.length; i += SIZE) await db.load(ids.slice(i, i + SIZE));')],
    ['batches', typescript('for (let i = 0; i < ids.length; i += 100) { const part = ids.slice(i, i + 100); await db.load(part); }')],
    ['batches', typescript('for (const part of chunk(ids, 500)) await db.load(part);')],
    ['batches', typescript('for (const part of _.chunk(ids, 500)) await db.load(part);')],
    ['batches', typescript('const parts = chunk(ids, 500);\nfor (const part of parts) await db.load(part);')],
    ['batches', typescript('await Promise.all(chunkArray(ids, 100).map((part) => db.load(part)));')],
    ['batches', typescript('while (ids.length > 0) { const part = ids.splice(0, 100); await db.load(part); }')],
    ['batches', typescript('for (const group of groups) await db.select().from(users).where(inArray(users.id, group));')],
    ['batches', typescript('for (const batch of batches) await db.load(batch.map((x) => x.id));')],
    ['many', typescript('for (const chunk of chunks) await db.save({ text: chunk.text });')],
    ['many', typescript('for (const chunk of await splitter.splitText(text)) await db.save({ text: chunk });')],
  ],
  pagination: [
    ['pages', python('offset = 0\nwhile True:\n    rows = db.execute(q.offset(offset).limit(100)).all()\n    if not rows:\n        break\n    handle(rows)\n    offset += 100')],
    ['pages', python('cursor = None\nwhile True:\n    rows = load(cursor)\n    for row in rows:\n        handle(row)\n    if len(rows) < size:\n        break\n    cursor = rows[-1].id')],
    ['pages', python('cursor = start\nwhile cursor:\n    page = await load(cursor)\n    cursor = page.next_cursor')],
    ['pages', python('while rows := load(last_id):\n    last_id = rows[-1].id')],
    ['pages', python('for page in range(pages):\n    rows = db.execute(q.limit(50).offset(page * 50))')],
    ['many', python('for user in users:\n    rows = db.execute(q.where(Post.user_id == user.id).limit(50).offset(0))')],
    ['pages', typescript('let page;\nlet offset = 0;\ndo { page = await db.load(offset); offset += page.length; } while (page.length);')],
    ['pages', typescript('let cursor;\nwhile (true) { const rows = await db.load(cursor); if (rows.length === 0) break; cursor = rows[rows.length - 1].id; }')],
    ['pages', typescript('let skip = 0;\nfor (;;) { const rows = await db.findMany({ skip, take: 100 }); if (!rows.length) return; skip += 100; }')],
    ['pages', typescript('let hasMore = true;\nlet page = 1;\nwhile (hasMore) { const result = await db.find({ page, limit: 50 }); hasMore = result.hasNextPage; page++; }')],
    ['pages', typescript('for (let page = 0; page < pages; page++) await db.select().from(x).limit(50).offset(page * 50);')],
  ],
  'retry and polling': [
    ['retry', python('for attempt in range(10):\n    try:\n        return db.execute(q)\n    except OperationalError:\n        time.sleep(1)')],
    ['retry', python('while True:\n    try:\n        db.execute(q)\n        break\n    except OperationalError:\n        await asyncio.sleep(1)')],
    ['retry', python('retries = 0\nwhile retries < n:\n    retries += 1\n    db.execute(q)')],
    ['retry', python('for i in range(n):\n    try:\n        db.execute(q)\n        break\n    except OperationalError:\n        continue')],
    ['retry', python('while True:\n    slug = make(n)\n    if not db.execute(slug):\n        return slug\n    n += 1')],
    ['retry', python('while exists(slug):\n    slug = make(slug)')],
    ['retry', python("for i in itertools.count():\n    slug = f'{name}-{i}'\n    if not load(slug):\n        break")],
    ['polling', python('while True:\n    job = db.execute(q)\n    await asyncio.sleep(5)')],
    ['polling', python('while True:\n    message = await queue.get()\n    db.execute(message.id)')],
    ['polling', python('async for message in pubsub.listen():\n    db.execute(message)')],
    ['polling', python('while running:\n    db.execute(q)\n    stop.wait(5)')],
    ['many', python('for user in users:\n    try:\n        db.execute(user.id)\n    except Oops:\n        log(user)')],
    ['many', python('stack = [root]\nwhile stack:\n    node = stack.pop()\n    stack.extend(load(node.id))')],
    ['many', python('i = 0\nwhile i < len(users):\n    db.execute(users[i].id)\n    i += 1')],
    ['retry', typescript('for (let attempt = 0; attempt < 10; attempt++) { try { return await db.load(n); } catch { await sleep(100); } }')],
    ['retry', typescript('while (true) { try { await db.load(n); break; } catch (e) { await delay(100); } }')],
    ['retry', typescript('let slug = name;\nlet i = 1;\nwhile (await db.findFirst(slug)) { slug = `${name}-${i}`; i++; }')],
    ['retry', typescript('while (true) { const code = make(); const taken = await db.findFirst(code); if (!taken) return code; }')],
    ['polling', typescript('while (true) { await db.load(n); await new Promise((r) => setTimeout(r, 1000)); }')],
    ['polling', typescript('for await (const message of consumer) await db.load(message.id);')],
    ['polling', typescript('while (!(await isDone())) { await db.load(n); }')],
    ['many', typescript('const queue = [root];\nwhile (queue.length) { const node = queue.shift(); queue.push(...(await db.load(node.id))); }')],
    ['many', typescript('for (const user of users) { try { await db.load(user.id); } catch (e) { log(e); } }')],
  ],
  once: [
    ['once', python('for user in users:\n    row = db.execute(user.id)\n    return row')],
    ['once', python('for user in users:\n    if not user.active:\n        continue\n    db.execute(user.id)\n    break')],
    ['once', python('for user in users:\n    if db.execute(user.id):\n        return user\n    else:\n        raise Oops()')],
    ['many', python('for user in users:\n    if db.execute(user.id):\n        return user')],
    ['many', python('for user in users:\n    if not db.execute(user.id):\n        continue\n    return user')],
    ['once', typescript('for (const user of users) { const row = await db.load(user.id); return row; }')],
    ['many', typescript('for (const user of users) { const row = await db.load(user.id); if (row) return row; }')],
    ['many', typescript('const rows = users.map((user) => { return db.load(user.id); });')],
  ],
  'another table each': [
    ['databases', python('for model in models:\n    db.query(model).delete()')],
    ['databases', python('for model in models:\n    db.execute(select(model))')],
    ['many', python('for user in users:\n    db.execute(update(User).values(name=user))')],
    ['databases', typescript('for (const table of tables) await db.select().from(table);')],
    ['databases', typescript('for (const relation of relations) await db.find({ collection: relation.slug, where: {} });')],
    ['many', typescript('for (const post of posts) await db.find({ collection: "users", where: { id: post.author } });')],
    ['many', typescript('for (const id of ids) await db.query(id);')],
  ],
  'another database each': [
    ['databases', python('for shard in shards:\n    shard.execute(q)')],
    ['databases', python('for engine in engines:\n    with engine.connect() as conn:\n        conn.execute(q)')],
    ['databases', python('for tenant in tenants:\n    with tenant_context(tenant):\n        db.execute(q)')],
    ['databases', python('for conn in conns:\n    load_users(conn)')],
    ['many', python('for tenant in tenants:\n    db.execute(q.where(User.tenant_id == tenant.id))')],
    ['many', python('for user in users:\n    user.posts.filter(Post.open).all()')],
    ['databases', typescript('for (const shard of shards) await shard.query(text);')],
    ['databases', typescript('for (const tenant of tenants) await getDb(tenant.id).select().from(users);')],
    ['databases', typescript('await Promise.all(tenants.map(async (tenant) => { const conn = await open(tenant); return conn.query(text); }));')],
    ['many', typescript('for (const tenant of tenants) await db.select().from(users).where(eq(users.tenantId, tenant.id));')],
  ],
};

for (const [name, table] of Object.entries(cases)) {
  describe(name, () => {
    for (const [rounds, code] of table) it(`${code.path.slice(2)}: ${code.text.split('\n').slice(code.text.startsWith('\n') ? 2 : 0, 8).join(' ').trim().slice(0, 110)}`, () => assert.equal(roundsIn(code), rounds));
  });
}

describe('what is gone over has the name that its reader gives it', () => {
  const names: readonly (readonly [name: string, code: Code])[] = [
    ['users', python('for user in users:\n    db.execute(user)')],
    ['self.members', python('for user in self.members:\n    db.execute(user)')],
    ['settings', python('for key, value in settings.items():\n    db.execute(key)')],
    ['users', python('for i, user in enumerate(sorted(users)):\n    db.execute(user)')],
    ['users', python('for i in range(len(users)):\n    db.execute(users[i])')],
    ['ids', python('for x in ids or []:\n    db.execute(x)')],
    ['', python('for x in load():\n    db.execute(x)')],
    ['byTeam', typescript('for (const [team, rows] of byTeam.entries()) await db.load(team);')],
    ['counts', typescript('for (const key of Object.keys(counts)) await db.load(key);')],
    ['users', typescript('for (let i = 0; i < users.length; i++) await db.load(users[i].id);')],
    ['users', typescript('for (const user of users.filter(isOpen)) await db.load(user.id);')],
  ];
  for (const [name, code] of names) it(`${name}: ${code.text.split('\n').slice(2, 4).join(' ').trim()}`, () => {
    const input = inputOf(functionIn(code).fn) ?? assert.fail('nothing is repeated');
    assert.equal(iterableName(input.of) || countedName(input.loop?.test ?? null), name);
  });
});
