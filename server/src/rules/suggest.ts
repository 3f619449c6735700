import type { AccessPath, Condition, Proposal } from '../facts/access.ts';
import type { IndexSpec } from '../facts/finding.ts';
import type { IndexKey } from '../facts/schema.ts';
import { columnsOf } from '../facts/walk.ts';
import { isUniqueLike } from './columns.ts';
import { isNotNull, isSoftDelete } from './conditions.ts';

/**
 * The index to suggest for a path: the matcher's proposal without keys that would earn nothing. Those are null tests that
 * leave out next to nothing (`deleted_at IS NULL`, `IS NOT NULL`) behind an equality, all others beside a value that
 * singles out a row (a token), and what comes after three equalities. They would cost every write and keep other queries
 * from sharing the index. Null where no index would serve.
 */
export function proposalOf(path: AccessPath): Proposal | null {
  const known = trimmed.get(path);
  if (known !== undefined) return known;
  const proposal = path.proposal === null ? null : trim(path.proposal, path.conditions);
  trimmed.set(path, proposal);
  return proposal;
}

const trimmed = new WeakMap<AccessPath, Proposal | null>();

const mostEqualities = 3;

interface Parts { readonly equality: readonly Named[]; readonly order: readonly Named[]; readonly range: readonly Named[] }
/** A key with the name that the proposal gives it. */
interface Named { readonly key: IndexKey<string>; readonly name: string }

function trim(proposal: Proposal, conditions: readonly Condition[]): Proposal {
  const parts = partsOf(proposal);
  const single = parts.equality.find(({ key }) => key.expr.kind === 'column' && isUniqueLike(key.expr.column) && conditions.some((c) => c.form === 'equality' && c.columns.includes(columnName(key))));
  if (single !== undefined) return rebuilt(proposal, { equality: [single], order: [], range: [] });
  const equality = parts.equality.filter(({ key }) => !isIdle(key, conditions)).slice(0, mostEqualities);
  if (equality.length === 0) return proposal;
  const range = equality.length === mostEqualities ? [] : parts.range.filter(({ key }) => !isIdle(key, conditions));
  return rebuilt(proposal, { equality, order: parts.order, range });
}

function partsOf({ index, equality, order, range }: Proposal): Parts {
  const named = [...equality, ...order, ...range].flatMap((name, i) => { const key = index.keys[i]; return key === undefined ? [] : [{ key, name }]; });
  const behind = equality.length + order.length;
  return { equality: named.slice(0, equality.length), order: named.slice(equality.length, behind), range: named.slice(behind) };
}

function rebuilt(proposal: Proposal, { equality, order, range }: Parts): Proposal {
  const kept = [...equality, ...order, ...range];
  if (kept.length === proposal.index.keys.length) return proposal;
  const names = (list: readonly Named[]): readonly string[] => list.map(({ name }) => name);
  return { ...proposal, index: { ...proposal.index, keys: kept.map(({ key }) => key) }, equality: names(equality), order: names(order), range: names(range), servesSort: proposal.servesSort && order.length === proposal.order.length };
}

const columnName = (key: IndexKey<string>): string => (key.expr.kind === 'column' ? key.expr.column : '');

/** A key that every condition on it merely tests for (not) being null. */
function isIdle(key: IndexKey<string>, conditions: readonly Condition[]): boolean {
  const column = key.expr.kind === 'column' ? key.expr.column : null;
  const about = conditions.filter((c) => column !== null && c.columns.includes(column));
  return about.length > 0 && about.every((c) => isNotNull(c) || (c.form === 'is-null' && c.columns.every(isSoftDelete)));
}

/** The proposal as a spec, still without a name. */
export function suggestionOf(path: AccessPath): IndexSpec | null {
  const proposal = proposalOf(path);
  return proposal === null ? null : { ...proposal.index, name: null, table: path.table };
}

/** The conditions that the suggested index is for; all of them where it is for none (an OR over several columns). */
export function conditionsFor(conditions: readonly Condition[], path: AccessPath): readonly Condition[] {
  const proposal = proposalOf(path);
  if (proposal === null) return conditions;
  const named = new Set([proposal.index, ...(proposal.together ?? [])].flatMap((index) => [...index.keys.map((key) => key.expr), ...(index.where === null ? [] : [index.where])]).flatMap((expr) => columnsOf(expr).map((c) => c.column)));
  const own = conditions.filter((c) => c.columns.some((column) => named.has(column)));
  return own.length > 0 ? own : conditions;
}
