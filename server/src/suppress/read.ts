import type { Suppression } from '../facts/file.ts';
import { languageOf } from '../text/language.ts';
import { type LineIndex, lineIndex, positionAt } from '../text/lines.ts';
import type { Span } from '../text/span.ts';
import { type Comment, type Lexed, lexComments } from './comments.ts';
import { statementEnd } from './extent.ts';

const MARK = 'sargable-ignore';
// `sargable-ignore a, b: why`, at the beginning of a comment or of one of its lines.
const SAID = /^([ \t]*\**[ \t]*)sargable-ignore(?:-(file|start|end))?(?![\w-])(?:([ \t]+)([\w-]+(?:[ \t]*,[ \t]*[\w-]+)*))?[ \t]*(?::[ \t]*(.*?))?[ \t]*$/;

/** `next`: where code goes on after a comment, by where that begins, as far as it is known. */
interface Reader { readonly text: string; readonly path: string; readonly lines: LineIndex; readonly lexed: Lexed; readonly places: ReadonlyMap<Comment, number>; readonly next: Map<Comment, number | null> }
interface Said { readonly kind: 'next' | 'file' | 'start' | 'end'; readonly rules: readonly string[]; readonly at: readonly Span[]; readonly reason: string; readonly comment: Comment; readonly span: Span }

/**
 * The suppressions that the comments of a text hold. One that stands alone speaks of the statement below it, one beside code of that line; `-file` of the whole
 * file; `-start` of all lines down to its `-end`.
 */
export function readSuppressions(text: string, path: string): readonly Suppression[] {
  if (!text.includes(MARK)) return [];
  const lexed = lexComments(text, path);
  const reader: Reader = { text, path, lines: lineIndex(text), lexed, places: new Map(lexed.comments.map((comment, i) => [comment, i])), next: new Map() };
  // From the end on, so that of comments in a row each knows where the next one leads.
  const said = lexed.comments.flatMap((comment) => saidIn(comment, reader));
  for (const { comment } of said.toReversed()) nextCode(comment, reader);
  const blocks = blocksOf(said, reader);
  return said.flatMap((one) => blocks.get(one) ?? (one.kind === 'end' ? [] : [plain(one, reader)]));
}

/** A comment of several lines may say something on each. */
function saidIn(comment: Comment, { text }: Reader): readonly Said[] {
  const { inner } = comment;
  const body = text.slice(inner.start, inner.end);
  if (!body.includes(MARK)) return [];
  let start = inner.start;
  const lines = body.split('\n').map((raw) => { const line = { raw: raw.replace(/\r$/, ''), start }; start += raw.length + 1; return line; });
  return lines.flatMap((line): Said[] => {
    const match = SAID.exec(line.raw);
    if (match === null) return [];
    const [, lead = '', kind, gap = '', names = '', reason = ''] = match;
    const from = line.start + lead.length + MARK.length + (kind === undefined ? 0 : kind.length + 1) + gap.length;
    const at = [...names.matchAll(/[\w-]+/g)].map(({ 0: name, index }) => ({ start: from + index, end: from + index + name.length }));
    const span = lines.length === 1 ? trimmed(comment.span, text) : { start: line.start + lead.length, end: line.start + line.raw.trimEnd().length };
    return [{ kind: kind === 'file' || kind === 'start' || kind === 'end' ? kind : 'next', rules: at.map((one) => text.slice(one.start, one.end)), at, reason, comment, span }];
  });
}

const trimmed = ({ start, end }: Span, text: string): Span => ({ start, end: start + text.slice(start, end).trimEnd().length });
const lineOf = ({ lines }: Reader, offset: number): number => positionAt(lines, offset).line;

function plain(said: Said, reader: Reader): Suppression {
  const { rules, at, reason, span, kind } = said;
  if (kind === 'file') return { rules, at, reason, line: 'file', span };
  const { line, until } = spokenOf(said.comment, reader);
  return { rules, at, reason, line, ...(until > line && { until }), span };
}

/** The lines that a comment speaks of. */
function spokenOf(comment: Comment, reader: Reader): { readonly line: number; readonly until: number } {
  const { text, lines } = reader;
  const own = lineOf(reader, comment.span.start);
  const before = text.slice(lines.starts[own] ?? 0, comment.span.start);
  const last = lineOf(reader, comment.span.end);
  const after = text.slice(comment.span.end, (lines.starts[last + 1] ?? text.length + 1) - 1);
  if (before.trim().replace('{', '') !== '') return { line: own, until: own };
  if (after.trim().replace('}', '') !== '') return { line: last, until: last };
  const next = nextCode(comment, reader);
  if (next === null) return { line: last + 1, until: last + 1 };
  const language = languageOf(reader.path);
  const end = statementEnd(text, next, { within: comment.within, isSql: language === 'sql' || language === 'other', lexed: reader.lexed, backslash: language === 'python' });
  return { line: lineOf(reader, next), until: lineOf(reader, end) };
}

/** Where code goes on after a comment, with the further comments below it passed over. */
function nextCode(comment: Comment, { text, lexed, places, next }: Reader): number | null {
  const known = next.get(comment);
  if (known !== undefined) return known;
  const passed: Comment[] = [];
  let found: number | null | undefined;
  for (let at: Comment | undefined = comment; at !== undefined && found === undefined; ) {
    passed.push(at);
    const following: Comment | undefined = lexed.comments[(places.get(at) ?? 0) + 1];
    const code = skipBlank(text, at.span.end);
    const open = /^\{\/\*/.test(text.slice(code, code + 3)) ? 1 : 0;
    const goesOn = following?.span.start === code + open;
    found = goesOn && following !== undefined ? next.get(following) : code < (comment.within?.end ?? text.length) ? code : null;
    at = following;
  }
  for (const one of passed) next.set(one, found ?? null);
  return found ?? null;
}

/** Past white space, and the brace that ends a comment in markup. */
function skipBlank(text: string, from: number): number {
  BLANK.lastIndex = from;
  return BLANK.test(text) ? BLANK.lastIndex : from;
}

const BLANK = /(?:\s|\}(?=[ \t]*\r?\n))*/y;

/** What each `-start` and `-end` comes to. An end closes the last open start that names the same rules; one that names none closes the last. */
function blocksOf(said: readonly Said[], reader: Reader): ReadonlyMap<Said, readonly Suppression[]> {
  const found = new Map<Said, readonly Suppression[]>();
  const open: Said[] = [];
  const suppression = (one: Said, until: number): Suppression => ({ rules: one.rules, at: one.at, reason: one.reason, line: lineOf(reader, one.span.start), until, span: one.span });
  for (const one of said) {
    if (one.kind === 'start') open.push(one);
    if (one.kind !== 'end') continue;
    const at = open.findLastIndex(({ rules }) => one.rules.length === 0 || sameRules(rules, one.rules));
    const [start] = at < 0 ? [] : open.splice(at, 1);
    if (start === undefined) found.set(one, [{ rules: one.rules, at: one.at, reason: one.reason, line: -1, span: one.span, problem: 'no-start' }]);
    else found.set(start, [suppression(start, lineOf(reader, one.span.start))]);
  }
  for (const one of open) found.set(one, [{ ...suppression(one, reader.lines.starts.length), problem: 'unclosed' }]);
  return found;
}

const sameRules = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((rule) => b.includes(rule));
