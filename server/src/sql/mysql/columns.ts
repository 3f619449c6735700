import type { ColumnDef, ConstraintDef, IndexDef } from '../../facts/schema.ts';
import { check, references } from './keys.ts';
import { fail, isAnyWord, isSymbol, isWord, name, next, peek, skipBrackets, spanFrom, takeAny, takeSymbol, takeWords, wantSymbol, wantWords, type Reading } from './reading.ts';
import { columnType } from './types.ts';

/** A column and the keys that its attributes make. */
export interface ReadColumn { readonly column: ColumnDef; readonly constraints: readonly ConstraintDef[]; readonly indexes: readonly IndexDef<string>[] }

interface Attributes {
  notNull: boolean;
  generated: boolean;
  hasDefault: boolean;
  collation: string | null;
  autoIncrement: boolean;
  constraints: ConstraintDef[];
}

/** `name type attributes`. */
export function columnDefinition(r: Reading): ReadColumn {
  const start = peek(r).start;
  const own = name(r);
  const { type, collation, serial } = columnType(r);
  const attributes: Attributes = { notNull: serial, generated: false, hasDefault: false, collation, autoIncrement: serial, constraints: serial ? [{ kind: 'unique', name: null, columns: [own], span: spanFrom(r, start) }] : [] };
  while (attribute(r, own, attributes));
  const span = spanFrom(r, start);
  const constraints = attributes.constraints.map((constraint) => (constraint.kind === 'primary-key' && attributes.autoIncrement ? { ...constraint, autoIncrement: true } : constraint));
  const column: ColumnDef = {
    name: own, type, notNull: attributes.notNull, collation: attributes.collation, ...(attributes.generated ? { generated: true } : {}), ...(attributes.hasDefault ? { hasDefault: true } : {}), span,
  };
  return { column, constraints, indexes: [] };
}

/** One attribute; false when none comes next. */
function attribute(r: Reading, column: string, into: Attributes): boolean {
  return keyAttribute(r, column, into) || valueAttribute(r, into) || storageAttribute(r);
}

function keyAttribute(r: Reading, column: string, into: Attributes): boolean {
  const start = peek(r).start;
  const symbol = isWord(r, 'constraint') ? constraintName(r) : null;
  if (takeWords(r, 'primary')) {
    takeWords(r, 'key');
    into.notNull = true;
    into.constraints.push({ kind: 'primary-key', name: null, columns: [column], span: spanFrom(r, start) });
  } else if (takeWords(r, 'unique')) {
    takeWords(r, 'key');
    into.constraints.push({ kind: 'unique', name: null, columns: [column], span: spanFrom(r, start) });
  } else if (takeWords(r, 'key')) {
    into.notNull = true;
    into.constraints.push({ kind: 'primary-key', name: null, columns: [column], span: spanFrom(r, start) });
  } else if (isWord(r, 'references')) {
    const reference = references(r);
    into.constraints.push({ kind: 'foreign-key', name: symbol, columns: [column], ...reference, span: spanFrom(r, start) });
  } else if (isWord(r, 'check') && isSymbol(r, '(', 1)) into.constraints.push(check(r, symbol, start));
  else return false;
  return true;
}

function constraintName(r: Reading): string | null {
  next(r);
  return isWord(r, 'check') ? null : name(r);
}

function valueAttribute(r: Reading, into: Attributes): boolean {
  if (takeWords(r, 'not', 'null')) into.notNull = true;
  else if (takeWords(r, 'null')) into.notNull = false;
  else if (takeWords(r, 'auto_increment')) into.autoIncrement = true;
  else if (takeWords(r, 'default')) { defaultValue(r); into.hasDefault = true; } else if (takeWords(r, 'on', 'update')) defaultValue(r);
  else if (takeWords(r, 'collate')) { takeSymbol(r, '='); into.collation = next(r).value.toLowerCase(); } else if (takeWords(r, 'serial', 'default', 'value')) into.notNull = true;
  else if (isWord(r, 'as') || isWord(r, 'generated')) { generated(r); into.generated = true; } else return false;
  return true;
}

/** A literal, a function of the present time, or an expression (in brackets only in MySQL). */
function defaultValue(r: Reading): void {
  const token = peek(r);
  if (token.kind === 'end' || (token.kind === 'symbol' && !/^[-+(]$/.test(token.value))) fail(r);
  if (token.kind === 'symbol' && token.value === '(') {
    skipBrackets(r);
    return;
  }
  if (token.kind === 'symbol') next(r);
  const value = next(r);
  // A character set's name in front of a string.
  if (value.kind === 'word' && value.value.startsWith('_')) { if (/string|blob/.test(peek(r).kind)) next(r); return; }
  if (value.kind === 'word' && isSymbol(r, '(')) skipBrackets(r);
  if (value.kind === 'word' && value.value === 'next') { wantWords(r, 'value', 'for'); name(r); if (takeSymbol(r, '.')) name(r); }
}

function generated(r: Reading): void {
  if (takeWords(r, 'generated')) wantWords(r, 'always');
  wantWords(r, 'as');
  if (takeWords(r, 'row')) {
    if (takeAny(r, 'start', 'end') === null) fail(r);
    return;
  }
  wantSymbol(r, '(');
  r.expression(r);
  wantSymbol(r, ')');
  takeAny(r, 'virtual', 'stored', 'persistent');
}

const WITH_VALUE = ['comment', 'column_format', 'storage', 'engine_attribute', 'secondary_engine_attribute', 'srid', 'ref_system_id', 'auto_random'] as const;
const ALONE = ['visible', 'invisible', 'compressed', 'clustered', 'nonclustered'] as const;

/** What changes neither keys nor types. */
function storageAttribute(r: Reading): boolean {
  if (takeAny(r, ...WITH_VALUE) !== null) {
    takeSymbol(r, '=');
    if (isSymbol(r, '(')) skipBrackets(r);
    else if (peek(r).kind === 'end') fail(r);
    else next(r);
    return true;
  }
  if (takeAny(r, ...ALONE) !== null) {
    takeSymbol(r, '=');
    if (peek(r).kind === 'word' && isAnyWord(r, 'zlib')) next(r);
    return true;
  }
  if (takeWords(r, 'character', 'set') || takeWords(r, 'charset')) { next(r); return true; }
  return takeWords(r, 'with', 'system', 'versioning') || takeWords(r, 'without', 'system', 'versioning') || takeWords(r, 'not', 'enforced') || takeWords(r, 'enforced');
}
