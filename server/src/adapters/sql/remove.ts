import type { IndexSpec } from '../../facts/finding.ts';
import type { SchemaStatement } from '../../facts/schema.ts';
import type { Dialect } from '../../facts/dialect.ts';
import { nextToken } from '../../sql/tokens.ts';
import type { Span, TextEdit } from '../../text/span.ts';
import type { DdlWriteInput } from '../adapter.ts';
import { type Region, regionAround } from './region.ts';

/**
 * Takes the statement out that makes an index, or the index out of its CREATE TABLE (MySQL's KEY). Empty when the document does not make it; null where it
 * cannot be taken out: in a migration, in a string that would be left empty, before a comment that would be left without its comma.
 */
export function removeDdl({ document, outline, statements, table, spec, dialect }: DdlWriteInput): readonly TextEdit[] | null {
  const made = statements.filter((statement) => makes(statement, spec, table.name));
  const edits = made.map((statement) => {
    const region = regionAround(document, outline, statement.span, dialect);
    if (region === null) return null;
    if (statement.operation.op === 'create-index') return statementEdit(document.text, region, statement.span, dialect, statements);
    const inline = statement.operation.op === 'create-table' ? statement.operation.indexes.find((index) => isIt(index, spec)) : undefined;
    return inline === undefined ? null : itemEdit(document.text, inline.span);
  });
  return edits.some((edit) => edit === null) ? null : edits.flatMap((edit) => edit ?? []);
}

function makes({ operation }: SchemaStatement, spec: IndexSpec, table: string): boolean {
  if (operation.op === 'create-index') return operation.table.name.toLowerCase() === table.toLowerCase() && isIt(operation.index, spec);
  return operation.op === 'create-table' && operation.table.name.toLowerCase() === table.toLowerCase() && operation.indexes.some((index) => isIt(index, spec));
}

/** By its name; by its place where the database names it. */
const isIt = (index: { readonly name: string | null; readonly span: Span }, spec: IndexSpec): boolean =>
  index.name === null ? index.span.start === spec.span.start && index.span.end === spec.span.end : index.name.toLowerCase() === spec.name?.toLowerCase();

function statementEdit(text: string, region: Region, statement: Span, dialect: Dialect, statements: readonly SchemaStatement[]): TextEdit | null {
  const others = statements.some(({ span }) => span !== statement && span.start >= region.span.start && span.end <= region.span.end && !(span.start === statement.start && span.end === statement.end));
  if (!others && region.form === 'one-line') return null;
  const end = behindSemicolon(text.slice(0, region.span.end), statement.end, dialect);
  if (region.form === 'one-line') return { span: { start: statement.start - (/[ \t]*$/.exec(text.slice(region.span.start, statement.start))?.[0].length ?? 0), end }, newText: '' };
  return { span: wholeLines(text, region.span, { start: statement.start, end }), newText: '' };
}

function behindSemicolon(text: string, from: number, dialect: Dialect): number {
  for (let token = nextToken(text, from, dialect); token !== null; token = nextToken(text, token.end, dialect)) {
    if (token.kind === 'semicolon') return token.end;
    if (token.kind !== 'comment') break;
  }
  return from;
}

/** The lines of a statement that has them for itself, with a comment behind it, and one of the blank lines around it. */
function wholeLines(text: string, within: Span, { start, end }: Span): Span {
  const lineStart = Math.max(within.start, text.lastIndexOf('\n', start - 1) + 1);
  const rest = /^[ \t]*(?:--[^\r\n]*)?(?:\r?\n|$)/.exec(text.slice(end, within.end));
  if (rest === null || text.slice(lineStart, start).trim() !== '') return { start, end: end + (/^[ \t]*/.exec(text.slice(end, within.end))?.[0].length ?? 0) };
  const after = end + rest[0].length;
  const blankBefore = lineStart === within.start || /\n[ \t]*\r?\n$/.test(text.slice(within.start, lineStart));
  const blankAfter = /^[ \t]*\r?\n/.exec(text.slice(after, within.end))?.[0].length ?? 0;
  return { start: lineStart, end: after + (blankBefore ? blankAfter : 0) };
}

/** One item of a CREATE TABLE with the comma before it, and its line break. */
function itemEdit(text: string, item: Span): TextEdit | null {
  const before = /,\s*$/.exec(text.slice(0, item.start));
  return before === null ? null : { span: { start: before.index, end: item.end }, newText: '' };
}
