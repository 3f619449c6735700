import type { ManyRead } from '../../adapters/adapter.ts';
import type { FlowTarget } from '../../facts/flow.ts';
import { indentAt, indentUnit, newlineOf } from '../../text/layout.ts';
import type { Span, TextEdit } from '../../text/span.ts';
import { byKeyName, freeName, plural } from './names.ts';
import type { LoopRead } from './read-in-loop.ts';

/** One read before the loop and a look into its rows in it. */
export interface BatchInput {
  readonly text: string;
  readonly language: 'python' | 'typescript';
  readonly typed: boolean;
  readonly loop: LoopRead;
  readonly key: Span;
  /** What a row is called where the loop gives it no name. */
  readonly row: string;
  /** Whether what is gone over is known to be a list, which can be gone over twice. */
  readonly isList: boolean;
  readonly unique: boolean;
}

/** `name`: what the list that is gone over is called. */
interface Keys { readonly keys: string; readonly name: string; readonly before: readonly string[]; readonly iterable: TextEdit | null }

/** The text of the list of all keys (or of what else is made of each element), and what must come first so that the list can be gone over twice. */
export function keysText({ text, language, loop, key, isList }: BatchInput, value = slice(text, key)): Keys {
  const source = slice(text, loop.iterable.span);
  const element = elementText(text, loop, language);
  const { form } = loop;
  const plain = loop.iterable.plain && isList;
  const name = plain ? source : loop.iterable.plain && language === 'python' ? source : freeName(slice(text, loop.scope), plural(loop.target.t === 'name' ? loop.target.name : 'items'));
  if (language === 'python') {
    const before = plain ? [] : [`${name} = ${isListText(source) ? source : `list(${source})`}`];
    return { keys: value === element ? name : `[${value} for ${element} in ${name}]`, name, before, iterable: plain || name === source ? null : { span: loop.iterable.span, newText: name } };
  }
  // What is awaited is a list; what another call gives may be gone over once alone.
  const before = plain || loop.iterable.plain ? [] : [`const ${name} = ${/^await\b/.test(source) || form === 'callback' ? source : `[...${source}]`}`];
  const list = before.length > 0 || plain ? name : `[...${source}]`;
  return { keys: value === element ? list : `${list}.map((${element}) => ${value})`, name, before, iterable: before.length === 0 ? null : { span: loop.iterable.span, newText: name } };
}

