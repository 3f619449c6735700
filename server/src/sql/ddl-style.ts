import type { Dialect } from '../facts/dialect.ts';
import type { QualifiedName } from '../facts/schema.ts';
import { type Piece, split } from './split.ts';
import { type CreateIndexOptions, createIndexSql, dropIndexSql, type IndexToCreate } from './ddl.ts';
import { type Token, tokenize } from './tokens.ts';

/** How a project writes its DDL. */
export interface SqlStyle {
  readonly keywords: 'upper' | 'lower';
  readonly quotes: 'always' | 'needed';
  readonly ifNotExists: boolean;
  /** The schema is written even where it is the default one. */
  readonly schemaNames: 'always' | 'needed';
  /** Some index of the project is built CONCURRENTLY: its runner can. */
  readonly concurrently: boolean;
  /** The newest file opens a transaction itself. */
  readonly transaction: 'own' | 'none';
  readonly eol: '\n' | '\r\n';
}

/** Reads habits from texts, newest first; where the texts do not say, upper-case keywords, quotes where needed, no IF NOT EXISTS. */
export function learnStyle(texts: readonly string[], dialect: Dialect): SqlStyle {
  const seen = texts.slice(0, FILES).flatMap((text) => split(text.slice(0, LONGEST), dialect).filter(isDdl).map((piece) => look(text, piece, dialect)));
  const indexes = seen.filter((one) => one.kind === 'index');
  const newest = texts[0] ?? '';
  return {
    keywords: majority(seen.map((one) => one.lower)) ? 'lower' : 'upper',
    quotes: majority(seen.map((one) => one.quoted)) ? 'always' : 'needed',
    // DDL that runs at every start says so on its tables, where it has no index yet.
    ifNotExists: majority((indexes.length > 0 ? indexes : seen).map((one) => one.ifNotExists)),
    schemaNames: majority(seen.map((one) => one.defaultSchema)) ? 'always' : 'needed',
    concurrently: indexes.some((one) => one.concurrently),
    transaction: /^\s*(begin|start\s+transaction)\s*;/im.test(newest) ? 'own' : 'none',
    eol: newest.includes('\r\n') ? '\r\n' : '\n',
  };
}

const FILES = 20;
const LONGEST = 200_000;

interface Habit { readonly kind: 'index' | 'table'; readonly lower: boolean; readonly quoted: boolean; readonly ifNotExists: boolean; readonly concurrently: boolean; readonly defaultSchema: boolean }

const isDdl = (piece: Piece): boolean => piece.kind === 'statement' && (piece.head[0] === 'create' || piece.head[0] === 'alter') && piece.head.some((word) => word === 'table' || word === 'index');

function look(text: string, piece: Piece, dialect: Dialect): Habit {
  const statement = text.slice(piece.start, Math.min(piece.end, piece.start + START));
  const head = statement.slice(0, /\(/.exec(statement)?.index ?? statement.length);
  const tokens = tokenize(head, dialect);
  return {
    kind: piece.head.includes('index') ? 'index' : 'table',
    lower: /^[a-z]/.test(head),
    quoted: tokens.some((token) => token.kind === 'quoted'),
    ifNotExists: /\bif\s+not\s+exists\b/i.test(head),
    concurrently: /\bconcurrently\b/i.test(head),
    defaultSchema: tokens.some((token, at) => nameOf(head, token) === (dialect === 'sqlite' ? 'main' : 'public') && tokens[at + 1]?.kind === 'dot'),
  };
}

const START = 400;

const nameOf = (text: string, token: Token): string => text.slice(token.start, token.end).replace(/^["'`[]|["'`\]]$/g, '').toLowerCase();

/** More than half; false when nothing was seen. */
const majority = (votes: readonly boolean[]): boolean => votes.filter((vote) => vote).length * 2 > votes.length;

/** CREATE INDEX in a project's style, without a closing `;`; null when it has no text in this dialect. CONCURRENTLY always comes with IF NOT EXISTS, so that the file can be run again. */
export function createIndexIn(style: SqlStyle, index: IndexToCreate, dialect: Dialect, build: 'concurrent' | 'plain'): string | null {
  const options: CreateIndexOptions = { concurrently: build === 'concurrent', ifNotExists: build === 'concurrent' || style.ifNotExists, quotes: style.quotes };
  const sql = createIndexSql({ ...index, table: withSchema(style, index.table, dialect) }, dialect, options);
  return sql === null ? null : cased(sql, style, dialect);
}

/** DROP INDEX for an index of that table, in the same style. */
export function dropIndexIn(style: SqlStyle, index: IndexToCreate, dialect: Dialect, build: 'concurrent' | 'plain'): string {
  const table = withSchema(style, index.table, dialect);
  const sql = dropIndexSql({ schema: table.schema, name: index.name }, dialect, { concurrently: build === 'concurrent', ifExists: build === 'concurrent' || style.ifNotExists, quotes: style.quotes, table });
  return cased(sql, style, dialect);
}

function withSchema(style: SqlStyle, table: QualifiedName, dialect: Dialect): QualifiedName {
  const usual = dialect === 'sqlite' ? 'main' : 'public';
  if (table.schema !== null && table.schema !== usual) return table;
  return { schema: style.schemaNames === 'always' && dialect === 'postgresql' ? usual : null, name: table.name };
}

/** Words that are printed in capitals are keywords; a bare name in capitals only exists in SQLite, where case does not matter. */
function cased(sql: string, style: SqlStyle, dialect: Dialect): string {
  if (style.keywords === 'upper') return sql;
  return tokenize(sql, dialect).reduceRight((out, token) => {
    const word = sql.slice(token.start, token.end);
    return token.kind === 'word' && /^[A-Z]+$/.test(word) ? out.slice(0, token.start) + word.toLowerCase() + out.slice(token.end) : out;
  }, sql);
}
