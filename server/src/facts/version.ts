import { type Dialect, isMysql } from './dialect.ts';

/** What is known of the database that is written for: its dialect, and the oldest version that has to be served where the configuration says one. */
export interface Target { readonly dialect: Dialect; readonly version?: readonly number[] | undefined }

/** Whether the oldest version that has to be served is one before `wanted`. A version that nobody states is a recent one. */
export const isBefore = ({ version }: Target, ...wanted: readonly number[]): boolean => version !== undefined && compare(version, wanted) < 0;

/** Whether every version that has to be served is `wanted` or later: false where nobody states one. */
export const isSince = ({ version }: Target, ...wanted: readonly number[]): boolean => version !== undefined && compare(version, wanted) >= 0;

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) if ((a[i] ?? 0) !== (b[i] ?? 0)) return (a[i] ?? 0) - (b[i] ?? 0);
  return 0;
}

/** Older ones take DESC in an index and sort it upwards nevertheless: MySQL before 8.0, MariaDB before 10.8. */
export const hasDescendingKeys = (target: Target): boolean => !isMysql(target.dialect) || !(target.dialect === 'mariadb' ? isBefore(target, 10, 8) : isBefore(target, 8));

/** PostgreSQL has INCLUDE since 11. */
export const hasInclude = (target: Target): boolean => target.dialect === 'postgresql' && !isBefore(target, 11);

/** An index's first key may be skipped over: SQLite after ANALYZE, PostgreSQL since 18. */
export const hasSkipScan = (target: Target): boolean => target.dialect === 'sqlite' || (target.dialect === 'postgresql' && isSince(target, 18));
