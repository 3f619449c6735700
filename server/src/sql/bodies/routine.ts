import type { Dialect } from '../../facts/dialect.ts';
import type { RoutineFact } from '../../facts/query.ts';
import type { Piece } from '../split.ts';
import { split } from '../split.ts';
import { type BodyText, literalText, pieced } from './literal.ts';
import { parameterNames } from './parameters.ts';
import { type BodyParts, plpgsqlParts, QUERY_WORDS } from './plpgsql.ts';
import { TokenWalk } from './walk.ts';

/** The queries of a routine, each a text of its own. `temporary`: tables that it makes for itself. */
export interface Routine { readonly fact: RoutineFact; readonly fragments: readonly BodyText[]; readonly temporary: readonly string[] }

/** What is read of a CREATE FUNCTION, PROCEDURE or TRIGGER, or of a DO block. */
interface Head { name: string; readonly variables: string[]; language: string; body: BodyText | null; unreadable: boolean }

/**
 * The queries in the body of a function, procedure, trigger or DO block. Null when it has none that are SQL (another language, no body);
 * a text when the body cannot be taken apart.
 */
export function readRoutine(flat: BodyText, piece: Piece, dialect: Dialect): Routine | string | null {
  if (dialect === 'sqlite') return sqliteTrigger(flat, piece);
  if (dialect !== 'postgresql') return null;
  const head = readHead(flat, piece);
  if (head.language !== 'plpgsql' && head.language !== 'sql') return null;
  if (head.body === null) return head.unreadable ? 'the body cannot be read' : null;
  const plpgsql = head.language === 'plpgsql';
  const parts = plpgsql ? plpgsqlParts(head.body) : sqlParts(head.body);
  const variables = [...new Set([...head.variables, ...parts.variables])].filter((name) => name !== '');
  const rows = [...new Set([...parts.rows, ...(head.name === '' ? [] : [head.name])])];
  return { fact: { name: head.name, variables, rows, strict: plpgsql }, fragments: parts.fragments, temporary: parts.temporary };
}

function readHead(flat: BodyText, piece: Piece): Head {
  const walk = new TokenWalk(flat.text, 'postgresql', piece.start, piece.end);
  const block = walk.word() === 'do';
  const head: Head = { name: '', variables: [], language: block ? 'plpgsql' : '', body: null, unreadable: false };
  if (!block) named(walk, head);
  for (; !walk.done && head.body === null; walk.at += 1) {
    const word = walk.word();
    const token = walk.token();
    if (word === 'language') { head.language = (walk.token(1)?.kind === 'string' ? walk.written(1).slice(1, -1) : walk.name(1)).toLowerCase(); walk.at += 1; }
    else if (word === 'table' && walk.token(1)?.kind === 'open') { walk.at += 1; head.variables.push(...parameterNames(walk)); walk.at -= 1; }
    else if (word === 'begin' && walk.word(1) === 'atomic') inline(flat, piece, walk.token(1)?.end ?? piece.end, /\bend\s*$/i, '', head);
    else if (word === 'return') inline(flat, piece, token?.end ?? piece.end, /$/, 'SELECT ', head);
    else if (token?.kind === 'string' && (block || walk.word(-1) === 'as')) {
      head.body = literalText(flat, token);
      head.unreadable = head.body === null;
      languageBehind(walk, head);
      break;
    }
  }
  return head;
}

/** Goes behind `CREATE … FUNCTION name (…)`. */
function named(walk: TokenWalk, head: Head): void {
  while (!walk.done && walk.token()?.kind !== 'open') {
    if (walk.name() !== '') head.name = walk.name();
    walk.at += 1;
  }
  if (!walk.done) head.variables.push(...parameterNames(walk));
}

/** LANGUAGE may stand behind the body too. */
function languageBehind(walk: TokenWalk, head: Head): void {
  for (walk.at += 1; !walk.done; walk.at += 1) if (walk.word() === 'language') head.language = (walk.token(1)?.kind === 'string' ? walk.written(1).slice(1, -1) : walk.name(1)).toLowerCase();
}

/** A body that is written as SQL and not as a text: BEGIN ATOMIC … END, and RETURN with a value. */
function inline(flat: BodyText, piece: Piece, start: number, closing: RegExp, prefix: string, head: Head): void {
  const end = start + flat.text.slice(start, piece.end).replace(closing, '').length;
  head.language = 'sql';
  head.body = pieced(flat, prefix, { start, end });
}

function sqlParts(body: BodyText): BodyParts {
  const fragments = split(body.text, 'postgresql').flatMap((piece) => {
    const walk = new TokenWalk(body.text, 'postgresql', piece.start, piece.end);
    if (piece.kind !== 'statement') return [];
    if (QUERY_WORDS.has(walk.word()) || walk.token()?.kind === 'open') return [pieced(body, '', piece)];
    return walk.word() === 'return' ? [pieced(body, 'SELECT ', { start: walk.token()?.end ?? piece.start, end: piece.end })] : [];
  });
  return { fragments, variables: [], rows: ['new', 'old'], temporary: [] };
}

/** Everything between BEGIN and END of CREATE TRIGGER. */
function sqliteTrigger(flat: BodyText, piece: Piece): Routine | null {
  const walk = new TokenWalk(flat.text, 'sqlite', piece.start, piece.end);
  const head = walk.tokens.findIndex((_token, place) => { walk.at = place; return walk.word() === 'trigger'; });
  const begin = walk.tokens.findIndex((_token, place) => { walk.at = place; return walk.word() === 'begin'; });
  if (head < 0 || begin < 0) return null;
  walk.at = head + 1;
  while (/^(?:if|not|exists)$/.test(walk.word())) walk.at += 1;
  const name = walk.name(walk.token(1)?.kind === 'dot' ? 2 : 0);
  const start = walk.tokens[begin]?.end ?? piece.end;
  const end = start + flat.text.slice(start, piece.end).replace(/\bend\s*$/i, '').length;
  const body = pieced(flat, '', { start, end });
  const fragments = split(body.text, 'sqlite').flatMap((inner) => (inner.kind === 'statement' ? [pieced(body, '', inner)] : []));
  return { fact: { name, variables: [], rows: ['new', 'old'], strict: false }, fragments, temporary: [] };
}
