import type { ColumnDecl, TableDecl } from '../../../facts/schema.ts';
import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import { keyword } from '../alembic/arguments.ts';
import { textIn, truthIn } from '../alembic/reader.ts';
import { addArguments, noArguments, setSchema } from './arguments.ts';
import { columnCall, readColumn } from './column.ts';
import { DEFAULT_NAMING, metadataAt } from './metadata.ts';
import { callWord, isCall, pathOf, type Reading, tellUnread } from './reading.ts';

/** `Table('users', metadata, …)` and `db.Table('users', …)`; null for anything else that is called Table. */
export function tableCall(reading: Reading, expr: HostExpr | null | undefined): CallHost | null {
  if (!isCall(expr) || callWord(reading, expr) !== 'Table' || expr.args.length === 0) return null;
  const [first, second] = expr.args;
  const isFlask = expr.callee.kind === 'member' && (second === undefined || columnCall(reading, second) !== null || second.kind === 'spread');
  return first !== undefined && (isFlask || (second !== undefined && (pathOf(second) !== null || callWord(reading, second) === 'MetaData'))) ? expr : null;
}

/** A table of SQLAlchemy's Core. Columns are known by their `key`, which is their name where none is given. */
export function coreTable(reading: Reading, call: CallHost, symbol: string): TableDecl {
  const { reader } = reading;
  const [first, second, ...others] = call.args;
  const name = textIn(reader, first);
  const inColumns = second !== undefined && (columnCall(reading, second) !== null || second.kind === 'spread');
  const metadata = inColumns ? (call.callee.kind === 'member' ? { path: [...(pathOf(call.callee.object) ?? []), 'metadata'] } : null) : metadataAt(reading, symbol, second);
  const args = noArguments();
  const columns: ColumnDecl[] = [];
  const add = (item: HostExpr, depth: number): void => {
    const column = columnCall(reading, item);
    if (column !== null) { columns.push(readColumn(reading, column, { attr: '', annotation: null, span: item.span, core: true })); return; }
    const list = item.kind === 'spread' ? reader.value(item.arg) : null;
    if (list?.kind === 'list' && depth < 6) for (const one of list.items) { if (one.kind === 'code') add(one.expr, depth + 1); }
    else if (item.kind === 'spread') args.doubts.push('columns that are spread into it are not known');
    else addArguments(reading, args, item, (expr) => ownColumn(expr, symbol));
  };
  for (const item of inColumns && second !== undefined ? [second, ...others] : others) add(item, 0);
  const schema = keyword(call, 'schema');
  if (schema !== undefined) setSchema(args, schema, reader);
  if (isReflected(reading, call)) {
    args.doubts.push('its columns are read from the database when the program runs');
    tellUnread(reading, `the columns and indexes of ${name ?? symbol} are read from the database when the program runs (reflection)`, call.span);
  }
  return {
    kind: 'table', adapter: 'sqlalchemy', symbol, name: name === null ? { unknown: 'its name is made when the program runs' } : { literal: name }, schema: args.schema, dialect: null, columns: columns.filter(({ attr }) => attr !== ''),
    constraints: args.constraints, indexes: args.indexes, casing: 'attr', span: call.span, nameSpan: first?.span ?? call.span, partial: args.doubts.length === 0 ? null : [...new Set(args.doubts)].join('; '), unnamed: DEFAULT_NAMING,
    args: [], ...(metadata === null ? {} : { metadata: metadata.path }),
  };
}

/** `users.c.email` in an index of users itself. */
function ownColumn(expr: HostExpr, symbol: string): string | null {
  if (expr.kind !== 'member' || expr.object.kind !== 'member' || !/^(?:c|columns)$/.test(expr.object.property)) return null;
  return pathOf(expr.object.object)?.join('.') === symbol ? expr.property : null;
}

const isReflected = ({ reader }: Reading, call: CallHost): boolean => keyword(call, 'autoload_with') !== undefined || truthIn(reader, keyword(call, 'autoload')) === true;
