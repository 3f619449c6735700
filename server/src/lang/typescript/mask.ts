import type { LanguageId } from '../../text/span.ts';

const LONGEST_TYPE = 4000;
const DEEPEST_TYPE = 20;

/**
 * The text with type arguments blanked, at the same length, where the grammar would go wrong over them: it reads ``sql<number>`…` `` as two
 * comparisons, and binds the call of `await get<Row>(id)`, `!has<T>(x)` and `a + f<T>(x)` looser than the operator, all without an error.
 * Inside a string or template a blank does no harm, since values are taken from the text itself. Line ends go too, for
 * one between a method's name and its bracket would end a field there. In JavaScript `a<b>(c)` is a comparison.
 */
export function maskTypeArguments(text: string, languageId: LanguageId): string {
  const typed = languageId === 'typescript' || languageId === 'typescriptreact';
  let out = '';
  let last = 0;
  for (let at = text.indexOf('>'); at >= 0; at = text.indexOf('>', at + 1)) {
    const next = text.charCodeAt(at + 1);
    if (next !== BACKTICK && !(typed && next === BRACKET)) continue;
    if (text[at - 1] === '=') continue;
    const open = openingOf(text, at, last);
    if (open < 0 || (next === BRACKET && languageId === 'typescriptreact' && isElement(text, open, at))) continue;
    out += text.slice(last, open) + ' '.repeat(at + 1 - open);
    last = at + 1;
  }
  return last === 0 ? text : out + text.slice(last);
}

const BACKTICK = 0x60;
const BRACKET = 0x28;

/** Where the `<` is that belongs to the `>` at `close`, when a name stands before it and only types lie between; else -1. */
function openingOf(text: string, close: number, floor: number): number {
  let depth = 0;
  const end = Math.max(floor, close - LONGEST_TYPE);
  for (let at = close; at >= end && depth <= DEEPEST_TYPE; at--) {
    const char = text[at];
    if (char === '`') return -1;
    if (char === '>' && text[at - 1] !== '=') depth++;
    else if (char === '<' && --depth === 0) return isName(text, at) && isType(text.slice(at + 1, close)) ? at : -1;
  }
  return -1;
}

const isName = (text: string, at: number): boolean => at > 0 && /[\w$\])]/.test(text[at - 1] ?? '');

function isType(inside: string): boolean {
  if (inside.trim() === '' || !/^[\w\s.,|&[\]{}:;?'"()=<>$/-]*$/.test(inside) || /&&|\|\||[=!<>]=|--|\$\{/.test(inside)) return false;
  return even(inside, "'") && even(inside, '"') && balanced(inside, '(', ')') && balanced(inside, '{', '}') && balanced(inside, '[', ']');
}

const even = (text: string, quote: string): boolean => text.split(quote).length % 2 === 1;
const balanced = (text: string, open: string, close: string): boolean => text.split(open).length === text.split(close).length;

/** `Total<b>(all)</b>`: text and a tag of JSX. */
const isElement = (text: string, open: number, close: number): boolean => text.includes(`</${text.slice(open + 1, close)}>`, close);
