// `npm run new:adapter ID [PACKAGE]`: an adapter, its sample project with a test, and its line in adapters/index.ts. It compiles and reads one shape of call, which
// is to be replaced by the real ones; a test fails for as long as anything says FILL ME.
import { constantOf, create, idFrom, register } from './scaffold.mjs';

const id = idFrom('new:adapter', process.argv.slice(2));
const name = process.argv[3] ?? id;
const constant = constantOf(id);

const adapter = `import type { Expr } from '../../facts/expr.ts';
import type { ColumnRef } from '../../facts/expr.ts';
import type { QueryFact } from '../../facts/query.ts';
import type { CallHost, HostExpr } from '../../lang/expression.ts';
import type { Adapter, AdapterInput, QueryRead } from '../adapter.ts';

/** FILL ME: what it reads, in one line. */
export const ${constant}: Adapter = {
  id: '${id}', title: 'FILL ME', languages: ['typescript', 'typescriptreact', 'javascript', 'javascriptreact'],
  // A file without any of these words is not parsed.
  triggers: ['${name}'],
  readQueries,
};

/** FILL ME: replace this example, \`find('notes', { author_id: id })\` of the package, by the calls there are. adapters/drizzle shows how models are read. */
function readQueries({ outline }: AdapterInput): QueryRead {
  const queries: QueryFact[] = [];
  const unread: { span: CallHost['span']; reason: string }[] = [];
  for (const call of outline.calls) {
    if (!isFind(call, outline)) continue;
    const [table, filter] = call.args;
    if (table?.kind !== 'string') unread.push({ span: call.span, reason: 'the table is known only at run time' });
    else queries.push(factOf(call, table.value, filter ?? null, outline.enclosing(call.span.start)));
  }
  return { queries, unread };
}

const isFind = ({ callee }: CallHost, outline: AdapterInput['outline']): boolean => callee.kind === 'identifier' && outline.resolve(callee.name, callee.span.start)?.import?.module === '${name}';

function factOf(call: CallHost, table: string, filter: HostExpr | null, enclosing: string): QueryFact {
  const span = call.args[0]?.span ?? call.span;
  const source = { id: 0, alias: table, relation: { kind: 'table', table: { by: 'name', schema: null, name: table } }, join: 'from', on: null, span } as const;
  return {
    adapter: '${id}', span: call.span, enclosing, dialect: null, confidence: 'high', flags: [],
    query: { op: 'select', span: call.span, ctes: [], sources: [source], where: whereOf(filter, table), groupBy: [], having: null, distinct: false, orderBy: [], limit: null, offset: null, output: 'all', setOps: [] },
  };
}

/** A condition that is not understood is opaque, never left out: a query with fewer conditions than it has would be judged wrongly. */
function whereOf(filter: HostExpr | null, table: string): Expr<ColumnRef> | null {
  if (filter === null) return null;
  if (filter.kind !== 'object') return { kind: 'opaque', span: filter.span, args: [], reason: 'made elsewhere' };
  const args = filter.properties.map((property): Expr<ColumnRef> => {
    if (property.kind !== 'property') return { kind: 'opaque', span: property.span, args: [], reason: 'made elsewhere' };
    const { keySpan, value } = property;
    return { kind: 'compare', op: '=', span: property.span, left: { kind: 'column', span: keySpan, column: { by: 'name', qualifier: table, name: property.key } }, right: { kind: 'param', name: '', span: value.span } };
  });
  return args.length === 1 ? (args[0] ?? null) : { kind: 'and', args, span: filter.span };
}
`;

const sample = `import { find } from '${name}';

export const byAuthor = (author: number) => find('notes', { author_id: author });

export const byId = (id: number) => find('notes', { id });

export const anywhere = (table: string) => find(table, {});
`;

const test = `import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { workspaceOf } from '../../support/workspace.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const snapshot = workspaceOf({ 'schema.sql': read('project/schema.sql'), 'app.ts': read('project/app.ts') }, { dialect: 'postgresql' }).snapshot();

test('what no index serves is found, and nothing else', () => {
  assert.deepEqual(snapshot.findings().map((finding) => \`\${finding.path} \${finding.rule} \${finding.table} (\${finding.columns.join(', ')})\`), ['app.ts unindexed-filter notes (author_id)']);
});

test('what cannot be known is counted', () => {
  assert.deepEqual(snapshot.stats().unread.map(({ reason }) => reason), ['the table is known only at run time']);
});

test('the scaffold is filled in', () => {
  const left = read('../../../server/src/adapters/${id}/index.ts').split('\\n').flatMap((line, at) => (line.includes('FILL ME') ? [\`server/src/adapters/${id}/index.ts:\${at + 1}: \${line.trim()}\`] : []));
  assert.deepEqual(left, [], 'still to be filled in');
});
`;

create({
  [`server/src/adapters/${id}/index.ts`]: adapter, [`test/adapters/${id}/project/app.ts`]: sample,
  [`test/adapters/${id}/project/schema.sql`]: 'CREATE TABLE notes (id bigint PRIMARY KEY, author_id bigint NOT NULL);\n', [`test/adapters/${id}/project.test.ts`]: test,
});
register('server/src/adapters/index.ts', `import { ${constant} } from './${id}/index.ts';`, constant, 'sqlAdapter');
console.log(`
If adapters/not-read.ts names it, take that line away. Fill in what says FILL ME, sample project first, then: npx node --test 'test/adapters/${id}/*.test.ts'`);
