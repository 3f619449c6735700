import type { HostExpr } from '../../../lang/expression.ts';
import type { Outline } from '../../../lang/outline.ts';
import { follow, propertyOf, textOf } from '../literals.ts';
import { columnOf, indexName, snakeCase } from '../names.ts';
import { type FieldFact, fieldOf, systemField } from './field.ts';
import { addColumn, addIndex, newTable, type Plan, type PlannedTable } from './plan.ts';
import { COLUMN_TYPES, NO_COLUMN, TRANSPARENT } from './types.ts';

/** Where a field's columns go: `prefix` and `path` are those of the groups around it, `indexed` what its indexes are named for. */
export interface Place { readonly table: PlannedTable; readonly prefix: string; readonly path: string; readonly indexed: string }

export const placeIn = (table: PlannedTable): Place => ({ table, prefix: '', path: '', indexed: table.name });

/** Adds what a list of fields makes of a table; a list or a field that is made elsewhere is spread into it, where it stands in no group. */
export function addFields(outline: Outline, plan: Plan, place: Place, list: HostExpr | null): void {
  const at = list === null ? null : follow(outline, list);
  if (at === null) return;
  if (at.kind !== 'array') { addUnknown(plan, place, at); return; }
  for (const item of at.items) {
    if (item.kind === 'spread') addFields(outline, plan, place, item.arg);
    else {
      const field = fieldOf(outline, item);
      if (field === null) addUnknown(plan, place, item);
      else addField(outline, plan, place, field);
    }
  }
}

/** Fields of another file are columns of their own; what a function makes can only add columns, which no query then knows. */
function addUnknown(plan: Plan, { table, prefix }: Place, expr: HostExpr): void {
  if (expr.kind === 'identifier' && prefix === '' && table.name === plan.root) table.spreads.push({ path: [expr.name], span: expr.span });
}

export function addField(outline: Outline, plan: Plan, place: Place, field: FieldFact): void {
  const { type, name, expr } = field;
  if (NO_COLUMN.has(type) || field.virtual) return;
  if (TRANSPARENT.has(type)) { addFields(outline, plan, place, propertyOf(expr, 'fields')); return; }
  if (type === 'tabs') { addTabs(outline, plan, place, propertyOf(expr, 'tabs')); return; }
  if (type === 'group' && name === null) { addFields(outline, plan, place, propertyOf(expr, 'fields')); return; }
  // Where a localized field lies is known only with the configuration, which is another file's.
  if (name === null || name === 'id' || field.localized) return;
  if (type === 'group') addGroup(outline, plan, place, field, name);
  else if (type === 'array') addArray(outline, plan, place, field, name);
  else if (type === 'blocks') addBlocks(outline, plan, field);
  else if (type === 'relationship' || type === 'upload') addRelation(plan, place, field, name);
  else addValue(plan, place, field, name);
}

function addTabs(outline: Outline, plan: Plan, place: Place, list: HostExpr | null): void {
  const at = list === null ? null : follow(outline, list);
  if (at?.kind !== 'array') return;
  for (const item of at.items) {
    const tab = follow(outline, item);
    const name = propertyOf(tab, 'name');
    const named = textOf(outline, name);
    if (name === null) addFields(outline, plan, place, propertyOf(tab, 'fields'));
    else if (named !== null && propertyOf(tab, 'localized') === null) addGroup(outline, plan, place, systemField(named, 'group', tab.span, { expr: tab }), named);
  }
}

export function addGroup(outline: Outline, plan: Plan, { table, prefix, path }: Place, { expr, fields }: FieldFact, name: string): void {
  const column = prefix + columnOf(name);
  const inner: Place = { table, prefix: `${column}_`, path: `${path}${name}.`, indexed: `${table.name}_${column}` };
  for (const field of fields ?? []) addField(outline, plan, inner, field);
  if (fields === undefined) addFields(outline, plan, inner, propertyOf(expr, 'fields'));
}

/** The name of a table of its own: its `dbName`, else that of what is around it; null where a function makes it. */
function ownName(plan: Plan, dbName: FieldFact['dbName'], otherwise: string): string | null {
  if (dbName === 'computed') return null;
  return dbName === null ? otherwise : plan.versions ? `_${dbName}_v` : dbName;
}

function addArray(outline: Outline, plan: Plan, place: Place, field: FieldFact, name: string): void {
  const table = child(plan, place.table, ownName(plan, field.dbName, `${place.indexed}_${snakeCase(name)}`), field, '_parent_id');
  if (table === null) return;
  for (const inner of field.fields ?? []) addField(outline, plan, placeIn(table), inner);
  if (field.fields === undefined) addFields(outline, plan, placeIn(table), propertyOf(field.expr, 'fields'));
}

