import { isMysql, type Dialect } from '../facts/dialect.ts';
import type { ClauseWalk } from './clause.ts';
import type { Token } from './tokens.ts';

/** A placeholder as written. `identifier`: it stands for a name (`%I`), not a value. */
export interface Placeholder { readonly end: number; readonly name: string; readonly list: boolean; readonly identifier: boolean }

const PYTHON = /%\(\w+\)s|%[sdL](?!\w)|%I(?!\w)/y;
const SQLC = /sqlc\s*\.\s*(arg|narg|slice)\s*\(\s*['"]?(\w+)['"]?\s*\)/iy;
const EMBED = /sqlc\s*\.\s*embed\s*\(\s*([\w"`]+)\s*\)/iy;
const PSQL = /:(['"])\w+\1/y;
const QUESTIONS = /\?{2,}(?=\s*\))/y;
/** A dot right behind a placeholder, and a name behind it: the placeholder is the schema's or the table's name. */
const BEFORE_NAME = /\.[\w"\uFFFC]/y;

const match = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(text);
};

/** Whether a statement numbers its parameters (`$1`): then `?` is an operator of PostgreSQL's. */
export const hasNumbered = (text: string, tokens: readonly Token[]): boolean => tokens.some((token) => token.kind === 'param' && /^\$\d/.test(text.slice(token.start, token.start + 2)));

/** Whether what ends at `end` qualifies a name: a value never does. */
export const qualifies = (text: string, end: number): boolean => match(BEFORE_NAME, text, end) !== null;

/**
 * The placeholder that begins at `token`, or null. Told from operators by what stands before it: behind an operand `?`, `@x` and `%s` are
 * operators, and within `[…]` a colon makes a slice. Strings, comments and `::` never come here.
 */
export function placeholderAt(text: string, token: Token, walk: ClauseWalk, dialect: Dialect, numbered: boolean): Placeholder | null {
  const written = text.slice(token.start, token.end);
  if (token.kind === 'param') return namedPlaceholder(text, token, walk, dialect, numbered);
  if (token.kind === 'word') return written.toLowerCase() === 'sqlc' ? sqlcPlaceholder(text, token) : null;
  if (token.kind !== 'operator') return null;
  const schema = written === ':' && !walk.inSubscript ? match(PSQL, text, token.start) : null;
  if (schema !== null && qualifies(text, token.start + schema[0].length)) return { end: token.start + schema[0].length, name: schema[0], list: false, identifier: true };
  if (isMysql(dialect) && written.startsWith('?')) return mysqlQuestion(text, token);
  if (!walk.wantsOperand) return null;
  if (written.startsWith('?')) return dialect === 'postgresql' && numbered ? null : questionMarks(text, token, walk);
  const other = written.startsWith('%') ? match(PYTHON, text, token.start) : written === ':' ? match(PSQL, text, token.start) : null;
  return other ? { end: token.start + other[0].length, name: other[0], list: false, identifier: other[0] === '%I' || other[0].startsWith(':"') } : null;
}

/** MySQL has no operator of that sign. `??` is a name, which the driver quotes. */
function mysqlQuestion(text: string, token: Token): Placeholder {
  const isName = text.startsWith('??', token.start);
  return { end: token.start + (isName ? 2 : 1), name: isName ? '??' : '?', list: false, identifier: isName };
}

/** `IN (???)` stands for a list, which the program writes out before it sends the statement. */
const questionMarks = (text: string, token: Token, walk: ClauseWalk): Placeholder => {
  const name = (walk.level.opener === 'in' && walk.previous?.kind === 'open' ? match(QUESTIONS, text, token.start)?.[0] : null) ?? '?';
  return { end: token.start + name.length, name, list: name.length > 1, identifier: false };
};

function namedPlaceholder(text: string, token: Token, walk: ClauseWalk, dialect: Dialect, numbered: boolean): Placeholder | null {
  const written = text.slice(token.start, token.end);
  if (written.startsWith(':') && walk.inSubscript) return null;
  if (written.startsWith('@') && !walk.wantsOperand) return null;
  if (written.startsWith('?') && dialect === 'postgresql' && numbered) return null;
  // `:schema.users` is text that is put in before the statement is sent; `$1.field` is a part of a row.
  if (/^[:@]/.test(written) && qualifies(text, token.end)) return { end: token.end, name: written, list: false, identifier: true };
  // pg-promise's modifiers: `:csv` and `:list` expand a list, `:name` and `~` a name.
  return { end: token.end, name: written, list: /.:(?:csv|list)\b/.test(written), identifier: /.:(?:name|alias)\b|.~\W?$/.test(written) };
}

/** sqlc's `embed(t)` stands for all columns of `t`: what is sent in its place. */
export function embeddedAt(text: string, token: Token): { readonly end: number; readonly text: string } | null {
  const found = token.kind === 'word' ? match(EMBED, text, token.start) : null;
  return found ? { end: token.start + found[0].length, text: `${found[1] ?? ''}.*` } : null;
}

function sqlcPlaceholder(text: string, token: Token): Placeholder | null {
  const found = match(SQLC, text, token.start);
  return found ? { end: token.start + found[0].length, name: found[2] ?? '', list: found[1]?.toLowerCase() === 'slice', identifier: false } : null;
}
