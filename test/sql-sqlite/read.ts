import assert from 'node:assert/strict';
import type { PreparedHole, PreparedStatement, StatementRead } from '../../server/src/sql/dialect-reader.ts';
import { sqliteReader } from '../../server/src/sql/sqlite/reader.ts';
import type { SymbolicQuery } from '../../server/src/facts/query.ts';
import type { SchemaOp } from '../../server/src/facts/schema.ts';

/** A statement as it stands, with what its holes mean. */
export const prepared = (text: string, holes: Readonly<Record<string, PreparedHole>> = {}, shift = 0): PreparedStatement => ({
  text, toDocument: (offset) => offset + shift, holeAt: (name) => holes[name] ?? null, schemaOf: () => null,
});

const PARSERS = { pgParse: () => null, pgScan: () => null };

export const read = (statement: PreparedStatement): StatementRead => sqliteReader.readStatement(statement, PARSERS);

export function readQuery(text: string, holes: Readonly<Record<string, PreparedHole>> = {}): SymbolicQuery {
  const result = read(prepared(text, holes));
  assert.equal(result.kind, 'query', `${text}: ${JSON.stringify(result)}`);
  return result.kind === 'query' ? result.query : assert.fail();
}

export function readOperation(text: string): SchemaOp {
  const result = read(prepared(text));
  assert.equal(result.kind, 'schema', `${text}: ${JSON.stringify(result)}`);
  const [operation] = result.kind === 'schema' ? result.operations : [];
  return operation ?? assert.fail();
}
