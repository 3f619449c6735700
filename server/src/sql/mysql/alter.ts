import type { QualifiedName, SchemaOp } from '../../facts/schema.ts';
import { columnDefinition, type ReadColumn } from './columns.ts';
import { tableItem } from './keys.ts';
import { fail, fold, isAnyWord, isSymbol, isWord, list, member, name, next, peek, qualifiedName, skipBrackets, takeAny, takeSymbol, takeWords, wantSymbol, wantWords, type Reading } from './reading.ts';

/** ALTER TABLE behind its word TABLE: one operation a specification that changes columns or keys. */
export function alterTable(r: Reading): readonly SchemaOp[] {
  takeWords(r, 'if', 'exists');
  const table = qualifiedName(r);
  waits(r);
  if (peek(r).kind === 'end') return [];
  const operations: SchemaOp[] = [];
  let current = table;
  do {
    const made = specification(r, current);
    operations.push(...made);
    const renamed = made.find((operation) => operation.op === 'rename-table');
    if (renamed?.op === 'rename-table') current = renamed.to;
  } while (takeSymbol(r, ','));
  if (isWord(r, 'partition') || isWord(r, 'remove')) skipRest(r);
  return operations;
}

const waits = (r: Reading): void => { if (takeWords(r, 'wait')) next(r); else takeWords(r, 'nowait'); };

function specification(r: Reading, table: QualifiedName): readonly SchemaOp[] {
  if (takeWords(r, 'add')) return added(r, table);
  if (takeWords(r, 'drop')) return dropped(r, table);
  if (takeWords(r, 'change')) return changed(r, table);
  if (takeWords(r, 'modify')) return modified(r, table);
  if (takeWords(r, 'rename')) return renamed(r, table);
  if (takeWords(r, 'alter')) return altered(r, table);
  skipOption(r);
  return [];
}

function added(r: Reading, table: QualifiedName): readonly SchemaOp[] {
  if (isWord(r, 'partition') && !isTypeNext(r)) { skipRest(r); return []; }
  if (takeWords(r, 'system', 'versioning') || (takeWords(r, 'period', 'for') && name(r) !== '')) { skipBrackets(r); return []; }
  if (takeWords(r, 'column')) return addedColumns(r, table);
  const item = tableItem(r);
  if (item?.kind === 'constraint') return [{ op: 'add-constraint', table, constraint: item.constraint }];
  if (item) return [{ op: 'create-index', table, index: item.index, ifNotExists: false }];
  return addedColumns(r, table);
}

const isTypeNext = (r: Reading): boolean => peek(r, 1).kind === 'word' && !isSymbol(r, '(', 1) && !isWord(r, 'if', 1);

function addedColumns(r: Reading, table: QualifiedName): readonly SchemaOp[] {
  const ifNotExists = takeWords(r, 'if', 'not', 'exists');
  const several = takeSymbol(r, '(');
  const columns: SchemaOp[] = [];
  do {
    const item = several ? tableItem(r) : null;
    if (item?.kind === 'constraint') columns.push({ op: 'add-constraint', table, constraint: item.constraint });
    else if (item) columns.push({ op: 'create-index', table, index: item.index, ifNotExists: false });
    else {
      const { column, constraints } = columnDefinition(r);
      position(r);
      columns.push({ op: 'add-column', table, column, constraints, ifNotExists });
    }
  } while (several && takeSymbol(r, ','));
  if (several) wantSymbol(r, ')');
  return columns;
}

/** FIRST, AFTER x. */
function position(r: Reading): void {
  if (takeWords(r, 'after')) member(r);
  else takeWords(r, 'first');
}

