import type { StatementRead } from '../dialect-reader.ts';
import { parseStatement } from './parser.ts';
import { readSelect } from './queries.ts';
import type { Reading } from './reading.ts';
import { readDelete, readUpdate } from './writes.ts';

const SELECT = 'SELECT 1';

/**
 * `DELETE … ORDER BY … LIMIT n` and UPDATE alike: builds of SQLite with SQLITE_ENABLE_UPDATE_DELETE_LIMIT take them (better-sqlite3's
 * among them), the parser's grammar does not. The statement is read without its tail, and the tail as that of a SELECT at the same
 * place. `offset` is where the parser stopped. Null when that is not the matter.
 */
export function readLimitedWrite(reading: Reading, offset: number): StatementRead | null {
  const { text } = reading.statement;
  if (offset < SELECT.length || !/^(order|limit)\b/i.test(text.slice(offset, offset + 6))) return null;
  const head = parseStatement(text.slice(0, offset));
  const tail = parseStatement(SELECT.padEnd(offset) + text.slice(offset));
  if (!head.ok || !tail.ok || tail.root.type !== 'SelectStmt') return null;
  if (head.root.type !== 'DeleteStmt' && head.root.type !== 'UpdateStmt') return null;
  const write = head.root.type === 'DeleteStmt' ? readDelete(reading, head.root) : readUpdate(reading, head.root);
  const { orderBy, limit, offset: skip } = readSelect(reading, tail.root.body);
  const span = { start: write.span.start, end: reading.statement.toDocument(text.length) };
  return { kind: 'query', query: { ...write, orderBy, limit, offset: skip, span } };
}
