import { isSoftDelete } from './conditions.ts';
import type { FlowRule } from './rule.ts';
import { columnOf } from './sequences/columns.ts';
import { listVerdict, type SeenList, seenList } from './sequences/list.ts';
import { isLookup, tableName } from './tables.ts';

export const filterInCode: FlowRule = {
  id: 'filter-in-code',
  family: 'queries',
  summary: 'All rows of a table are read, and code keeps those that a column says.',
  defaultSeverity: 'information',
  scope: 'flow',
  check(summary, context) {
    return summary.listUses.flatMap((use) => {
      const list = use.use === 'filter' ? seenList(use, context) : null;
      if (use.use !== 'filter' || list === null || !isWhole(list) || isLookup(list.table)) return [];
      const column = columnOf(list.table, use.column);
      if (column === null) return [];
      const table = tableName(list.table);
      return listVerdict(list, summary, context, {
        severity: 'information', columns: [column],
        message: `All rows of ${table} are read, and code keeps those for which ${use.test}.`,
        advice: `say it in the statement (WHERE ${column} …), so that only these rows are read and sent, and an index can find them`,
      }) ?? [];
    });
  },
};

/** One table, and nothing but what was deleted is left out. */
const isWhole = ({ sent, path }: SeenList): boolean => sent.query?.sources.length === 1 && path.conditions.every(({ columns }) => columns.length > 0 && columns.every(isSoftDelete));
