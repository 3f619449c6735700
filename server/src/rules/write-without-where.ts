import type { BoundQuery } from '../facts/query.ts';
import type { QueryContext, QueryRule } from './rule.ts';
import { isByHand, statementVerdict, subjectOf } from './statement.ts';
import { isLookup, tableName } from './tables.ts';

export const writeWithoutWhere: QueryRule = {
  id: 'write-without-where',
  family: 'queries',
  summary: 'An UPDATE or DELETE has no condition, so it changes every row of the table.',
  defaultSeverity: 'warning',
  scope: 'query',
  check(query, context) {
    if (!writesAll(query) || isMeant(query, context)) return [];
    const subject = subjectOf(query, context);
    if (subject === null || isLookup(subject.table) || isPassing(subject.table.name)) return [];
    const name = tableName(subject.table);
    return [statementVerdict(subject, context, {
      severity: 'warning',
      message: query.op === 'delete' ? `This DELETE has no condition, so it deletes every row of ${name}.` : `This UPDATE has no condition, so it changes every row of ${name}.`,
      advice: 'say which rows are meant; where all are, a condition that is always true says so',
    })];
  },
};

/** Neither a condition nor anything else that could leave a row out: another table, a limit, a CTE that was put before it. */
const writesAll = (query: BoundQuery): boolean => (query.op === 'update' || query.op === 'delete') && query.where === null && query.limit === null && query.sources.length === 1 && query.ctes.length === 0;

/**
 * Emptying a table is what such a place is for, and a file of SQL whose statements have no names is a script. A statement that is put together at run time may get
 * its condition there.
 */
const isMeant = (query: BoundQuery, context: QueryContext): boolean =>
  isByHand(context) || (context.fact.adapter === 'sql' && context.fact.enclosing === '') || /(all|every|everything)$/i.test(context.fact.enclosing) || /(delete|remove|drop|empty|clean|discard|forget|disconnect|revoke|invalidate)_?(all|every|everything)/i.test(context.fact.enclosing) || context.fact.flags.some((flag) => flag === 'dynamic-identifier' || flag === 'string-built') || context.fact.confidence !== 'high' || query.output === 'unknown';

/** Tables that are emptied and filled again. */
const isPassing = (name: string): boolean => /(^|_)(tmp|temp|temporary|staging|stage|scratch|cache|caches|buffer|snapshot|snapshots|lock|locks|presence)(_|$)/i.test(name.replace(/([a-z0-9])([A-Z])/g, '$1_$2'));
