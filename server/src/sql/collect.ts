import type { Dialect } from '../facts/dialect.ts';
import type { FileProblem } from '../facts/file.ts';
import type { SymbolicQuery, Unread } from '../facts/query.ts';
import type { SchemaOp, SchemaStatement } from '../facts/schema.ts';
import type { Span } from '../text/span.ts';
import { classify } from './classify.ts';
import { ddlOfBlock } from './do-block.ts';
import type { FlatSql } from './flatten.ts';
import { HOLE, type SqlFacts, type SqlParsers } from './read.ts';
import { freshLines } from './fresh-line.ts';
import { MISSING } from './prepare.ts';
import { SearchPath } from './search-path.ts';
import type { Piece } from './split.ts';
import { readColumnChange, readRepaired, readStatement, type ReadStatement, type StatementReading } from './statement.ts';
import { tableOfDdl } from './table-of-ddl.ts';
import { documentSpan } from './text-builder.ts';
import { queriesOfRoutine } from './bodies/index.ts';

/** Nobody is typing in so many places: a text with more statements that no repair helps is of another dialect. */
const MOST_HOPELESS = 8;

/** Reads the statements of one text one after the other: a `SET search_path` counts for those behind it. */
export class Collector {
  private readonly queries: SqlFacts['queries'][number][] = [];
  private readonly statements: SchemaStatement[] = [];
  private readonly unread: Unread[] = [];
  private readonly problems: FileProblem[] = [];
  private readonly path = new SearchPath();
  /** Names of the temporary tables made so far. */
  private readonly temporary = new Set<string>();
  private hopeless = 0;
  private readonly reading: StatementReading;

  constructor(flat: FlatSql, dialect: Dialect, parsers: SqlParsers) {
    this.reading = { flat, dialect, parsers, schemas: { schemaOf: this.path.schemaOf, schemaOfNew: this.path.schemaOfNew, searched: this.path.searched, isCurrent: this.path.isCurrent } };
  }

  facts(): SqlFacts {
    return { queries: this.queries, statements: this.statements, unread: this.unread, problems: this.problems };
  }

  piece(piece: Piece): void {
    const { flat } = this.reading;
    switch (classify(piece.head)) {
      case 'none': return;
      case 'path': this.path.take(flat.text.slice(piece.start, piece.end)); return;
      case 'block': for (const inner of ddlOfBlock(flat.text, piece)) this.piece(inner); this.routine(piece); return;
      case 'routine': this.routine(piece); return;
      case 'insert': if (this.isRow(piece)) return; break;
      case 'query': if (piece.end - piece.start < 200 && this.path.take(flat.text.slice(piece.start, piece.end))) return; break;
    }
    this.statement(piece);
  }

  private routine(piece: Piece): void {
    const { queries, unread } = queriesOfRoutine(this.reading, piece);
    this.queries.push(...queries);
    this.unread.push(...unread);
  }

  /** A row of literals, as dumps hold by the hundred thousand: nothing is read by it, and no program sends it. */
  private isRow(piece: Piece): boolean {
    const written = this.reading.flat.text.slice(piece.start, piece.end);
    return !written.includes(HOLE) && !/\bselect\b|\bconflict\b|[?]|\$\w|(?<!:)[:@$][A-Za-z_]|%s|%\(/i.test(written.replace(/'[^']*'/g, "''"));
  }

  private statement(piece: Piece): void {
    const done = readStatement(this.reading, piece);
    const change = done.read.kind === 'error' ? readColumnChange(this.reading, piece) : null;
    if (change) this.add(piece, { ...done, read: { kind: 'schema', operations: change } });
    else if (done.read.kind !== 'error') this.add(piece, done);
    else if (done.read.final === true || !this.parts(piece)) this.add(piece, this.repaired(done));
  }

  private repaired(done: ReadStatement): ReadStatement {
    if (done.read.kind !== 'error' || this.hopeless >= MOST_HOPELESS) return done;
    const repaired = readRepaired(this.reading, done);
    if (repaired.read.kind === 'error') this.hopeless += 1;
    return repaired;
  }

  /** A statement that never ended (no `;`) and those behind it: taken apart where lines begin with a statement's first word, if one of the rest then parses. */
  private parts(piece: Span): boolean {
    const spans = freshLines(this.reading.flat.text, piece, this.reading.dialect);
    if (spans.length < 2) return false;
    const read = spans.map((span) => ({ span, done: readStatement(this.reading, span) }));
    if (!read.slice(1).some(({ done }) => done.read.kind === 'query' || done.read.kind === 'schema')) return false;
    for (const { span, done } of read) this.add(span, this.repaired(done));
    return true;
  }

  private add(piece: Span, done: ReadStatement): void {
    const span = documentSpan(this.reading.flat.toDocument, piece.start, piece.end);
    const { read } = done;
    if (read.kind === 'query') {
      if (!this.isOnTemporary(read.query)) this.queries.push({ query: read.query, span, partly: done.partly });
    }
    else if (read.kind === 'schema') this.schema(read.operations, span, done.partly);
    else if (read.kind === 'error') this.failed(piece, span, read.message);
  }

  private schema(operations: readonly SchemaOp[], span: Span, partly: boolean): void {
    const { dialect } = this.reading;
    for (const operation of operations) {
      const whole = partly ? withoutMissing(operation) : operation;
      if (whole) this.statements.push({ operation: whole, span, dialect });
      this.path.note(operation);
      if (operation.op === 'create-table' && operation.temporary) this.temporary.add(operation.table.name.toLowerCase());
      if (partly) this.statements.push({ operation: { op: 'unreadable', table: 'table' in operation ? (operation.table ?? null) : null, reason: 'not typed to its end' }, span, dialect });
    }
  }

  /** A temporary table is made, filled and gone within the script: no index of the database serves it. */
  private isOnTemporary(query: SymbolicQuery): boolean {
    return this.temporary.size > 0 && query.sources.some(({ relation }) => relation.kind === 'table' && relation.table.by === 'name' && relation.table.schema === null && this.temporary.has(relation.table.name.toLowerCase()));
  }

  private failed(piece: Span, span: Span, message: string): void {
    const { flat, dialect } = this.reading;
    const table = tableOfDdl(flat.text.slice(piece.start, Math.min(piece.end, piece.start + 400)));
    if (table === undefined) {
      this.unread.push({ span, reason: message });
      return;
    }
    this.statements.push({ operation: { op: 'unreadable', table, reason: message }, span, dialect });
    this.problems.push({ span, message });
  }
}

const isMissing = (part: unknown): boolean => JSON.stringify(part).includes(MISSING);

/** What repair put into a definition is no fact: columns and constraints that it made are left out, other operations are none. */
function withoutMissing(operation: SchemaOp): SchemaOp | null {
  if (!isMissing(operation)) return operation;
  if (operation.op !== 'create-table' || isMissing(operation.table)) return null;
  return { ...operation, columns: operation.columns.filter((column) => !isMissing(column)), constraints: operation.constraints.filter((constraint) => !isMissing(constraint)) };
}
