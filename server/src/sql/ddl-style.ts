import type { Dialect } from '../facts/dialect.ts';
import { type Piece, split } from './split.ts';
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
    ifNotExists: majority(indexes.map((one) => one.ifNotExists)),
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
