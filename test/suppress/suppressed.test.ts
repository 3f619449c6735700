import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workspaceOf } from '../support/workspace.ts';

const schema = 'CREATE TABLE notes (id integer PRIMARY KEY, title text, body text);';
const query = 'SELECT * FROM notes WHERE body = $1;';
const of = (sql: string, config: object = {}) => workspaceOf({ 'schema.sql': schema, 'q.sql': sql }, { dialect: 'postgresql', ...config }).snapshot();
const told = (sql: string, config?: object) => of(sql, config).findings().map(({ rule, message }) => (rule === 'unused-ignore' || rule === 'ignore-without-reason' ? message : rule));

const tables: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  'a comment above the statement silences what stands inside of it': [`-- sargable-ignore unindexed-filter: why\nSELECT *\nFROM notes\nWHERE\n  body = $1;`, []],
  'not the next statement': [`-- sargable-ignore unindexed-filter: why\n${query}\n${query}`, ['unindexed-filter']],
  'a block, with its end': [`-- sargable-ignore-start unindexed-filter: why\n${query}\n${query}\n-- sargable-ignore-end\n${query}`, ['unindexed-filter']],
  'blocks in blocks': [`-- sargable-ignore-start unindexed-filter: a\n-- sargable-ignore-start unindexed-sort: b\n${query}\n-- sargable-ignore-end unindexed-filter\n${query}\n-- sargable-ignore-end`, ['This comment ignores unindexed-sort, which says nothing here.', 'unindexed-filter']],
  'a block without an end': [`-- sargable-ignore-start unindexed-filter: why\n${query}`, ['No sargable-ignore-end follows, so that the block goes on to the end of the file.']],
  'an end without a start': [`-- sargable-ignore-end\n${query}`, ['No sargable-ignore-start stands above this end.', 'unindexed-filter']],
  'of a list, what does nothing': [`-- sargable-ignore unindexed-filter, unindexed-sort: why\n${query}`, ['This comment ignores unindexed-sort too, which says nothing here.']],
  'of a list, what there is not': [`-- sargable-ignore unindexed-filter, unindexed-sotr: why\n${query}`, ['There is no rule unindexed-sotr; did you mean unindexed-sort, so this comment ignores nothing by it.']],
  'other comments of SQL': [`/* sargable-ignore unindexed-filter: why */\n${query}\n{# sargable-ignore unindexed-filter: why #}\n${query}`, []],
};
for (const [name, [sql, expected]] of Object.entries(tables)) test(name, () => assert.deepEqual(told(sql), expected));

test('a reason can be asked for', () => {
  assert.deepEqual(told(`-- sargable-ignore unindexed-filter\n${query}`, { rules: { 'ignore-without-reason': 'error' } }), ['This comment does not say why.']);
  assert.deepEqual(told(`-- sargable-ignore unindexed-filter: since\n${query}`, { rules: { 'ignore-without-reason': 'error' } }), []);
});

test('what is silenced is known with its reason and with what silences it', () => {
  const text = `-- sargable-ignore unindexed-filter: once a year\n${query}\n${query.replace('body', 'title')}`;
  const snapshot = of(text, { tables: { notes: { columns: { title: { ignore: ['unindexed-filter'], reason: 'few' } } } } });
  assert.deepEqual(snapshot.findings(), []);
  assert.deepEqual(snapshot.suppressed().map(({ rule, columns, reason, by }) => [rule, columns, reason, by]), [
    ['unindexed-filter', ['body'], 'once a year', { path: 'q.sql', span: { start: 0, end: text.indexOf('\n') } }], ['unindexed-filter', ['title'], 'few', 'configuration'],
  ]);
  assert.equal(new Set(snapshot.suppressed().map(({ fingerprint }) => fingerprint)).size, 2);
});

test('code that is followed over lines is one statement; a callback’s body is another', () => {
  const files = (body: string) => ({ 'schema.sql': schema, 'package.json': '{ "dependencies": { "pg": "8" } }', 'a.ts': `import { Pool } from 'pg';\nconst pool = new Pool();\nexport async function f(x: string) {\n${body}\n}\n` });
  const rules = (body: string) => workspaceOf(files(body), { dialect: 'postgresql' }).snapshot().findings().map(({ rule }) => rule);
  const one = "pool.query('SELECT * FROM notes WHERE body = $1', [x])";
  assert.deepEqual(rules(`  // sargable-ignore unindexed-filter: why\n  return Promise.all([\n    ${one},\n    ${one},\n  ]);`), []);
  assert.deepEqual(rules(`  // sargable-ignore unindexed-filter: why\n  return wrap(async () => {\n    return ${one};\n  });`), ['unused-ignore', 'unindexed-filter']);
});
