/**
 * What a statement is, by its first words alone. `none` is never handed to a parser: dumps hold a hundred thousand statements that
 * cannot matter. `insert` matters only when more than literal rows is in it. `path` is SET search_path, `block` is DO $$ … $$,
 * `routine` a function, procedure or trigger, whose body may hold queries.
 */
export type StatementClass = 'query' | 'insert' | 'schema' | 'path' | 'block' | 'routine' | 'none';

const QUERIES = new Set(['select', 'with', 'update', 'delete', 'merge', 'values', 'table', 'explain', 'prepare', 'declare', 'copy']);
/** Words that may stand between CREATE, ALTER or DROP and the kind of thing. */
const FILLERS = new Set(['or', 'replace', 'global', 'local', 'temp', 'temporary', 'unlogged', 'unique', 'recursive', 'foreign', 'virtual', 'fulltext', 'spatial', 'clustered', 'nonclustered', 'external', 'online', 'offline', 'ignore', 'vector']);
/** DEFINER and ALGORITHM stand before the VIEW of MySQL (and before routines, which its reader passes over). */
const THINGS = new Set(['table', 'tables', 'index', 'view', 'materialized', 'schema', 'type', 'definer', 'algorithm', 'sql']);

const ROUTINES = new Set(['function', 'procedure', 'trigger']);

const schemaOrNone = (head: readonly string[]): StatementClass => (THINGS.has(head.slice(1).find((word) => !FILLERS.has(word)) ?? '') ? 'schema' : 'none');

/** @param head the first words in lower case (see `Piece`). A statement that begins with `(` has none, and is a query. */
export function classify(head: readonly string[]): StatementClass {
  const [verb, second, third] = head;
  if (verb === undefined) return 'query';
  if (QUERIES.has(verb)) return 'query';
  if (verb === 'insert' || verb === 'replace') return 'insert';
  if (verb === 'create' && second === 'extension') return 'schema';
  if (verb === 'create' && ROUTINES.has(head.slice(1).find((word) => !FILLERS.has(word)) ?? '')) return 'routine';
  if (verb === 'create' || verb === 'alter' || verb === 'drop') return second === 'foreign' && third !== 'table' ? 'none' : schemaOrNone(head);
  if (verb === 'set' || verb === 'reset') return second === 'search_path' || third === 'search_path' ? 'path' : 'none';
  if (verb === 'use') return 'path';
  if (verb === 'rename' && (second === 'table' || second === 'tables')) return 'schema';
  return verb === 'do' ? 'block' : 'none';
}
