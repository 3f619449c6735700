import type { IndexSpec } from '../../../facts/finding.ts';
import type { TableDecl } from '../../../facts/schema.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import type { Span, TextEdit } from '../../../text/span.ts';
import { contains } from '../../../text/span.ts';
import type { WriteInput } from '../../adapter.ts';
import { bareNames } from '../names/names.ts';
import { tableSymbols } from '../schema/symbols.ts';
import { placeOf } from './place.ts';
import { removeItem } from '../../../text/bracketed.ts';
import { removeUnused } from './remove-unused.ts';

/**
 * Takes an index out of a table's third argument, the argument too where nothing is left in it, and out of the imports what only it needed. Empty when the
 * index is not there; null when it stands in a way that cannot be taken out (made by a helper, spread in from elsewhere).
 */
export function removeIndex(input: WriteInput): readonly TextEdit[] | null {
  const { document, outline, table, spec } = input;
  const index = declaredAt(table, spec);
  if (index === null) return [];
  const place = placeOf(tableSymbols(bareNames(outline), document.text), table.span);
  if (place === null || place.kind !== 'list') return null;
  const items = itemsOf(place.literal);
  const at = items.findIndex((item) => contains(item, index));
  if (at < 0) return null;
  const columns = place.call.args[1];
  const whole = items.length === 1 && columns !== undefined && place.isInline;
  const gone: TextEdit = whole ? lastArgument(document.text, columns.span.end, place.call.span.end) : removeItem(document.text, { span: place.literal.span, items }, at);
  return [gone, ...removeUnused(document.text, outline, gone.span)];
}

/** By its name; by its place where it has none of its own. */
function declaredAt(table: TableDecl, spec: IndexSpec): Span | null {
  const named = table.indexes.find((index) => index.name !== null && index.name === spec.name);
  const placed = table.indexes.find((index) => index.name === null && index.span.start === spec.span.start && index.span.end === spec.span.end);
  return (named ?? placed)?.span ?? null;
}

const itemsOf = (literal: Extract<HostExpr, { kind: 'array' | 'object' }>): readonly Span[] => (literal.kind === 'array' ? literal.items : literal.properties).map((item) => item.span);

/** All behind the columns up to the closing bracket; where that stands on a line of its own, the comma before it stays too. */
function lastArgument(text: string, from: number, callEnd: number): TextEdit {
  const rest = /\r?\n[ \t]*\)$/.exec(text.slice(from, callEnd))?.[0] ?? ')';
  const end = callEnd - rest.length;
  return { span: { start: from, end }, newText: rest.length > 1 && text[end - 1] === ',' ? ',' : '' };
}
