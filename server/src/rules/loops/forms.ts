import type { BulkWords } from '../../adapters/adapter.ts';
import type { FlowContext, SentQuery } from '../rule.ts';

const sql: BulkWords = { many: '{column} IN (…)', grouped: 'GROUP BY {column}', eager: null, insert: 'one INSERT with several rows of VALUES', update: 'one UPDATE … FROM (VALUES …)', upsert: 'INSERT … ON CONFLICT DO UPDATE' };
/** Python's drivers have a call for many rows. */
const sqlInPython: BulkWords = { ...sql, insert: 'executemany, or one INSERT with several rows of VALUES', update: 'executemany, or one UPDATE … FROM (VALUES …)' };

/** What takes the place of a loop of this statement, as the ORM that made it says it, else in SQL as the language sends it. */
export const formsOf = ({ fact }: SentQuery, { inBulk, language }: FlowContext): BulkWords => (fact === null ? null : inBulk(fact.adapter)) ?? (language === 'python' ? sqlInPython : sql);

export const withColumn = (form: string, column: string): string => form.replaceAll('{column}', column);
