import type { Dialect } from '../facts/dialect.ts';
import type { PreparedStatement, StatementRead } from './dialect-reader.ts';
import { MISSING } from './prepare.ts';
import { TextBuilder } from './text-builder.ts';
import { type Token, tokenize, wordOf } from './tokens.ts';

type Read = (statement: PreparedStatement) => StatementRead;
type Failure = Extract<StatementRead, { kind: 'error' }>;

/** Dropping more than five tokens from the end finds little more (97.7 % of truncated queries are read with five). */
const MOST_DROPPED = 5;
const MOST_HOLES = 3;
/** Nobody types such a statement by hand, and each attempt is a parse. */
const MOST_TOKENS = 4_000;

/**
 * Reads a statement that is being typed. At its end brackets and quotes are closed, a missing operand is put in, or up to five tokens are
 * dropped; in its middle the place of the error tells where an operand is missing or a word too many.
 * @returns null when nothing helps
 */
export function repair(statement: PreparedStatement, failure: Failure, dialect: Dialect, read: Read): StatementRead | null {
  if (failure.final === true) return null;
  const tokens = tokenize(statement.text, dialect).filter((token) => token.kind !== 'comment');
  if (tokens.length === 0 || tokens.length > MOST_TOKENS) return null;
  const last = tokens[tokens.length - 1];
  // A quote that never ends is reported where it begins.
  const inside = failure.offset !== null && last !== undefined && last.open !== true && failure.offset < last.end;
  return (inside ? repairInside(statement, failure, dialect, read) : null) ?? repairEnd(statement, tokens, read);
}

const good = (result: StatementRead): boolean => result.kind === 'query' || result.kind === 'schema';

/** What may be missing at the end. Behind a CTE that is being typed there is no statement yet: one is put there. */
const tails = (closing: string, verb: string): readonly string[] => [closing, ` ${MISSING}${closing}`, ...(verb === 'with' ? [`${closing} SELECT ${MISSING}`, ` ${MISSING}${closing} SELECT ${MISSING}`] : [])];

function repairEnd(statement: PreparedStatement, tokens: readonly Token[], read: Read): StatementRead | null {
  for (let dropped = 0; dropped <= Math.min(MOST_DROPPED, tokens.length - 1); dropped += 1) {
    const kept = tokens.slice(0, tokens.length - dropped);
    const closing = closersOf(statement.text, kept);
    for (const tail of tails(closing, wordOf(statement.text, kept[0]))) {
      const result = read(shortened(statement, kept, tail));
      if (good(result)) return result;
    }
  }
  return null;
}

/** The text up to the last kept token (its quote closed), with something behind it. */
function shortened(statement: PreparedStatement, kept: readonly Token[], tail: string): PreparedStatement {
  const last = kept[kept.length - 1];
  const end = last?.end ?? 0;
  const quote = last?.open === true ? statement.text.charAt(last.start).replace('[', ']').replace('$', '$$$$') : '';
  return edited(statement, end, end, quote + tail, end);
}

/** What closes the brackets and CASEs that are open at the end. */
function closersOf(text: string, tokens: readonly Token[]): string {
  const open: string[] = [];
  for (const token of tokens) {
    const word = wordOf(text, token);
    if (token.kind === 'open') open.push({ '(': ')', '[': ']', '{': '}' }[text.charAt(token.start)] ?? ')');
    else if (word === 'case') open.push(' END');
    else if (token.kind === 'close' || word === 'end') open.pop();
  }
  return open.reverse().join('');
}

interface Attempt { readonly attempt: PreparedStatement; readonly result: StatementRead; readonly left: number }

/** How much of the text stands behind the place of an error; everything when the place is not known. */
const unread = (statement: PreparedStatement, result: StatementRead): number => statement.text.length - (result.kind === 'error' ? (result.offset ?? 0) : 0);

/** At the place of the error: put an operand in, or leave out the word itself or the one before. Each step must get further than the last. */
function repairInside(statement: PreparedStatement, failure: Failure, dialect: Dialect, read: Read): StatementRead | null {
  let current: Attempt = { attempt: statement, result: failure, left: unread(statement, failure) };
  for (let round = 0; round < MOST_HOLES; round += 1) {
    const at = current.result.kind === 'error' ? (current.result.offset ?? 0) : 0;
    const attempts = insideAttempts(current.attempt, at, dialect).map((attempt) => {
      const result = read(attempt);
      return { attempt, result, left: unread(attempt, result) };
    });
    const done = attempts.find(({ result }) => good(result));
    if (done) return done.result;
    const [best] = attempts.sort((one, other) => one.left - other.left);
    if (!best || best.left >= current.left) break;
    current = best;
  }
  return repairEnd(current.attempt, tokenize(current.attempt.text, dialect), read);
}

function insideAttempts(statement: PreparedStatement, at: number, dialect: Dialect): PreparedStatement[] {
  const tokens = tokenize(statement.text, dialect).filter((token) => token.kind !== 'comment');
  const place = tokens.findIndex((token) => token.end > at);
  const here = tokens[place];
  const before = tokens[place - 1];
  const out = [edited(statement, at, at, ` ${MISSING} `)];
  if (here) out.push(edited(statement, here.start, here.end, ' '));
  if (before) out.push(edited(statement, before.start, before.end, ' '));
  return out;
}

/** The statement with `[start, end)` replaced, and cut off at `stop`. */
function edited(statement: PreparedStatement, start: number, end: number, text: string, stop: number = statement.text.length): PreparedStatement {
  const builder = new TextBuilder();
  const place = statement.toDocument(start);
  builder.copy(statement.text, 0, start, statement.toDocument);
  builder.replace(text, { start: place, end: statement.toDocument(end) });
  builder.copy(statement.text, end, stop, statement.toDocument);
  return { ...statement, ...builder.build() };
}
