import type { Binding, Outline } from '../../../lang/outline.ts';
import type { Span, TextEdit } from '../../../text/span.ts';
import { indentAt, newlineOf, quoted } from '../../../text/layout.ts';

/** The name to write for something imported, and what must be added for it. `line` is a whole import statement, still without a place. */
export interface Import { readonly name: string; readonly edits: readonly TextEdit[]; readonly line: string | null }

export interface Wanted {
  readonly imported: string;
  /** The module it comes from when nothing is imported yet. */
  readonly module: string;
  /** Whether an import of that name from another module is the same thing (an own re-export). */
  readonly accepts: (module: string) => boolean;
  /** The name to take when `imported` means something else in this file. */
  readonly otherwise: string;
}

/** Finds or adds an import: the name as it is imported already, a namespace, the list of the same module, else a line of its own. */
export function importOf(text: string, outline: Outline, offset: number, wanted: Wanted, quote: string): Import {
  const bindings = outline.bindings.filter((b) => b.topLevel && b.import !== null && !isTypeOnly(text, b));
  const named = bindings.find((b) => b.import?.imported === wanted.imported && wanted.accepts(b.import.module));
  if (named !== undefined && outline.resolve(named.name, offset)?.span.start === named.span.start) return { name: named.name, edits: [], line: null };
  const space = bindings.find((b) => b.import?.imported === '*' && b.import.module === wanted.module);
  if (space !== undefined && outline.resolve(space.name, offset)?.span.start === space.span.start) return { name: `${space.name}.${wanted.imported}`, edits: [], line: null };
  const taken = outline.resolve(wanted.imported, offset) !== null || outline.bindings.some((b) => b.topLevel && b.name === wanted.imported);
  const name = taken ? wanted.otherwise : wanted.imported;
  const list = listOf(text, bindings, wanted.module);
  if (list !== null) return { name, edits: [intoList(text, list, specifier(wanted.imported, name, list.required))], line: null };
  const required = bindings.length > 0 && bindings.every((b) => b.kind !== 'import');
  return { name, edits: [], line: statement(specifier(wanted.imported, name, required), wanted.module, quote, required, text) };
}

const specifier = (imported: string, name: string, required: boolean): string => (imported === name ? name : required ? `${imported}: ${name}` : `${imported} as ${name}`);

const statement = (what: string, module: string, quote: string, required: boolean, text: string): string =>
  (required ? `const { ${what} } = require(${quoted(module, quote)})` : `import { ${what} } from ${quoted(module, quote)}`) + (hasSemicolons(text) ? ';' : '');

/** Whether import lines end in a semicolon; they do where there are none. */
const hasSemicolons = (text: string): boolean => !/(?:from\s*|require\()(['"])[^'"\n]*\1\)?[ \t]*\r?\n/.test(text);

interface ImportList { readonly braces: Span; readonly names: readonly Binding[]; readonly required: boolean }

/** The `{ … }` of the import of a module: between them only names, so the nearest brackets are theirs. */
function listOf(text: string, bindings: readonly Binding[], module: string): ImportList | null {
  const first = bindings.find((b) => b.import?.module === module && b.import.imported !== '*' && b.import.imported !== 'default');
  if (first === undefined) return null;
  const braces = { start: text.lastIndexOf('{', first.span.start), end: text.indexOf('}', first.span.end) + 1 };
  if (braces.start < 0 || braces.end === 0) return null;
  return { braces, names: bindings.filter((b) => b.import?.module === module && b.span.start > braces.start && b.span.end < braces.end), required: first.kind !== 'import' };
}

const isTypeOnly = (text: string, binding: Binding): boolean => {
  const before = text.slice(Math.max(0, binding.span.start - 2000), binding.span.start);
  return /\bimport\s+type\b[^;'"]*$/.test(before) || /[{,]\s*type\s+(?:[\w$]+\s+as\s+)?$/.test(before);
};

function intoList(text: string, list: ImportList, item: string): TextEdit {
  const inner = text.slice(list.braces.start + 1, list.braces.end - 1);
  const starts = list.names.map((b) => itemStart(text, list.braces.start, b));
  const words = list.names.map((b, i) => text.slice(starts[i] ?? b.span.start, b.span.end).replace(/^type\s+/, '').toLowerCase());
  const isSorted = words.length > 1 && words.every((word, i) => i === 0 || (words[i - 1] ?? '') <= word) && !/\/[/*]/.test(inner);
  const before = isSorted ? words.findIndex((word) => word > item.toLowerCase()) : -1;
  const isLong = inner.includes('\n');
  const gap = isLong ? newlineOf(text) + indentAt(text, list.names.at(-1)?.span.start ?? list.braces.start) : ' ';
  const start = before < 0 ? undefined : starts[before];
  if (start !== undefined) return { span: { start, end: start }, newText: `${item},${gap}` };
  return afterLast(text, list, item, gap);
}

/** Where a name's own text starts: behind the comma or bracket before it. */
function itemStart(text: string, open: number, binding: Binding): number {
  const from = Math.max(text.lastIndexOf(',', binding.span.start - 1), open) + 1;
  return from + (/^\s*/.exec(text.slice(from, binding.span.start))?.[0].length ?? 0);
}

function afterLast(text: string, list: ImportList, item: string, gap: string): TextEdit {
  const last = list.names.at(-1)?.span.end ?? list.braces.start + 1;
  const comma = /^\s*,/.exec(text.slice(last, list.braces.end - 1))?.[0].length;
  const start = last + (comma ?? 0);
  return { span: { start, end: start }, newText: comma === undefined ? `,${gap}${item}` : `${gap}${item},` };
}

/** Puts whole import statements behind the last one of the file. */
export function importLines(text: string, outline: Outline, lines: readonly string[]): readonly TextEdit[] {
  if (lines.length === 0) return [];
  const newline = newlineOf(text);
  const last = outline.bindings.filter((b) => b.topLevel && b.import !== null).at(-1);
  const ending = last === undefined ? null : /(['"])[^'"\n]*\1\s*\)?(?:\s*with\s*\{[^}]*\})?[ \t]*;?/.exec(text.slice(last.span.end));
  if (last === undefined || ending === null) {
    const start = /^(?:#![^\n]*\n)?(?:\s*(['"])use \w+\1;?[ \t]*\r?\n)*/.exec(text)?.[0].length ?? 0;
    return [{ span: { start, end: start }, newText: lines.map((line) => line + newline).join('') }];
  }
  const start = last.span.end + ending.index + ending[0].length;
  return [{ span: { start, end: start }, newText: lines.map((line) => newline + line).join('') }];
}
