import { indexName, snakeCase } from '../names.ts';
import { addColumn, addIndex, newTable, type Plan, type PlannedTable } from './plan.ts';

/** The tables of a collection that hold what fields have several of: relations, texts and numbers. */
export function addManyTables(plan: Plan): void {
  const [root] = plan.tables;
  if (root === undefined) return;
  if (plan.texts !== 'none') addValues(plan, root, { suffix: '_texts', column: 'text', type: 'varchar', order: '_order_parent', indexed: plan.texts === 'index' });
  if (plan.numbers !== 'none') addValues(plan, root, { suffix: '_numbers', column: 'number', type: 'numeric', order: '_order_parent_idx', indexed: plan.numbers === 'index' });
  if (plan.related.size > 0) addRelated(plan, root);
}

function startTable(plan: Plan, root: PlannedTable, suffix: string): PlannedTable {
  const { span, nameSpan } = root;
  const table = newTable(root.name + suffix, span, nameSpan, suffix === '_rels' ? { table: root.name, column: 'parent_id' } : null);
  plan.tables.push(table);
  addColumn(table, { attr: 'id', name: 'id', type: null, primaryKey: true, notNull: true, span: nameSpan });
  addColumn(table, { attr: 'order', name: 'order', type: 'integer', span: nameSpan });
  addColumn(table, { attr: 'parent', name: 'parent_id', type: null, notNull: true, span: nameSpan });
  addColumn(table, { attr: 'path', name: 'path', type: 'varchar', notNull: true, span: nameSpan });
  return table;
}

interface Values { readonly suffix: string; readonly column: string; readonly type: string; readonly order: string; readonly indexed: boolean }

function addValues(plan: Plan, root: PlannedTable, { suffix, column, type, order, indexed }: Values): void {
  const table = startTable(plan, root, suffix);
  addColumn(table, { attr: column, name: column, type, span: root.nameSpan });
  addIndex(table, table.name + order, ['order', 'parent_id'], false, root.nameSpan);
  if (indexed) addIndex(table, indexName(`${table.name}_${column}`), [column], false, root.nameSpan);
}

/** A column for each collection that is related to, named for its table: one with a `dbName` of its own in another file is named for that. */
function addRelated(plan: Plan, root: PlannedTable): void {
  const table = startTable(plan, root, '_rels');
  const { nameSpan } = root;
  addIndex(table, indexName(`${table.name}_order`), ['order'], false, nameSpan);
  addIndex(table, indexName(`${table.name}_parent`), ['parent_id'], false, nameSpan);
  addIndex(table, indexName(`${table.name}_path`), ['path'], false, nameSpan);
  for (const slug of plan.related) {
    const column = `${snakeCase(slug)}_id`;
    addColumn(table, { attr: `${slug}ID`, name: column, type: null, span: nameSpan });
    addIndex(table, indexName(`${table.name}_${column}`), [column], false, nameSpan);
  }
}
