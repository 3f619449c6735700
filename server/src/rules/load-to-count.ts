import type { FlowRule } from './rule.ts';
import { listVerdict, type SeenList, seenList } from './sequences/list.ts';
import { tableName } from './tables.ts';

export const loadToCount: FlowRule = {
  id: 'load-to-count',
  family: 'queries',
  summary: 'Rows are read only to be counted, or to know whether there are any.',
  defaultSeverity: 'information',
  scope: 'flow',
  check(summary, context) {
    return summary.listUses.flatMap((use) => {
      const list = use.use === 'filter' ? null : seenList(use, context);
      return list === null ? [] : (listVerdict(list, summary, context, toldOf(list)) ?? []);
    });
  },
};

function toldOf({ use, table }: SeenList) {
  const counts = use.use === 'count';
  return {
    severity: 'information' as const, columns: [],
    message: `Rows of ${tableName(table)} are read and sent only ${counts ? 'to be counted' : 'to know whether there are any'}.`,
    advice: counts ? 'let the database count them (SELECT count(*))' : 'ask for one row at most (LIMIT 1), or whether there is one (EXISTS)',
  };
}
