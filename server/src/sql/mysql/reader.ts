import type { SymbolicQuery } from '../../facts/query.ts';
import type { DialectReader, PreparedStatement, StatementRead } from '../dialect-reader.ts';
import { expression } from './expressions.ts';
import { lex } from './lexer.ts';
import { readQuery, withClause } from './queries.ts';
import { AnsiQuotes, fail, isAnyWord, isSymbol, isWord, next, peek, SyntaxFailure, takeSymbol, takeWords, Unreadable, type Reading } from './reading.ts';
import { readSchema } from './schema.ts';
import { readDelete, readInsert, readUpdate } from './writes.ts';

/** Statements of MySQL and MariaDB, by a parser of our own (docs/ARCHITECTURE.md says why). */
export const mysqlReader: DialectReader = { readStatement: (statement) => readStatement(statement, false) };

function readStatement(statement: PreparedStatement, ansiQuotes: boolean): StatementRead {
  const r: Reading = { statement, tokens: lex(statement.text, ansiQuotes), at: 0, depth: 0, ctes: new Set(), expression, query: readQuery };
  try {
    const read = readRoot(r);
    takeSymbol(r, ';');
    if (peek(r).kind !== 'end') fail(r);
    return read;
  } catch (error) {
    if (error instanceof AnsiQuotes && !ansiQuotes) return readStatement(statement, true);
    if (error instanceof SyntaxFailure) return { kind: 'error', message: error.message, offset: error.offset };
    if (error instanceof Unreadable || error instanceof AnsiQuotes) return { kind: 'error', message: error.message, offset: null, final: true };
    if (error instanceof RangeError) return { kind: 'error', message: 'nested too deeply', offset: null, final: true };
    throw error;
  }
}

function readRoot(r: Reading): StatementRead {
  const operations = readSchema(r);
  if (operations) return operations.length > 0 ? { kind: 'schema', operations } : { kind: 'nothing' };
  if (takeWords(r, 'explain') || isWord(r, 'describe') || isWord(r, 'desc')) return explained(r);
  const query = statementQuery(r);
  return query ? { kind: 'query', query } : fail(r);
}

/** EXPLAIN reads what the statement behind it reads; EXPLAIN of a table is DESCRIBE. */
function explained(r: Reading): StatementRead {
  while (isAnyWord(r, 'describe', 'desc', 'explain', 'extended', 'partitions', 'analyze', 'format')) {
    if (next(r).value === 'format') { takeSymbol(r, '='); next(r); }
  }
  const query = statementQuery(r);
  if (query) return { kind: 'query', query };
  r.at = r.tokens.length - 1;
  return { kind: 'nothing' };
}

function statementQuery(r: Reading): SymbolicQuery | null {
  const start = peek(r).start;
  if (isAnyWord(r, 'insert', 'replace') && !isSymbol(r, '(', 1)) return readInsert(r, start);
  const mark = r.at;
  const ctes = isWord(r, 'with') ? withClause(r) : [];
  if (isWord(r, 'update')) return readUpdate(r, ctes, start);
  if (isWord(r, 'delete')) return readDelete(r, ctes, start);
  r.at = mark;
  return isAnyWord(r, 'select', 'with', 'values', 'table') || isSymbol(r, '(') ? readQuery(r) : null;
}
