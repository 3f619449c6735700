import type { AccessPath } from '../facts/access.ts';
import type { Table } from '../facts/catalog.ts';
import type { QueryRef } from '../link/flow/summary.ts';
import { columnsOf } from '../facts/walk.ts';
import type { FlowContext, FlowRule, FlowVerdict, SentQuery } from './rule.ts';
import { isLookup, tableName } from './tables.ts';
import { listOf } from './words/list.ts';

export const missingUnique: FlowRule = {
  id: 'missing-unique',
  family: 'schema',
  summary: 'The code takes a row to be the only one of its kind, and no unique index sees to it.',
  defaultSeverity: 'information',
  scope: 'flow',
  check(summary, context) {
    if (context.role !== 'application') return [];
    const own = summary.events.flatMap((event) => (event.what.kind === 'query' && event.via.length === 0 ? [{ event, sent: context.queryOf(event.what.query), ref: event.what.query }] : []));
    const told = new Set<string>();
    return own.flatMap(({ event, sent }) => {
      const looked = sent === null ? null : singleRow(sent);
      if (sent === null || looked === null) return [];
      const insert = own.find((other) => other.sent?.query?.op === 'insert' && other.sent.table?.key === looked.table.key && other.event.sometimes && other.event.at.at[0] > event.at.at[0] && shares(event.varies, other.event.varies));
      const id = `${looked.table.key}\n${looked.columns.join()}`;
      if ((insert === undefined && sent.fact?.exactly !== true) || told.has(id)) return [];
      told.add(id);
      return [verdictOf(looked, sent, insert === undefined ? null : insert.ref, context)];
    });
  },
};

interface Looked { readonly table: Table; readonly columns: readonly string[]; readonly path: AccessPath }

/** A read that asks for one row by equalities with values of this call alone, of which no index leaves one. With a constant among them they may be unique only where it holds. */
function singleRow({ fact, query, paths, table }: SentQuery): Looked | null {
  const [path, ...others] = paths;
  if (fact === null || query === null || table === null || path === undefined || others.length > 0 || query.op !== 'select' || query.sources.length !== 1 || query.setOps.length > 0) return null;
  if (fact.one !== true || fact.confidence === 'low' || fact.flags.includes('optional-predicates') || path.oneRow || path.opaque || path.unknown === true || path.filter === 'unknown' || path.conditions.length === 0) return null;
  if (query.orderBy.length > 0 || query.groupBy.length > 0 || query.distinct !== false || query.offset !== null || isCounted(query) || table.confidence !== 'high' || table.view !== null || isLookup(table)) return null;
  const columns = path.conditions.map((condition) => (condition.form === 'equality' && !condition.optional && condition.expr.kind === 'compare' && condition.expr.left.kind === 'column' && condition.expr.right.kind === 'param' ? condition.expr.left.column.column : null));
  const named = columns.flatMap((column) => column ?? []);
  return named.length < columns.length || hasKey(table, named) ? null : { table, columns: named, path };
}

const isCounted = (query: NonNullable<SentQuery['query']>): boolean => typeof query.output !== 'string' && query.output.some(({ expr }) => expr !== 'all' && expr.kind === 'call');

/** A unique index on some of the columns, be it of some rows or of what is made of them. */
const hasKey = (table: Table, columns: readonly string[]): boolean =>
  table.indexes.some((index) => (index.unique || index.kind === 'primary-key' || index.kind === 'exclude') && index.keys.every(({ expr }) => columnsOf(expr).every(({ column }) => columns.includes(column))));

/** Both are made of the same parameter, so that what is looked for is what is added. */
const shares = (a: readonly { readonly root: string }[], b: readonly { readonly root: string }[]): boolean =>
  a.some((one) => one.root === 'param' && b.some((other) => JSON.stringify(one) === JSON.stringify(other)));

function verdictOf({ table, columns, path }: Looked, sent: SentQuery, insert: QueryRef | null, context: FlowContext): FlowVerdict {
  const names = listOf(columns);
  const first = path.conditions[0]?.expr;
  const span = first?.kind === 'compare' ? first.left.span : sent.place.span;
  const place = insert === null ? null : context.placeOf(insert);
  return {
    table, catalog: sent.catalog, event: null,
    verdict: {
      severity: insert === null || sent.fact?.confidence !== 'high' ? 'hint' : 'information', confidence: sent.fact?.confidence ?? 'medium', columns, suggestion: null, span: sent.place.path === context.path ? span : sent.place.span,
      message: insert === null
        ? `This fails when ${tableName(table)} has two rows of the same ${names}, and no unique index keeps a second one out.`
        : `A row of ${tableName(table)} is looked for by ${names} and added where there is none; no unique index keeps two calls at once from adding one each.`,
      instead: `add a unique index on (${columns.join(', ')})${insert === null ? ', or ask for the first of them' : ', and let the insert meet it (ON CONFLICT, or a caught error)'}`,
      related: place === null ? [] : [{ role: 'query', ...place, message: `${tableName(table)} is added to here` }],
    },
  };
}
