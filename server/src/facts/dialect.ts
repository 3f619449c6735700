/** The databases whose planner rules are known. */
export type Dialect = 'postgresql' | 'sqlite' | 'mysql' | 'mariadb';

/** How sure a fact is; low confidence is told as a hint at most. */
export type Confidence = 'high' | 'medium' | 'low';
