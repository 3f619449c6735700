import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { payload } from '../../../server/src/adapters/payload/index.ts';
import { loadSqlParsers } from '../../../server/src/host/sql-parsers.ts';
import { loadSyntax } from '../../../server/src/host/syntax.ts';
import { readOutline } from '../../../server/src/lang/read-outline.ts';
import type { Expr } from '../../../server/src/facts/expr.ts';
import type { ColumnRef } from '../../../server/src/facts/expr.ts';
import type { QueryFact } from '../../../server/src/facts/query.ts';

const [syntax, sql] = await Promise.all([loadSyntax(), loadSqlParsers()]);

const read = (text: string) => {
  const document = { path: 'app.ts', text, languageId: 'typescript' } as const;
  return payload.readQueries?.({ document, outline: readOutline(document, syntax), sql, dialect: null }) ?? { queries: [], unread: [] };
};

type Cond = Expr<ColumnRef>;

function shown(expr: Cond): string {
  const mark = (text: string): string => (expr.optional === true ? `[${text}]` : text);
  switch (expr.kind) {
    case 'column': return expr.column.by === 'attr' ? expr.column.attr : '?';
    case 'literal': return String(expr.value);
    case 'param': return expr.list === true ? '?*' : '?';
    case 'compare': return mark(`${shown(expr.left)} ${expr.op} ${shown(expr.right)}`);
    case 'in': return mark(`${shown(expr.arg)} in (${expr.items.map(shown).join(', ')})`);
    case 'is': return mark(`${shown(expr.arg)} is ${expr.negated ? 'not ' : ''}null`);
    case 'and': case 'or': return mark(`(${expr.args.map(shown).join(` ${expr.kind} `)})`);
    case 'opaque': return mark(`«${[expr.reason, ...expr.args.map(shown)].join(' ')}»`);
    default: return expr.kind;
  }
}

function line({ query, one }: QueryFact): string {
  const [source] = query.sources;
  const table = source?.relation.kind === 'table' && source.relation.table.by === 'key' ? source.relation.table.key + (source.relation.table.path ?? []).join('.') : '?';
  const limit = query.limit === null ? '' : ` limit ${query.limit.kind === 'const' ? query.limit.value : '?'}`;
  const order = query.orderBy.length === 0 ? '' : ` by ${query.orderBy.map((key) => `${shown(key.expr)} ${key.direction}`).join(', ')}`;
  return `${query.op} ${table}${query.where === null ? '' : ` where ${shown(query.where)}`}${order}${limit}${query.offset === null ? '' : ' offset ?'}${one === true ? ' one' : ''}`;
}

/** A call inside a function with a handle, and what is read of it. */
const CALLS: readonly (readonly [string, string])[] = [
  ["payload.find({ collection: 'posts', where: { title: { equals: x } } })", 'select collections/posts where title = ? limit 10'],
  ["payload.find({ collection: 'search-terms', pagination: false })", 'select collections/search_terms'],
  ["payload.find({ collection: 'posts', limit: 0, sort: '-publishedAt' })", 'select collections/posts by publishedAt desc'],
  ["payload.find({ collection: 'posts', sort: ['section', '-meta.title'], limit, page: 2 })", 'select collections/posts by section asc, meta.title desc limit ? offset ?'],
  ["payload.find({ collection: 'posts', sort: 'a,-b' })", 'select collections/posts by a asc, b desc limit 10'],
  ["payload.findByID({ collection: 'posts', id })", 'select collections/posts where id = ? one'],
  ["payload.count({ collection: 'posts', where: { featured: { equals: true } } })", 'select collections/posts where featured = true'],
  ["payload.update({ collection: 'posts', where: { a: { less_than: x, greater_than_equal: y } }, data: {} })", 'select collections/posts where (a < ? and a >= ?)'],
  ["payload.delete({ collection: 'posts', id: 3 })", 'select collections/posts where id = ?'],
  ["payload.findGlobal({ slug: 'header', depth: 2 })", 'select globals/header one'],
  ["payload.findVersions({ collection: 'posts', where: { parent: { equals: id } } })", 'select versions/posts where parent = ? limit 10'],
  ["payload.db.deleteMany({ collection: 'posts', where: { a: { in: [1, 2] } } })", 'delete collections/posts where a in (?, ?)'],
  ["payload.db.findOne({ collection: 'posts', where: { a: { equals: null } } })", 'select collections/posts where a is null limit 1 one'],
  ["req.payload.find({ collection: Posts.slug, where: { a: { exists: true } } }).then((r) => r.docs)", 'select collections/Posts where a is not null limit 10'],
  ["payload.find({ collection: postsSlug })", 'select collections/postsSlug limit 10'],
  ["payload.find({ collection: local, where: { and: [{ a: { equals: 1 } }, { or: [{ b: { in: ids } }, { c: { exists: false } }] }] } })", 'select collections/things where (a = ? and (b in (?*) or c is null)) limit 10'],
  ["payload.find({ collection: 'posts', where: { a: { not_equals: 1 }, b: { like: 'x y' } } })", 'select collections/posts where ((a is null or a <> ?) and «like b») limit 10'],
  ["payload.find({ collection: 'posts', where: { a: { equals: 1 }, ...(x && { b: { equals: x } }) } })", 'select collections/posts where (a = ? and [b = ?]) limit 10'],
  ["payload.find({ collection: 'posts', where: x ? { b: { equals: x } } : undefined })", 'select collections/posts where [b = ?] limit 10'],
  ["payload.find({ collection: 'posts', where: { and: [{ a: { equals: 1 } }, ...(x ? [{ b: { equals: x } }] : [])] } })", 'select collections/posts where (a = ? and [b = ?]) limit 10'],
  ["payload.find({ collection: 'posts', where: { ...given, a: { equals: 1 } } })", 'select collections/posts where «conditions made elsewhere» limit 10'],
  ["payload.find({ collection: 'posts', where: changed })", 'select collections/posts where «conditions made elsewhere» limit 10'],
  ["payload.find({ collection: 'posts', where: fixed })", 'select collections/posts where a = ? limit 10'],
  ["payload.find({ collection: 'posts', where: { [x]: { equals: 1 } } })", 'select collections/posts where «conditions made elsewhere» limit 10'],
  ["payload.find({ collection: 'posts', where: { place: { near: [1, 2, 3] }, 'author.name': { equals: x } } })", 'select collections/posts where («near place» and author.name = ?) limit 10'],
];

