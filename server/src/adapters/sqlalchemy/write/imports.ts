import type { Binding, Outline } from '../../../lang/outline.ts';
import { insert } from '../../../text/bracketed.ts';
import { indentAt, lineEnd, lineStart, newlineOf, startsLine } from '../../../text/layout.ts';
import type { TextEdit } from '../../../text/span.ts';
import { endOfStatement, type FromImport, fromImports } from './statements.ts';
import type { Layout } from './layout.ts';

/** A name that a file has yet to import, and what it is called there. */
export interface Missing { readonly imported: string; readonly module: string; readonly local: string }

/** Puts the names into the file's imports: into a statement that imports from the module, else on a line of their own where the file's order has it. */
export function importEdits(text: string, outline: Outline, missing: readonly Missing[], layout: Layout): readonly TextEdit[] {
  const statements = fromImports(text, outline);
  const modules = [...new Set(missing.map(({ module }) => module))];
  const lines: string[] = [];
  const edits = modules.flatMap((module) => {
    const names = [...new Set(missing.filter((one) => one.module === module).map(itemText))];
    const statement = statements.find((one) => one.module === module);
    if (statement !== undefined) return intoStatement(text, statement, names, layout);
    lines.push(`from ${module} import ${[...names].sort(isortOrder).join(', ')}`);
    return [];
  });
  return [...edits, ...newLines(text, outline, lines)];
}

const itemText = ({ imported, local }: Missing): string => (imported === local ? imported : `${imported} as ${local}`);

function intoStatement(text: string, statement: FromImport, names: readonly string[], layout: Layout): readonly TextEdit[] {
  const known = statement.items.map(({ start, end }) => text.slice(start, end));
  const order = ORDERS.find((compare) => known.every((name, i) => i === 0 || compare(known[i - 1] ?? '', name) <= 0)) ?? null;
  const inner = text.slice(statement.inner.start, statement.inner.end);
  if (!/[\n#\\]/.test(inner)) return [rewritten(text, statement, names.reduce((all, name) => placed(all, name, order), known), layout)];
  const list = { span: { start: statement.inner.start - 1, end: statement.inner.end + 1 }, items: statement.items };
  const style = { comments: '#', widest: layout.widest, unit: layout.unit } as const;
  const groups = new Map<number, string[]>();
  for (const name of names) {
    const before = order === null ? known.length : placed(known, name, order).indexOf(name);
    groups.set(before, [...(groups.get(before) ?? []), name]);
  }
  return [...groups].flatMap(([before, group]) => {
    const neighbour = statement.items[before - 1] ?? statement.items[0];
    const gap = neighbour !== undefined && startsLine(text, neighbour.start) ? newlineOf(text) + indentAt(text, neighbour.start) : ' ';
    return insert(text, list, { item: group.join(`,${gap}`), before }, style);
  });
}

type Order = (a: string, b: string) => number;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Constants, then classes, then the rest, as isort and ruff have it by default. */
const kindOf = (name: string): string => (/^[A-Z0-9_]+$/.test(name) && name.length > 1 ? 'a' : /^[A-Z]/.test(name) ? 'b' : 'c');
const isortOrder: Order = (a, b) => compare(kindOf(a) + a.toLowerCase(), kindOf(b) + b.toLowerCase());

const ORDERS: readonly Order[] = [isortOrder, compare, (a, b) => compare(a.toLowerCase(), b.toLowerCase())];

function placed(known: readonly string[], name: string, order: Order | null): string[] {
  const before = order === null ? -1 : known.findIndex((other) => order(other, name) > 0);
  return before < 0 ? [...known, name] : [...known.slice(0, before), name, ...known.slice(before)];
}

/** A statement on one line stays on it where there is room, else each name gets a line. */
function rewritten(text: string, { inner, bracketed }: FromImport, names: readonly string[], layout: Layout): TextEdit {
  const line = names.join(', ');
  const fits = inner.start - lineStart(text, inner.start) + line.length + (bracketed ? 1 : 0) <= layout.widest;
  const comma = bracketed && /,\s*$/.test(text.slice(inner.start, inner.end)) ? ',' : '';
  if (fits) return { span: inner, newText: line + comma };
  const broken = layout.newline + names.map((name) => layout.unit + name + ',' + layout.newline).join('');
  return { span: inner, newText: bracketed ? broken : `(${broken})` };
}

/** Whole statements: before the first that comes after them by its module's name among those of SQLAlchemy's family, else behind the last import. */
function newLines(text: string, outline: Outline, lines: readonly string[]): readonly TextEdit[] {
  if (lines.length === 0) return [];
  const newline = newlineOf(text);
  const sorted = [...lines].sort(compare);
  const related = fromImports(text, outline).filter(({ module }) => /^(?:flask_)?sql(?:alchemy|model)\b/.test(module));
  const next = related.find(({ module }) => module > 'sqlalchemy');
  if (next !== undefined) return [{ span: { start: next.span.start, end: next.span.start }, newText: sorted.map((line) => line + newline).join('') }];
  const previous = related.at(-1);
  const start = previous === undefined ? afterImports(text, outline) : endOfStatement(text, previous);
  if (start > 0) return [{ span: { start, end: start }, newText: sorted.map((line) => newline + line).join('') }];
  return [{ span: { start: 0, end: 0 }, newText: sorted.map((line) => line + newline).join('') + newline }];
}

/** Behind the last import at the left edge, else behind the module's docstring; 0 where there is neither. */
function afterImports(text: string, outline: Outline): number {
  const statements = fromImports(text, outline).map((statement) => endOfStatement(text, statement));
  const plain = outline.bindings.filter((binding) => binding.topLevel && binding.import?.imported === '*' && /^import\b/.test(text.slice(lineStart(text, binding.span.start)))).map((binding) => lineEnd(text, binding.span.end));
  const last = Math.max(0, ...statements, ...plain);
  if (last > 0) return last;
  return /^(?:#[^\n]*\n)*\s*(?:"""[\s\S]*?"""|'''[\s\S]*?''')[ \t]*(?=\r?\n)/.exec(text)?.[0].length ?? 0;
}

/** A name's import at the top of the file, if what the name means at an offset is that import. */
export function importedAs(outline: Outline, offset: number, fits: (binding: Binding) => boolean): Binding | null {
  const found = outline.bindings.find((binding) => binding.topLevel && binding.import !== null && fits(binding));
  return found !== undefined && outline.resolve(found.name, offset)?.span.start === found.span.start ? found : null;
}
