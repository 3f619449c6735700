import type { InsertInput, ManyInsert } from '../adapter.ts';

/** Modules whose cursors (and of some the connections too) have `executemany`, which does nothing with an empty list. */
const ON_CURSOR = /^(?:psycopg2?|pymysql|MySQLdb|mysql|cx_Oracle|oracledb|pyodbc)\b/;
const ON_BOTH = /^(?:sqlite3|aiosqlite)\b/;

/** `cursor.execute(sql, row)` of a Python driver as one `executemany`. Null where values are pasted into the text, and for drivers that have no such call at that place. */
export function insertMany({ document: { text, languageId }, outline, sent, element }: InsertInput): ManyInsert | null {
  const call = outline.calls.find(({ span }) => span.end === sent.end && span.start >= sent.start);
  const [sql, row, ...others] = call?.args ?? [];
  if (languageId !== 'python' || call?.callee.kind !== 'member' || call.callee.property !== 'execute' || sql === undefined || row === undefined || others.length > 0 || call.keywords !== undefined) return null;
  const modules = outline.imports.map(({ module }) => module);
  const object = text.slice(call.callee.object.span.start, call.callee.object.span.end);
  const can = modules.some((module) => ON_BOTH.test(module)) || (modules.some((module) => ON_CURSOR.test(module)) && /cur(?:sor)?$/i.test(object));
  const source = text.slice(sql.span.start, sql.span.end);
  const values = text.slice(row.span.start, row.span.end);
  if (!can || sql.kind !== 'string' || /\bawait\b/.test(values) || element.some((name) => new RegExp(`\\b${name}\\b`).test(source))) return null;
  const name = call.callee.propertySpan;
  return { row: values, whole: (rows) => `${text.slice(sent.start, name.start)}executemany${text.slice(name.end, row.span.start)}${rows}${text.slice(row.span.end, sent.end)}`, needsRows: false, imports: [] };
}
