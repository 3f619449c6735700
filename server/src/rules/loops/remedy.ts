import type { BoundColumn, Expr } from '../../facts/expr.ts';
import type { BoundQuery } from '../../facts/query.ts';
import { visit } from '../../match/bound.ts';
import type { FlowContext } from '../rule.ts';
import { tableName } from '../tables.ts';
import { formsOf, withColumn } from './forms.ts';
import { keyOf } from './key.ts';
import type { RepeatedQuery } from './repeated.ts';

/** What one statement can do in place of the loop's (specification, section 6): the end of the advice. */
export function remedyOf(repeated: RepeatedQuery, context: FlowContext): string {
  const { sent, op, event } = repeated;
  const forms = formsOf(sent, context);
  const { column, columns } = keyOf(sent);
  const many = column === null ? null : withColumn(forms.many, column);
  const by = many !== null ? `: ${many}` : columns.length > 1 ? `, by (${columns.join(', ')})` : '';
  if (op === 'insert') return `collect the rows and insert them together after the loop: ${forms.insert}`;
  if (op === 'delete') return `delete all of them with one statement${by}`;
  if (op === 'update') return many === null ? `change all of them together: ${forms.update}` : `change all of them together: ${many} where they get the same values, else ${forms.update}`;
  const helper = event.via.at(-1)?.name;
  if (column !== null && many !== null) return readTogether(repeated, context, column, many);
  if (by !== '') return `read the rows ${before(helper)}${by}`;
  return helper === undefined ? 'read what the loop needs before it, in one query' : `let ${helper} take all of them and read them in one query`;
}

const before = (helper: string | undefined): string => (helper === undefined ? 'for all of them before the loop' : `for all of them before the loop, by a form of ${helper} that takes many`);

function readTogether({ sent, event, loop }: RepeatedQuery, context: FlowContext, column: string, many: string): string {
  const forms = formsOf(sent, context);
  const how = before(event.via.at(-1)?.name);
  if (sent.query !== null && isAggregate(sent.query)) return `${isCount(sent.query) ? 'count' : 'ask'} ${how}: ${many}, with ${withColumn(forms.grouped, column)}`;
  if (keyOf(sent).unique || (sent.fact?.one === true && sent.query?.orderBy.length === 0)) return `read the rows ${how}: ${many}, kept in a ${context.language === 'python' ? 'dict' : 'Map'} by ${column}`;
  if (isFirstOfMany(sent)) return `read the rows ${how}: ${many}, ${firstOf(sent.catalog?.dialect ?? null, column)}`;
  const eager = forms.eager === null ? null : parentOf(sent.table === null ? null : { table: sent.table, column }, loop.over?.query ?? null, context);
  return `read the rows ${how}: ${many}, grouped by ${column}${eager === null ? '' : `; or load them along with ${eager} (${forms.eager})`}`;
}

/** The table whose rows are gone over, where the key refers to it. */
function parentOf(key: { readonly table: NonNullable<RepeatedQuery['sent']['table']>; readonly column: string } | null, over: Parameters<FlowContext['queryOf']>[0] | null, context: FlowContext): string | null {
  const parent = over === null ? null : context.queryOf(over)?.table ?? null;
  if (key === null || parent === null) return null;
  return key.table.foreignKeys.some((fk) => fk.refTable === parent.key && fk.columns.length === 1 && fk.columns[0] === key.column) ? tableName(parent) : null;
}

/** One row is asked for of which there may be many: the newest of each. */
const isFirstOfMany = ({ query, fact }: RepeatedQuery['sent']): boolean => query !== null && query.orderBy.length > 0 && (fact?.one === true || (query.limit?.kind === 'const' && query.limit.value === 1));

const firstOf = (dialect: string | null, column: string): string => (dialect === 'postgresql' ? `the first of each by DISTINCT ON (${column})` : `the first of each by row_number() OVER (PARTITION BY ${column} ORDER BY …)`);

/** One row of sums, counts and their kind. */
const isAggregate = (query: BoundQuery): boolean => aggregates(query, () => true);
export const isCount = (query: BoundQuery): boolean => aggregates(query, (name) => name === 'count');

const aggregates = ({ groupBy, output }: BoundQuery, is: (name: string) => boolean): boolean => groupBy.length === 0 && typeof output !== 'string' && output.some((o) => o.expr !== 'all' && hasAggregate(o.expr, is));

function hasAggregate(expr: Expr<BoundColumn>, is: (name: string) => boolean): boolean {
  let found = false;
  visit(expr, (node) => { if (node.kind === 'call' && node.aggregate === true && node.window !== true && is(node.name)) found = true; });
  return found;
}
