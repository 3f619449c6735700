import type { Index, Table } from '../../facts/catalog.ts';
import type { Severity } from '../../facts/finding.ts';
import type { BoundQuery } from '../../facts/query.ts';
import { columnsOf } from '../../facts/walk.ts';
import type { RuleContext, TableContext, TableRule, Verdict } from '../rule.ts';
import { indexText, keysText } from '../words/index.ts';
import { type SurplusIndex, surplusIndexes } from './find.ts';

export interface SurplusWords { readonly severity: Severity; readonly message: string; /** A clause that begins with the index that stays. */ readonly because: string }

/** The `check` of a rule about one kind of index that can go. */
export const checkSurplus = (kind: SurplusIndex['kind'], words: (found: SurplusIndex, table: Table) => SurplusWords): TableRule['check'] =>
  (table, context) => (context.settings.isSmall(table) ? [] : surplusIndexes(table, context.catalog).flatMap((found) => (found.kind === kind && !isNamed(found.index, context) ? [verdict(found, words(found, table), table)] : [])));

/** A query that names the index (INDEXED BY, USE INDEX) fails without it. */
const isNamed = (index: Index, { paths }: RuleContext & TableContext): boolean =>
  index.name !== null && paths.some(({ query }) => query.sources.some(({ relation }) => relation.kind === 'table' && namesIn(relation).includes(index.name?.toLowerCase() ?? '')));

/** Names of indexes that SQLite's INDEXED BY and MySQL's hints ask for. IGNORE INDEX fails as well where there is none. */
const namesIn = (relation: Extract<BoundQuery['sources'][number]['relation'], { readonly kind: 'table' }>): readonly string[] =>
  [...(typeof relation.indexedBy === 'string' ? [relation.indexedBy] : []), ...(relation.hints ?? []).flatMap((hint) => hint.indexes)].map((name) => name.toLowerCase());

function verdict({ index, other }: SurplusIndex, { severity, message, because }: SurplusWords, table: Table): Verdict & { readonly path: string } {
  const columns = [...new Set(index.keys.flatMap((key) => columnsOf(key.expr).map((node) => node.column)))];
  return {
    severity, message, confidence: table.confidence, columns, path: index.path ?? '', span: index.span, suggestion: null,
    surplus: { index: { ...index, table: table.key }, because },
    instead: `drop ${index.name ?? `the index ${keysText(index)}`}: ${because}`,
    related: other.path === null || other.span.end <= other.span.start ? [] : [{ role: 'index', path: other.path, span: other.span, message: `${indexText(other)} is declared here` }],
  };
}

/** The index that stays, in a sentence: `the primary key (id)`, `scenes_title_key (title)`. */
export const staying = (index: Index): string => (index.kind === 'primary-key' ? `the primary key ${keysText(index)}` : index.name === null ? `the ${index.unique ? 'unique key' : 'index'} ${keysText(index)}` : indexText(index));
