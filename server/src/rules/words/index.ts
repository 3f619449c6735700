import type { Index, Table } from '../../facts/catalog.ts';
import type { Dialect } from '../../facts/dialect.ts';
import type { IndexDef, IndexKey } from '../../facts/schema.ts';
import { tableName } from '../tables.ts';
import { exprText, indexStyle } from './expression.ts';

/** `created_at desc nulls last`, `lower(email)`, `title text_pattern_ops`: what is not the default is said. */
export function keyText(key: IndexKey<string>): string {
  const text = exprText(key.expr, indexStyle);
  const bare = key.opclass !== undefined && key.expr.kind !== 'column' && key.expr.kind !== 'call' ? `(${text})` : text;
  const parts = [key.prefixLength === undefined ? bare : `${bare}(${key.prefixLength})`];
  if (key.collation !== undefined) parts.push(`COLLATE ${quoted(key.collation)}`);
  if (key.opclass !== undefined) parts.push(key.opclass);
  if (key.direction === 'desc') parts.push('desc');
  if (key.nulls !== 'default') parts.push(`nulls ${key.nulls}`);
  return parts.join(' ');
}

/** SQLite's own collations are words; any other is a name, as PostgreSQL's "C". */
const quoted = (collation: string): string => (/^(nocase|binary|rtrim)$/i.test(collation) ? collation.toUpperCase() : `"${collation}"`);

/** `(a, b desc)` */
export const keysText = (index: Pick<IndexDef<string>, 'keys'>): string => `(${index.keys.map(keyText).join(', ')})`;

/** `(lower(email))`, `(tags) USING gin`, `(user_id) WHERE deleted_at IS NULL`: an index without its name. */
export function shapeText(index: Pick<IndexDef<string>, 'keys' | 'method' | 'where' | 'include'>): string {
  const parts = [keysText(index)];
  if (index.method !== 'btree') parts.push(`USING ${index.method}`);
  if (index.include.length > 0) parts.push(`INCLUDE (${index.include.join(', ')})`);
  if (index.where !== null) parts.push(`WHERE ${exprText(index.where, indexStyle)}`);
  return parts.join(' ');
}

/** `scenes_project_idx (project_id)`; its shape alone where it has no name. */
export const indexText = (index: IndexDef<string>): string => (index.name === null ? shapeText(index) : `${index.name} ${shapeText(index)}`);

/** Where nulls stand in that key: what is not written follows the dialect (PostgreSQL puts them last going up, the others first). */
export function nullsOf(key: { readonly direction: 'asc' | 'desc'; readonly nulls: 'first' | 'last' | 'default' }, dialect: Dialect): 'first' | 'last' {
  if (key.nulls !== 'default') return key.nulls;
  const lastGoingUp = dialect === 'postgresql';
  return (key.direction === 'asc') === lastGoingUp ? 'last' : 'first';
}

/** An index of that table inside a sentence: `index scenes_project_idx (project_id) on scenes`, `the primary key (user_id, group_id) of members`. */
export function indexName(index: Index, table: Table): string {
  if (index.kind === 'primary-key') return `the primary key ${keysText(index)} of ${tableName(table)}`;
  const word = index.kind === 'unique' && index.origin === 'implicit' ? 'unique constraint' : index.unique ? 'unique index' : 'index';
  return `${index.name === null ? `the ${word} ${shapeText(index)}` : `${word} ${indexText(index)}`} on ${tableName(table)}`;
}

export const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