/** What gives a list by its own form. */
const isListText = (source: string): boolean => /\.(?:all|fetchall)\(\)$|^\[[\s\S]*\]$|^(?:list|sorted)\(/.test(source);

const slice = (text: string, span: Span): string => text.slice(span.start, span.end);

/** The element as the loop's own head names it. */
function elementText(text: string, { head, target, iterable, form }: LoopRead, language: BatchInput['language']): string {
  if (target.t === 'name') return target.name;
  if (language === 'python') return /^(?:async\s+)?for\s+([\s\S]*?)\s+in\s*\(?\s*$/.exec(text.slice(head.start, iterable.span.start))?.[1] ?? '_';
  return form === 'each' ? (/\b(?:const|let|var)\s+([\s\S]*?)\s+of\s*\(?\s*$/.exec(text.slice(head.start, iterable.span.start))?.[1] ?? '_') : patternText(target);
}

/** A callback's pattern, said again with what it names. */
function patternText(target: FlowTarget): string {
  if (target.t === 'name') return target.name;
  if (target.t === 'list') return `[${target.items.map((item) => (item === null ? '' : patternText(item))).join(', ')}]`;
  if (target.t === 'object') return `{ ${target.entries.map(({ key, target: to }) => (to.t === 'name' && to.name === key ? key : `${key}: ${patternText(to)}`)).join(', ')} }`;
  return '_';
}

/** Null where the statement around does not begin its line, or the read gives something else than a row or rows. */
export function batchEdits(input: BatchInput, many: ManyRead, { before, iterable }: Pick<Keys, 'before' | 'iterable'>): readonly TextEdit[] | null {
  const { text, loop } = input;
  const start = lineBegin(text, loop.statement.start);
  const look = lookText(input, many);
  if (start === null || look === null) return null;
  const indent = indentAt(text, start);
  const end = input.language === 'python' || !usesSemicolons(text) ? '' : ';';
  const newline = newlineOf(text);
  const lines = [...before.map((line) => line + end), ...look.lines.map((line) => (line.endsWith(':') || line.startsWith(' ') || line.startsWith('\t') ? line : line + end))];
  const insert = lines.map((line) => line + newline + indent).join('');
  return [{ span: { start, end: start }, newText: insert }, ...(iterable === null ? [] : [iterable]), look.edit, ...many.imports];
}

interface Look { readonly lines: readonly string[]; readonly edit: TextEdit }

function lookText(input: BatchInput, many: ManyRead): Look | null {
  const { text, loop, language, key, row, unique } = input;
  const given = loop.given?.target;
  const single = given?.t === 'list' && given.items.length === 1 && given.rest !== true && given.items[0]?.t === 'name' ? given.items[0].name : null;
  const indexed = language === 'typescript' && many.takes === 'rows' && text.slice(loop.read.start, loop.read.end).endsWith('[0]');
  const isRow = many.takes === 'row' || (language === 'typescript' && many.takes === 'rows' && unique && (single !== null || indexed));
  if (many.takes === 'result' || (isRow && !unique)) return null;
  if (!isRow && (indexed || (given?.t === 'list'))) return null;
  const named = single ?? (given?.t === 'name' ? given.name : row);
  // Rows of each key are called as the table is, a single one as the loop calls it.
  const own = !isRow || named.length < 3 ? row : named;
  const name = freeName(slice(text, loop.scope), byKeyName(own, many.attr, language === 'python' ? 'snake' : 'camel'));
  const parts: Parts = { name, rows: many.rows, attr: many.attr, row: own, value: text.slice(key.start, key.end) };
  const said = language === 'python' ? pythonLook(parts, isRow, indentUnit(text)) : scriptLook(parts, isRow, { typed: input.typed, list: freeName(slice(text, loop.scope), `${plural(parts.row)}Found`) });
  const whole = single !== null && isRow && loop.given !== null ? { start: loop.given.at.start, end: loop.read.end } : loop.read;
  return { lines: said.lines, edit: { span: whole, newText: whole === loop.read ? said.use : `${single} = ${said.use}` } };
}

interface Parts { readonly name: string; readonly rows: string; readonly attr: string; readonly row: string; readonly value: string }
interface Said { readonly lines: readonly string[]; readonly use: string }

function pythonLook({ name, rows, attr, row, value }: Parts, isRow: boolean, unit: string): Said {
  if (isRow) return { lines: [`${name} = {${row}.${attr}: ${row} for ${row} in ${rows}}`], use: `${name}.get(${value})` };
  return { lines: [`${name} = {}`, `for ${row} in ${rows}:`, `${unit}${name}.setdefault(${row}.${attr}, []).append(${row})`], use: `${name}.get(${value}, [])` };
}

function scriptLook({ name, rows, attr, row, value }: Parts, isRow: boolean, { typed, list }: { readonly typed: boolean; readonly list: string }): Said {
  const all = /^await\b/.test(rows) ? `(${rows})` : rows;
  if (isRow) return { lines: [`const ${name} = new Map(${all}.map((${row}) => [${row}.${attr}, ${row}]))`], use: `${name}.get(${value})` };
  const types = typed ? `<(typeof ${list})[number]['${attr}'], typeof ${list}>` : '';
  return {
    lines: [`const ${list} = ${rows}`, `const ${name} = new Map${types}()`, `for (const ${row} of ${list}) ${name}.set(${row}.${attr}, [...(${name}.get(${row}.${attr}) ?? []), ${row}])`],
    use: `(${name}.get(${value}) ?? [])`,
  };
}

/** Where the line's own statement begins: behind nothing but white space, with what declares or returns before it. */
function lineBegin(text: string, offset: number): number | null {
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  const before = /^([ \t]*)(?:(?:export\s+)?(?:const|let|var)\s+|return\s+|await\s+)*$/.exec(text.slice(line, offset));
  return before === null ? null : line + (before[1]?.length ?? 0);
}

/** Whether statements end in a semicolon, by the imports and declarations of the file. */
export const usesSemicolons = (text: string): boolean => (text.match(/;[ \t]*\r?$/gm)?.length ?? 0) >= (text.match(/^\s*(?:import|const|let|return)\b[^\n]*[^\s;{(,[\]}=>]\r?$/gm)?.length ?? 0);
