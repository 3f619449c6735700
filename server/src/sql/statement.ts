import type { Dialect } from '../facts/dialect.ts';
import type { SymbolicQuery } from '../facts/query.ts';
import type { SchemaOp } from '../facts/schema.ts';
import type { Span } from '../text/span.ts';
import type { DialectReader, StatementRead } from './dialect-reader.ts';
import type { FlatSql } from './flatten.ts';
import { changesOf, columnChange } from './libsql.ts';
import { mysqlReader } from './mysql/reader.ts';
import { postgresqlReader } from './postgresql/reader.ts';
import { type Choice, prepare, type Prepared, type Schemas } from './prepare.ts';
import type { SqlParsers } from './read.ts';
import { repair } from './repair.ts';
import { sqliteReader } from './sqlite/reader.ts';
import { doubted, withDropped, withOptional } from './uncertain.ts';

/** What reads one statement at a time. */
export interface StatementReading { readonly flat: FlatSql; readonly dialect: Dialect; readonly parsers: SqlParsers; readonly schemas: Schemas }

/** `partly`: something of it was left out or repaired. */
export interface ReadStatement { readonly read: StatementRead; readonly partly: boolean; readonly prepared: Prepared }

const READERS: Readonly<Record<Dialect, DialectReader>> = { postgresql: postgresqlReader, sqlite: sqliteReader, mysql: mysqlReader, mariadb: mysqlReader };

/** Other ways to write holes that are tried, at a parse each. */
const MOST_CHOICES = 12;

/** UTF-16 units. What is longer is rows or a list of values; taking it apart costs more than it tells. */
const LONGEST = 1 << 20;

/** Reads one statement as it stands: its holes as what they most likely are, or else as what the parser takes. */
export function readStatement(reading: StatementReading, piece: Span): ReadStatement {
  if (piece.end - piece.start > LONGEST) return refused('the statement is too long to be read');
  if (/^[\uFFFC\s]+$/.test(reading.flat.text.slice(piece.start, piece.end))) return refused('the statement is known only at run time');
  const taken = new Map<number, number>();
  let first: ReadStatement | null = null;
  for (let attempt = 0; attempt <= MOST_CHOICES; attempt += 1) {
    const prepared = prepare(reading.flat, piece, reading.dialect, reading.schemas, taken);
    const read = parse(reading, prepared.statement);
    const done: ReadStatement = { read, partly: prepared.dropped.length > 0, prepared };
    if (read.kind !== 'error' || read.final === true) return finish(reading, done);
    first ??= done;
    const next = nextChoice(prepared.choices, read.offset);
    if (!next) break;
    taken.set(next.hole, next.taken + 1);
  }
  return first ?? { read: { kind: 'nothing' }, partly: false, prepared: prepare(reading.flat, piece, reading.dialect, reading.schemas, taken) };
}

/** A statement that no parser is asked about. */
const refused = (message: string): ReadStatement => ({
  read: { kind: 'error', message, offset: null, final: true },
  partly: false,
  prepared: { statement: { text: '', toDocument: (offset) => offset, holeAt: () => null, schemaOf: () => null }, dropped: [], choices: [] },
});

/** Reads libSQL's ALTER COLUMN, for which SQLite's grammar has no place; null for anything else. */
export function readColumnChange(reading: StatementReading, piece: Span): readonly SchemaOp[] | null {
  const change = reading.dialect === 'sqlite' ? columnChange(reading.flat.text.slice(piece.start, piece.end)) : null;
  if (!change) return null;
  const flat: FlatSql = { text: change.asAddition, toDocument: (offset) => reading.flat.toDocument(offset + piece.start), holes: new Map(), offsets: [], optional: [] };
  const { read } = readStatement({ ...reading, flat }, { start: 0, end: change.asAddition.length });
  const addition = read.kind === 'schema' ? read.operations[0] : undefined;
  return addition?.op === 'add-column' ? changesOf(addition, change.column) : null;
}

/** Reads a statement that did not parse, mended. The same as went in when nothing helps. */
export function readRepaired(reading: StatementReading, failed: ReadStatement): ReadStatement {
  if (failed.read.kind !== 'error') return failed;
  const read = repair(failed.prepared.statement, failed.read, reading.dialect, (statement) => parse(reading, statement));
  return read ? finish(reading, { ...failed, read: doubtedRead(read), partly: true }) : failed;
}

/** Whatever a reader does, only its own statement is lost: a stack that ran out on deep nesting is an error like another. */
function parse(reading: StatementReading, statement: Prepared['statement']): StatementRead {
  try {
    return READERS[reading.dialect].readStatement(statement, reading.parsers);
  } catch (error) {
    return { kind: 'error', message: error instanceof Error ? error.message : String(error), offset: null, final: true };
  }
}

const doubtedRead = (read: StatementRead): StatementRead => (read.kind === 'query' ? { ...read, query: doubted(read.query, 'not typed to its end', { start: read.query.span.end, end: read.query.span.end }) } : read);

function finish(reading: StatementReading, done: ReadStatement): ReadStatement {
  if (done.read.kind !== 'query') return done;
  const query = done.prepared.dropped.reduce<SymbolicQuery>(withDropped, done.read.query);
  return { ...done, read: { kind: 'query', query: withOptional(query, reading.flat.optional) } };
}

/** The hole nearest to the error that can still be written otherwise. */
function nextChoice(choices: readonly Choice[], offset: number | null): Choice | null {
  const left = choices.filter((choice) => choice.taken + 1 < choice.count);
  const distance = (choice: Choice): number => Math.abs(choice.at - (offset ?? choice.at));
  return left.reduce<Choice | null>((best, choice) => (best === null || distance(choice) < distance(best) ? choice : best), null);
}
