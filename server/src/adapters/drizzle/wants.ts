/** Pairs of words: a text that has all words of one may hold something of Drizzle's. Queries need no import of it: `db` and the tables may come from the project's own modules. */
const WORDS: readonly (readonly string[])[] = [
  ['drizzle'], ['pgTable'], ['sqliteTable'], ['mysqlTable'],
  ['.from(', '.select'], ['.query', '.findMany('], ['.query', '.findFirst('], ['.$count('],
  ['.update(', '.set('], ['.delete(', '.where('], ['.insert(', '.values('], ['.execute', 'sql`'], ['.execute(sql'], ['.all(sql'], ['.get(sql'], ['.run(sql'], ['.values(sql'],
];

/** Whether a text is worth parsing for this adapter. Simple searches only, since it is asked of every file. */
export const wants = (text: string): boolean => WORDS.some((words) => words.every((word) => text.includes(word)));

/** The words alone, for an engine that tests one at a time. */
export const triggers: readonly string[] = WORDS.map((words) => words[0] ?? '');