function addBlocks(outline: Outline, plan: Plan, field: FieldFact): void {
  const list = propertyOf(field.expr, 'blocks');
  const at = list === null ? null : follow(outline, list);
  if (at?.kind !== 'array') return;
  for (const item of at.items) {
    const block = follow(outline, item);
    const slug = propertyOf(block, 'slug');
    const named = textOf(outline, slug);
    if (slug === null || named === null) continue;
    const dbName = propertyOf(block, 'dbName');
    const fact = systemField(named, 'array', block.span, { nameSpan: slug.span });
    const [root] = plan.tables;
    const table = child(plan, root ?? null, ownName(plan, dbName === null ? null : (textOf(outline, dbName) ?? 'computed'), `${plan.root}_blocks_${snakeCase(named)}`), fact, '_parent_id');
    if (table === null) continue;
    addColumn(table, { attr: '_path', name: '_path', type: 'text', notNull: true, span: block.span });
    addIndex(table, `${table.name}_path_idx`, ['_path'], false, slug.span);
    addColumn(table, { attr: 'blockName', name: 'block_name', type: 'varchar', span: block.span });
    addFields(outline, plan, placeIn(table), propertyOf(block, 'fields'));
  }
}

/** A table of rows of an array or a block. Two blocks of one name are one table where they are alike; what else they are is left out. */
function child(plan: Plan, parent: PlannedTable | null, name: string | null, field: FieldFact, key: string): PlannedTable | null {
  if (name === null || parent === null || plan.tables.some((table) => table.name === name)) return null;
  const table = newTable(name, field.span, field.nameSpan, { table: parent.name, column: key });
  plan.tables.push(table);
  addColumn(table, { attr: 'id', name: 'id', type: plan.versions ? null : 'varchar', primaryKey: true, notNull: true, span: field.span });
  addColumn(table, { attr: '_order', name: '_order', type: 'integer', notNull: true, span: field.span });
  addColumn(table, { attr: '_parentID', name: '_parent_id', type: null, notNull: true, span: field.span });
  if (plan.versions) addColumn(table, { attr: '_uuid', name: '_uuid', type: 'varchar', span: field.span });
  addIndex(table, `${name}_order_idx`, ['_order'], false, field.nameSpan);
  addIndex(table, `${name}_parent_id_idx`, ['_parent_id'], false, field.nameSpan);
  return table;
}

function addRelation(plan: Plan, { table, prefix, path, indexed }: Place, field: FieldFact, name: string): void {
  if (field.many || field.hasMany) { for (const slug of field.relationTo ?? []) plan.related.add(slug); return; }
  const column = prefix + columnOf(name);
  addColumn(table, { attr: path + name, name: `${column}_id`, type: null, span: field.span });
  addIndex(table, indexName(`${indexed}_${column}`), [`${column}_id`], field.unique && !plan.versions, field.nameSpan);
}

function addValue(plan: Plan, place: Place, field: FieldFact, name: string): void {
  const { type } = field;
  if (type === 'text' && field.hasMany) { plan.texts = louder(plan.texts, field, place); return; }
  if (type === 'number' && field.hasMany) { plan.numbers = louder(plan.numbers, field, place); return; }
  if (type === 'select' && field.hasMany) { addSelect(plan, place, field, name); return; }
  if (!(type in COLUMN_TYPES)) { plan.doubts.push(`the type ${type} of field ${name} is not known`); return; }
  const column = place.prefix + columnOf(name);
  addColumn(place.table, { attr: place.path + name, name: column, type: COLUMN_TYPES[type] ?? null, notNull: field.required && !field.conditional && place.path === '' && !plan.versions, few: type === 'select' || type === 'radio', span: field.span });
  if (field.index || field.unique) addIndex(place.table, indexName(`${place.indexed}_${column}`), [column], field.unique && !plan.versions, field.nameSpan, field.expr !== null);
}

/** A group passes on that there is one, and not that it is indexed (Payload 3.90). */
const louder = (known: Plan['texts'], { index }: FieldFact, { path }: Place): Plan['texts'] => (index && path === '' ? 'index' : known === 'none' || path !== '' ? 'plain' : known);

/** Rows of a select with several values. */
function addSelect(plan: Plan, place: Place, field: FieldFact, name: string): void {
  const tableName = ownName(plan, field.dbName, `${place.indexed}_${snakeCase(name)}`);
  if (tableName === null) return;
  const table = newTable(tableName, field.span, field.nameSpan, { table: place.table.name, column: 'parent_id' });
  plan.tables.push(table);
  addColumn(table, { attr: 'id', name: 'id', type: null, primaryKey: true, notNull: true, span: field.span });
  addColumn(table, { attr: 'order', name: 'order', type: 'integer', notNull: true, span: field.span });
  addColumn(table, { attr: 'parent', name: 'parent_id', type: null, notNull: true, span: field.span });
  addColumn(table, { attr: 'value', name: 'value', type: null, few: true, span: field.span });
  addIndex(table, `${tableName}_order_idx`, ['order'], false, field.nameSpan);
  addIndex(table, `${tableName}_parent_idx`, ['parent_id'], false, field.nameSpan);
  if (field.index) addIndex(table, `${tableName}_value_idx`, ['value'], false, field.nameSpan);
}
