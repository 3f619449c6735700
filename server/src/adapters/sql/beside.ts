import type { CallHost, HostExpr } from '../../lang/expression.ts';
import type { Outline } from '../../lang/outline.ts';
import { textsOf } from '../../lang/texts.ts';
import { append, insert, type List, type ListStyle } from '../../text/bracketed.ts';
import { quotesAround } from '../../text/host-quotes.ts';
import { indentAt, lineEnd, lineStart, newlineOf, onlyComment } from '../../text/layout.ts';
import { contains, type Document, type Span, type TextEdit } from '../../text/span.ts';
import { innerOf, isMigration } from './region.ts';

/**
 * Puts a statement beside another that has a string for itself: as the next item of the list that it is in, or in a call like the one it is handed to, on the next line.
 * Null where the string stands neither so, or in a migration.
 */
export function writeBeside(document: Document, outline: Outline, anchor: Span, statement: string): readonly TextEdit[] | null {
  const { text } = document;
  const around = textsOf(outline).find((one) => contains(one.text.span, anchor));
  if (around === undefined || isMigration(document, outline, anchor)) return null;
  const quotes = quotesAround(text, around.text.span, innerOf(around.text).start);
  const quote = quotes.quote.charAt(0);
  const prefix = quotes.prefix.replace(/[ft]/gi, '');
  const written = prefix + quote + quotesAround(prefix + quote, { start: 0, end: 0 }, prefix.length + 1).escape(statement.replaceAll(/\s*\r?\n\s*/g, ' ')) + quote;
  const list = listWith(outline, around.text.span);
  if (list !== null) return intoList(document, list, around.text.span, written);
  return around.call === null ? null : nextCall(text, around.call, around.text.span, written, document.languageId === 'python' ? '' : ';');
}

/** The list of texts alone that one is an item of. */
function listWith(outline: Outline, span: Span): Extract<HostExpr, { kind: 'array' }> | null {
  const roots = [...outline.bindings.flatMap(({ init }) => (init === null ? [] : [init])), ...outline.calls.flatMap((call) => call.args)];
  const found = roots.find((expr) => expr.kind === 'array' && expr.items.some((item) => item.span.start === span.start && item.span.end === span.end));
  return found?.kind === 'array' && found.items.every((item) => item.kind === 'string' || item.kind === 'template') ? found : null;
}

function intoList({ text, languageId }: Document, { span, items }: Extract<HostExpr, { kind: 'array' }>, item: Span, written: string): readonly TextEdit[] {
  const list: List = { span, items: items.map((one) => one.span) };
  const style: ListStyle = { comments: languageId === 'python' ? '#' : '//', widest: 100 };
  const at = list.items.findIndex(({ start }) => start === item.start) + 1;
  return at === list.items.length ? append(text, list, written, style) : insert(text, list, { item: written, before: at }, style);
}

/** `await db.execute("…")` that is a statement by itself, and has no other argument. */
function nextCall(text: string, call: CallHost, span: Span, written: string, ending: string): readonly TextEdit[] | null {
  const start = lineStart(text, call.span.start);
  const before = text.slice(start, call.span.start);
  const end = text.startsWith(';', call.span.end) ? call.span.end + 1 : call.span.end;
  const rest = text.slice(call.argsSpan.start + 1, call.argsSpan.end - 1).trim().replace(/,$/, '').trim();
  if (!/^[ \t]*(?:await[ \t]+)?$/.test(before) || rest !== text.slice(span.start, span.end) || call.argsSpan.end !== call.span.end || !onlyComment(text, end, ending === '' ? '#' : '//')) return null;
  const at = lineEnd(text, end);
  const callee = text.slice(call.span.start, call.argsSpan.start);
  const closed = text[end - 1] === ';' ? ending : '';
  return [{ span: { start: at, end: at }, newText: `${newlineOf(text)}${indentAt(text, call.span.start)}${before.trim() === '' ? '' : 'await '}${callee}(${written})${closed}` }];
}
