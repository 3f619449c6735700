import { configText } from '../config/files.ts';
import { type ConfigNode, entriesOf, itemsOf, nodeAt } from '../config/node.ts';
import { applyEdits } from '../text/edits.ts';
import type { TextEdit } from '../text/span.ts';

const FILE = 'pyproject.toml';
const HOME = ['tool', 'sargable'];

/**
 * Edits that set a text at a path below `[tool.sargable]`, or append it to the list there (`to: 'list'`), with comments and layout kept as they are. Of the ways in which a TOML file can say a
 * thing the first is taken that is read as meant. Empty where the value stands there already, or none is.
 */
export function setInToml(text: string, path: readonly string[], value: string, to: 'value' | 'list'): readonly TextEdit[] {
  const root = configText(FILE, text)?.node;
  if (root === undefined || isSaid(nodeAt(root, path), value)) return [];
  for (const edit of candidates(text, root, path, value, to)) {
    const after = configText(FILE, applyEdits(text, [edit]));
    if (after !== null && after.problem === null && isSaid(nodeAt(after.node, path), value) && keepsAll(root, after.node)) return [edit];
  }
  return [];
}

const isSaid = (node: ConfigNode | undefined, value: string): boolean => (node?.kind === 'string' ? node.value === value : itemsOf(node).some((item) => item.kind === 'string' && item.value === value));

/** Whatever was said is still said; only values may be others. */
function keepsAll(before: ConfigNode, after: ConfigNode | undefined): boolean {
  return entriesOf(before).every(({ key, value }) => { const now = nodeAt(after, [key]); return now !== undefined && keepsAll(value, now); });
}

function* candidates(text: string, root: ConfigNode, path: readonly string[], value: string, to: 'value' | 'list'): Generator<TextEdit> {
  const written = to === 'list' ? `[${JSON.stringify(value)}]` : JSON.stringify(value);
  const known = nodeAt(root, path);
  if (known?.kind === 'array' && to === 'list') {
    const last = known.items.at(-1)?.span.end;
    yield insert(last ?? known.span.start + 1, `${last === undefined ? '' : ', '}${JSON.stringify(value)}`);
    return;
  }
  if (known !== undefined) { yield { span: known.span, newText: written }; return; }
  // The nearest table around that is there takes the rest of the path as a dotted key, unless the rest can be a table of its own.
  for (let depth = path.length - 1; depth >= 0; depth--) {
    const table = nodeAt(root, path.slice(0, depth));
    if (table === undefined) continue;
    const rest = path.slice(depth).map(keyOf).join('.');
    if (text[table.span.start] === '{') { yield inInline(text, table, `${rest} = ${written}`); continue; }
    if (depth < path.length - 1) yield newTable(text, path, written);
    yield inTable(text, table, `${rest} = ${written}`);
  }
  yield newTable(text, path, written);
}

const insert = (at: number, newText: string): TextEdit => ({ span: { start: at, end: at }, newText });
const keyOf = (key: string): string => (/^[\w-]+$/.test(key) ? key : JSON.stringify(key));
const eolOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

function inInline(text: string, table: ConfigNode, entry: string): TextEdit {
  const last = entriesOf(table).at(-1)?.value.span.end;
  return last === undefined ? { span: table.span, newText: `{ ${entry} }` } : insert(Math.min(last, text.length), `, ${entry}`);
}

/** Below the last line of the table whose header holds the node's span. */
const inTable = (text: string, table: ConfigNode, entry: string): TextEdit => below(text, sectionEnd(text, table.span.start), entry);

function newTable(text: string, path: readonly string[], written: string): TextEdit {
  const headers = [...text.matchAll(/^[ \t]*\[\[?[ \t]*tool[ \t]*\.[ \t]*sargable\b/gm)];
  const end = sectionEnd(text, headers.at(-1)?.index ?? text.length);
  const eol = eolOf(text);
  return below(text, end, `${eol}[${[...HOME, ...path.slice(0, -1)].map(keyOf).join('.')}]${eol}${keyOf(path.at(-1) ?? '')} = ${written}`);
}

const below = (text: string, end: number, lines: string): TextEdit => insert(end, `${end === 0 ? '' : eolOf(text)}${lines}${end >= text.length ? eolOf(text) : ''}`);

/** The end of the last line that says something before the next table begins; without its line end. */
function sectionEnd(text: string, from: number): number {
  const own = text.indexOf('\n', from);
  if (own < 0) return text.trimEnd().length;
  const next = /^[ \t]*\[\[?[ \t]*[\w"'][^\n\]]*\]/m.exec(text.slice(own + 1));
  const section = text.slice(0, next === null ? text.length : own + 1 + next.index);
  // A comment just above the next table is that table's.
  return next === null ? section.trimEnd().length : section.replace(/(?:\s*\n[ \t]*#[^\n]*)*\s*$/, '').length;
}
