import type { TableRule } from './rule.ts';
import { checkSurplus, staying } from './surplus/verdict.ts';
import { tableName } from './tables.ts';
import { capital, indexName } from './words/index.ts';

/** Beyond so many keys an entry is much longer than one of the short index, which may then be worth its keep. */
const MANY_KEYS = 4;

export const redundantIndex: TableRule = {
  id: 'redundant-index',
  family: 'schema',
  summary: 'Another index begins with the same keys and serves all that this one does.',
  defaultSeverity: 'information',
  scope: 'table',
  check: checkSurplus('beginning', ({ index, other }, table) => ({
    severity: other.keys.length > MANY_KEYS ? 'hint' : 'information',
    message: `${capital(indexName(index, table))} is the beginning of ${staying(other)}, and every write to ${tableName(table)} keeps both.`,
    because: `${staying(other)} begins with the same keys`,
  })),
};
