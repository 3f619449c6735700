import type { ColumnDecl } from '../../../facts/schema.ts';
import type { CallHost } from '../../../lang/expression.ts';
import { removeItem } from '../../../text/bracketed.ts';
import { lineEnd, lineStart, newlineOf, nextLine, onlyComment, skipSpace, startsLine } from '../../../text/layout.ts';
import { contains, type Span, type TextEdit } from '../../../text/span.ts';
import type { WriteInput } from '../../adapter.ts';
import { columnIn } from './column.ts';
import { declaredIndex, flaggedColumn } from './declared.ts';
import { type Place, placeOf } from './place.ts';
import { removeUnused } from './remove-unused.ts';
import { assigned, keyword, lastName, type Target, targetOf } from './target.ts';

/**
 * Takes an index out of a model: `index=True` from its column, an `Index` from `__table_args__` or `Table(…)` with all that then holds nothing, or the statement
 * that makes it behind its class; and out of the imports what only it needed. Empty when it is not there; null when it stands in a way that cannot be taken out.
 */
export function removeIndex(input: WriteInput): readonly TextEdit[] | null {
  const { document: { text }, outline, table, spec, attrs } = input;
  const index = declaredIndex(table, spec, attrs);
  const flagged = index === null ? flaggedColumn(table, spec, attrs) : null;
  if (index === null && flagged === null) return [];
  const target = targetOf(outline, table);
  if (target === null) return null;
  const edits = flagged !== null ? fromColumn(text, target, flagged) : index === null ? null : (fromPlace(text, placeOf(text, outline, target), index.span) ?? fromModule(text, outline.calls, index.span));
  return edits === null ? null : [...edits, ...removeUnused(text, outline, edits)];
}

/** `index=True`, with the call where it says nothing else; left to people where `unique` makes the index a constraint's stead. */
function fromColumn(text: string, target: Target, { attr, name, indexed }: ColumnDecl): readonly TextEdit[] | null {
  const call = columnIn(target, { column: name ?? attr, attr });
  const flag = call === null ? undefined : keyword(call, 'index');
  return call === null || indexed?.unique === true || flag?.kind !== 'boolean' ? null : withoutFlag(text, target, { call, attr });
}

function withoutFlag(text: string, target: Target, { call, attr }: { readonly call: CallHost; readonly attr: string }): readonly TextEdit[] {
  const items = [...call.args, ...(call.keywords ?? [])].map(({ span }) => span).sort((a, b) => a.start - b.start);
  const at = (call.keywords ?? []).find((one) => one.kind === 'property' && one.key === 'index')?.span.start;
  const member = target.kind === 'class' ? assigned(target.cls, attr) : undefined;
  const isBare = items.length === 1 && member?.type != null && member.value?.span.start === call.span.start && /^(?:mapped_column|Field)$/.test(lastName(call.callee) ?? '');
  if (isBare) return [{ span: { start: member.type.span.end, end: member.span.end }, newText: '' }];
  return [removeItem(text, { span: call.argsSpan, items }, items.findIndex(({ start }) => start === at), STYLE)];
}

const STYLE = { comments: '#', widest: Number.MAX_SAFE_INTEGER } as const;

function fromPlace(text: string, place: Place | null, span: Span): readonly TextEdit[] | null {
  if (place?.kind !== 'list') return null;
  const at = place.list.items.findIndex((item) => contains(item, span));
  if (at < 0) return null;
  const { list, member, items } = place;
  if (place.isTuple && list.items.length === 1 && member !== null) return [wholeLines(text, member.span)];
  if (!place.isTuple || list.items.length > 2) return [removeItem(text, list, at, STYLE)];
  const rest = items[1 - at];
  if (list.items.length === 1 || rest === undefined) return [removeItem(text, list, at, STYLE)];
  // Options need no tuple, and one item in it needs a comma.
  if (rest.kind === 'object' && member !== null) return [{ span: member.value?.span ?? list.span, newText: text.slice(rest.span.start, rest.span.end) }];
  const gone = removeItem(text, list, at, STYLE);
  const hasComma = text[skipSpace(text, rest.span.end, list.span.end - 1, '#')] === ',' && (at === 0 || gone.span.start > text.indexOf(',', rest.span.end));
  return hasComma ? [gone] : at === 1 && gone.span.start === rest.span.end ? [{ ...gone, newText: ',' }] : [gone, { span: { start: rest.span.end, end: rest.span.end }, newText: ',' }];
}

/** `Index('a', Model.b)` by itself, behind the class. */
function fromModule(text: string, calls: readonly CallHost[], span: Span): readonly TextEdit[] | null {
  const call = calls.find((one) => lastName(one.callee) === 'Index' && contains(one.span, span));
  return call === undefined || !startsLine(text, call.span.start) || !onlyComment(text, call.span.end, '#') ? null : [moduleLines(text, call.span)];
}

/** A statement with the empty lines before it, unless others follow it at once. */
function moduleLines(text: string, span: Span): TextEdit {
  const start = lineStart(text, span.start);
  const end = nextLine(text, span.end);
  const apart = /(?:\r?\n[ \t]*)+$/.exec(text.slice(Math.max(0, start - 200), start));
  const follows = end < text.length && text.slice(end, lineEnd(text, end)).trim() !== '';
  return { span: { start: follows || apart === null ? start : start - apart[0].length + newlineOf(text).length, end }, newText: '' };
}

/** A statement with its lines, and one of the empty lines around it. */
function wholeLines(text: string, span: Span): TextEdit {
  const start = lineStart(text, span.start);
  const end = nextLine(text, span.end);
  const isBlank = (from: number): boolean => text.slice(lineStart(text, from), lineEnd(text, from)).trim() === '';
  const apart = start > 0 && isBlank(start - 1) && (end >= text.length || isBlank(end) || indentOf(text, end) < indentOf(text, start));
  return { span: { start: apart ? lineStart(text, start - 1) : start, end }, newText: '' };
}

const indentOf = (text: string, offset: number): number => /^[ \t]*/.exec(text.slice(lineStart(text, offset), lineStart(text, offset) + 200))?.[0].length ?? 0;
