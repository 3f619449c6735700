/**
 * How an ORM or driver says what takes the place of a loop of statements; `{column}` is the column that tells the elements apart. `map`: what the language keeps rows in by
 * a key. `eager`: how relations are loaded with their rows. `inProcess`: on SQLite its statements run in the process itself.
 */
export interface BatchForms {
  readonly many: string;
  readonly grouped: string;
  readonly eager: string | null;
  readonly insert: string;
  readonly update: string;
  readonly upsert: string;
  readonly inProcess?: true;
}

const sqlInTypeScript: BatchForms = { many: '{column} IN (…)', grouped: 'GROUP BY {column}', eager: null, insert: 'one INSERT with several rows of VALUES', update: 'one UPDATE … FROM (VALUES …)', upsert: 'INSERT … ON CONFLICT DO UPDATE', inProcess: true };
const sqlInPython: BatchForms = { ...sqlInTypeScript, insert: 'executemany, or one INSERT with several rows of VALUES', update: 'executemany, or one UPDATE … FROM (VALUES …)' };

/** By the adapter's id. What is not here speaks SQL. */
const byAdapter: Readonly<Record<string, BatchForms>> = {
  drizzle: { many: 'inArray on {column}', grouped: 'groupBy on {column}', eager: 'with', insert: 'insert(…).values(rows)', update: 'one update whose values are a CASE or come from a list of VALUES', upsert: 'insert(…).values(rows).onConflictDoUpdate(…)' },
  sqlalchemy: { many: '{column}.in_(…)', grouped: 'group_by on {column}', eager: 'selectinload', insert: 'add_all and one flush, or session.execute(insert(…), rows)', update: 'session.execute(update(…), rows)', upsert: 'insert(…).on_conflict_do_update(…)' },
  payload: { many: 'where: { {column}: { in: … } }', grouped: 'where: { {column}: { in: … } }, counted in code', eager: 'depth', insert: 'one transaction, or a bulk insert of the database adapter', update: 'update with a where that names all of them', upsert: 'find with in first, and then only what is missing' },
};

/** The forms of the ORM that made the statement, else SQL's as the language sends it. */
export const formsOf = (adapter: string | undefined, language: 'typescript' | 'python'): BatchForms => byAdapter[adapter ?? ''] ?? (language === 'python' ? sqlInPython : sqlInTypeScript);

export const withColumn = (form: string, column: string): string => form.replaceAll('{column}', column);
