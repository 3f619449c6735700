import type { Snapshot } from '../../engine/api.ts';
import type { Catalog } from '../../facts/catalog.ts';
import { lineIndex } from '../../text/lines.ts';
import { type Arguments, numberArgument, type Projects, type Schema, ToolError, textArgument } from '../tool.ts';

/** How a query is named: by where it stands, or by its text. */
export const QUERY_INPUT: Readonly<Record<string, Schema>> = {
  path: { type: 'string', description: 'The file that the query stands in; with sql, one of the project that is meant.' },
  line: { type: 'integer', minimum: 1, description: 'The line of the query in path, from 1.' },
  column: { type: 'integer', minimum: 1, description: 'The column, from 1; left out: the first query on the line.' },
  sql: { type: 'string', description: 'A statement in the dialect of the project, in place of path and line.' },
};

/** Where a statement of its own stands while it is looked at. */
const NAME = 'sargable-statement.sql';
const LONGEST = 100_000;

/** A query that was asked about: a file of a snapshot, and the offsets that may be meant. */
export interface Asked { readonly snapshot: Snapshot; readonly path: string; readonly offsets: readonly number[]; readonly sql: boolean }

/** Looks at the query that the arguments name, in the project as it is now. */
export function withQuery<T>(args: Arguments, projects: Projects, look: (asked: Asked) => T): T {
  const [given, sql, line, column] = [textArgument(args, 'path'), textArgument(args, 'sql'), numberArgument(args, 'line'), numberArgument(args, 'column')];
  const { project, path } = projects.at(given);
  if (sql !== null) {
    if (line !== null) throw new ToolError('sql goes without line.');
    if (sql.length > LONGEST) throw new ToolError(`sql is longer than ${LONGEST} characters.`);
    const folder = rootOf(project.snapshot(), path);
    const at = folder === '' ? NAME : `${folder}/${NAME}`;
    return project.withText(at, sql, (snapshot) => look({ snapshot, path: at, offsets: wordsOf(sql, 0, sql.length), sql: true }));
  }
  if (given === null || line === null) throw new ToolError('Say which query: path and line, or sql.');
  const snapshot = project.snapshot();
  const text = snapshot.text(path);
  if (text === null) throw new ToolError(`${path} is no file that is read here.`);
  const { starts } = lineIndex(text);
  const [start, end] = [starts[line - 1], starts[line] ?? text.length];
  if (start === undefined) throw new ToolError(`${path} has ${starts.length} lines.`);
  return look({ snapshot, path, offsets: column === null ? wordsOf(text, start, end) : [Math.min(start + column - 1, text.length)], sql: false });
}

/** The database that is nearest to a path: SQL beside it means that one. */
function rootOf(snapshot: Snapshot, path: string): string {
  const around = snapshot.catalogs().filter(({ root }) => root === '' || path === root || path.startsWith(`${root}/`)).sort((a, b) => b.root.length - a.root.length);
  const largest = [...snapshot.catalogs()].sort((a: Catalog, b: Catalog) => b.tables.size - a.tables.size);
  return (around[0] ?? largest[0])?.root ?? '';
}

/** Where each word begins, since what stands at the beginning of a line may be no part of a query. */
const wordsOf = (text: string, start: number, end: number): readonly number[] => [...text.slice(start, end).matchAll(/[\w"'`(]+/g)].slice(0, 200).map((word) => start + word.index);
