import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { QueryFact, SymbolicQuery } from '../../../server/src/facts/query.ts';
import { readSql } from '../../../server/src/sql/index.ts';
import { canonical, tablesRead } from './canonical.ts';
import { namesOf, sample, type Names } from './names.ts';
import * as relational from './project/src/queries/relational.ts';
import * as selects from './project/src/queries/selects.ts';
import * as writes from './project/src/queries/writes.ts';
import * as relationalV2 from './project/v2/queries.ts';
import { projectFile, queriesOf, sqlParsers } from './reader.ts';

/** What real Drizzle sends, read as SQL: an oracle that knows nothing of the adapter. */
function sent(make: () => unknown): SymbolicQuery {
  const built = make();
  assert.ok(typeof built === 'object' && built !== null && 'toSQL' in built && typeof built.toSQL === 'function');
  const sql = String((built.toSQL() as { sql: unknown }).sql);
  const facts = readSql({ text: sql, holes: [], toDocument: (offset) => offset }, 'postgresql', sqlParsers);
  assert.deepEqual(facts.unread, [], sql);
  const [only] = facts.queries;
  assert.ok(only, sql);
  return only.query;
}

/** The query that is told for a function of the sample. */
function told(file: string, edit: (text: string) => string = (text) => text): ReadonlyMap<string, readonly QueryFact[]> {
  const read = queriesOf(edit(projectFile(file)), file);
  assert.deepEqual(read.unread, []);
  const byName = new Map<string, QueryFact[]>();
  for (const fact of read.queries) byName.set(fact.enclosing, [...(byName.get(fact.enclosing) ?? []), fact]);
  return byName;
}

for (const [file, module] of [['src/queries/selects.ts', selects], ['src/queries/writes.ts', writes]] as const) {
  const facts = told(file);
  for (const [name, make] of Object.entries(module)) {
    test(`what is read of ${name}() is what Drizzle sends`, () => {
      const own = facts.get(name) ?? [];
      assert.equal(own.length, 1, `one query: ${own.map((f) => canonical(f.query, sample)).join(' | ')}`);
      const real = canonical(sent(make), sample);
      assert.equal(own.map((f) => canonical(f.query, sample))[0], real);
      assert.ok(!real.includes('!'), real);
    });
  }
}

const root = (query: SymbolicQuery): SymbolicQuery => ({ ...query, sources: query.sources.slice(0, 1), output: 'all' });

/** Relational queries: their own conditions, order and limit are compared; of the relations that they load, the tables. */
function compareRelational(own: readonly QueryFact[] | undefined, real: SymbolicQuery, names: Names): void {
  const [fact, ...more] = own ?? [];
  assert.ok(fact !== undefined && more.length === 0);
  const expected = canonical(root(real), names);
  assert.equal(canonical(root(fact.query), names), expected);
  assert.ok(!expected.includes('!'), expected);
  assert.deepEqual(tablesRead(fact.query, names), tablesRead(real, names), 'the same tables');
}

const facts = told('src/queries/relational.ts');
for (const [name, make] of Object.entries(relational)) {
  test(`what is read of the relational query ${name}() is what Drizzle sends`, () => compareRelational(facts.get(name), sent(make), sample));
}

/** drizzle-orm 1.0 stands beside 0.45 under another name; the sample's text is read as its users would have it. */
const published = (text: string): string => text.replaceAll('drizzle-orm-1', 'drizzle-orm');
const v2Names = namesOf(['v2/schema.ts', 'v2/relations.ts'], published);
const v2 = told('v2/queries.ts', published);

/** 1.0 calls its root `d0` and a relation in a filter `f0`; an EXISTS is compared without the condition that the relation makes. */
const renamed = (query: SymbolicQuery, alias: string): SymbolicQuery =>
  JSON.parse(JSON.stringify(query).replaceAll('"d0"', `"${alias}"`).replaceAll('"f0"', `"${alias}_posts"`));

for (const [name, make] of Object.entries(relationalV2)) {
  test(`what is read of the 1.0 query ${name}() is what Drizzle sends`, () => {
    const alias = v2.get(name)?.[0]?.query.sources[0]?.alias ?? '';
    const real = renamed(sent(make), alias);
    if (name !== 'related') return compareRelational(v2.get(name), real, v2Names);
    const own = canonical(root(v2.get(name)?.[0]?.query ?? real), v2Names);
    assert.equal(own, canonical(root(real), v2Names).replace('(users.id = users_posts.author_id and users_posts.title = ?)', 'users_posts.title = ?'));
  });
}
