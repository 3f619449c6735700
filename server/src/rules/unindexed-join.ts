import { columnsTold, conditionSpan, givesOrder, isJoined, unserved } from './access.ts';
import { isProbe } from './conditions.ts';
import type { AccessRule } from './rule.ts';
import { conditionsFor } from './suggest.ts';
import { tableName } from './tables.ts';
import { verdictOf } from './verdict.ts';
import { conditionsText } from './words/condition.ts';

export const unindexedJoin: AccessRule = {
  id: 'unindexed-join',
  family: 'index',
  summary: 'No index serves the column that a join or subquery looks up, so the joined table is read whole.',
  defaultSeverity: 'warning',
  scope: 'access',
  check(path, context) {
    if (path.filter !== 'not-served' || path.proposal === null || !isJoined(path)) return null;
    const conditions = conditionsFor(unserved(path), path);
    const probe = conditions.find(isProbe);
    if (probe === undefined) return null;
    const ordered = [...conditions.filter(isProbe), ...conditions.filter((c) => !isProbe(c))];
    const what = path.role === 'subquery' ? 'subquery' : 'join';
    return verdictOf(path, context, {
      severity: path.driver === 'whole' ? 'information' : 'warning',
      message: `No index on ${tableName(context.table)} serves ${conditionsText(ordered, path)}, so the ${what} reads the whole table.`,
      span: conditionSpan(probe, path, context.callSpan),
      columns: columnsTold(ordered, path, givesOrder(path)),
    });
  },
};
