import type { Dialect } from '../../facts/dialect.ts';
import type { SchemaOp, SchemaStatement } from '../../facts/schema.ts';
import type { Span } from '../../text/span.ts';
import { readSql } from '../index.ts';
import type { SqlFacts, SqlParsers } from '../read.ts';
import { nextToken, type Token } from '../tokens.ts';
import { namesAt } from './marks.ts';
import { templateText } from './text.ts';

/** Reads the whole of a SQL file, which may be a template: then as far as what it writes is certain. Never throws. */
export function readSqlDocument(text: string, dialect: Dialect, parsers: SqlParsers): SqlFacts {
  if (!isTemplate(text, dialect)) return readSql({ text, holes: [], toDocument: (offset) => offset }, dialect, parsers);
  const { sql, conditional } = templateText(text);
  const facts = readSql(sql, dialect, parsers);
  return { ...facts, statements: facts.statements.flatMap((statement) => (isWithin(statement.span, conditional) ? doubted(statement) : [statement])) };
}

const MAYBE = /\{\{|\{%|\{#|\$\{/;

/** Whether a SQL file is a template: a mark stands where no comment is, and in a string only by itself. An array's `'{{1,2}}'` and the text of a mail are none. Linear in the text. */
export function isTemplate(text: string, dialect: Dialect): boolean {
  if (!MAYBE.test(text)) return false;
  for (let token = nextToken(text, 0, dialect); token !== null; token = nextToken(text, token.end, dialect)) if (isMark(text, token)) return true;
  return false;
}

/** Of a string no more is looked at than a name takes. */
const LONGEST_NAME = 100;

function isMark(text: string, token: Token): boolean {
  if (token.kind === 'open') return text.charAt(token.start) === '{' && /[{%#]/.test(text.charAt(token.start + 1));
  if (token.kind === 'param') return text.startsWith('${', token.start) && namesAt(text, token.start, token.end);
  if (!/quoted|string/.test(token.kind) || token.end - token.start > LONGEST_NAME) return false;
  const written = text.slice(token.start, token.end);
  return token.kind === 'quoted' ? /\{\{|\$\{\w/.test(written) : /^['"](?:\{\{\s*[A-Za-z_.][\w.]*\s*\}\}|\$\{\w+\})['"]$/.test(written);
}

/** @param blocks in order, none within another */
function isWithin(span: Span, blocks: readonly Span[]): boolean {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle]?.end ?? 0) <= span.start) low = middle + 1;
    else high = middle;
  }
  return (blocks[low]?.start ?? Infinity) < span.end;
}

/** A table of which something depends on a condition is not known for sure, and an index that may have gone is taken to be there: then nothing is said. */
function doubted(statement: SchemaStatement): readonly SchemaStatement[] {
  const { operation } = statement;
  const doubt: SchemaStatement = { ...statement, operation: { op: 'unreadable', table: tableOf(operation), reason: 'a part of it depends on the template' } };
  return operation.op === 'drop-index' || operation.op === 'drop-constraint' ? [doubt] : [statement, doubt];
}

const tableOf = (operation: SchemaOp): Extract<SchemaOp, { op: 'unreadable' }>['table'] => ('table' in operation ? (operation.table ?? null) : null);
