import { scriptFunction, type ScriptFunction } from '../../schema/migrations/index.ts';
import { preambleOf } from './preamble.ts';

/** How a script migration is written: all of it but what its functions do. */
export interface ScriptShape {
  /** Imports and what else stands before the functions, as lines. */
  readonly preamble: readonly string[];
  /** The comment that types a function, as lines. */
  readonly doc: readonly string[];
  /** The way up's head without its brace; the way down's is the same with the other name. */
  readonly head: string;
  /** What follows the closing brace of each: `;`, `,` or nothing. */
  readonly closeUp: string;
  readonly closeDown: string;
  /** What follows the functions. */
  readonly ending: string | null;
  readonly param: string;
  readonly quote: "'" | '"';
  readonly semicolon: ';' | '';
  /** One step. */
  readonly indent: string;
}

/** Reads the shape of a migration; null where it is not one that can be imitated surely. */
export function shapeOf(text: string, module: string, runs: 'async' | 'builder'): ScriptShape | null {
  const up = scriptFunction(text, 'up');
  const down = scriptFunction(text, 'down');
  const param = up === null ? null : firstParam(text, up);
  if (up === null || param === null || (down !== null && down.head.start < up.end)) return null;
  const before = text.slice(0, up.head.start);
  const doc = docAbove(before);
  const preamble = preambleOf(doc === null ? before : before.slice(0, doc.start), module);
  const tail = text.slice((down ?? up).end);
  const opened = /\{\s*$/.test(preamble.at(-1) ?? '');
  const ending = opened ? closingBrace(tail) : exportList(tail);
  const exported = opened || /\bexports?\b/.test(text.slice(up.head.start, up.params.start)) || (ending !== null && /\bup\b/.test(ending));
  // Handed to a function of the project's own (`module.exports = inTransaction(async function up …`): what that does is not known.
  if (!exported || (opened && ending === null)) return null;
  const [closeUp, closeDown] = [closing(text, up), closing(text, down ?? up)];
  return {
    preamble, doc: doc !== null && /@(?:param|returns|type)|`any`/.test(doc.text) ? doc.text.split(/\r?\n/) : [], head: headOf(text, up, param, runs),
    closeUp: opened ? ',' : closeUp, closeDown: opened && down === null ? ',' : closeDown, ending, param: param.name,
    ...punctuationOf(text), indent: indentOf(text, up),
  };
}

/** How a text quotes, and whether it ends statements with a semicolon. */
export const punctuationOf = (text: string): Pick<ScriptShape, 'quote' | 'semicolon'> => ({ quote: quoteOf(text), semicolon: /;[ \t]*\r?$/m.test(text) ? ';' : '' });

const closing = (text: string, one: ScriptFunction): string => text.slice(one.body.end, one.end).trim();

interface Param { readonly name: string; readonly list: string }

/** The first parameter with its type, without those behind it; null for none, or one that is taken apart. */
function firstParam(text: string, { params }: ScriptFunction): Param | null {
  const written = text.slice(params.start, params.end);
  if (!written.startsWith('(')) return { name: written, list: written };
  const inner = untilComma(written.slice(1, -1)).trim();
  const name = /^\w+/.exec(inner)?.[0];
  return name === undefined ? null : { name, list: `(${inner})` };
}

function untilComma(list: string): string {
  let depth = 0;
  for (let i = 0; i < list.length; i++) {
    if ('<([{'.includes(list.charAt(i))) depth++;
    else if ('>)]}'.includes(list.charAt(i))) depth--;
    else if (list.charAt(i) === ',' && depth === 0) return list.slice(0, i);
  }
  return list;
}

function headOf(text: string, up: ScriptFunction, param: Param, runs: 'async' | 'builder'): string {
  const written = text.slice(up.head.start, up.params.start);
  const isAsync = /\basync\b/.test(written);
  const start = runs === 'builder' || isAsync ? written : madeAsync(written, up.isArrow);
  const [, type] = /^\s*:\s*(.*?)\s*(?:=>)?\s*$/s.exec(text.slice(up.params.end, up.head.end)) ?? [];
  const returned = type === undefined ? '' : `: ${returnType(type, runs === 'async' || isAsync)}`;
  return `${start}${param.list}${returned}${up.isArrow ? ' =>' : ''}`;
}

function madeAsync(head: string, isArrow: boolean): string {
  if (/\bfunction\b/.test(head)) return head.replace(/\bfunction\b/, 'async function');
  return isArrow ? `${head}async ` : head.replace(/^[ \t]*/, (indent) => `${indent}async `);
}

/** Nothing is returned: a type that promises something else would not hold. */
function returnType(type: string, isAsync: boolean): string {
  if (isAsync) return /^Promise<(?:void|any|unknown)>$/.test(type) ? type : 'Promise<void>';
  return /^(?:void|any|unknown)$/.test(type) || /\bvoid\b/.test(type.replace(/Promise<[^>]*>/g, '')) ? type : 'void';
}

/** The comment right above a function. */
function docAbove(before: string): { readonly start: number; readonly text: string } | null {
  const above = /(?:\/\*\*(?:[^*]|\*(?!\/))*\*\/|(?:\/\/[^\n]*\n[ \t]*)*\/\/[^\n]*)[ \t]*\r?\n[ \t]*$/.exec(before.slice(-DOC));
  if (above === null) return null;
  const text = above[0].trimEnd();
  const lineStart = before.lastIndexOf('\n', before.length - above[0].length - 1) + 1;
  const start = before.slice(lineStart, before.length - above[0].length).trim() === '' ? lineStart : before.length - above[0].length;
  return { start, text: before.slice(start, before.length - above[0].length) + text };
}

const DOC = 1000;

const closingBrace = (tail: string): string | null => /^[ \t]*\}\)?;?/m.exec(tail)?.[0] ?? null;

/** `module.exports = { up, down }`, with no other names in it. */
function exportList(tail: string): string | null {
  const list = /^(module\.exports\s*=\s*|export\s*)\{([^}]*)\}(;?)/m.exec(tail);
  if (list === null) return null;
  const [, start = '', names = '', end = ''] = list;
  return `${start}{ ${names.split(',').map((name) => name.trim()).filter((name) => name === 'up' || name === 'down').join(', ')} }${end}`;
}

function quoteOf(text: string): "'" | '"' {
  const strings = text.match(/'[^'\n]*'|"[^"\n]*"/g) ?? [];
  return strings.filter((one) => one.startsWith('"')).length * 2 > strings.length ? '"' : "'";
}

function indentOf(text: string, up: ScriptFunction): string {
  const base = /^[ \t]*/.exec(text.slice(up.head.start))?.[0] ?? '';
  const first = /\n([ \t]+)\S/.exec(text.slice(up.body.start, up.body.end))?.[1] ?? '';
  return first.startsWith(base) && first.length > base.length ? first.slice(base.length) : base === '' ? '  ' : base;
}
