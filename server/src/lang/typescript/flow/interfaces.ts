import type { SymbolPath } from '../../../facts/expr.ts';
import type { FlowClass } from '../../../facts/flow.ts';
import { endOf, spanOf, startOf, textOf } from '../../flat-tree.ts';
import type { Found } from './found.ts';

/** Longer ones are made by programs, and say nothing of who queries what. */
const LONGEST = 20_000;

/** An interface of the module: what it extends, and its members with their types; types are no nodes that are kept, so they are taken from the text. */
export function readInterface({ making: { tree }, classes }: Found, node: number, whole: number, prefix: string): void {
  if (endOf(tree, node) - startOf(tree, node) > LONGEST) return;
  const text = textOf(tree, node);
  const header = /^interface\s+([\w$]+)\s*/.exec(text);
  const open = bodyStart(text);
  if (header === null || open < 0) return;
  // Type parameters have an `extends` of their own.
  const bases = pathsIn(split(text.slice(header[0].length, open).replace(/^</, ' <'), ' ', '\n').filter((part) => !part.startsWith('<')).join(' '), 'extends');
  classes.push({ name: `${prefix}${header[1] ?? ''}`, bases, kind: 'interface', fields: membersOf(text.slice(open + 1, text.lastIndexOf('}'))), decorators: [], span: spanOf(tree, whole) });
}

/** The brace that opens the body: type arguments of what is extended may have braces of their own. */
function bodyStart(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '<') depth++;
    else if (char === '>' && text[at - 1] !== '=') depth--;
    else if (char === '{' && depth <= 0) return at;
  }
  return -1;
}

/** `extends A<B>, C.D` or `implements …` as paths. */
export function pathsIn(text: string, word: 'extends' | 'implements'): SymbolPath[] {
  const at = text.search(new RegExp(`\\b${word}\\b`));
  if (at < 0) return [];
  return split(text.slice(at + word.length), ',').flatMap((part) => { const path = /^\s*([\w$]+(?:\.[\w$]+)*)/.exec(part)?.[1]; return path === undefined ? [] : [path.split('.')]; });
}

function membersOf(inside: string): FlowClass['fields'][number][] {
  const text = inside.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, ' ');
  return split(text, ';', '\n', ',').flatMap((part) => {
    const member = /^\s*(?:readonly\s+)?([\w$]+)\s*\??\s*(:?)([\s\S]*)$/.exec(part);
    const [, name = '', colon, rest = ''] = member ?? [];
    if (name === '' || rest.trim() === '') return [];
    return [{ name, type: colon === ':' ? rest.trim() : null, value: null }];
  });
}

/** The parts of a text between these characters, outside all brackets. */
function split(text: string, ...between: readonly string[]): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '{' || char === '(' || char === '[' || char === '<') depth++;
    else if (char === '}' || char === ')' || char === ']' || (char === '>' && text[at - 1] !== '=')) depth--;
    else if (depth <= 0 && between.includes(char)) { parts.push(text.slice(from, at)); from = at + 1; }
  }
  parts.push(text.slice(from));
  return parts;
}
