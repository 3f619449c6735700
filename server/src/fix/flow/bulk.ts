import type { ManyInsert } from '../../adapters/adapter.ts';
import type { FlowExpr, FlowLoop, FlowSpan } from '../../facts/flow.ts';
import { indentAt, indentUnit, newlineOf, startsLine } from '../../text/layout.ts';
import type { Span, TextEdit } from '../../text/span.ts';
import type { Fix } from '../fix.ts';
import { eventOf, type FlowFixInput } from './asked.ts';
import { keysText, usesSemicolons } from './batch.ts';
import { coreOf, isList, languageOf } from './many.ts';
import { boundBy, type FlowNode, type Trail, trailTo } from './trail.ts';

/** A loop that does nothing but insert a row a round becomes one insert of all rows. */
export function bulkFixes({ asked, writers, view }: FlowFixInput): readonly Fix[] {
  const event = eventOf(asked);
  const sent = event?.what.kind !== 'query' || event.via.length > 0 ? null : asked.queryOf(event.what.query);
  if (sent === null || sent.fact === null || sent.fact.query.op !== 'insert') return [];
  const { fact, place: { path } } = sent;
  const text = view.text(path);
  const source = text === null ? null : writers.sources.read(path, text);
  const insert = writers.adapters.get(fact.adapter)?.insertMany;
  const core = coreOf(fact);
  if (source === null || source.outline === null || insert === undefined || core === null) return [];
  const trail = trailTo(source.outline.flow?.() ?? { units: [], classes: [] }, core);
  const loop = trail === null ? null : onlyStep(trail);
  if (loop === null) return [];
  const many = insert({ document: source.document, outline: source.outline, fact, sent: loop.sent, element: boundBy(loop.target) });
  const edits = many === null ? null : loopEdits({ ...languageOf(source), text: source.document.text, loop, isList: isList(source, loop.iterable) }, many);
  if (edits === null) return [];
  return [{ id: 'insert-many', title: `Insert all rows${sent.table === null ? '' : ` of ${sent.table.name}`} by one statement`, applicability: 'review', preferred: true, edits: () => ({ changes: [{ path, edits }], creates: [] }) }];
}

interface OnlyStep { readonly sent: Span; readonly target: NonNullable<FlowLoop['target']>; readonly iterable: Span; readonly plain: boolean; readonly head: Span; readonly statement: Span; readonly scope: Span }

/** The loop whose one step the insert is. */
function onlyStep({ unit, nodes }: Trail): OnlyStep | null {
  const at = nodes.findLastIndex((node) => node.n === 'step' && node.step.s === 'loop');
  const [loop, step] = [nodes[at], nodes[at + 1]];
  if (loop?.n !== 'step' || loop.step.s !== 'loop' || step?.n !== 'step' || step.step.s !== 'do' || !isSent(nodes.slice(at + 2), step.step.value)) return null;
  const { form, target, of, body, otherwise, async, head } = loop.step;
  if (form !== 'each' || async || target === null || of === null || body.length !== 1 || otherwise.length > 0) return null;
  const absolute = ([start, end]: FlowSpan): Span => ({ start: start + unit.span.start, end: end + unit.span.start });
  return { sent: absolute(step.step.value.at), target, iterable: absolute(of.at), plain: of.e === 'name', head: absolute(head), statement: absolute(loop.step.at), scope: unit.span };
}

/** Whether the step is the sending itself, awaited or not. */
function isSent(rest: readonly FlowNode[], value: FlowExpr): boolean {
  const call = value.e === 'await' ? value.of : value;
  return call.e === 'call' && rest.every((node) => node.n === 'expr');
}

interface Writing { readonly text: string; readonly language: 'python' | 'typescript'; readonly typed: boolean; readonly loop: OnlyStep; readonly isList: boolean }

function loopEdits({ text, language, typed, loop, isList: list }: Writing, many: ManyInsert): readonly TextEdit[] | null {
  const { statement, iterable } = loop;
  if (!startsLine(text, statement.start)) return null;
  const read = { read: loop.sent, given: null, form: 'each' as const, target: loop.target, iterable: { span: iterable, plain: loop.plain || !many.needsRows }, head: loop.head, statement, scope: loop.scope };
  const said = keysText({ text, language, typed, loop: read, key: loop.sent, row: '', isList: list || !many.needsRows, unique: false }, language === 'python' ? many.row : `(${many.row})`);
  const indent = indentAt(text, statement.start);
  const newline = newlineOf(text) + indent;
  const end = language === 'typescript' && usesSemicolons(text) ? ';' : '';
  const whole = many.whole(said.keys);
  const guarded = !many.needsRows ? [whole + end] : language === 'python' ? [`if ${said.name}:`, `${indentUnit(text)}${whole}`] : [`if (${said.name}.length > 0) ${whole}${end}`];
  return [{ span: statement, newText: [...said.before.map((line) => line + end), ...guarded].join(newline) }, ...many.imports];
}
