import type { DialectReader, PreparedStatement, StatementRead } from '../dialect-reader.ts';
import type { SqlParsers } from '../read.ts';
import { refusal, statementsOf, type Tagged, unwrapChild } from './ast.ts';
import { fromCodePoints, parserText, utf16Offsets } from './offsets.ts';
import { readQuery } from './queries.ts';
import { type Reading, Unreadable } from './reading.ts';
import { readSchema } from './schema.ts';
import { indexTokens } from './token-index.ts';

/** The parser's tree is some eighty times as big as the text: longer statements are lists of rows or values, not conditions. */
const MOST_TOKENS = 60_000;
/** The parser recurses into brackets on a stack that it does not check. */
const MOST_NESTED = 1_500;

/** PostgreSQL's statements, by its own parser. Function bodies, GRANT and their kind have no bearing. */
export const postgresqlReader: DialectReader = { readStatement };

function readStatement(statement: PreparedStatement, parsers: SqlParsers): StatementRead {
  const text = parserText(statement.text);
  const index = indexTokens(text, MOST_TOKENS);
  if (!index) return { kind: 'error', message: 'the statement is too long to be read', offset: null, final: true };
  if (index.deepest > MOST_NESTED) return { kind: 'error', message: 'the statement is nested too deep to be read', offset: null, final: true };
  const parsed = parse(parsers, text);
  if ('kind' in parsed) return parsed;
  const reading: Reading = { statement, index, at: utf16Offsets(text), query: readQuery, ctes: new Set(), sources: 0, depth: 0 };
  return guarded(() => readRoot(reading, parsed.root));
}

function parse(parsers: SqlParsers, text: string): { root: Tagged } | StatementRead {
  try {
    const [root] = statementsOf(parsers.pgParse(text));
    return root ? { root } : { kind: 'nothing' };
  } catch (error) {
    const { message, at } = refusal(error);
    return { kind: 'error', message, offset: at === null ? null : fromCodePoints(text, at) };
  }
}

function guarded(read: () => StatementRead): StatementRead {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable) return { kind: 'error', message: error.message, offset: null, final: true };
    throw error;
  }
}

const QUERIES = new Set(['SelectStmt', 'InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt']);
/** Statements that only carry a query. */
const CARRIERS = new Set(['ExplainStmt', 'PrepareStmt', 'DeclareCursorStmt', 'CopyStmt']);

function readRoot(reading: Reading, root: Tagged): StatementRead {
  if (QUERIES.has(root.tag)) return { kind: 'query', query: readQuery(reading, root) };
  const carried = CARRIERS.has(root.tag) ? unwrapChild(root.node, 'query') : null;
  if (carried) return readRoot(reading, carried);
  const operations = readSchema(reading, root);
  return operations && operations.length > 0 ? { kind: 'schema', operations } : { kind: 'nothing' };
}
