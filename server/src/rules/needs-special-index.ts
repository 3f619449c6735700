import type { AccessPath, Condition, Proposal } from '../facts/access.ts';
import type { Severity } from '../facts/finding.ts';
import type { BoundExpr } from '../match/bound.ts';
import { turnedDistance } from '../match/special/nearest.ts';
import { columnsTold, conditionSpan, indexable, isJoined, orderSpan } from './access.ts';
import { atMost, worthOf } from './certainty.ts';
import { jsonField } from './json-field.ts';
import type { AccessRule } from './rule.ts';
import { conditionsFor, proposalOf } from './suggest.ts';
import { tableName } from './tables.ts';
import { type Context, type Told, verdictOf } from './verdict.ts';
import { conditionsText, orderText } from './words/condition.ts';
import { exprText, queryStyle } from './words/expression.ts';
import { capital, indexName, indexText } from './words/index.ts';

export const needsSpecialIndex: AccessRule = {
  id: 'needs-special-index',
  family: 'index',
  summary: 'The condition or order is one that only another kind of index serves: trigrams, GIN, HNSW, or an index on an expression.',
  defaultSeverity: 'information',
  scope: 'access',
  check(path, context) {
    if (path.oneRow || isJoined(path)) return null;
    const proposal = proposalOf(path);
    const told = proposal === null ? turned(path, context) : forProposal(proposal, path, context);
    return told === null ? null : verdictOf(path, context, told);
  },
};

function forProposal(proposal: Proposal, path: AccessPath, context: Context): Told | null {
  if (proposal.index.method === 'hnsw') return nearest(path, context);
  // What the index is for is often sent only sometimes, beside a test that always is.
  const conditions = conditionsFor(indexable(path).filter((c) => !c.used), path);
  const [first] = conditions;
  const reason = first === undefined ? null : reasonFor(proposal, conditions);
  if (first === undefined || reason === null || (path.filter !== 'not-served' && path.filter !== 'partly')) return null;
  return {
    severity: severityOf(path, conditions, context),
    message: `No index on ${tableName(context.table)} serves ${conditionsText(conditions, path)}, so ${consequence(path)}: ${reason}.`,
    span: conditionSpan(first, path, context.callSpan),
    columns: columnsTold(conditions, path, false),
  };
}

/** Why no other index would do; null for a plain index, of which other rules speak. */
function reasonFor({ index }: Proposal, conditions: readonly Condition[]): string | null {
  if (index.keys.some((key) => key.opclass === 'gin_trgm_ops')) return 'only trigrams find a piece of text inside a value, or in any case';
  if (index.method === 'gin') return conditions.some(isWords) ? 'only GIN keeps the words of a text' : 'only GIN keeps what is inside a value';
  const isField = index.keys.every((key) => key.expr.kind !== 'column') && conditions.every((c) => jsonField(c.expr) !== null);
  return isField ? 'only an index on that very expression keeps what is inside a document' : null;
}

const isWords = ({ expr }: Condition): boolean => expr.kind === 'operator' && expr.op === '@@';

/** What is asked for a piece of text is checked on the rows read in order; where rows are walked in their order anyway, many queries end soon. */
function severityOf(path: AccessPath, conditions: readonly Condition[], context: Context): Severity {
  return path.orderWalk ? 'hint' : atMost(worthOf(conditions, context.table), 'information');
}

function consequence(path: AccessPath): string {
  const [serving] = path.serving;
  if (serving === undefined) return 'the whole table is read';
  return path.orderWalk ? `rows are read in the order of ${indexText(serving)} until enough match` : `it is checked on every row that ${serving.name === null ? `the index ${indexText(serving)}` : indexText(serving)} leaves`;
}

function nearest(path: AccessPath, context: Context): Told {
  return {
    severity: 'information',
    message: `No index on ${tableName(context.table)} gives the nearest rows by ${orderText(path.order, path)}, so the distance of every row is computed and sorted for the first few.`,
    span: orderSpan(path, context.callSpan),
    columns: columnsTold([], path, true),
  };
}

/** `ORDER BY 1 - (embedding <=> …) DESC`: the same rows as by the distance going up, in an order that no index gives. */
function turned(path: AccessPath, context: Context): Told | null {
  const [only, ...others] = path.order;
  const found = only === undefined || others.length > 0 || only.direction !== 'desc' || !path.limited || path.sort !== 'not-served' ? null : turnedDistance(only.expr, path.source);
  if (found === null || context.catalog.dialect !== 'postgresql' || path.conditions.some((c) => c.used)) return null;
  const near = context.table.indexes.find((index) => (index.method === 'hnsw' || index.method === 'ivfflat') && index.keys[0]?.expr.kind === 'column' && index.keys[0].expr.column === found.column);
  const order = orderText(path.order, path);
  return {
    severity: near === undefined ? 'information' : 'warning',
    message: `${near === undefined ? `No index on ${tableName(context.table)} can give` : `${capital(indexName(near, context.table))} does not give`} the order ${order}, so the distance of every row is computed and sorted for the first few: a vector index gives the bare distance alone, going up.`,
    span: orderSpan(path, context.callSpan), columns: columnsTold([], path, true), suggestion: null,
    instead: `sort by ${exprOf(found.distance, path)} going up, which is the same order${near === undefined ? ', and give it an HNSW index' : ''}`,
    ...(near === undefined ? {} : { about: near }),
  };
}

const exprOf = (expr: BoundExpr, path: AccessPath): string => exprText(expr, queryStyle(path.source, () => null));
