import type { TableRule } from './rule.ts';
import { checkSurplus, staying } from './surplus/verdict.ts';
import { tableName } from './tables.ts';
import { capital, indexName } from './words/index.ts';

export const duplicateIndex: TableRule = {
  id: 'duplicate-index',
  family: 'schema',
  summary: 'Two indexes of a table have the same keys, and every write keeps both.',
  defaultSeverity: 'warning',
  scope: 'table',
  check: checkSurplus('duplicate', ({ index, other }, table) => ({
    severity: 'warning',
    message: `${capital(indexName(index, table))} has the same keys as ${staying(other)}, and every write to ${tableName(table)} keeps both.`,
    because: `${staying(other)} serves all that it does`,
  })),
};
