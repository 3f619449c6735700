import type { HostExpr } from '../../../lang/expression.ts';
import { quoteName } from '../../../sql/identifiers.ts';
import type { Reader } from './reader.ts';
import type { Value } from './values.ts';

/** One key of an index as SQL; `column` where it is nothing but a column. */
export interface ItemSql { readonly sql: string; readonly column: string | null }

/** What a key or a condition stands for in SQL: names of columns, `sa.text(…)`, `sa.func.lower(sa.column('x'))`, `sa.column('x').desc()`; null for what is not read. */
export function itemSql(value: Value, reader: Reader): ItemSql | null {
  if (value.kind === 'text') return { sql: quoteName(value.text, reader.dialect), column: value.text };
  // SQLAlchemy puts brackets around no text: whoever writes one has put them where they are needed.
  if (value.kind === 'sql') return { sql: value.text, column: null };
  if (value.kind !== 'code') return null;
  const sql = exprSql(value.expr, reader.within(value.names), 0);
  return sql === null ? null : { sql, column: null };
}

const ORDERS: Readonly<Record<string, string>> = { desc: 'DESC', asc: 'ASC', nulls_first: 'NULLS FIRST', nulls_last: 'NULLS LAST', nullsfirst: 'NULLS FIRST', nullslast: 'NULLS LAST' };
const COMPARES: Readonly<Record<string, string>> = { '==': '=', '!=': '<>', '<': '<', '<=': '<=', '>': '>', '>=': '>=', '+': '+', '-': '-', '*': '*', '/': '/' };

/** An expression of SQLAlchemy's as SQL; null where a part is not known. */
export function exprSql(expr: HostExpr, reader: Reader, depth: number): string | null {
  if (depth > 30) return null;
  const inner = (one: HostExpr): string | null => exprSql(one, reader, depth + 1);
  const known = reader.value(expr);
  if (known.kind === 'sql') return known.text;
  if (known.kind === 'text') return `'${known.text.replaceAll("'", "''")}'`;
  if (known.kind === 'number') return String(known.number);
  if (known.kind === 'truth') return String(known.value);
  if (known.kind === 'none') return 'NULL';
  switch (expr.kind) {
    case 'call': return callSql(expr, reader, depth);
    case 'binary': return binarySql(expr, inner);
    // `table.c.column`.
    case 'member': return expr.object.kind === 'member' && (expr.object.property === 'c' || expr.object.property === 'columns') ? quoteName(expr.property, reader.dialect) : null;
    case 'unary': { const arg = inner(expr.arg); return arg === null || expr.op !== '~' ? null : `NOT (${arg})`; }
    case 'identifier': { const looked = reader.look(expr); return looked === expr ? null : inner(looked); }
    default: return null;
  }
}

function binarySql({ op, left, right }: Extract<HostExpr, { kind: 'binary' }>, inner: (expr: HostExpr) => string | null): string | null {
  const [one, other] = [inner(left), inner(right)];
  if (one === null || other === null) return null;
  if (op === '&' || op === '|') return `(${one}) ${op === '&' ? 'AND' : 'OR'} (${other})`;
  if (other === 'NULL') return op === '==' ? `${one} IS NULL` : op === '!=' ? `${one} IS NOT NULL` : null;
  const word = COMPARES[op];
  return word === undefined ? null : `${one} ${word} ${other}`;
}

function callSql(call: Extract<HostExpr, { kind: 'call' }>, reader: Reader, depth: number): string | null {
  const { callee, args } = call;
  const [first] = args;
  const inner = (one: HostExpr | undefined): string | null => (one === undefined ? null : exprSql(one, reader, depth + 1));
  const name = callee.kind === 'member' ? callee.property : callee.kind === 'identifier' ? callee.name : '';
  if (name === 'column' || name === 'literal_column' || name === 'quoted_name') { const text = first === undefined ? null : reader.text(first); return text === null ? null : name === 'literal_column' ? text : quoteName(text, reader.dialect); }
  if (callee.kind === 'member' && callee.object.kind === 'member' && callee.object.property === 'func') return functionSql(name, args.map(inner));
  if (callee.kind === 'member' && callee.object.kind === 'identifier' && callee.object.name === 'func') return functionSql(name, args.map(inner));
  if (name === 'and_' || name === 'or_') return joined(args.map(inner), name === 'and_' ? 'AND' : 'OR');
  if (name === 'not_') { const arg = inner(first); return arg === null ? null : `NOT (${arg})`; }
  if (Object.hasOwn(ORDERS, name)) return ordered(name, call, reader, inner);
  return callee.kind === 'member' ? methodSql(name, inner(callee.object), args, reader, inner) : null;
}

const functionSql = (name: string, args: readonly (string | null)[]): string | null => (args.some((arg) => arg === null) ? null : `${name}(${args.join(', ')})`);

const joined = (args: readonly (string | null)[], word: string): string | null => (args.length === 0 || args.some((arg) => arg === null) ? null : args.map((arg) => `(${String(arg)})`).join(` ${word} `));

/** `column.desc()` and `desc('column')`. */
function ordered(name: string, { callee, args }: Extract<HostExpr, { kind: 'call' }>, reader: Reader, inner: (expr: HostExpr | undefined) => string | null): string | null {
  const [first] = args;
  const text = first === undefined ? null : reader.text(first);
  const of = callee.kind === 'member' && first === undefined ? inner(callee.object) : text === null ? inner(first) : quoteName(text, reader.dialect);
  return of === null ? null : `${of} ${ORDERS[name] ?? ''}`;
}

function methodSql(name: string, owner: string | null, args: readonly HostExpr[], reader: Reader, inner: (expr: HostExpr | undefined) => string | null): string | null {
  if (owner === null) return null;
  const [first] = args;
  const items = first === undefined ? null : reader.value(first);
  switch (name) {
    case 'is_': return `${owner} IS ${inner(first) ?? ''}`;
    case 'is_not': case 'isnot': return `${owner} IS NOT ${inner(first) ?? ''}`;
    case 'in_': return items?.kind === 'list' && items.items.every((item) => item.kind === 'text' || item.kind === 'number') ? `${owner} IN (${items.items.map((item) => (item.kind === 'text' ? `'${item.text.replaceAll("'", "''")}'` : item.kind === 'number' ? String(item.number) : '')).join(', ')})` : null;
    case 'op': return null;
    case 'collate': { const text = first === undefined ? null : reader.text(first); return text === null ? null : `${owner} COLLATE "${text}"`; }
    default: return null;
  }
}
