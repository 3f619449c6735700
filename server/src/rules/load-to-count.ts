import type { FlowContext, FlowRule } from './rule.ts';
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
      return list === null ? [] : (listVerdict(list, summary, context, toldOf(list, context)) ?? []);
    });
  },
};

function toldOf({ use, table, sent }: SeenList, context: FlowContext) {
  const counts = use.use === 'count';
  const forms = formsOf(sent.fact?.adapter, context.language);
  return {
    severity: 'information' as const, columns: [],
    message: `Rows of ${tableName(table)} are read and sent only ${counts ? 'to be counted' : 'to know whether there are any'}.`,
    advice: counts ? `let the database count them (${forms.count})` : `ask for one row at most (${forms.exists})`,
  };
}

interface Forms { readonly count: string; readonly exists: string }

const sql: Forms = { count: 'SELECT count(*)', exists: 'LIMIT 1, or SELECT EXISTS' };
const byAdapter: Readonly<Record<string, Forms>> = {
  drizzle: { count: 'db.$count, or select({ n: count() })', exists: 'limit(1)' },
  payload: { count: 'payload.count', exists: 'limit: 1, or payload.count' },
};
const inPython: Readonly<Record<string, Forms>> = { sqlalchemy: { count: 'select(func.count())', exists: 'limit(1), or select(exists())' } };

const formsOf = (adapter: string | undefined, language: FlowContext['language']): Forms => byAdapter[adapter ?? ''] ?? (language === 'python' ? inPython[adapter ?? ''] : undefined) ?? sql;
