import type { Dialect } from '../../facts/dialect.ts';
import type { SchemaStatement } from '../../facts/schema.ts';
import { nextToken } from '../../sql/tokens.ts';
import type { Span, TextEdit } from '../../text/span.ts';
import type { Region } from './region.ts';

/** What is inserted where: a statement (without `;`) behind another one. */
export interface Insertion { readonly text: string; readonly region: Region; readonly anchor: SchemaStatement; readonly statements: readonly SchemaStatement[]; readonly statement: string; readonly dialect: Dialect }

/** The edit that puts the statement behind the anchor: on a line of its own, indented like it, with the blank lines that the file has between such statements. */
export function insertBehind(insertion: Insertion): TextEdit {
  const { text, region, anchor } = insertion;
  const end = endOf(insertion);
  const missing = end.semicolon ? '' : ';';
  if (region.form === 'one-line') return insert(end.offset, `${missing} ${region.escape(insertion.statement)};`);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = region.escape(insertion.statement).split('\n').map((line) => indentOf(text, anchor.span) + line);
  const gap = eol.repeat(1 + blankLinesBefore(insertion));
  const at = end.semicolon ? restOfLine(text, end.offset, region.span.end) : end.offset;
  return insert(at, `${missing}${gap}${lines.join(eol)};`);
}

const insert = (offset: number, newText: string): TextEdit => ({ span: { start: offset, end: offset }, newText });

/** Behind the `;` that ends the anchor, or behind the anchor where the text ends without one. */
function endOf({ text, region, anchor, dialect }: Insertion): { readonly offset: number; readonly semicolon: boolean } {
  const within = text.slice(0, region.span.end);
  for (let token = nextToken(within, anchor.span.end, dialect); token !== null; token = nextToken(within, token.end, dialect)) {
    if (token.kind === 'semicolon') return { offset: token.end, semicolon: true };
    if (token.kind !== 'comment') break;
  }
  return { offset: anchor.span.end, semicolon: false };
}

/** The end of the line, when only a comment stands on the rest of it; else the place itself, since another statement begins there. */
function restOfLine(text: string, from: number, limit: number): number {
  const rest = /^[^\r\n]*/.exec(text.slice(from, limit))?.[0] ?? '';
  return /^[ \t]*(--.*)?$/.test(rest) ? from + rest.trimEnd().length : from;
}

const indentOf = (text: string, span: Span): string => /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', span.start - 1) + 1, span.start))?.[0] ?? '';

/** As many blank lines as the file has before the indexes it has already, in the same position (behind a table, behind an index); none where there is no example. */
function blankLinesBefore({ text, anchor, statements }: Insertion): number {
  const ordered = [...statements].sort((a, b) => a.span.start - b.span.start);
  const gaps = ordered.flatMap((statement, i) => {
    const before = ordered[i - 1];
    return before !== undefined && statement.operation.op === 'create-index' && before.operation.op === anchor.operation.op && tableOf(before) === tableOf(statement) ? [blankLines(text.slice(before.span.end, statement.span.start))] : [];
  });
  return gaps.filter((gap) => gap > 0).length * 2 > gaps.length ? 1 : 0;
}

const tableOf = ({ operation }: SchemaStatement): string | null => ('table' in operation ? (operation.table?.name.toLowerCase() ?? null) : null);

const blankLines = (between: string): number => (/\n[ \t]*\r?\n/.test(between) ? 1 : 0);
