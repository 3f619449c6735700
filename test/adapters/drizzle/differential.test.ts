import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { QueryFact, SymbolicQuery } from '../../../server/src/facts/query.ts';
import { readSql } from '../../../server/src/sql/index.ts';
import { canonical, tablesRead } from './canonical.ts';
import * as relational from './project/src/queries/relational.ts';
import * as selects from './project/src/queries/selects.ts';
import * as writes from './project/src/queries/writes.ts';
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
function told(file: string): ReadonlyMap<string, readonly QueryFact[]> {
  const read = queriesOf(projectFile(file), file);
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
      assert.equal(own.length, 1, `one query: ${own.map((f) => canonical(f.query)).join(' | ')}`);
      const real = canonical(sent(make));
      assert.equal(own.map((f) => canonical(f.query))[0], real);
      assert.ok(!real.includes('!'), real);
    });
  }
}

const facts = told('src/queries/relational.ts');
for (const [name, make] of Object.entries(relational)) {
  test(`what is read of the relational query ${name}() is what Drizzle sends`, () => {
    const [own, ...more] = facts.get(name) ?? [];
    assert.ok(own !== undefined && more.length === 0);
    const real = sent(make);
    assert.deepEqual(tablesRead(own.query), tablesRead(real), 'the same tables');
    const root = (query: SymbolicQuery): SymbolicQuery => ({ ...query, sources: query.sources.slice(0, 1), output: 'all' });
    assert.equal(canonical(root(own.query)), canonical(root(real)));
    assert.ok(!canonical(root(real)).includes('!'), 'every name is known');
  });
}
