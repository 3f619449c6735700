import type { Table } from '../facts/catalog.ts';
import type { IndexSpec } from '../facts/finding.ts';
import { keyText, keysText, shapeText } from '../rules/words/index.ts';
import { count, listOf } from '../rules/words/list.ts';
import { extensionOf } from './extension.ts';

export interface AdviceParts {
  /** None where no index helps; several where only all of them together do. */
  readonly indexes: readonly IndexSpec[];
  /** Other queries that the same index would serve. */
  readonly others: number;
  /** True for what a query asks for, false for a foreign key. */
  readonly isQuery: boolean;
  /** The end of the sentence that offers another way. */
  readonly instead: string | undefined;
  readonly table: Table | undefined;
  /** Those that the project is known to make. */
  readonly extensions: readonly string[];
}

/** `Add index (project_id, scene_number): it would serve this and 2 other queries.` Empty where there is nothing to advise. */
export function adviceText(parts: AdviceParts): string {
  const { indexes, instead } = parts;
  const [index] = indexes;
  if (index === undefined) return instead === undefined ? '' : `${instead.slice(0, 1).toUpperCase()}${instead.slice(1)}.`;
  const extension = extensionText(indexes, parts.extensions);
  if (indexes.length > 1) return `Add indexes ${listOf(indexes.map(shapeText))}: together they would serve this query${extension}${writeText(parts.table)}.`;
  const redundant = redundantText(index, parts.table);
  return `Add index ${shapeText(index)}: ${servesText(parts)}${redundant}${extension}${valueText(index, parts.table)}${writeText(parts.table)}${instead === undefined ? '' : `; or ${instead}`}.`;
}

function servesText({ isQuery, others }: AdviceParts): string {
  if (!isQuery) return 'it would serve such deletes, and joins by it';
  return others === 0 ? 'it would serve this query' : `it would serve this and ${count(others, 'other query', 'other queries')}`;
}

/** Plain indexes that the new one begins with: `; (user_id) alone would then be redundant`. */
function redundantText(index: IndexSpec, table: Table | undefined): string {
  const prefixes = (table?.indexes ?? []).filter((old) =>
    old.kind === 'index' && old.byTool !== true && !old.unique && old.method === index.method && old.where === null && index.where === null && old.include.length === 0 &&
    old.keys.length < index.keys.length && old.keys.every((key, i) => keyText(key) === keyText(index.keys[i] ?? key)));
  if (prefixes.length === 0) return '';
  return `; ${listOf([...new Set(prefixes.map(keysText))])} alone would then be redundant`;
}

/** `; it needs the extension pg_trgm, which the project does not create`: without it the statement fails. */
function extensionText(indexes: readonly IndexSpec[], made: readonly string[]): string {
  const needed = [...new Set(indexes.flatMap((index) => extensionOf(index) ?? []))];
  if (needed.length === 0) return '';
  const isThere = needed.every((name) => made.includes(name));
  return `; it needs the extension ${listOf(needed)}, ${isThere ? 'which the project creates' : 'which the project does not create'}`;
}

/** Where the configuration calls a table write-heavy, an index is weighed, not just added. */
const writeText = (table: Table | undefined): string => (table?.stated?.writeHeavy === true ? `; ${table.name} is written often, and each write would keep it up to date` : '');

/** An ORM sends `done = false` with the value apart: PostgreSQL's generic plan for a prepared statement does not see it, and can not tell that the rows are those of the index. */
function valueText(index: IndexSpec, table: Table | undefined): string {
  const isSent = index.where?.kind === 'compare' && index.where.right.kind === 'literal' && index.where.right.type === 'boolean' && table?.declarations.some((d) => d.adapter !== 'sql' && !d.migration) === true;
  return isSent ? '; a statement that is prepared by name and planned without the value can not use it' : '';
}
