import type { ColumnRef, Expr, TableRef } from '../../../facts/expr.ts';
import type { Limit, QueryFact, SymbolicQuery, Unread } from '../../../facts/query.ts';
import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import type { Outline } from '../../../lang/outline.ts';
import type { AdapterInput, QueryRead } from '../../adapter.ts';
import { flagOf, follow, hasSpread, pathOf, propertyOf, textOf } from '../literals.ts';
import { COLLECTIONS, GLOBALS, snakeCase, VERSIONS } from '../names.ts';
import { localCalls } from './calls.ts';
import { DATABASE, LOCAL, type Method } from './methods.ts';
import { readSort } from './sort.ts';
import { type Ground, readWhere } from './where.ts';

/** Every call of Payload's Local API, and of the database adapter under it, whose collection can be told. */
export function readQueries({ document, outline }: AdapterInput): QueryRead {
  const queries: QueryFact[] = [];
  const unread: Unread[] = [];
  if (!speaksOf(document.text)) return { queries, unread };
  for (const chain of outline.calls) {
    for (const { method, level, call } of localCalls(outline, chain)) {
      const known = (level === 'local' ? LOCAL : DATABASE).get(method);
      const read = known === undefined ? null : readCall({ outline, text: document.text, alias: ALIAS }, known, call);
      if (read === null) continue;
      if ('reason' in read) unread.push(read);
      else queries.push({ adapter: 'payload', query: read, span: call.span, enclosing: outline.enclosing(call.span.start), dialect: null, confidence: 'high', flags: [], byProject: true, ...(known?.one === true ? { one: true } : {}), ...(known?.does ? { does: known.does } : {}), ...(known === undefined ? {} : givenBy(outline, known, call)) });
    }
  }
  return { queries, unread };
}

/** Files that are read for something else have mostly nothing of Payload's. */
const speaksOf = (text: string): boolean => /ayload(?:!|\?)?\.|getPayload/.test(text);

const ALIAS = 'doc';

const GROUPS: Readonly<Record<Method['on'], string>> = { collection: COLLECTIONS, versions: VERSIONS, global: GLOBALS };

/** Null where it is nothing of Payload's: `payload.delete(key)` of anything else that is called so. */
function readCall(ground: Ground, method: Method, call: CallHost): SymbolicQuery | Unread | null {
  const [arg, ...others] = call.args;
  const options = arg === undefined || others.length > 0 ? null : follow(ground.outline, arg);
  if (options?.kind !== 'object') return null;
  const named = propertyOf(options, method.on === 'global' ? 'slug' : 'collection');
  if (named === null) return hasSpread(options) ? { span: call.span, reason: 'the collection is named elsewhere' } : null;
  const { gives } = givenBy(ground.outline, method, call);
  const sends = { op: method.does ?? method.op, ...(gives && { gives }) };
  // Drafts are looked for among the versions, under other names.
  const drafts = flagOf(ground.outline, propertyOf(options, 'draft')) === true;
  if (drafts && method.on === 'collection' && method.ordered) return { span: call.span, reason: 'drafts are read from the collection’s versions', sends };
  const table = tableOf(ground.outline, GROUPS[method.on], named);
  if (table === null) return { span: call.span, reason: 'the collection is chosen at run time', sends: { ...sends, chosenBy: [named.span.start - call.span.start, named.span.end - call.span.start] } };
  return method.op === 'insert' ? { ...NOTHING_ASKED, op: 'insert', span: call.span, into: table } : queryOf(ground, method, table, named, options, call);
}

const NOTHING_ASKED: Omit<SymbolicQuery, 'op' | 'span'> = { ctes: [], sources: [], where: null, groupBy: [], having: null, distinct: false, orderBy: [], limit: null, offset: null, output: [], setOps: [] };

/** What the caller gets: a row by its id, else a page with `docs`. */
function givenBy(outline: Outline, { gives }: Method, { args: [arg] }: CallHost): Pick<QueryFact, 'gives' | 'under'> {
  const options = arg === undefined ? null : follow(outline, arg);
  if (gives === 'by-id' && propertyOf(options, 'id') !== null) return { gives: 'row' };
  return gives === 'docs' || gives === 'by-id' ? { gives: 'rows', under: 'docs' } : { gives };
}

/** A collection by its slug, by a constant of another file, or by what another file declares (`Posts.slug`). */
function tableOf(outline: Outline, key: string, expr: HostExpr): TableRef | null {
  const slug = textOf(outline, expr);
  if (slug !== null) return { by: 'key', key: key + snakeCase(slug) };
  const path = pathOf(expr);
  const [head = ''] = path ?? [];
  const binding = outline.resolve(head, expr.span.start);
  return path === null || binding === null || !(binding.kind === 'import' || binding.topLevel) ? null : { by: 'key', key, path: path.at(-1) === 'slug' && path.length > 1 ? path.slice(0, -1) : path };
}

function queryOf(ground: Ground, method: Method, table: TableRef, named: HostExpr, options: HostExpr, call: CallHost): SymbolicQuery {
  const get = (key: string): HostExpr | null => propertyOf(options, key);
  const where = whereOf(ground, method, options, call);
  const unlimited = flagOf(ground.outline, get('pagination')) === false ? null : method.limit;
  const sort = get('sort');
  const sorted = sort === null ? [] : readSort(ground, sort);
  // Without a sort Payload sends the collection's own, else `created_at` descending: nobody's choice, and no reason for an index of its own.
  const orderBy = method.ordered ? (sorted ?? []) : [];
  return {
    op: method.op, span: call.span, ctes: [], sources: [{ id: 0, alias: ALIAS, relation: { kind: 'table', table }, join: 'from', on: null, span: named.span }],
    where: sorted === null || hasSpread(options) ? elsewhere(options) : where, groupBy: [], having: null, distinct: false, orderBy, limit: limitOf(ground.outline, get('limit'), unlimited),
    offset: get('page') === null ? null : { kind: 'param' }, output: 'all', setOps: [],
  };
}

type Cond = Expr<ColumnRef>;

const elsewhere = ({ span }: HostExpr): Cond => ({ kind: 'opaque', reason: 'conditions made elsewhere', args: [], span });

/** An `id` is a condition of its own, beside the `where`. */
function whereOf(ground: Ground, method: Method, options: HostExpr, call: CallHost): Cond | null {
  const id = propertyOf(options, 'id');
  const where = propertyOf(options, 'where');
  const read = where === null ? null : readWhere(ground, where);
  if (id !== null && method.on !== 'global') return { kind: 'compare', op: '=', left: { kind: 'column', column: { by: 'attr', source: ground.alias, attr: 'id' }, span: id.span }, right: { kind: 'param', name: '', span: id.span }, span: id.span };
  return read === 'unknown' ? elsewhere(where ?? call) : read;
}

/** `limit: 0` is none. */
function limitOf(outline: Outline, expr: HostExpr | null, otherwise: number | null): Limit | null {
  const at = expr === null ? null : follow(outline, expr);
  if (at === null || at.kind === 'nothing') return otherwise === null ? null : { kind: 'const', value: otherwise };
  if (at.kind !== 'number') return { kind: 'param' };
  return at.value === 0 ? null : { kind: 'const', value: at.value };
}
