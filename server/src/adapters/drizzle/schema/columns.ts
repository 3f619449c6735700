import type { Dialect } from '../../../facts/dialect.ts';
import type { ColumnDecl, ColumnSpread } from '../../../facts/schema.ts';
import type { HostExpr, HostProperty } from '../../../lang/expression.ts';
import type { Span } from '../../../text/span.ts';
import { objectOf } from '../constants.ts';
import type { Env } from '../names/env.ts';
import { meaningOf, type Names } from '../names/names.ts';
import { readColumn } from './column.ts';

/** Columns of an object literal in the order they are written; `doubts` says what could not be read. */
export interface Columns { readonly columns: readonly (ColumnDecl | ColumnSpread)[]; readonly doubts: readonly string[] }

const NONE: Columns = { columns: [], doubts: [] };

const MAX_DEPTH = 8;

/** Reads `{ id: serial('id'), ...timestamps }`. Mixins of this file are spread in place, others stay as spreads for linking. */
export function readColumns(names: Names, expr: HostExpr, env: Env | null, dialect: Dialect | null, depth = 0): Columns {
  if (expr.kind !== 'object' || depth > MAX_DEPTH) return { columns: [], doubts: ['its columns are not written as an object'] };
  const parts = expr.properties.map((property) => readProperty(names, property, env, dialect, depth));
  return { columns: parts.flatMap((p) => p.columns), doubts: parts.flatMap((p) => p.doubts) };
}

function readProperty(names: Names, property: HostProperty, env: Env | null, dialect: Dialect | null, depth: number): Columns {
  if (property.kind === 'spread') return readSpread(names, property.arg, property.span, env, dialect, depth);
  if (property.kind === 'computed') return { columns: [], doubts: ['a column has a computed name'] };
  return readColumn(names, { attr: property.key, expr: property.value, span: property.span, env, dialect }) ?? NONE;
}

function readSpread(names: Names, arg: HostExpr, span: Span, env: Env | null, dialect: Dialect | null, depth: number): Columns {
  const local = objectOf(names, arg, env);
  if (local !== null) return readColumns(names, local.expr, local.env, dialect, depth + 1);
  const meaning = meaningOf(names, arg.kind === 'call' ? spreadTarget(names, arg, env) : arg, env);
  if (meaning.kind === 'path') return { columns: [{ kind: 'spread', path: meaning.path, span }], doubts: [] };
  return { columns: [], doubts: ['columns are spread from something that is made at run time'] };
}

/** `...getTableColumns(users)` spreads the columns of a table, `...timestamps()` what an imported function returns. */
function spreadTarget(names: Names, call: Extract<HostExpr, { kind: 'call' }>, env: Env | null): HostExpr {
  return meaningOf(names, call, env).kind === 'path' ? call : call.callee;
}
