import { fail, isAnyWord, isSymbol, isWord, member, next, peek, skipBrackets, takeWords, type Reading } from './reading.ts';

/** A column's type, and the collation that is written with it. */
export interface ColumnType { readonly type: string; readonly collation: string | null; readonly serial: boolean }

/** Types of two words. */
const SECOND: Readonly<Record<string, readonly string[]>> = { double: ['precision'], character: ['varying'], char: ['varying'], national: ['char', 'character', 'varchar'], long: ['varchar', 'varbinary'], nchar: ['varchar', 'varying'], signed: ['integer', 'int'], unsigned: ['integer', 'int'] };
const MODIFIERS = ['unsigned', 'signed', 'zerofill', 'binary', 'ascii', 'unicode', 'byte'] as const;

/** The type as written, in lower case and with single spaces: `int(10) unsigned`, `varchar(40)`, `enum('a','b')`. */
export function columnType(r: Reading): ColumnType {
  const token = peek(r);
  if (token.kind !== 'word' || isSymbol(r, '.', 1)) fail(r);
  next(r);
  const words = [token.value];
  while (isAnyWord(r, ...(SECOND[words[words.length - 1] ?? ''] ?? []))) words.push(next(r).value);
  const size = written(r, () => skipBrackets(r));
  let type = words.join(' ') + size.replace(/\s+/g, '').toLowerCase();
  let collation: string | null = null;
  for (;;) {
    if (isAnyWord(r, ...MODIFIERS)) {
      const { value } = next(r);
      if (value === 'binary') collation = 'binary';
      else type += ` ${value}`;
    } else if (takeWords(r, 'character', 'set') || takeWords(r, 'char', 'set') || takeWords(r, 'charset')) collation = charset(next(r).value) ?? collation;
    else if (isWord(r, 'collate')) { next(r); collation = (peek(r).kind === 'string' || isWord(r, 'binary') ? next(r).value : member(r)).toLowerCase(); } else break;
  }
  return { type, collation, serial: token.value === 'serial' };
}

/** A character set means its default collation, which has no bearing but for `binary`. */
const charset = (name: string): string | null => (name.toLowerCase() === 'binary' ? 'binary' : null);

function written(r: Reading, read: () => void): string {
  const { start } = peek(r);
  const before = r.at;
  read();
  return r.at > before ? r.statement.text.slice(start, r.tokens[r.at - 1]?.end ?? start) : '';
}
