const LONGEST_TYPE = 4000;

/**
 * The text with the type arguments of tagged templates blanked, at the same length: the grammar reads ``sql<number>`…` `` as two
 * comparisons, without an error. Inside a string or template a blank does no harm, since values are taken from the text itself.
 */
export function maskTypedTags(text: string): string {
  let out = '';
  let last = 0;
  for (let at = text.indexOf('>`'); at >= 0; at = text.indexOf('>`', at + 1)) {
    const open = openingOf(text, at, last);
    if (open < 0) continue;
    out += text.slice(last, open) + text.slice(open, at + 1).replace(/[^\r\n]/g, ' ');
    last = at + 1;
  }
  return last === 0 ? text : out + text.slice(last);
}

/** Where the `<` is that belongs to the `>` at `close`, when a tag stands before it and only a type lies between; else -1. */
function openingOf(text: string, close: number, floor: number): number {
  let depth = 0;
  const end = Math.max(floor, close - LONGEST_TYPE);
  for (let at = close; at >= end; at--) {
    const char = text[at];
    if (char === '`') return -1;
    if (char === '>' && text[at - 1] !== '=') depth++;
    else if (char === '<' && --depth === 0) return isTag(text, at) && isType(text.slice(at + 1, close)) ? at : -1;
  }
  return -1;
}

const isTag = (text: string, at: number): boolean => at > 0 && /[\w$\])]/.test(text[at - 1] ?? '');
const isType = (inside: string): boolean => inside.trim() !== '' && !inside.includes('${') && even(inside, "'") && even(inside, '"');
const even = (text: string, quote: string): boolean => text.split(quote).length % 2 === 1;
