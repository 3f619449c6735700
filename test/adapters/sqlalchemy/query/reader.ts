import { readQueries } from '../../../../server/src/adapters/sqlalchemy/query/read.ts';
import type { QueryRead } from '../../../../server/src/adapters/adapter.ts';
import { loadSqlParsers } from '../../../../server/src/host/sql-parsers.ts';
import { loadSyntax } from '../../../../server/src/host/syntax.ts';
import { readOutline } from '../../../../server/src/lang/read-outline.ts';

const [syntax, sql] = await Promise.all([loadSyntax(), loadSqlParsers()]);

/** The real reader over a text, with the real parsers. */
export function queriesOf(text: string): QueryRead {
  const document = { path: 'service.py', languageId: 'python', text } as const;
  return readQueries({ document, outline: readOutline(document, syntax), sql, dialect: null });
}
