import { sqlAdapter } from '../../server/src/adapters/sql/index.ts';
import type { Dialect } from '../../server/src/facts/dialect.ts';
import type { SchemaStatement } from '../../server/src/facts/schema.ts';
import type { Writers } from '../../server/src/fix/add-index.ts';
import type { SourceFile } from '../../server/src/fix/sources.ts';
import { loadSqlParsers } from '../../server/src/host/sql-parsers.ts';
import { loadSyntax } from '../../server/src/host/syntax.ts';
import type { Outline } from '../../server/src/lang/outline.ts';
import { textsOf } from '../../server/src/lang/texts.ts';
import { readOutline } from '../../server/src/lang/read-outline.ts';
import { readSql } from '../../server/src/sql/index.ts';
import { isScript, languageOf } from '../../server/src/text/language.ts';

export const syntax = await loadSyntax();
export const sql = await loadSqlParsers();

/** Reads a file's DDL with the real parsers: a SQL file whole, a script by its strings and templates. */
export function sourceOf(path: string, text: string, dialect: Dialect): SourceFile {
  const document = { path, languageId: languageOf(path), text };
  if (!isScript(document.languageId)) return { document, outline: null, models: [], statements: readSql({ text, holes: [], toDocument: (offset) => offset }, dialect, sql).statements };
  const outline = readOutline(document, syntax);
  return { document, outline, models: [], statements: statementsIn(outline, dialect) };
}

const statementsIn = (outline: Outline, dialect: Dialect): readonly SchemaStatement[] => textsOf(outline).flatMap(({ text }) => {
  const parts = text.kind === 'string' ? [text] : text.quasis;
  return parts.flatMap((part) => readSql({ text: part.value, holes: [], toDocument: part.toDocument }, dialect, sql).statements);
}).sort((a, b) => a.span.start - b.span.start);

export const sqlWriters = (dialect: Dialect): Writers => ({ adapters: new Map([['sql', sqlAdapter]]), sources: { read: (path, text) => sourceOf(path, text, dialect) } });
