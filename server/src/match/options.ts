/** What the caller knows beside the statement. */
export interface MatchOptions {
  /** At most one row is asked for (findFirst, `.get()`), though the statement has no LIMIT. */
  readonly one?: boolean;
}
