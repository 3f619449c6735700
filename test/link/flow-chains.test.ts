import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FlowExpr, FlowUnit } from '../../server/src/facts/flow.ts';
import { loadSyntax } from '../../server/src/host/syntax.ts';
import { readOutline } from '../../server/src/lang/read-outline.ts';
import { chainsOf } from '../../server/src/link/flow/chains.ts';
import { listUsesOf } from '../../server/src/link/flow/list-uses.ts';
import { calledName, everyExpr } from '../../server/src/link/flow/rounds/walk.ts';
import type { FlowEvent, QueryRef, Root, UnitRef } from '../../server/src/link/flow/summary.ts';

const syntax = await loadSyntax();

type Language = 'typescript' | 'python';

/** The first function of a file; what is called `read…` is a query, what is read as `rel…` a relation. Every event depends on all that come before. */
function unitOf(text: string, languageId: Language): { readonly unit: FlowUnit; readonly ref: UnitRef; readonly events: readonly FlowEvent[] } {
  const path = languageId === 'python' ? 'a.py' : 'a.ts';
  const [unit] = readOutline({ path, languageId, text }, syntax).flow?.().units ?? [];
  assert.ok(unit !== undefined);
  const ref: UnitRef = { file: path, unit: unit.name, ordinal: 0 };
  const events: FlowEvent[] = [];
  const before: Root[] = [];
  for (const expr of everyExpr([], unit.fn.body).filter(isEvent).sort((a, b) => a.at[1] - b.at[1])) {
    const query: QueryRef = { in: ref, at: expr.at };
    const [first] = before;
    const what: FlowEvent['what'] = expr.e === 'call' ? { kind: 'query', query } : { kind: 'lazy', model: { file: path, symbol: 'M' }, relation: expr.e === 'attr' ? expr.name : '', query: first?.root === 'query' ? first.query : null, loaded: [], opened: false };
    events.push({ what, at: { in: ref, at: expr.at }, via: [], loops: [], varies: [...before], sometimes: false, memoised: false, onlyIf: [] });
    if (expr.e === 'call') before.push({ root: 'query', query });
  }
  return { unit, ref, events };
}

const isEvent = (expr: FlowExpr): boolean => (expr.e === 'call' ? calledName(expr).startsWith('read') : expr.e === 'attr' && expr.name.startsWith('rel'));

