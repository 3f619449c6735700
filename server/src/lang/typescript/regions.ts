import type { Document } from '../../text/span.ts';
import type { Region } from '../regions.ts';
import type { ParsedTree, Syntax, TreeWalk } from '../syntax.ts';
import { isScript } from '../../text/language.ts';
import { maskTypeArguments } from './mask.ts';

const CLOSED = new Set(['function_declaration', 'generator_function_declaration', 'class_declaration', 'abstract_class_declaration']);
const FUNCTIONS = new Set(['arrow_function', 'function_expression', 'function']);

/** The top-level statements of an open document, by an incremental parse. Null where the text does not parse, since then nothing is certain of its parts, and for other languages. */
export function scriptRegions(document: Document, syntax: Syntax): readonly Region[] | null {
  if (!isScript(document.languageId)) return null;
  const parsed = syntax.parse(document.languageId, maskTypeArguments(document.text, document.languageId), document.path);
  if (parsed === null) return null;
  const regions = parsed.hasError ? null : regionsOf(parsed, document.text);
  parsed.delete();
  return regions;
}

function regionsOf(parsed: ParsedTree, text: string): readonly Region[] {
  const walk = parsed.walk();
  const regions: Region[] = [];
  let start = 0;
  if (walk.gotoFirstChild()) {
    do {
      // A comment belongs to the statement after it.
      if (kindOf(parsed, walk) === 'comment') continue;
      const span = { start, end: walk.endIndex };
      regions.push({ span, ...describe(parsed, walk, text) });
      start = span.end;
    } while (walk.gotoNextSibling());
  }
  walk.delete();
  const last = regions.at(-1);
  if (last !== undefined && last.span.end < text.length) regions[regions.length - 1] = { ...last, span: { start: last.span.start, end: text.length } };
  return regions;
}

const kindOf = (parsed: ParsedTree, walk: TreeWalk): string => parsed.kinds[walk.nodeTypeId] ?? '';
const fieldOf = (parsed: ParsedTree, walk: TreeWalk): string | null => parsed.fields[walk.currentFieldId] ?? null;

function describe(parsed: ParsedTree, walk: TreeWalk, text: string): { readonly closed: boolean; readonly names: readonly string[] } {
  const kind = kindOf(parsed, walk);
  if (kind === 'export_statement') return child(walk, (w) => fieldOf(parsed, w) === 'declaration', (w) => describe(parsed, w, text));
  if (CLOSED.has(kind)) return child(walk, (w) => fieldOf(parsed, w) === 'name', (w) => ({ closed: true, names: [text.slice(w.startIndex, w.endIndex)] }));
  if (kind === 'lexical_declaration') return child(walk, (w) => kindOf(parsed, w) === 'variable_declarator', (w) => declarator(parsed, w, text));
  return OPEN;
}

const OPEN = { closed: false, names: [] } as const;

/** `const f = (…) => …`: only a plain name and a function, and nothing else in the declaration. */
function declarator(parsed: ParsedTree, walk: TreeWalk, text: string): { readonly closed: boolean; readonly names: readonly string[] } {
  const name = child(walk, (w) => fieldOf(parsed, w) === 'name' && kindOf(parsed, w) === 'identifier', (w) => ({ closed: true, names: [text.slice(w.startIndex, w.endIndex)] }));
  const isFunction = child(walk, (w) => fieldOf(parsed, w) === 'value', (w) => ({ closed: FUNCTIONS.has(kindOf(parsed, w)), names: [] })).closed;
  return name.closed && isFunction ? name : OPEN;
}

/** Looks at the only child that fits; two or none are no such thing. The cursor comes back to where it was. */
function child(walk: TreeWalk, fits: (walk: TreeWalk) => boolean, read: (walk: TreeWalk) => { readonly closed: boolean; readonly names: readonly string[] }): { readonly closed: boolean; readonly names: readonly string[] } {
  let found: { readonly closed: boolean; readonly names: readonly string[] } | null = null;
  let count = 0;
  if (!walk.gotoFirstChild()) return OPEN;
  do {
    if (!fits(walk)) continue;
    count++;
    found = read(walk);
  } while (walk.gotoNextSibling());
  walk.gotoParent();
  return count === 1 && found !== null ? found : OPEN;
}
