import type { Span } from '../../text/span.ts';

/** One of the functions that a script migration exports, found in its text without parsing it. */
export interface ScriptFunction {
  /** From the line it begins on up to its body: `export async function up(knex: Knex): Promise<void> `, `exports.up = (knex) => `. */
  readonly head: Span;
  /** With its brackets; empty brackets of their own where there are none. */
  readonly params: Span;
  /** A block with its braces, or the expression behind an arrow. */
  readonly body: Span;
  readonly kind: 'block' | 'expression';
  readonly isArrow: boolean;
  /** Behind the `;` or `,` that closes it. */
  readonly end: number;
}

/** How a function of that name can begin; what follows is its parameter list. */
const headOf = (name: string): RegExp => {
  const made = String.raw`(?::[^=\n]{0,120})?\s*=\s*(?:async\b\s*)?(?:function\b\s*\w*\s*)?`;
  const forms = [
    String.raw`(?:export\s+)?(?:default\s+)?(?:async\s+)?function\s+${name}\s*`,
    String.raw`(?:export\s+)?(?:const|let|var)\s+${name}\s*${made}`,
    String.raw`(?:module\.)?exports\.${name}\s*${made}`,
    String.raw`${name}\s*:\s*(?:async\b\s*)?(?:function\b\s*\w*\s*)?`,
    String.raw`(?:async\s+)?${name}\s*(?=\()`,
  ];
  return new RegExp(String.raw`^[ \t]*(?:${forms.join('|')})`, 'gm');
};

const HEADS: Readonly<Record<'up' | 'down', RegExp>> = { up: headOf('up'), down: headOf('down') };

/** The function that goes up or down; null where the text has none that can be told. Linear in the text. */
export function scriptFunction(text: string, name: 'up' | 'down'): ScriptFunction | null {
  for (const match of text.matchAll(HEADS[name])) {
    const found = functionAt(text, match.index, match.index + match[0].length);
    if (found !== null) return found;
  }
  return null;
}

function functionAt(text: string, start: number, at: number): ScriptFunction | null {
  const bare = /^\w+(?=\s*=>)/.exec(text.slice(at, at + 100))?.[0];
  const afterParams = bare === undefined ? (text[at] === '(' ? closeOf(text, at) : null) : at + bare.length;
  if (afterParams === null) return null;
  const between = /^\s*(?::[^={;]{0,200})?(?:=>\s*)?/.exec(text.slice(afterParams, afterParams + 400))?.[0] ?? '';
  const bodyStart = afterParams + between.length;
  const isArrow = between.includes('=>');
  const isBlock = text[bodyStart] === '{';
  if (!isBlock && !isArrow) return null;
  const bodyEnd = isBlock ? closeOf(text, bodyStart) : endOfExpression(text, bodyStart);
  if (bodyEnd === null) return null;
  const closing = /^[ \t]*[;,]/.exec(text.slice(bodyEnd, bodyEnd + 20))?.[0].length ?? 0;
  return { head: { start, end: bodyStart }, params: { start: at, end: afterParams }, body: { start: bodyStart, end: bodyEnd }, kind: isBlock ? 'block' : 'expression', isArrow, end: bodyEnd + closing };
}

const OPEN = '([{';
const CLOSE = ')]}';

/** Behind the bracket that closes the one at `at`; null where none does. Strings, templates and comments are passed over. */
export function closeOf(text: string, at: number): number | null {
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    const skipped = skipQuiet(text, i);
    if (skipped !== i) { i = skipped - 1; continue; }
    const char = text.charAt(i);
    if (OPEN.includes(char)) depth++;
    else if (CLOSE.includes(char) && --depth === 0) return i + 1;
  }
  return null;
}

/** Where the expression behind an arrow ends: at a `;` or `,` of its own, at a bracket that is not its own, or with the text. */
function endOfExpression(text: string, at: number): number | null {
  for (let i = at; i < text.length; i++) {
    const skipped = skipQuiet(text, i);
    if (skipped !== i) { i = skipped - 1; continue; }
    const char = text.charAt(i);
    if (OPEN.includes(char)) {
      const close = closeOf(text, i);
      if (close === null) return null;
      i = close - 1;
    } else if (char === ';' || char === ',' || CLOSE.includes(char) || /^\n(?:\/\*|(?:exports|module|export|const)\b)/.test(text.slice(i, i + 10))) return trimmedEnd(text, at, i);
  }
  return trimmedEnd(text, at, text.length);
}

const trimmedEnd = (text: string, start: number, end: number): number => start + text.slice(start, end).trimEnd().length;

/** Behind a string, a template or a comment that begins here; `at` itself where none does. */
function skipQuiet(text: string, at: number): number {
  const char = text.charAt(at);
  if (char === '/' && text[at + 1] === '/') return orEnd(text, text.indexOf('\n', at));
  if (char === '/' && text[at + 1] === '*') return orEnd(text, text.indexOf('*/', at + 2), 2);
  if (char === "'" || char === '"') return behindQuote(text, at, char);
  return char === '`' ? behindTemplate(text, at) : at;
}

const orEnd = (text: string, found: number, more = 0): number => (found < 0 ? text.length : found + more);

function behindQuote(text: string, at: number, quote: string): number {
  for (let i = at + 1; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === '\\') i++;
    else if (char === quote || char === '\n') return i + 1;
  }
  return text.length;
}

/** Templates hold expressions, which hold templates: an explicit stack, so that depth costs nothing. */
function behindTemplate(text: string, at: number): number {
  const stack: ('template' | 'braces')[] = ['template'];
  for (let i = at + 1; i < text.length; i++) {
    const char = text.charAt(i);
    const inTemplate = stack.at(-1) === 'template';
    if (char === '\\') i++;
    else if (inTemplate && char === '`') stack.pop();
    else if (inTemplate && char === '$' && text[i + 1] === '{') { stack.push('braces'); i++; }
    else if (!inTemplate && char === '`') stack.push('template');
    else if (!inTemplate && char === '{') stack.push('braces');
    else if (!inTemplate && char === '}') stack.pop();
    else if (!inTemplate && (char === "'" || char === '"')) i = behindQuote(text, i, char) - 1;
    if (stack.length === 0) return i + 1;
  }
  return text.length;
}
