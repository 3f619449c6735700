import type { HostExpr } from '../../../lang/expression.ts';
import type { Outline } from '../../../lang/outline.ts';
import type { Span } from '../../../text/span.ts';
import { flagOf, follow, propertyOf, textOf } from '../literals.ts';
import { snakeCase } from '../names.ts';
import { type FieldFact, fieldOf, systemField } from './field.ts';
import { addField, addFields, placeIn } from './fields.ts';
import type { Found } from './find.ts';
import { addManyTables } from './many.ts';
import { addColumn, addIndex, emptyPlan, newTable, type Plan, type PlannedTable } from './plan.ts';
import { setting, systemFields } from './system.ts';

/** A collection's or global's own tables, and those of its versions; `slug` null where a constant of another file gives it. */
export interface Collection { readonly found: Found; readonly slug: string | null; readonly slugExpr: HostExpr; readonly main: Plan; readonly versions: Plan | null }

/** Null where the table has a name that only running code knows. */
export function planCollection(outline: Outline, found: Found): Collection | null {
  const { object } = found;
  const slugExpr = propertyOf(object, 'slug');
  const dbName = propertyOf(object, 'dbName');
  const slug = textOf(outline, slugExpr);
  const custom = textOf(outline, dbName);
  if (slugExpr === null || (dbName !== null && custom === null)) return null;
  const name = custom ?? (slug === null ? null : snakeCase(slug));
  const doubts = object.properties.some(({ kind }) => kind !== 'property') ? ['it takes over settings of another object'] : [];
  const main = mainPlan(outline, found, name ?? '', slugExpr.span, doubts);
  const hasVersions = found.kind === 'collection' && name !== null && setting(outline, object, 'versions') === 'on';
  return { found, slug, slugExpr, main, versions: hasVersions ? versionsPlan(outline, found, `_${name}_v`, slugExpr.span, doubts) : null };
}

function mainPlan(outline: Outline, { kind, object }: Found, name: string, nameSpan: Span, doubts: readonly string[]): Plan {
  const plan = start(name, false, object, nameSpan, doubts, customId(outline, object));
  const [table] = plan.tables;
  if (table === undefined) return plan;
  addFields(outline, plan, placeIn(table), propertyOf(object, 'fields'));
  const added = kind === 'collection' ? systemFields(outline, object, plan.doubts) : ['updatedAt', 'createdAt'].map((field) => systemField(field, 'date', nameSpan));
  for (const field of added) addField(outline, plan, placeIn(table), field);
  addCompounds(outline, table, object, '');
  addManyTables(plan);
  return plan;
}

/** A version has the whole document in a group (`buildVersionCollectionFields`), and no index of it is unique. */
function versionsPlan(outline: Outline, { object }: Found, name: string, nameSpan: Span, doubts: readonly string[]): Plan {
  const plan = start(name, true, object, nameSpan, doubts, null);
  const [table] = plan.tables;
  if (table === undefined) return plan;
  const place = placeIn(table);
  const slug = textOf(outline, propertyOf(object, 'slug'));
  addField(outline, plan, place, systemField('parent', 'relationship', nameSpan, { index: true, relationTo: slug === null ? null : [slug] }));
  const own = systemField('version', 'group', nameSpan, { expr: object });
  addField(outline, plan, place, own);
  addField(outline, plan, place, { ...own, fields: systemFields(outline, object, plan.doubts) });
  for (const field of versionFields(outline, object, nameSpan)) addField(outline, plan, place, field);
  addCompounds(outline, table, object, 'version.');
  addManyTables(plan);
  return plan;
}

function versionFields(outline: Outline, object: HostExpr, span: Span): readonly FieldFact[] {
  const versions = propertyOf(object, 'versions');
  const at = versions === null ? null : follow(outline, versions);
  const drafts = at === null ? null : propertyOf(at, 'drafts');
  const autosave = drafts !== null && setting(outline, follow(outline, drafts), 'autosave') === 'on';
  const dates = [systemField('createdAt', 'date', span, { index: true }), systemField('updatedAt', 'date', span, { index: true })];
  const hasDrafts = at !== null && setting(outline, at, 'drafts') === 'on';
  return [...dates, ...(hasDrafts ? [systemField('latest', 'checkbox', span, { index: true })] : []), ...(autosave ? [systemField('autosave', 'checkbox', span, { index: true })] : [])];
}

function start(name: string, versions: boolean, object: HostExpr, nameSpan: Span, doubts: readonly string[], id: string | null): Plan {
  const plan = emptyPlan(name, versions);
  plan.doubts.push(...doubts, ...(versions ? ['which indexes it has is decided by the fields of its collection'] : []));
  const table: PlannedTable = newTable(name, object.span, nameSpan);
  plan.tables.push(table);
  addColumn(table, { attr: 'id', name: 'id', type: id, primaryKey: true, notNull: true, span: nameSpan });
  return plan;
}

/** The type of an `id` field of the collection's own. */
function customId(outline: Outline, object: HostExpr): string | null {
  const list = propertyOf(object, 'fields');
  const at = list === null ? null : follow(outline, list);
  const own = at?.kind === 'array' ? at.items.map((item) => fieldOf(outline, item)).find((field) => field?.name === 'id') : undefined;
  return own?.type === 'text' ? 'varchar' : own?.type === 'number' ? 'numeric' : null;
}

/** `indexes: [{ fields: ['city', 'code'], unique: true }]`; one with a field that is not known here makes the table's indexes uncertain, and is left out. */
function addCompounds(outline: Outline, table: PlannedTable, object: HostExpr, path: string): void {
  const list = propertyOf(object, 'indexes');
  const at = list === null ? null : follow(outline, list);
  if (at?.kind !== 'array') return;
  for (const item of at.items) {
    const index = follow(outline, item);
    const fields = propertyOf(index, 'fields');
    const names = fields?.kind === 'array' ? fields.items.map((field) => textOf(outline, field)) : [];
    const attrs = names.flatMap((name) => (name === null ? [] : [path + name]));
    const columns = attrs.flatMap((attr) => table.columns.find((column) => column.attr === attr)?.name ?? []);
    const unique = path === '' && flagOf(outline, propertyOf(index, 'unique')) === true;
    if (columns.length > 0 && columns.length === names.length) addIndex(table, `${attrs.map((attr) => attr.replaceAll('.', '_')).join('_')}_idx`, columns, unique, index.span, true);
  }
}
