/** The databases whose planner rules are known. */
export type Dialect = 'postgresql' | 'sqlite' | 'mysql' | 'mariadb';

/** How sure a fact is; low confidence is told as a hint at most. */
export type Confidence = 'high' | 'medium' | 'low';

/** MySQL and MariaDB share grammar, catalog and most of the planner. */
export const isMysql = (dialect: Dialect): boolean => dialect === 'mysql' || dialect === 'mariadb';

/** Whether what is written for one can be meant for the other: a project says `mysql2` of the driver and MariaDB in a dump. */
export const sameFamily = (a: Dialect, b: Dialect): boolean => a === b || (isMysql(a) && isMysql(b));
