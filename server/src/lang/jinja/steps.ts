import type { FlowExpr, FlowSpan, FlowStep } from '../../facts/flow.ts';
import { Reader } from './expressions.ts';
import { type Mark, tokensOf } from './tokens.ts';

/** What a page does, and what it has of other pages. */
export interface PageSteps { readonly steps: readonly FlowStep[]; readonly macros: readonly Macro[]; readonly imports: readonly { readonly local: string; readonly page: string; readonly name: string }[] }
export interface Macro { readonly name: string; readonly params: readonly string[]; readonly body: readonly FlowStep[]; readonly at: FlowSpan }

/** The name by which a page is called (`link/flow/code-pages.ts`). */
export const pageName = (page: string): string => `page:${page}`;

/** Blocks in blocks further down than this are left out. */
const DEEPEST = 60;

/** The marks of a page to what it does. Tags that are not closed end with what is around them. */
export function stepsOfPage(text: string, marks: readonly Mark[]): PageSteps {
  const walk: Walk = { text, marks, at: 0, macros: [], imports: [] };
  const steps: FlowStep[] = [];
  while (walk.at < marks.length) { steps.push(...block(walk, new Set(), 0)); walk.at++; }
  return { steps, macros: walk.macros, imports: walk.imports };
}

interface Walk { readonly text: string; readonly marks: readonly Mark[]; at: number; readonly macros: Macro[]; readonly imports: PageSteps['imports'][number][] }

/** Steps up to one of the tags in `until`, which is left to be read. */
function block(walk: Walk, until: ReadonlySet<string>, depth: number): FlowStep[] {
  const steps: FlowStep[] = [];
  for (let mark = walk.marks[walk.at]; mark !== undefined; mark = walk.marks[walk.at]) {
    const reader = new Reader(tokensOf(walk.text, mark.inner));
    if (mark.kind === 'print') { const value = reader.expression(); steps.push({ s: 'do', value, at: value.at }); walk.at++; continue; }
    const word = reader.word() ?? '';
    if (until.has(word)) return steps;
    walk.at++;
    if (depth < DEEPEST) steps.push(...tag(walk, word, reader, mark, depth));
  }
  return steps;
}

function tag(walk: Walk, word: string, reader: Reader, mark: Mark, depth: number): FlowStep[] {
  const head: FlowSpan = [mark.span.start, mark.span.end];
  switch (word) {
    case 'for': return [loop(walk, reader, head, depth)];
    case 'if': return [choice(walk, reader, head, depth)];
    case 'set': return set(walk, reader, head, depth);
    case 'macro': macro(walk, reader, head, depth); return [];
    case 'include': return included(reader, head);
    case 'import': { const page = pageOf(reader.expression()); const local = reader.take('as') ? reader.word() : null; if (page !== null && local !== null) walk.imports.push({ local, page, name: '*' }); return []; }
    case 'from': named(walk, reader); return [];
    case 'do': { const value = reader.expression(); return [{ s: 'do', value, at: value.at }]; }
    case 'with': { const given: FlowStep[] = []; while (!reader.isDone) { const target = reader.target(); if (!reader.take('=')) break; const value = reader.expression(); given.push({ s: 'let', target, value, op: null, type: null, at: head }); if (!reader.take(',')) break; } return given; }
    default: return [];
  }
}

function ended(walk: Walk): number {
  const end = walk.marks[walk.at]?.span.end ?? walk.text.length;
  walk.at++;
  return end;
}

function loop(walk: Walk, reader: Reader, head: FlowSpan, depth: number): FlowStep {
  const target = reader.target();
  reader.take('in');
  const of = reader.expression();
  const body = block(walk, new Set(['endfor', 'else']), depth + 1);
  const otherwise = elseOf(walk, 'endfor', depth);
  // `for x in xs if x.visible` was read as a choice, whose test is asked in each round.
  const list = of.e === 'if' && of.no.e === 'unknown' ? of.yes : of;
  const inside: readonly FlowStep[] = of === list || of.e !== 'if' ? body : [{ s: 'if', test: of.test, yes: body, no: [], at: head }];
  return { s: 'loop', role: 'template', form: 'each', target, of: list, init: [], test: null, update: [], body: inside, otherwise, async: false, head, at: [head[0], ended(walk)] };
}

function choice(walk: Walk, reader: Reader, head: FlowSpan, depth: number): FlowStep {
  const test = reader.expression();
  const yes = block(walk, new Set(['elif', 'else', 'endif']), depth + 1);
  const word = tagAt(walk);
  if (word === 'elif' && depth < DEEPEST) {
    const mark = walk.marks[walk.at];
    const next = new Reader(mark === undefined ? [] : tokensOf(walk.text, mark.inner));
    next.word();
    walk.at++;
    return { s: 'if', test, yes, no: [choice(walk, next, mark === undefined ? head : [mark.span.start, mark.span.end], depth + 1)], at: head };
  }
  const no = elseOf(walk, 'endif', depth);
  return { s: 'if', test, yes, no, at: [head[0], ended(walk)] };
}

/** What stands behind `else`, where that is the next tag. */
function elseOf(walk: Walk, end: string, depth: number): FlowStep[] {
  if (tagAt(walk) !== 'else') return [];
  walk.at++;
  return block(walk, new Set([end]), depth + 1);
}

function tagAt({ text, marks, at }: Walk): string {
  const mark = marks[at];
  return mark === undefined ? '' : (/^\w+/.exec(text.slice(mark.inner.start, mark.inner.end))?.[0] ?? '');
}

function set(walk: Walk, reader: Reader, head: FlowSpan, depth: number): FlowStep[] {
  const target = reader.target();
  if (reader.take('=')) return [{ s: 'let', target, value: reader.expression(), op: null, type: null, at: head }];
  const body = block(walk, new Set(['endset']), depth + 1);
  walk.at++;
  return body;
}

function macro(walk: Walk, reader: Reader, head: FlowSpan, depth: number): void {
  const name = reader.word() ?? '';
  reader.take('(');
  const params: string[] = [];
  for (let param = reader.word(); param !== null; param = reader.word()) { params.push(param); if (reader.take('=')) reader.expression(); if (!reader.take(',')) break; }
  const body = block(walk, new Set(['endmacro']), depth + 1);
  walk.macros.push({ name, params, body, at: [head[0], ended(walk)] });
}

/** What another page does with the names of this one. */
function included(reader: Reader, at: FlowSpan): FlowStep[] {
  const page = pageOf(reader.expression());
  return page === null ? [] : [{ s: 'do', value: { e: 'call', of: { e: 'name', name: pageName(page), at }, args: [], keywords: [], isNew: false, at }, at }];
}

function named(walk: Walk, reader: Reader): void {
  const page = pageOf(reader.expression());
  reader.take('import');
  for (let name = reader.word(); name !== null && name !== 'with' && name !== 'without'; name = reader.word()) {
    const local = reader.take('as') ? (reader.word() ?? name) : name;
    if (page !== null) walk.imports.push({ local, page, name });
    if (!reader.take(',')) break;
  }
}

const pageOf = (expr: FlowExpr): string | null => (expr.e === 'literal' && typeof expr.value === 'string' ? expr.value : null);
