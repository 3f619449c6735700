import { type Dialect, isMysql } from '../../facts/dialect.ts';
import type { SchemaOp, SchemaStatement } from '../../facts/schema.ts';
import { type IndexToCreate, inlineIndexSql } from '../../sql/ddl.ts';
import type { SqlStyle } from '../../sql/ddl-style.ts';
import type { Span, TextEdit } from '../../text/span.ts';

type CreateTable = Extract<SchemaOp, { op: 'create-table' }>;

/** What is written where. `anchor` is the statement that the index would otherwise be written behind. */
export interface InlineInput { readonly text: string; readonly within: Span; readonly anchor: SchemaStatement; readonly statements: readonly SchemaStatement[]; readonly index: IndexToCreate; readonly style: SqlStyle; readonly dialect: Dialect }

/**
 * MySQL's `KEY name (a)` inside CREATE TABLE, behind its last key, where the text around keeps its indexes so; null where it does not, where the
 * statement is no CREATE TABLE, or where such an index has no text.
 */
export function insertInline({ text, within, anchor, statements, index, style, dialect }: InlineInput): TextEdit | null {
  const table = anchor.operation;
  const near = statements.filter(({ span }) => span.start >= within.start && span.end <= within.end).map(({ operation }) => operation);
  const inline = near.flatMap((operation) => (operation.op === 'create-table' ? operation.indexes : []));
  const apart = near.filter(({ op }) => op === 'create-index').length;
  if (!isMysql(dialect) || table.op !== 'create-table' || inline.length === 0 || apart > inline.length) return null;
  const last = lastItem(table);
  const first = inline.map(({ span }) => text.slice(span.start, span.end))[0] ?? '';
  const written = inlineIndexSql(index, dialect, /^(?:unique\s+|fulltext\s+|spatial\s+)?index\b/i.test(first) ? 'INDEX' : 'KEY', quotesOf(inline.map(({ span }) => text.slice(span.start, span.end)), style));
  if (last === null || written === null) return null;
  const cased = style.keywords === 'lower' ? written.replace(/^(?:[A-Z]+ )+/, (words) => words.toLowerCase()) : written;
  return { span: { start: last.end, end: last.end }, newText: `,${gapBefore(text, last)}${cased}` };
}

/** The key that stands last, or the constraint or column that does where the table has no key. */
function lastItem({ columns, constraints, indexes }: CreateTable): Span | null {
  const items = [...columns, ...constraints, ...indexes].map(({ span }) => span);
  const keys = indexes.map(({ span }) => span);
  return (keys.length > 0 ? keys : items).reduce<Span | null>((last, span) => (last === null || span.end > last.end ? span : last), null);
}

const quotesOf = (items: readonly string[], style: SqlStyle): SqlStyle['quotes'] => (items.some((item) => item.includes('`')) ? 'always' : style.quotes);

/** The white space in front of an item: a line of its own, indented like it, or a space. */
function gapBefore(text: string, item: Span): string {
  const line = /(\r?\n[ \t]*)$/.exec(text.slice(Math.max(0, item.start - 200), item.start))?.[1];
  return line ?? ' ';
}
