import type { Table } from '../facts/catalog.ts';
import type { BoundColumn, Expr } from '../facts/expr.ts';
import type { BoundQuery } from '../facts/query.ts';
import { visit } from '../match/bound.ts';
import type { QueryRule } from './rule.ts';
import { isByHand, statementVerdict, subjectOf } from './statement.ts';
import { isLookup, tableName } from './tables.ts';

export const unboundedQuery: QueryRule = {
  id: 'unbounded-query',
  family: 'queries',
  summary: 'A list is read without a condition or a LIMIT, from a table that grows.',
  defaultSeverity: 'hint',
  optIn: true,
  scope: 'query',
  check(query, context) {
    if (!readsAll(query) || context.fact.one === true || context.fact.adapter === 'sql' || context.fact.confidence !== 'high' || context.fact.flags.length > 0 || isByHand(context)) return [];
    const subject = subjectOf(query, context);
    if (subject === null || subject.access.limited || subject.access.conditions.length > 0 || !grows(subject.table)) return [];
    return [statementVerdict(subject, context, {
      severity: 'hint',
      message: `All rows of ${tableName(subject.table)} are read, however many there come to be.`,
      advice: 'read a page at a time (LIMIT, and go on from the last row)',
    })];
  },
};

/** One SELECT over one table, with nothing that counts, groups, leaves out or ends. Relations that are loaded along leave no row out. */
function readsAll(query: BoundQuery): boolean {
  if (query.op !== 'select' || query.where !== null || query.limit !== null || query.offset !== null || query.groupBy.length > 0 || query.having !== null || query.distinct !== false) return false;
  if (query.setOps.length > 0 || query.ctes.length > 0 || query.locks === true) return false;
  const [first, ...others] = query.sources;
  return first !== undefined && others.every((s) => s.join === 'left') && (query.output === 'all' || (query.output !== 'unknown' && !query.output.some((o) => o.expr !== 'all' && isAggregate(o.expr))));
}

function isAggregate(expr: Expr<BoundColumn>): boolean {
  let found = false;
  visit(expr, (node) => { if (node.kind === 'call' && (node.aggregate === true || node.window === true)) found = true; });
  return found;
}

/** Rows that say when they were made, and whose they are, are made by use; others may be a handful for good. */
function grows(table: Table): boolean {
  const made = table.columns.some((c) => (c.type === 'timestamp' || c.type === 'timestamptz' || c.type === 'int' || c.type === 'bigint' || c.type === 'text') && /^(created|inserted|added|sent|occurred|logged)_?(at|on|date|time)?$|^(created|inserted)(At|On|Date)$|^timestamp$/i.test(c.name));
  return made && !isLookup(table) && table.foreignKeys.some((fk) => fk.refTable !== table.key);
}
