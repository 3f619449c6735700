import type { ManyRead } from '../../adapters/adapter.ts';
import { indentAt, lineStart, newlineOf } from '../../text/layout.ts';
import type { Span } from '../../text/span.ts';
import type { Fix } from '../fix.ts';
import type { SourceFile } from '../sources.ts';
import { eventOf, type AskedFlow, type FlowFixInput } from './asked.ts';
import { keysOf } from './key.ts';
import { coreOf, rowName, writes } from './many.ts';
import { byKeyName, plural } from './names.ts';
import { wholeRead } from './read-in-loop.ts';
import { trailTo } from './trail.ts';

/** Where a batch can not be written: the code to adapt as a comment above the loop, with why. Nothing that runs is changed. */
export function showFixes({ site, asked, writers, view }: FlowFixInput): readonly Fix[] {
  const event = eventOf(asked);
  const sent = event?.what.kind === 'query' ? asked.queryOf(event.what.query) : null;
  const loop = asked.summary.repeaters.find(({ id }) => id === event?.loops.at(-1));
  if (event === null || sent === null || sent.fact === null || sent.query === null || sent.table === null || loop === undefined) return [];
  const text = view.text(sent.place.path);
  const source = text === null ? null : writers.sources.read(sent.place.path, text);
  const head = asked.placeOf(loop.head);
  const around = view.text(head.path);
  const many = source === null ? null : manyOf(source, sent.fact, keysOf(sent.fact, sent.query, sent.table), writers.adapters.get(sent.fact.adapter)?.readMany);
  if (around === null || many === null || head.path !== site.path) return [];
  const python = head.path.endsWith('.py');
  const lines = commentLines({ table: sent.table.name, row: rowName(sent.fact, sent.table.name, python ? 'python' : 'typescript'), why: whyNot(asked), python }, many);
  const edit = above(around, head.span, lines, python ? '#' : '//');
  if (edit === null) return [];
  return [{ id: 'show-read-before-loop', title: `Write above the loop how to read ${sent.table.name} once (a comment: ${whyNot(asked)})`, applicability: 'display', preferred: false, edits: () => ({ changes: [{ path: head.path, edits: [edit] }], creates: [] }) }];
}

type Read = (input: { readonly document: SourceFile['document']; readonly outline: NonNullable<SourceFile['outline']>; readonly fact: Parameters<typeof keysOf>[0]; readonly read: Span; readonly comparison: Span; readonly key: Span; readonly attr: string; readonly keys: string }) => ManyRead | null;

/** The statement for many keys, by the first of its conditions that can be said for many. */
function manyOf({ document, outline }: SourceFile, fact: Parameters<typeof keysOf>[0], keys: ReturnType<typeof keysOf>, read: Read | undefined): (ManyRead & { readonly value: string }) | null {
  const core = coreOf(fact);
  const trail = outline === null || core === null ? null : trailTo(outline.flow?.() ?? { units: [], classes: [] }, core);
  const whole = trail === null ? null : wholeRead(trail.nodes);
  if (outline === null || read === undefined || trail === null || whole === null || whole.node.n !== 'expr') return null;
  const [from, to] = whole.node.expr.at;
  const span = { start: from + trail.unit.span.start, end: to + trail.unit.span.start };
  for (const key of [...keys].sort((a, b) => Number(b.unique) - Number(a.unique))) {
    const many = read({ document, outline, fact, read: span, comparison: key.comparison, key: key.value, attr: key.attr, keys: plural(key.attr) });
    const takes = many?.takes !== 'result' ? many?.takes : fact.one === true || fact.gives === 'row' ? 'row' : 'rows';
    if (many !== null && takes !== undefined && (takes === 'rows' || key.unique)) return { ...many, takes, value: document.text.slice(key.value.start, key.value.end) };
  }
  return null;
}

function whyNot(asked: AskedFlow): string {
  const event = eventOf(asked);
  const callee = event?.via.at(-1);
  if (event === null) return 'not written for you';
  if (callee !== undefined) return `the read stands in ${callee.name}`;
  if (event.loops.length > 1) return 'a loop is around this one';
  if (asked.summary.events.some((other) => other !== event && other.loops.some((id) => event.loops.includes(id)) && writes(other.what, asked))) return 'the loop writes too';
  return 'a round does not begin with a plain read by a plain key';
}

interface Said { readonly table: string; readonly row: string; readonly why: string; readonly python: boolean }

function commentLines({ table, row, why, python }: Said, { rows, attr, takes, value }: ManyRead & { readonly value: string }): readonly string[] {
  const name = byKeyName(row, attr, python ? 'snake' : 'camel');
  const flat = rows.replace(/\s*\n\s*(\.)?/g, (_, dot: string | undefined) => dot ?? ' ');
  const all = /^await\b/.test(flat) ? `(${flat})` : flat;
  const single = python ? `${name} = {${row}.${attr}: ${row} for ${row} in ${flat}}` : `const ${name} = new Map(${all}.map((${row}) => [${row}.${attr}, ${row}]))`;
  const several = python ? `for ${row} in ${flat}: ${name}.setdefault(${row}.${attr}, []).append(${row})` : `for (const ${row} of ${flat}) ${name}.set(${row}.${attr}, [...(${name}.get(${row}.${attr}) ?? []), ${row}])`;
  const look = `${name}.get(${value})`;
  return [
    `Each round reads ${table} by ${attr}. Once for all, with ${plural(attr)} of all rounds (to adapt, since ${why}):`,
    `  ${takes === 'row' ? single : several}`,
    `  ${takes === 'row' ? look : python ? `${name}.get(${value}, [])` : `(${look} ?? [])`} in place of the read`,
  ];
}

/** Null where the comment stands there already, and inside markup. */
function above(text: string, { start }: Span, lines: readonly string[], mark: string) {
  const at = lineStart(text, start);
  const indent = indentAt(text, start);
  const comment = lines.map((line) => `${indent}${mark} ${line}${newlineOf(text)}`).join('');
  const before = text.slice(Math.max(0, at - comment.length), at);
  if (before === comment || /^[<{]/.test(text.slice(at + indent.length))) return null;
  return { span: { start: at, end: at }, newText: comment };
}
