import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import type { ClassHost } from '../../../lang/outline.ts';
import { insert } from '../../../text/bracketed.ts';
import type { TextEdit } from '../../../text/span.ts';
import { type Layout, listStyle } from './layout.ts';
import { isSqlModel, type Names } from './names.ts';
import { assigned, keyword, lastName, type Target } from './target.ts';

/** Functions that make a column, and those that take one and give it on. */
const MAKERS: ReadonlySet<string> = new Set(['Column', 'mapped_column', 'Field']);
const WRAPPERS: ReadonlySet<string> = new Set(['deferred', 'column_property']);

/** The call that makes a column: the innermost, where one is handed to another. */
export function columnCall(value: HostExpr | null): CallHost | null {
  if (value?.kind !== 'call') return null;
  const name = lastName(value.callee) ?? '';
  if (WRAPPERS.has(name)) return columnCall(value.args[0] ?? null);
  if (!MAKERS.has(name)) return null;
  const inner = name === 'Field' ? keyword(value, 'sa_column') : undefined;
  return inner === undefined ? value : columnCall(inner);
}

/** The call of a column by its attribute, or in `Table(…)` by its name; null where it is not made by one here. */
export function columnIn(target: Target, { column, attr }: { readonly column: string; readonly attr: string }): CallHost | null {
  if (target.kind === 'class') return columnCall(assigned(target.cls, attr)?.value ?? null);
  return target.call.args.flatMap((arg) => columnCall(arg) ?? []).find(({ args: [first] }) => first?.kind === 'string' && first.value === column) ?? null;
}

/** `index=True` for a column, in the words of its declaration; null where it cannot be said there, as for a unique column, whose constraint it would change. */
export function indexColumn(text: string, target: Target, at: { readonly column: string; readonly attr: string }, names: Names, layout: Layout): readonly TextEdit[] | null {
  const call = columnIn(target, at);
  if (call !== null) return intoCall(text, call, layout);
  return target.kind === 'class' ? intoBare(text, target.cls, at.attr, names) : null;
}

function intoCall(text: string, call: CallHost, layout: Layout): readonly TextEdit[] | null {
  const keywords = call.keywords ?? [];
  const unique = keyword(call, 'unique');
  if (keywords.some((one) => one.kind !== 'property') || (unique !== undefined && !isFalse(unique))) return null;
  const known = keyword(call, 'index');
  if (known !== undefined) return isFalse(known) ? [{ span: known.span, newText: 'True' }] : null;
  const items = [...call.args, ...keywords].map(({ span }) => span).sort((a, b) => a.start - b.start);
  if (items.length === 0) return [{ span: { start: call.argsSpan.start + 1, end: call.argsSpan.start + 1 }, newText: 'index=True' }];
  return insert(text, { span: call.argsSpan, items }, { item: 'index=True', before: items.length }, listStyle(layout));
}

const isFalse = (expr: HostExpr): boolean => (expr.kind === 'boolean' && !expr.value) || expr.kind === 'nothing';

/** `x: Mapped[int]`, and a field of SQLModel that has a default alone or nothing. */
function intoBare(text: string, cls: ClassHost, attr: string, names: Names): readonly TextEdit[] | null {
  const member = assigned(cls, attr);
  if (member === undefined || member.type === null) return null;
  const { value, span } = member;
  if (isSqlModel(cls)) {
    if (value === null) return [{ span: { start: span.end, end: span.end }, newText: ` = ${names.name('Field')}(index=True)` }];
    return value.kind === 'call' ? null : [{ span: value.span, newText: `${names.name('Field')}(default=${text.slice(value.span.start, value.span.end)}, index=True)` }];
  }
  const mapped = member.type.kind === 'subscript' && lastName(member.type.object) === 'Mapped';
  return value === null && mapped ? [{ span: { start: span.end, end: span.end }, newText: ` = ${names.name('mapped_column')}(index=True)` }] : null;
}
