import type { Stmt } from 'sqlite3-parser';
import type { SymbolicQuery } from '../../facts/query.ts';
import type { DialectReader, PreparedStatement, StatementRead } from '../dialect-reader.ts';
import { readLimitedWrite } from './limited-writes.ts';
import { parseStatement } from './parser.ts';
import { readSelect } from './queries.ts';
import { Unreadable, type Reading } from './reading.ts';
import { readSchema } from './schema.ts';
import { readDelete, readInsert, readUpdate } from './writes.ts';

/** SQLite's statements, by a parser made from SQLite's own grammar (3.53). Triggers, PRAGMA and transactions have no bearing. */
export const sqliteReader: DialectReader = { readStatement: (statement) => readStatement(statement) };

function readStatement(statement: PreparedStatement): StatementRead {
  const parsed = parseStatement(statement.text);
  const reading = newReading(statement);
  if (parsed.ok) return guarded(() => readRoot(reading, parsed.root));
  const limited = guarded(() => readLimitedWrite(reading, parsed.offset));
  return limited ?? { kind: 'error', message: parsed.message, offset: parsed.offset };
}

const newReading = (statement: PreparedStatement): Reading => ({ statement, select: readSelect, ctes: new Set(), depth: 0 });

/** What SQLite would refuse, or a name known only at run time, ends the reading of this statement alone. */
function guarded<T extends StatementRead | null>(read: () => T): T | StatementRead {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable) return { kind: 'error', message: error.message, offset: null, final: true };
    if (error instanceof RangeError) return { kind: 'error', message: 'nested too deeply', offset: null, final: true };
    throw error;
  }
}

function readRoot(reading: Reading, root: Stmt): StatementRead {
  const query = readQuery(reading, root);
  if (query) return { kind: 'query', query };
  const operation = readSchema(reading, root);
  return operation ? { kind: 'schema', operations: [operation] } : { kind: 'nothing' };
}

function readQuery(reading: Reading, node: Stmt): SymbolicQuery | null {
  switch (node.type) {
    case 'SelectStmt': return readSelect(reading, node.body);
    case 'UpdateStmt': return readUpdate(reading, node);
    case 'DeleteStmt': return readDelete(reading, node);
    case 'InsertStmt': return readInsert(reading, node);
    case 'ExplainStmt': return readQuery(reading, node.stmt);
    default: return null;
  }
}
