import type { AccessPath, Condition, Proposal } from '../facts/access.ts';
import type { IndexSpec } from '../facts/finding.ts';
import type { IndexKey } from '../facts/schema.ts';
import { columnsOf } from '../facts/walk.ts';
import { isNotNull, isSoftDelete } from './conditions.ts';

/**
 * The index to suggest for a path: the matcher's proposal without keys that leave out next to nothing (`deleted_at IS
 * NULL`, `IS NOT NULL`) where an equality comes before them. They would cost a write each and keep other queries from
 * sharing the index. Null where no index would serve.
 */
export function proposalOf(path: AccessPath): Proposal | null {
  const known = trimmed.get(path);
  if (known !== undefined) return known;
  const proposal = path.proposal === null ? null : trim(path.proposal, path.conditions);
  trimmed.set(path, proposal);
  return proposal;
}

const trimmed = new WeakMap<AccessPath, Proposal | null>();

function trim(proposal: Proposal, conditions: readonly Condition[]): Proposal {
  const { keys } = proposal.index;
  const parts = { equality: keys.slice(0, proposal.equality.length), order: keys.slice(proposal.equality.length, proposal.equality.length + proposal.order.length), range: keys.slice(proposal.equality.length + proposal.order.length) };
  const equality = parts.equality.filter((key) => !isIdle(key, conditions));
  const range = parts.range.filter((key) => !isIdle(key, conditions));
  if (equality.length === 0 || equality.length + range.length === parts.equality.length + parts.range.length) return proposal;
  return {
    ...proposal, index: { ...proposal.index, keys: [...equality, ...parts.order, ...range] },
    equality: proposal.equality.filter((_, i) => equality.includes(keys[i] ?? missing)), range: proposal.range.filter((_, i) => range.includes(parts.range[i] ?? missing)),
  };
}

const missing: IndexKey<string> = { expr: { kind: 'opaque', reason: '', args: [], span: { start: 0, end: 0 } }, direction: 'asc', nulls: 'default' };

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
