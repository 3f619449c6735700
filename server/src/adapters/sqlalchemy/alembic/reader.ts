import type { Dialect } from '../../../facts/dialect.ts';
import type { QualifiedName } from '../../../facts/schema.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import type { AdapterInput } from '../../adapter.ts';
import type { TypeReader } from '../types.ts';
import type { Evaluator, Names, Value } from './values.ts';

/** How what stands in one statement is read: with the names that loops and parameters give there. */
export interface Reader extends TypeReader { readonly input: AdapterInput; readonly names: Names; readonly value: (expr: HostExpr) => Value; /** The same with other names: for what was made elsewhere. */ readonly within: (names: Names) => Reader }

export function readerOf(input: AdapterInput, dialect: Dialect, evaluator: Evaluator, names: Names): Reader {
  return {
    input, dialect, names,
    value: (expr) => evaluator.of(expr, names),
    text: (expr) => { const value = evaluator.of(expr, names); return value.kind === 'text' ? value.text : null; },
    number: (expr) => { const value = evaluator.of(expr, names); return value.kind === 'number' ? value.number : null; },
    look: (expr) => { const value = expr.kind === 'identifier' ? evaluator.of(expr, names) : null; return value?.kind === 'code' ? value.expr : expr; },
    within: (other) => readerOf(input, dialect, evaluator, other),
  };
}

export const textIn = (reader: Reader, expr: HostExpr | undefined): string | null => (expr === undefined ? null : reader.text(expr));

/** The texts of a list, one text as a list too; null where one of them is not known. */
export function textsIn(reader: Reader, expr: HostExpr | undefined): readonly string[] | null {
  if (expr === undefined) return null;
  const value = reader.value(expr);
  const items = value.kind === 'list' ? value.items : [value];
  const texts = items.flatMap((item) => (item.kind === 'text' ? [item.text] : []));
  return texts.length === items.length ? texts : null;
}

export const truthIn = (reader: Reader, expr: HostExpr | undefined): boolean | null => { const value = expr === undefined ? null : reader.value(expr); return value?.kind === 'truth' ? value.value : null; };

/** `schema.table.column`, as SQLAlchemy writes references. */
export function referenceOf(text: string): { readonly table: QualifiedName; readonly column: string } | null {
  const parts = text.split('.');
  const column = parts.pop();
  const name = parts.pop();
  return column === undefined || name === undefined ? null : { table: { schema: parts.length === 0 ? null : (parts.at(-1) ?? null), name }, column };
}
