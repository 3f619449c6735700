import type { Dialect } from '../../facts/dialect.ts';
import type { Casing } from '../../facts/schema.ts';

/** Functions that make a table, under the names drizzle-orm exports them by. Dialects whose planner rules are not known are left out. */
export const TABLE_FUNCTIONS: ReadonlyMap<string, Dialect> = new Map([
  ['pgTable', 'postgresql'], ['sqliteTable', 'sqlite'], ['mysqlTable', 'mysql'], ['singlestoreTable', 'mysql'],
]);

export const CREATOR_FUNCTIONS: ReadonlyMap<string, Dialect> = new Map([
  ['pgTableCreator', 'postgresql'], ['sqliteTableCreator', 'sqlite'], ['mysqlTableCreator', 'mysql'], ['singlestoreTableCreator', 'mysql'],
]);

/** `schema.table(…)`, `schema.enum(…)`: a schema in PostgreSQL, a database in MySQL. */
export const SCHEMA_FUNCTIONS: ReadonlyMap<string, Dialect> = new Map([['pgSchema', 'postgresql'], ['mysqlSchema', 'mysql'], ['mysqlDatabase', 'mysql']]);

export const ENUM_FUNCTIONS: ReadonlySet<string> = new Set(['pgEnum', 'mysqlEnum']);

/** drizzle-orm 1.0: `snakeCase.table(…)`. */
export const CASING_HELPERS: ReadonlyMap<string, Casing> = new Map([['snakeCase', 'snake_case'], ['camelCase', 'camelCase']]);

/** The module that column builders and `index` come from, and its dialect. */
export const CORE_MODULES: ReadonlyMap<string, Dialect> = new Map([
  ['drizzle-orm/pg-core', 'postgresql'], ['drizzle-orm/sqlite-core', 'sqlite'], ['drizzle-orm/mysql-core', 'mysql'], ['drizzle-orm/singlestore-core', 'mysql'],
]);

/** Where builders of these dialects are imported from when nothing is imported yet. */
export const coreModuleOf = (dialect: Dialect): string => (dialect === 'postgresql' ? 'drizzle-orm/pg-core' : dialect === 'sqlite' ? 'drizzle-orm/sqlite-core' : 'drizzle-orm/mysql-core');

/** Operators that compare two operands. */
export const COMPARISONS = { eq: '=', ne: '<>', gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/** Operators written between two operands, by the function's name. */
export const INFIX: Readonly<Record<string, string>> = {
  arrayContains: '@>', arrayContained: '<@', arrayOverlaps: '&&',
  l2Distance: '<->', l1Distance: '<+>', innerProduct: '<#>', cosineDistance: '<=>', hammingDistance: '<~>', jaccardDistance: '<%>',
};

/** Aggregates, with the SQL function each becomes. */
export const AGGREGATES: Readonly<Record<string, string>> = { count: 'count', countDistinct: 'count', avg: 'avg', avgDistinct: 'avg', sum: 'sum', sumDistinct: 'sum', max: 'max', min: 'min' };

export const PATTERN_OPERATORS = {
  like: { op: 'like', negated: false }, notLike: { op: 'like', negated: true }, ilike: { op: 'ilike', negated: false }, notIlike: { op: 'ilike', negated: true },
} as const;

/** Every function of drizzle-orm that makes a condition or a part of one. */
export const CONDITION_FUNCTIONS: ReadonlySet<string> = new Set([
  ...Object.keys(COMPARISONS), ...Object.keys(PATTERN_OPERATORS), ...Object.keys(INFIX), ...Object.keys(AGGREGATES),
  'isNull', 'isNotNull', 'inArray', 'notInArray', 'between', 'notBetween', 'exists', 'notExists', 'and', 'or', 'not',
]);

/** Modules whose `sql` tag is not Drizzle's. */
export const OTHER_SQL_TAGS: ReadonlySet<string> = new Set(['postgres', 'bun', '@vercel/postgres', '@neondatabase/serverless', 'slonik', 'kysely', 'sql-template-strings', 'sql-template-tag', '@prisma/client', 'objection', '@slonik/sql-tag', 'pg-template-tag']);