const around = (call: string): string => `import { postsSlug } from './slugs'; import { Posts } from './posts'; const local = 'things';
const fixed = { a: { equals: 1 } };
export async function run(payload, req, x, y, id, ids, limit, given, collection) { const changed = { a: { equals: 1 } }; changed.b = { equals: 2 }; return await ${call}; }`;

const GIVES: readonly (readonly [string, string])[] = [
  ["payload.find({ collection: 'posts' })", 'select rows docs'],
  ["payload.findByID({ collection: 'posts', id })", 'select row'],
  ["payload.count({ collection: 'posts' })", 'select value'],
  ["payload.create({ collection: 'posts', data: {} })", 'insert collections/posts row'],
  ["payload.update({ collection: 'posts', id, data: {} })", 'select update row'],
  ["payload.update({ collection: 'posts', where: { a: { equals: 1 } }, data: {} })", 'select update rows docs'],
  ["req.payload.delete({ collection: 'posts', id })", 'select delete row'],
  ["payload.findGlobal({ slug: 'header' })", 'select row'],
  ["payload.updateGlobal({ slug: 'header', data: {} })", 'select update row'],
  ["payload.db.updateOne({ collection: 'posts', id, data: {} })", 'select update row'],
  ["payload.db.create({ collection: 'posts', data: {} })", 'insert collections/posts row'],
  ["payload.db.deleteMany({ collection: 'posts', where: {} })", 'delete nothing'],
  ['req.payload.findByID({ collection, id })', 'unread select row'],
  ['payload.update({ collection: x.slug, id, data: {} })', 'unread update row'],
  ['payload.create({ collection: slugs[x], data: {} })', 'unread insert row'],
];

describe('a call of Payload’s Local API', () => {
  for (const [call, expected] of CALLS) {
    it(call, () => {
      const { queries, unread } = read(around(call));
      assert.deepEqual([queries.map(line), unread], [[expected], []]);
    });
  }

  it('on what getPayload gives', () => {
    assert.deepEqual(read("export const f = async () => { const cms = await getPayload({ config }); return Promise.all([cms.find({ collection: 'a' }), (await getPayload({ config })).count({ collection: 'b' })]); };").queries.map(line), ['select collections/a limit 10', 'select collections/b']);
  });

  it('with a collection that is chosen at run time is not understood', () => {
    for (const [call, reason] of [['payload.find({ collection, where: { a: { equals: 1 } } })', 'the collection is chosen at run time'], ['payload.find({ ...given })', 'the collection is named elsewhere'], ["payload.find({ collection: 'posts', draft: true })", 'drafts are read from the collection’s versions']] as const) {
      const { queries, unread } = read(around(call));
      assert.deepEqual([queries, unread.map((one) => one.reason)], [[], [reason]], call);
    }
  });

  it('is none where anything else is called payload', () => {
    for (const call of ["payload.delete('key')", 'payload.find((x) => x.id)', 'payload.update({ id: 1 })', "cache.find({ collection: 'posts' })", "payload.create({ data: {} })", "axios.get({ collection: 'posts' })"]) {
      assert.deepEqual(read(around(call)), { queries: [], unread: [] }, call);
    }
  });

  it('says what it gives, what it is for, and into which collection', () => {
    for (const [call, expected] of GIVES) {
      const { queries, unread } = read(around(call));
      const into = queries[0]?.query.into;
      const said = queries.map(({ query, gives, under, does }) => [query.op, into?.by === 'key' ? into.key : '', does ?? '', gives ?? '', under ?? '']);
      assert.deepEqual([...said, ...unread.map(({ sends }) => ['unread', sends?.op ?? '', sends?.gives ?? ''])].flat().join(' ').replace(/ +/g, ' ').trim(), expected, call);
    }
  });

  it('half typed or very deep gives an answer', () => {
    for (const text of ["payload.find({ collection: 'posts', where: {", "payload.find({ collection: 'posts', where: { a: { equals", `payload.find({ collection: 'posts', where: ${'{ and: ['.repeat(400)}`]) assert.ok(Array.isArray(read(`async function f() { await ${text}`).queries));
  });
});
