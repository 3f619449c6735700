import assert from 'node:assert/strict';
import { test } from 'node:test';
import { projectFile, queriesOf, schemaOf } from './reader.ts';

const HEAD = `import { and, eq, or } from 'drizzle-orm';\nimport { pgTable, text } from 'drizzle-orm/pg-core';\nimport { users } from './schema';\n`;

const FILES = ['src/queries/selects.ts', 'src/queries/relational.ts', 'src/db/schema/users.ts', 'src/db/schema/orgs.ts', 'drizzle.config.ts'] as const;

test('texts that end anywhere are read without a throw', () => {
  for (const file of FILES) {
    const whole = projectFile(file);
    for (let end = 0; end < whole.length; end += 97) {
      schemaOf(whole.slice(0, end), file);
      assert.ok(queriesOf(whole.slice(0, end), file).queries.length >= 0);
    }
  }
});

test('texts with a piece left out are read without a throw', () => {
  for (const file of FILES) {
    const whole = projectFile(file);
    for (let at = 0; at < whole.length; at += 131) {
      const text = whole.slice(0, at) + whole.slice(at + 7);
      assert.ok(schemaOf(text, file).models.length + queriesOf(text, file).queries.length >= 0);
    }
  }
});

/** Milliseconds that reading takes; generous, since machines differ: what is tested is that nothing grows without bound. */
function time(text: string): number {
  const start = performance.now();
  schemaOf(text);
  queriesOf(text);
  return performance.now() - start;
}

const many = (n: number, line: (i: number) => string): string => Array.from({ length: n }, (_, i) => line(i)).join('\n');

const PATHOLOGICAL: Readonly<Record<string, string>> = {
  'variables that are assigned from each other': `let a = users.x, b = users.y, c = users.z;\n${many(60, () => 'a = cond ? b : c; b = cond ? c : a; c = cond ? a : b;')}\ndb.select().from(users).where(and(eq(a, 1), b, c)).orderBy(a, b, c);`,
  'conditions that are made of each other': `let a, b, c;\n${many(40, () => 'a = and(a, b, c); b = or(b, c, a); c = and(c, a, b);')}\ndb.select().from(users).where(and(a, b, c));`,
  'functions that return each other': `const f = (x) => (x ? g(x) : h(x)); const g = (x) => and(f(x), h(x), f(x)); const h = (x) => or(g(x), f(x), g(x));\ndb.select().from(users).where(f(1));`,
  'builders that are made of each other': `let q = db.select().from(users).$dynamic();\nlet r = q;\n${many(40, () => 'q = page(r); r = page(q); q.where(eq(users.a, 1));')}\nfunction page(x) { if (y) return x; if (z) return page(x.limit(1)); return page(page(x)); }\nawait q; await r.limit(1);`,
  'aliases in a circle': `const a = b, b = c, c = a;\ndb.select().from(a.b.c).where(eq(c.a.b, b));`,
  'objects that spread themselves': `const o = { ...o, ...p }; const p = { ...o };\nconst t = pgTable('t', { ...o, ...p });\ndb.query.users.findMany({ ...o, where: { ...p } });`,
  'deep conditions': `db.select().from(users).where(${'and('.repeat(3000)}eq(users.a, 1)${')'.repeat(3000)});`,
  'deep objects': `db.query.users.findMany({ ${'with: { a: { '.repeat(2000)}${'} } '.repeat(2000)}});`,
  'a long chain': `db.select().from(users)${'.where(eq(users.a, 1))'.repeat(3000)};`,
  'a long sum': `db.select().from(users).where(eq(users.a, ${"'x' + ".repeat(5000)}'y'));`,
  'many conditions': `db.select().from(users).where(and(${many(3000, (i) => `eq(users.c${i}, ${i}),`)}));`,
  'many pushes': `const c = [];\n${many(3000, (i) => `c.push(eq(users.c${i}, ${i}));`)}\ndb.select().from(users).where(and(...c));`,
  'many queries': many(3000, (i) => `db.select().from(users).where(eq(users.c${i}, ${i}));`),
  'many tables': many(600, (i) => `export const t${i} = pgTable('t${i}', { id: text('id'), other: text('other').references(() => t${Math.max(0, i - 1)}.id) });`),
  'unusual text': `db.select().from(users).where(eq(users.\u{1F600}, \`\${\u0000}\`)); pgTable('\u{1F600}', { '': text(''), 'a b': text("'"), __proto__: text('p'), constructor: text('c') });`,
};

for (const [name, body] of Object.entries(PATHOLOGICAL)) {
  test(`${name}: read in bounded time`, () => {
    time(HEAD);
    const took = time(HEAD + body);
    assert.ok(took < 6000, `${Math.round(took)} ms`);
  });
}
