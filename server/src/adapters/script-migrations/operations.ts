import type { IndexDef, IndexKey, QualifiedName, SchemaOp } from '../../facts/schema.ts';
import type { Span } from '../../text/span.ts';

/** Words of a change by which a table may get or lose an index. */
const TOUCHES_INDEXES = /uni(?:que|q)\b|unique|primary|index|exclu|increments|rename|references/i;

/** `app.scenes` or `scenes`. */
export function nameOf(text: string): QualifiedName {
  const dot = text.indexOf('.');
  return dot < 0 ? { schema: null, name: text } : { schema: text.slice(0, dot), name: text.slice(dot + 1) };
}

/** A table that a builder makes or changes, in a way that may concern its indexes: what is known of it is not all. Null where it surely does not. */
export function unread(table: QualifiedName | null, text: string, builder: string): SchemaOp | null {
  return TOUCHES_INDEXES.test(text) ? { op: 'unreadable', table, reason: `${builder}'s builder changes it, which is not read` } : null;
}

/** A key from a column and its direction (`a desc`); null for an expression. */
export function keyOf(text: string, span: Span): IndexKey<string> | null {
  const [, column, direction] = /^"?([A-Za-z_]\w*)"?(?:\s+(asc|desc))?$/i.exec(text.trim()) ?? [];
  return column === undefined ? null : { expr: { kind: 'column', column, span }, direction: direction?.toLowerCase() === 'desc' ? 'desc' : 'asc', nulls: 'default' };
}

export interface Made { readonly name: string; readonly table: QualifiedName; readonly keys: readonly (IndexKey<string> | null)[]; readonly unique: boolean; readonly method: string; readonly concurrently?: boolean; readonly ifNotExists: boolean; readonly span: Span }

/** An index whose keys are all known; else something unread about its table. */
export function madeIndex(made: Made, builder: string): SchemaOp {
  const keys = made.keys.filter((key) => key !== null);
  if (keys.length === 0 || keys.length < made.keys.length) return { op: 'unreadable', table: made.table, reason: `an index that ${builder}'s builder makes is not read` };
  const index: IndexDef<string> = { name: made.name, unique: made.unique, method: made.method, keys, include: [], where: null, span: made.span, ...(made.concurrently === true ? { concurrently: true } : {}) };
  return { op: 'create-index', table: made.table, index, ifNotExists: made.ifNotExists };
}
