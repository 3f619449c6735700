import type { Condition } from '../facts/access.ts';
import type { Column, Table } from '../facts/catalog.ts';
import { jsonField } from './json-field.ts';

export type Cardinality = 'boolean' | 'few' | 'many' | 'unique-like';

/** Last words of the names of columns that hold one of a handful of values. */
const fewWords = new Set([
  'status', 'state', 'type', 'kind', 'role', 'mode', 'level', 'visibility', 'priority', 'severity', 'gender', 'tier', 'stage', 'phase', 'environment', 'env',
  'platform', 'channel', 'direction', 'locale', 'language', 'lang', 'currency', 'category', 'method', 'scope', 'provider', 'plan',
]);

const booleanPrefix = /^(is|has|can|should|allow|allows|enable|needs)_/;
const booleanNames = new Set(['active', 'enabled', 'disabled', 'deleted', 'archived', 'published', 'verified', 'hidden', 'public', 'private', 'completed', 'done', 'locked', 'blocked', 'featured', 'confirmed', 'paused', 'visible', 'approved', 'subscribed']);

/** Names of the column that says whose a row is, when it stands beside another: it follows from that one, and is asked for safety. */
export const isOwner = (name: string): boolean => /^(workspace|tenant|org|organi[sz]ation|account|company|team)(_?id)?$/.test(snake(name));

/** What people call things: asked for under a parent to see that a name is free, among few. */
export const isLabel = (name: string): boolean => /(^|_)(name|title|label)$/.test(snake(name));

/** Values that nearly single out a row, so that what remains is checked on one or two. */
const uniqueLike = /(^|_)(email|token|hash|sha1|sha256|md5|checksum|fingerprint|uuid|guid|slug|secret|external_id|session_id|stripe_id)$/;
const random = /(^|_)(token|hash|sha1|sha256|md5|checksum|uuid|guid|secret)$/;

const snake = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();

/** Random or computed values: no two rows share one but by design. */
export const isUniqueLike = (name: string): boolean => random.test(snake(name));

/**
 * How many distinct values a column can be expected to hold, by its type and its name. A guess that only ever makes a
 * finding quieter: many values is what is assumed where neither says anything.
 */
export function cardinality(table: Table, name: string): Cardinality {
  const column = table.columns.find((c) => c.name === name);
  const words = snake(name);
  if (isBoolean(column, words)) return 'boolean';
  if (column?.type === 'enum' || column?.few === true) return 'few';
  if (isReference(table, name)) return 'many';
  if (fewWords.has(words.split('_').at(-1) ?? '')) return 'few';
  return uniqueLike.test(words) ? 'unique-like' : 'many';
}

/** The same for what a condition is about: its columns, or the key of a document that one of them holds. */
export function cardinalities({ expr, columns }: Pick<Condition, 'expr' | 'columns'>, table: Table): readonly Cardinality[] {
  const field = jsonField(expr);
  return field === null ? columns.map((column) => cardinality(table, column)) : [cardinalityOfField(snake(field))];
}

function cardinalityOfField(words: string): Cardinality {
  if (isBooleanName(words)) return 'boolean';
  if (fewWords.has(words.split('_').at(-1) ?? '')) return 'few';
  return uniqueLike.test(words) ? 'unique-like' : 'many';
}

/** SQLite has no booleans: an integer that is named as one is taken for one. */
function isBoolean(column: Column | undefined, words: string): boolean {
  if (column?.type === 'bool') return true;
  return (column?.type === 'int' || column?.type === 'unknown') && isBooleanName(words);
}

const isBooleanName = (words: string): boolean => booleanPrefix.test(words) || booleanNames.has(words.split('_').at(-1) ?? '');

const isReference = (table: Table, name: string): boolean => table.foreignKeys.some((fk) => fk.columns.includes(name)) || table.primaryKey.includes(name);
