import { readFileSync } from 'node:fs';
import { drizzle } from '../../../server/src/adapters/drizzle/index.ts';
import type { QueryRead, SchemaRead } from '../../../server/src/adapters/adapter.ts';
import type { Dialect } from '../../../server/src/facts/dialect.ts';
import type { TableDecl } from '../../../server/src/facts/schema.ts';
import type { Outline } from '../../../server/src/lang/outline.ts';
import { readOutline } from '../../../server/src/lang/read-outline.ts';
import { loadSqlParsers } from '../../../server/src/host/sql-parsers.ts';
import { loadSyntax } from '../../../server/src/host/syntax.ts';
import type { Document, LanguageId } from '../../../server/src/text/span.ts';

const [syntax, sql] = await Promise.all([loadSyntax(), loadSqlParsers()]);

/** The real SQL parsers. */
export const sqlParsers = sql;

const LANGUAGES: Readonly<Record<string, LanguageId>> = { ts: 'typescript', tsx: 'typescriptreact', js: 'javascript', mjs: 'javascript', cjs: 'javascript', json: 'json' };

export const documentOf = (path: string, text: string): Document => ({ path, text, languageId: LANGUAGES[path.slice(path.lastIndexOf('.') + 1)] ?? 'typescript' });

export const outlineOf = (document: Document): Outline => readOutline(document, syntax);

const inputOf = (path: string, text: string, dialect: Dialect | null) => {
  const document = documentOf(path, text);
  return { document, outline: outlineOf(document), sql, dialect };
};

/** The real adapter over a text, with the real parsers. */
export const schemaOf = (text: string, path = 'schema.ts', dialect: Dialect | null = null): SchemaRead => drizzle.readSchema?.(inputOf(path, text, dialect)) ?? { models: [], statements: [] };
export const queriesOf = (text: string, path = 'queries.ts', dialect: Dialect | null = null): QueryRead => drizzle.readQueries?.(inputOf(path, text, dialect)) ?? { queries: [], unread: [] };

export const tablesOf = (text: string, path?: string): readonly TableDecl[] => schemaOf(text, path).models.flatMap((model) => (model.kind === 'table' ? [model] : []));

export const projectFile = (name: string): string => readFileSync(new URL(`project/${name}`, import.meta.url), 'utf8');
