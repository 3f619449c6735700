import type { TableRule } from './rule.ts';
import { checkSurplus, staying } from './surplus/verdict.ts';
import { capital, indexName, keysText } from './words/index.ts';

export const pkLeadingIndex: TableRule = {
  id: 'pk-leading-index',
  family: 'schema',
  summary: 'An index begins with a whole primary or unique key, behind which further columns serve nothing.',
  defaultSeverity: 'information',
  scope: 'table',
  check: checkSurplus('after-key', ({ index, other }, table) => ({
    severity: 'information',
    message: `${capital(indexName(index, table))} begins with ${staying(other)}, which leaves one row at most: the columns behind it find and sort nothing.`,
    because: `${keysText(other)} alone leaves one row`,
  })),
};