/** `readShot -sceneId> readScene`, `+` behind a row that is used again, the outcomes where they differ. */
function chainsIn(text: string, language: Language): readonly string[] {
  const { unit, ref, events } = unitOf(text, language);
  const nameOf = (index: number): string => { const event = events[index]; return event === undefined ? '' : text.slice(unit.span.start + event.at.at[0], unit.span.start + event.at.at[1]).replace(/\(.*/s, ''); };
  return chainsOf(unit, ref, events, () => true).map(({ links, outcomes }) => `${links.map(({ event, by, again, leads }) => `${by === null ? '' : ` -${by}> `}${nameOf(event)}${again ? '+' : ''}${leads.length > 0 ? ` (and ${leads.map(nameOf).join(', ')})` : ''}`).join('')}${outcomes === 'different' ? ' differ' : ''}`);
}

describe('rows that are found by the row before, in TypeScript', () => {
  const table: readonly (readonly [name: string, body: string, chains: readonly string[]])[] = [
    ['three rows and guards', `
      const [shot] = await readShot(id);
      if (!shot) { res.status(404).json({ error: 'no shot' }); return; }
      const [scene] = await readScene(shot.sceneId);
      if (!scene) { res.status(404).json({ error: 'no shot' }); return; }
      const [project] = await readProject(scene.projectId, user.id);
      if (!project) { res.status(403).json({ error: 'not yours' }); return; }
      res.json({ success: true, data: shot });`, ['readShot -sceneId> readScene -projectId> readProject differ']],
    ['keyed by the parameter again: not by a row', 'const project = await readProject(id); if (!project) throw new Error("x"); return readScenes(id);', []],
    ['a column of it taken apart', 'const { projectId } = await readScene(id); return readProject(projectId);', ['readScene -projectId> readProject']],
    ['by a name of its own, optional and as a text', 'const scene = (await readScene(id))[0]; const pid = String(scene?.projectId!); return await readProject(pid);', ['readScene -projectId> readProject']],
    ['a list at the end', 'const team = (await readTeam(slug)).rows[0]; if (!team) return []; return readMembers(team.id);', ['readTeam -id> readMembers']],
    ['under its own existence', 'const scene = await readScene(id); if (scene) { const project = await readProject(scene.projectId); return project; } return null;', ['readScene -projectId> readProject']],
    ['there must be no such row', 'const p = await readProvider(slug); if (!p) throw new Error("none"); const taken = await readIdentity(p.id, user.id); if (taken) throw new Error("linked"); return p.clientId;', []],
    ['under another test', 'const s = await readSchedule(id); if (s.serverId) { await readServer(s.serverId); } return s;', []],
    ['where the other branch leaves', 'const q = await readQuery(id); if (q.source) { return await readResult(q.resultId); } else { throw new Error("detached"); }', ['readQuery -resultId> readResult']],
    ['an outside call between', 'const a = await readA(id); await stripe.charge(a.total); return await readB(a.bId);', []],
    ['something done between', 'const a = await readA(id); emit(a.id); return await readB(a.bId);', []],
    ['a log between', 'const a = await readA(id); logger.info("read", a); const n = a.n + 1; return await readB(a.bId);', ['readA -bId> readB']],
    ['the row is handed on', 'const a = await readA(id); const b = await readB(a.bId); await notify(a); return b;', ['readA+ -bId> readB']],
    ['the row is changed', 'const a = await readA(id); const b = await readB(a.bId); a.name = b.name; await a.save(); return b;', ['readA+ -bId> readB']],
    ['columns of it at the end', 'const a = await readA(id); const b = await readB(a.bId); if (!a.open) throw new Error("x"); await run(b.name, a.image);', ['readA -bId> readB']],
    ['in a transaction', 'await db.transaction(async (tx) => { const a = await readA(id); const b = await readB(a.bId); return b; });', ['readA -bId> readB']],
    ['in what is tried', 'try { const a = await readA(id); if (a === null) return; await readB(a.bId); } catch (e) { log(e); }', ['readA -bId> readB']],
    ['two from one', 'const a = await readA(id); const b = await readB(a.bId); const c = await readC(a.cId); return [b, c];', ['readA (and readC) -bId> readB']],
    ['a read of something else between', 'const a = await readA(id); const me = await readUser(session.id); return await readB(a.bId, me.id);', ['readUser -id> readB']],
  ];
  for (const [name, body, chains] of table) it(name, () => assert.deepEqual(chainsIn(`async function f(id, res, user) { ${body} }`, 'typescript'), chains));
});

describe('rows that are found by the row before, in Python', () => {
  const table: readonly (readonly [name: string, body: readonly string[], chains: readonly string[]])[] = [
    ['a relation on the way', ['incident = read_incident(id)', 'who = read_individual(email, incident.rel_project.id)', 'event.source = f"by {who.name}"', 'save(who.id)'], ['read_incident -rel_project> incident.rel_project -id> read_individual']],
    ['another relation of the row later', ['incident = read_incident(id)', 'plugin = read_plugin(incident.project_id)', 'if not plugin:', '    return', 'plugin.send(incident.rel_conversation.channel)'], ['read_incident+ (and incident.rel_conversation) -project_id> read_plugin']],
    ['the row is handed on', ['vis = read_vis(id)', 'check(vis.rel_query)', 'self.update(vis, args)', 'return vis'], ['read_vis+ -rel_query> vis.rel_query']],
    ['guards and a statement of its own', ['job = read_job(id).scalar_one_or_none()', 'if job is None:', '    raise NotFound()', 'owner = read_owner(job.owner_id).scalars().first()', 'return owner'], ['read_job -owner_id> read_owner']],
    ['under another test', ['case = read_case(id)', 'try:', '    email = user_email(client)', '    if email:', '        who = read_person(email, case.rel_project.id)', 'except Exception:', '    who = None', 'if who:', '    user = read_user(who.email)', 'return 1'], ['case.rel_project -id> read_person -email> read_user']],
    ['an outside call between', ['job = read_job(id)', 'answer = requests.get(job.url)', 'return read_owner(job.owner_id)'], []],
  ];
  for (const [name, body, chains] of table) it(name, () => assert.deepEqual(chainsIn(`def f(id, email, event):\n${body.map((line) => `    ${line}\n`).join('')}`, 'python'), chains));
});

/** `count of readRows at rows.length`. */
function usesIn(text: string, language: Language): readonly string[] {
  const { unit, ref, events } = unitOf(text, language);
  const slice = ([start, end]: readonly [number, number]): string => text.slice(unit.span.start + start, unit.span.start + end);
  return listUsesOf(unit, ref, events).map((use) => `${use.use} of ${slice(use.query.at)} at ${slice(use.at.at)}${use.use === 'filter' ? ` by ${use.column}: ${use.test}` : ''}`);
}

describe('lists that are counted or filtered by code', () => {
  const table: readonly (readonly [language: Language, body: string, uses: readonly string[]])[] = [
    ['typescript', 'const rows = await readRows(); return rows.length;', ['count of readRows() at rows.length']],
    ['typescript', 'const rows = await readRows(); if (rows.length > 0) throw new Error("taken");', ['exists of readRows() at rows.length > 0']],
    ['typescript', 'if (!(await readRows()).length) return null;', ['exists of readRows() at (await readRows()).length']],
    ['typescript', 'const rows = await readRows(); const n = rows.length; return { rows, n };', []],
    ['typescript', 'const [row] = await readRows(); return row;', []],
    ['typescript', 'const rows = await readRows(); return rows.filter((r) => r.status === "open");', ['filter of readRows() at rows.filter by status: r.status === "open"']],
    ['typescript', 'return (await readRows()).find((r) => r.slug === slug && !r.deletedAt);', ['filter of readRows() at (await readRows()).find by slug: r.slug === slug && !r.deletedAt']],
    ['typescript', 'const rows = await readRows(); const open = rows.filter((r) => r.open); const rest = rows.filter((r) => !r.open); return [open, rest];', []],
    ['typescript', 'const rows = await readRows(); return rows.filter((r) => allowed(r));', []],
    ['typescript', 'const rows = await readRows(); return rows.filter((r) => r.a === r.b.c);', []],
    ['typescript', 'let rows = await readRows(); if (x) rows = []; return rows.length;', []],
    ['typescript', 'const rows = await readRows(); for (const x of xs) use(rows.filter((r) => r.id === x.id));', []],
    ['typescript', 'const rows = await readRows(); for (const x of rows.filter((r) => r.open)) use(x);', ['filter of readRows() at rows.filter by open: r.open']],
    ['python', 'rows = read_rows()\n    return len(rows)', ['count of read_rows() at len(rows)']],
    ['python', 'return len(read_rows()) > 0', ['exists of read_rows() at len(read_rows()) > 0']],
    ['python', 'if not read_rows():\n        return None', ['exists of read_rows() at read_rows()']],
    ['python', 'rows = read_rows()\n    if rows:\n        return rows[0]', []],
    ['python', 'rows = read_rows()\n    return [r for r in rows if r.status == "open"]', ['filter of read_rows() at [r for r in rows if r.status == "open"] by status: r.status == "open"']],
    ['python', 'return [r.name for r in read_rows() if not r.deleted]', ['filter of read_rows() at [r.name for r in read_rows() if not r.deleted] by deleted: not r.deleted']],
    ['python', 'return next((r for r in read_rows() if r.id == id), None)', ['filter of read_rows() at (r for r in read_rows() if r.id == id) by id: r.id == id']],
  ];
  for (const [language, body, uses] of table) {
    const text = language === 'python' ? `def f(id):\n    ${body}\n` : `async function f(id, slug) { ${body} }`;
    it(body, () => assert.deepEqual(usesIn(text, language), uses));
  }
});
