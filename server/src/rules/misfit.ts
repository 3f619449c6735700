import type { AccessPath, Condition } from '../facts/access.ts';
import type { Index } from '../facts/catalog.ts';
import type { Severity } from '../facts/finding.ts';
import { columnsTold, conditionSpan, mandatory } from './access.ts';
import { atMost, louder, worthOf } from './certainty.ts';
import { isProbe } from './conditions.ts';
import { arrayColumn, type Rewrite, rewriteOf } from './rewrite/index.ts';
import type { Verdict } from './rule.ts';
import { tableName } from './tables.ts';
import { type Context, verdictOf } from './verdict.ts';
import { conditionsText, conditionText } from './words/condition.ts';
import { capital, indexName, keyText } from './words/index.ts';
import { actText } from './words/rewrite.ts';

/** A condition that would be served if it were said otherwise. */
export interface Misfit {
  readonly condition: Condition;
  /** The index on the bare column that is there; null where none is. */
  readonly near: Index | null;
  /** True where the index is used already, for other conditions alone. */
  readonly partly: boolean;
  readonly rewrite: Rewrite | null;
  /** What to do, as the end of the advice. */
  readonly act: string;
}

/** Which conditions a rule is about, and the act for one that has no exact new form; null where the calculation itself is what is asked for. */
export interface Concern { readonly about: (condition: Condition, path: AccessPath) => boolean; readonly act: (condition: Condition) => string | null }

/**
 * The first condition of that concern for which a plain index is there and left unused, or for which no index on the calculation could be made. Where an index
 * can keep the calculation and none is on the column, that index is the better advice, and other rules give it.
 */
export function misfitOf(path: AccessPath, context: Context, concern: Concern): Misfit | null {
  if (path.oneRow || path.filter === 'served' || path.filter === 'unknown') return null;
  const place = { source: path.source, table: context.table, dialect: context.catalog.dialect };
  for (const condition of path.conditions) {
    if (condition.used || isProbe(condition) || !concern.about(condition, path)) continue;
    const rewrite = rewriteOf(condition.expr, place);
    const act = rewrite === null ? concern.act(condition) : actText(rewrite);
    const found = act === null ? null : fitted(path, condition, context);
    // Where no index is there and no new form is known, nothing would be gained for sure.
    if (act !== null && found !== null && (found.near !== null || rewrite !== null)) return { condition, rewrite, act, ...found };
  }
  return null;
}

function fitted(path: AccessPath, condition: Condition, context: Context): Pick<Misfit, 'near' | 'partly'> | null {
  const [column, ...others] = condition.columns;
  if (column === undefined || others.length > 0) return null;
  if (path.filter === 'partly') {
    const near = longerOf(path, column);
    return near === undefined ? null : { near, partly: true };
  }
  if (hasBetter(path, condition, context)) return null;
  const method = arrayColumn(condition.expr, path.source) === null ? 'btree' : 'gin';
  const near = path.rejected.find(({ index }) => index.method === method && index.where === null && index.usable && isPlainKey(index, 0, column));
  return near !== undefined ? { near: near.index, partly: false } : path.proposal === null ? { near: null, partly: false } : null;
}

/** The index that is used, or one that begins as it does, where the column comes next in it. */
function longerOf(path: AccessPath, column: string): Index | undefined {
  const [serving] = path.serving;
  const begins = (index: Index): boolean => serving !== undefined && index.method === serving.method && index.where === null && index.usable && serving.keys.slice(0, path.depth).every((key, i) => index.keys[i] !== undefined && keyText(key) === keyText(index.keys[i]));
  return path.depth === 0 ? undefined : [...path.serving.slice(0, 1), ...path.rejected.map((r) => r.index)].find((index) => begins(index) && isPlainKey(index, path.depth, column));
}

function isPlainKey(index: Index, at: number, column: string): boolean {
  const key = index.keys[at];
  return key?.expr.kind === 'column' && key.expr.column === column;
}

/** What is wrong with a wrapped column matters little where a plain equality beside it has no index either. */
export const hasBetter = (path: AccessPath, condition: Condition, { table }: Pick<Context, 'table'>): boolean =>
  mandatory(path).some((other) => other !== condition && !other.used && other.blockerKind === null && ['equality', 'in', 'join'].includes(other.form) && worthOf([other], table) === 'warning');

/** The index is there, so an open range is worth a word: nothing has to be added to use it. */
function severityOf({ condition, near, partly }: Misfit, { table }: Context): Severity {
  const worth = worthOf([condition], table);
  if (partly || near === null) return atMost(worth, 'information');
  const told = condition.oneSided === true ? louder(worth, 'information') : worth;
  return condition.optional ? atMost(told, 'information') : told;
}

/** `note`: said behind the reason, where whether it holds depends on the database's version; it is a hint then. */
export function misfitVerdict(misfit: Misfit, path: AccessPath, context: Context, note: string | null = null): Verdict {
  const { condition, near } = misfit;
  return verdictOf(path, context, {
    severity: note === null ? severityOf(misfit, context) : 'hint',
    message: messageOf(misfit, path, context, note),
    span: conditionSpan(condition, path, context.callSpan),
    columns: columnsTold([condition], path, false),
    suggestion: null,
    instead: near === null ? `${misfit.act}; then an index on ${condition.columns.join(', ')} serves it` : misfit.act,
    ...(near === null ? {} : { about: near }),
  });
}

function messageOf({ condition, near, partly }: Misfit, path: AccessPath, { table }: Context, note: string | null): string {
  const text = conditionText(condition, path);
  const why = `${condition.blocker ?? 'it does not compare what the index keeps'}${note === null ? '' : `, ${note}`}`;
  if (near === null) return `No index on ${tableName(table)} can serve ${text}: ${why}.`;
  if (!partly) return `${capital(indexName(near, table))} does not serve ${text}: ${why}.`;
  return `${capital(indexName(near, table))} serves only ${conditionsText(path.conditions.filter((c) => c.used), path)}: ${text} is checked row by row, since ${why}.`;
}
