import type { Condition } from '../facts/access.ts';

/** `IS NOT NULL` says what is left out, and most rows have a value. */
export const isNotNull = ({ expr }: Condition): boolean => expr.kind === 'is' && expr.test === 'null' && expr.negated;

/** A column that is null in nearly every row: `deleted_at IS NULL` leaves them all, the others are the few. */
export const isSoftDelete = (column: string): boolean =>
  /(^|_)(deleted|archived|removed|disabled|revoked|unsubscribed|cancell?ed|banned|blocked|suspended|deactivated|trashed)(_|$)/.test(column.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase());

/** `backups_enabled = true`: whatever its type and name, a column compared with true or false is a boolean. */
export function isBooleanTest({ expr }: Condition): boolean {
  if (expr.kind === 'is') return expr.test === 'true' || expr.test === 'false';
  return expr.kind === 'compare' && [expr.left, expr.right].some((side) => side.kind === 'literal' && side.type === 'boolean');
}

/** The condition that ties a source to another, or to the query around it. */
export const isProbe = (condition: Condition): boolean => condition.form === 'join';
