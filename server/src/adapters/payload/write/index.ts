import type { IndexSpec } from '../../../facts/finding.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import { append } from '../../../text/bracketed.ts';
import type { TextEdit } from '../../../text/span.ts';
import type { WriteInput } from '../../adapter.ts';
import { flagOf, propertyOf } from '../literals.ts';
import { type Collection, planCollection } from '../schema/collection.ts';
import { findEntities } from '../schema/find.ts';
import type { PlannedTable } from '../schema/plan.ts';

/**
 * `index: true` on the field, for an index on its column alone; an item of the collection's `indexes` (Payload 3.29) for several columns of its own table.
 * Null for anything else: Payload has no words for a direction, a condition or another method. A field of another file is not written from here.
 */
export function writeIndex(input: WriteInput): readonly TextEdit[] | null {
  const { document, outline, table, spec, owner } = input;
  const columns = plainColumns(spec);
  const found = findEntities(outline, document.text).find(({ object }) => object.span.start <= table.span.start && table.span.end <= object.span.end);
  const collection = found === undefined ? null : planCollection(outline, found);
  if (columns === null || collection === null) return null;
  const planned = collection.main.tables.find((one) => (owner === undefined ? one.span.start === table.span.start : one.name === owner.name));
  if (planned === undefined) return null;
  if (planned.indexes.some((index) => index.columns.join() === columns.join())) return [];
  const [only, ...more] = columns;
  return more.length === 0 && only !== undefined ? onField(input, collection, planned, only) : onCollection(input, collection, planned, columns);
}

/** The columns of an index that Payload can make; null for another one. */
function plainColumns(spec: IndexSpec): readonly string[] | null {
  if (spec.unique || spec.method !== 'btree' || spec.where !== null || spec.include.length > 0) return null;
  const columns = spec.keys.flatMap(({ expr, opclass, collation, direction, nulls }) => (expr.kind === 'column' && opclass === undefined && collation === undefined && nulls === 'default' && (direction === 'asc' || spec.keys.length === 1) ? [expr.column] : []));
  return columns.length > 0 && columns.length === spec.keys.length ? columns : null;
}

function onField({ document, outline }: WriteInput, { found }: Collection, planned: PlannedTable, name: string): readonly TextEdit[] | null {
  const column = planned.columns.find((one) => one.name === name);
  const field = column === undefined ? null : objectAt(found.object, column.span.start, column.span.end);
  if (field?.kind !== 'object' || propertyOf(field, 'name') === null) return null;
  const stated = field.properties.find((property) => property.kind === 'property' && property.key === 'index');
  if (stated?.kind !== 'property') return append(document.text, { span: field.span, items: field.properties.map(({ span }) => span) }, 'index: true');
  return flagOf(outline, stated.value) === false && stated.value.kind === 'boolean' ? [{ span: stated.value.span, newText: 'true' }] : null;
}

function onCollection({ document }: WriteInput, { found: { object, kind }, main }: Collection, planned: PlannedTable, columns: readonly string[]): readonly TextEdit[] | null {
  const fields = columns.flatMap((name) => planned.columns.find((column) => column.name === name)?.attr ?? []);
  if (kind !== 'collection' || planned !== main.tables[0] || fields.length !== columns.length) return null;
  const quote = document.text[propertyOf(object, 'slug')?.span.start ?? 0] === '"' ? '"' : "'";
  const item = `{ fields: [${fields.map((field) => quote + field + quote).join(', ')}] }`;
  const list = propertyOf(object, 'indexes');
  if (list === null) return append(document.text, { span: object.span, items: object.properties.map(({ span }) => span) }, `indexes: [${item}]`);
  return list.kind === 'array' ? append(document.text, { span: list.span, items: list.items.map(({ span }) => span) }, item) : null;
}

/** The object literal at a span, somewhere in another. */
function objectAt(expr: HostExpr, start: number, end: number): HostExpr | null {
  if (expr.span.start > start || expr.span.end < end) return null;
  if (expr.kind === 'object' && expr.span.start === start && expr.span.end === end) return expr;
  for (const part of partsOf(expr)) { const found = objectAt(part, start, end); if (found !== null) return found; }
  return null;
}

const partsOf = (expr: HostExpr): readonly HostExpr[] =>
  (expr.kind === 'array' ? expr.items : expr.kind === 'object' ? expr.properties.map((property) => (property.kind === 'spread' ? property.arg : property.value)) : []);
