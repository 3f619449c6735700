import type { Severity } from '../facts/finding.ts';
import { asyncLazyAccess } from './async-lazy-access.ts';
import { compositeIndex } from './composite-index.ts';
import { concurrentInTransaction } from './concurrent-in-transaction.ts';
import { dropUsedIndex } from './drop-used-index.ts';
import { duplicateIndex } from './duplicate-index.ts';
import { eagerLoadDefeated } from './eager-load-defeated.ts';
import { filterInCode } from './filter-in-code.ts';
import { ignoreWithoutReason } from './ignore-without-reason.ts';
import { implicitCast } from './implicit-cast.ts';
import { invariantQueryInLoop } from './invariant-query-in-loop.ts';
import { indexNameCollision } from './index-name-collision.ts';
import { indexNotConcurrent } from './index-not-concurrent.ts';
import { indexNotUsable } from './index-not-usable.ts';
import { leadingWildcard } from './leading-wildcard.ts';
import { loadToCount } from './load-to-count.ts';
import { lowSelectivityIndex } from './low-selectivity-index.ts';
import { missingFkIndex } from './missing-fk-index.ts';
import { missingUnique } from './missing-unique.ts';
import { nPlusOneLazyLoad } from './n-plus-one-lazy-load.ts';
import { nPlusOneQuery } from './n-plus-one-query.ts';
import { nPlusOneWrite } from './n-plus-one-write.ts';
import { needsSpecialIndex } from './needs-special-index.ts';
import { negatedFilter } from './negated-filter.ts';
import { nonSargablePredicate } from './non-sargable-predicate.ts';
import { offsetPagination } from './offset-pagination.ts';
import { orAcrossColumns } from './or-across-columns.ts';
import { randomOrder } from './random-order.ts';
import { pkLeadingIndex } from './pk-leading-index.ts';
import { redundantIndex } from './redundant-index.ts';
import { resolverNPlusOne } from './resolver-n-plus-one.ts';
import type { Rule } from './rule.ts';
import { schemaDrift } from './schema-drift.ts';
import { sequentialQueries } from './sequential-queries.ts';
import { sortDirectionMismatch } from './sort-direction-mismatch.ts';
import { unboundedQuery } from './unbounded-query.ts';
import { unindexedFilter } from './unindexed-filter.ts';
import { unindexedJoin } from './unindexed-join.ts';
import { unindexedSort } from './unindexed-sort.ts';
import { unusedIgnore } from './unused-ignore.ts';
import { unusedIndex } from './unused-index.ts';
import { writeWithoutWhere } from './write-without-where.ts';
import { wrongColumnOrder } from './wrong-column-order.ts';

/** All rules, in the order in which they may speak: of one path the first that has something to say. One line a rule. */
export const rules: readonly Rule[] = [
  implicitCast,
  nonSargablePredicate,
  indexNotUsable,
  wrongColumnOrder,
  leadingWildcard,
  needsSpecialIndex,
  unindexedFilter,
  unindexedJoin,
  sortDirectionMismatch,
  unindexedSort,
  compositeIndex,
  orAcrossColumns,
  negatedFilter,
  writeWithoutWhere,
  randomOrder,
  offsetPagination,
  unboundedQuery,
  asyncLazyAccess,
  eagerLoadDefeated,
  nPlusOneLazyLoad,
  resolverNPlusOne,
  nPlusOneQuery,
  nPlusOneWrite,
  invariantQueryInLoop,
  sequentialQueries,
  loadToCount,
  filterInCode,
  missingFkIndex,
  duplicateIndex,
  redundantIndex,
  pkLeadingIndex,
  lowSelectivityIndex,
  unusedIndex,
  missingUnique,
  indexNameCollision,
  concurrentInTransaction,
  indexNotConcurrent,
  dropUsedIndex,
  schemaDrift,
  unusedIgnore,
  ignoreWithoutReason,
];

/** What holds where the configuration says nothing. */
export const defaultLevel = (rule: Rule): Severity | 'off' => (rule.optIn === true ? 'off' : rule.defaultSeverity);

export const ruleById = (id: string): Rule | null => rules.find((rule) => rule.id === id) ?? null;

/** Smaller speaks first; unknown ids last. */
export function precedence(id: string): number {
  const at = rules.findIndex((rule) => rule.id === id);
  return at < 0 ? rules.length : at;
}