function dropped(r: Reading, table: QualifiedName): readonly SchemaOp[] {
  if (takeWords(r, 'primary', 'key')) return [{ op: 'drop-index', name: { schema: null, name: 'PRIMARY' }, table }];
  if (takeWords(r, 'foreign', 'key')) return [{ op: 'drop-constraint', table, name: existing(r) }];
  if (isAnyWord(r, 'index', 'key')) { next(r); return [{ op: 'drop-index', name: { schema: null, name: existing(r) }, table }]; }
  if (takeWords(r, 'constraint') || takeWords(r, 'check')) return [{ op: 'drop-constraint', table, name: existing(r) }];
  if (takeWords(r, 'partition')) { takeWords(r, 'if', 'exists'); list(r, () => name(r)); return []; }
  if (takeWords(r, 'system', 'versioning')) return [];
  if (takeWords(r, 'period', 'for')) { name(r); return []; }
  takeWords(r, 'column');
  const column = existing(r);
  takeAny(r, 'restrict', 'cascade');
  return [{ op: 'drop-column', table, column }];
}

function existing(r: Reading): string {
  takeWords(r, 'if', 'exists');
  return takeWords(r, 'primary') ? 'PRIMARY' : name(r);
}

/** CHANGE a b type …: renames and retypes. */
function changed(r: Reading, table: QualifiedName): readonly SchemaOp[] {
  takeWords(r, 'column');
  const column = existing(r);
  const read = columnDefinition(r);
  position(r);
  const to = read.column.name;
  return [...(fold(to) === fold(column) ? [] : [{ op: 'rename-column', table, column, to } as const]), ...retyped(table, read)];
}

function modified(r: Reading, table: QualifiedName): readonly SchemaOp[] {
  takeWords(r, 'column');
  takeWords(r, 'if', 'exists');
  const read = columnDefinition(r);
  position(r);
  return retyped(table, read);
}

const retyped = (table: QualifiedName, { column, constraints }: ReadColumn): readonly SchemaOp[] => [
  { op: 'alter-column', table, column: column.name, notNull: column.notNull, ...(column.type === null ? {} : { type: column.type }) },
  ...constraints.map((constraint) => ({ op: 'add-constraint', table, constraint }) as const),
];

function renamed(r: Reading, table: QualifiedName): readonly SchemaOp[] {
  if (takeWords(r, 'column')) {
    const column = existing(r);
    wantWords(r, 'to');
    return [{ op: 'rename-column', table, column, to: name(r) }];
  }
  if (isAnyWord(r, 'index', 'key')) {
    next(r);
    const from = existing(r);
    wantWords(r, 'to');
    return [{ op: 'rename-index', name: { schema: null, name: from }, table, to: name(r) }];
  }
  takeAny(r, 'to', 'as');
  takeSymbol(r, '=');
  return [{ op: 'rename-table', table, to: qualifiedName(r) }];
}

function altered(r: Reading, table: QualifiedName): readonly SchemaOp[] {
  if (isAnyWord(r, 'index', 'key')) {
    next(r);
    const index = existing(r);
    const usable = takeWords(r, 'visible') || takeWords(r, 'not', 'ignored');
    if (!usable && takeAny(r, 'invisible', 'ignored') === null) fail(r);
    return [{ op: 'alter-index', table, name: index, usable }];
  }
  if (takeAny(r, 'check', 'constraint') !== null) { name(r); takeWords(r, 'not'); wantWords(r, 'enforced'); return []; }
  takeWords(r, 'column');
  existing(r);
  skipOption(r);
  return [];
}

/** One specification that changes neither columns nor keys (ENGINE, CONVERT TO, ALGORITHM, …), to the comma behind it. */
function skipOption(r: Reading): void {
  if (peek(r).kind !== 'word') fail(r);
  while (peek(r).kind !== 'end' && !isSymbol(r, ',')) {
    if (isSymbol(r, '(')) skipBrackets(r);
    else if (isSymbol(r, ')')) fail(r);
    else next(r);
  }
}

function skipRest(r: Reading): void {
  while (peek(r).kind !== 'end') { if (isSymbol(r, '(')) skipBrackets(r); else next(r); }
}
