import type { AccessPath, Condition, Proposal } from '../facts/access.ts';
import type { Severity } from '../facts/finding.ts';
import { columnsTold, conditionSpan, givesOrder, isJoined, unserved } from './access.ts';
import { atMost, louder, worthOf } from './certainty.ts';
import { isNotNull, isSoftDelete } from './conditions.ts';
import { rewriteOf } from './rewrite/index.ts';
import type { AccessRule } from './rule.ts';
import { conditionsFor } from './suggest.ts';
import { tableName } from './tables.ts';
import { type Context, verdictOf } from './verdict.ts';
import { conditionsText, orderColumnsText } from './words/condition.ts';
import { indexText } from './words/index.ts';
import { rewriteText } from './words/rewrite.ts';

export const unindexedFilter: AccessRule = {
  id: 'unindexed-filter',
  family: 'index',
  summary: 'No index serves the condition, so the whole table is read.',
  defaultSeverity: 'warning',
  scope: 'access',
  check(path, context) {
    if (path.filter !== 'not-served' || path.proposal === null || !isForFilter(path.proposal, path) || isJoined(path)) return null;
    const conditions = conditionsFor(unserved(path), path);
    const [first] = conditions;
    if (first === undefined || conditions.every((c) => isNotNull(c) && !c.columns.some(isSoftDelete))) return null;
    const sorts = givesOrder(path);
    return verdictOf(path, context, {
      severity: severityOf(path, conditions, context),
      message: `No index on ${tableName(context.table)} serves ${conditionsText(conditions, path)}${sorts ? ` with the sort by ${orderColumnsText(path.order, path)}` : ''}, so ${consequence(path)}.`,
      span: conditionSpan(first, path, context.callSpan),
      columns: columnsTold(conditions, path, sorts),
      ...otherWords(path, first, context),
    });
  },
};

/** Where the index would be one on a calculation, the condition on the column itself is the other way: a plain index serves more than one query. */
function otherWords(path: AccessPath, { expr, columns }: Condition, { table, catalog }: Context): { readonly instead?: string } {
  if (path.proposal?.index.keys.every((key) => key.expr.kind === 'column') !== false) return {};
  const rewrite = rewriteOf(expr, { source: path.source, table, dialect: catalog.dialect });
  return rewrite === null ? {} : { instead: `say ${rewriteText(rewrite)} and index ${columns.join(', ')}` };
}

/** An index that only gives the order of all rows spares no row of the table. */
const isForFilter = (proposal: Proposal, path: AccessPath): boolean => proposal.servesFilter || path.limited;

/** A bounded sort that the same index gives is worth it whatever the condition; walking an order past a common value is no trouble. */
function severityOf(path: AccessPath, conditions: readonly Condition[], context: Context): Severity {
  const worth = worthOf(conditions, context.table);
  if (path.orderWalk) return worth === 'warning' ? worth : 'hint';
  const withSort = path.limited && givesOrder(path) ? louder(worth, 'warning') : worth;
  const isWrite = path.query.op === 'delete' || path.query.op === 'update';
  const withWrite = isWrite && unserved(path).some((c) => c.oneSided === true) ? louder(withSort, 'information') : withSort;
  return path.proposal?.index.method === 'btree' ? withWrite : atMost(withWrite, 'information');
}

function consequence(path: AccessPath): string {
  const [walked] = path.serving;
  if (path.orderWalk && walked !== undefined) return `rows are read in the order of ${indexText(walked)} until enough match`;
  return 'the whole table is read';
}
