import type { ColumnRef } from '../../../facts/expr.ts';
import type { IndexSpec } from '../../../facts/finding.ts';
import type { IndexDef, TableDecl } from '../../../facts/schema.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import type { TextEdit } from '../../../text/span.ts';
import type { WriteInput } from '../../adapter.ts';
import { bareNames } from '../names/names.ts';
import { tableSymbols } from '../schema/symbols.ts';
import { CORE_MODULES, coreModuleOf, OTHER_SQL_TAGS, TABLE_FUNCTIONS } from '../vocabulary.ts';
import { importLines, importOf, type Import } from './imports.ts';
import { append } from '../../../text/bracketed.ts';
import { accessOf, customs, memberText, placeOf, type Access, type Place } from './place.ts';
import { needsSql, renderIndex } from './render.ts';
import { indentAt, indentUnit, newlineOf, startsLine } from '../../../text/layout.ts';

/**
 * Adds an index to a table's third argument, and what it needs to the imports. Empty when an index of that name or with those keys is there; null when
 * the declaration cannot hold it. Shapes by drizzle-orm's documentation of `extraConfig`: none yet, array, object (until 0.36), block body, destructured parameter.
 */
export function writeIndex(input: WriteInput): readonly TextEdit[] | null {
  const { document, table, spec } = input;
  if (isThere(table, spec, input.attrs)) return [];
  const names = tableSymbols(bareNames(input.outline), document.text);
  const place = placeOf(names, table.span);
  if (place === null) return null;
  const { param, shape } = customs(names);
  const access = place.kind === 'list' ? accessOf(document.text, place.fn, param) : plainAccess(param);
  if (access === null) return null;
  const imports = importsFor(input, placeOffset(place));
  const item = renderIndex(spec, { index: imports.index.name, sql: imports.sql?.name ?? 'sql', quote: quoteOf(input), column: columnText(input, access) }, input.dialect);
  if (item === null) return null;
  const edits = place.kind === 'list' ? intoLiteral(input, place.literal, item) : newArgument(input, place.call.args[1], shape, param, item);
  const lines = [imports.index.line, imports.sql?.line ?? null].flatMap((line) => line ?? []);
  return [...edits, ...access.edits(), ...imports.index.edits, ...(imports.sql?.edits ?? []), ...importLines(document.text, input.outline, lines)];
}

const plainAccess = (param: string): Access => ({ column: (attr) => memberText(param, attr), edits: () => [] });

const placeOffset = (place: Place): number => (place.kind === 'list' ? place.literal.span.start : place.call.span.start);

const columnText = (input: WriteInput, access: Access) => (column: string): string | null => {
  const attr = input.attrs.get(column);
  return attr === undefined ? null : access.column(attr);
};

/** The same name, or the same keys with everything else equal. */
function isThere(table: TableDecl, spec: IndexSpec, attrs: ReadonlyMap<string, string>): boolean {
  return table.indexes.some((index) => (spec.name !== null && index.name === spec.name) || hasSameKeys(index, spec, attrs));
}

function hasSameKeys(index: IndexDef<ColumnRef>, spec: IndexSpec, attrs: ReadonlyMap<string, string>): boolean {
  if (index.keys.length !== spec.keys.length || index.unique !== spec.unique || index.method !== spec.method || index.where !== null || spec.where !== null) return false;
  return index.keys.every((key, i) => {
    const other = spec.keys[i];
    const attr = key.expr.kind === 'column' && key.expr.column.by === 'symbol' ? key.expr.column.path.at(-1) : undefined;
    return other?.expr.kind === 'column' && attr !== undefined && attrs.get(other.expr.column) === attr && key.direction === other.direction && key.nulls === other.nulls && key.opclass === other.opclass;
  });
}

/** The quote of the table's own name; a template or a constant says nothing. */
function quoteOf({ document, table }: WriteInput): string {
  const first = document.text[table.nameSpan.start];
  return first === '"' || first === "'" ? first : (/from\s*(['"])/.exec(document.text)?.[1] ?? "'");
}

function importsFor(input: WriteInput, offset: number): { readonly index: Import; readonly sql: Import | null } {
  const { document, outline, spec, dialect } = input;
  const core = outline.imports.find((i) => CORE_MODULES.get(i.module) === dialect)?.module ?? coreModuleOf(dialect);
  const quote = quoteOf(input);
  // An own module that table functions come from is one that re-exports drizzle-orm's.
  const builders = new Set([...CORE_MODULES.keys(), ...outline.imports.flatMap((i) => (TABLE_FUNCTIONS.has(i.imported) ? [i.module] : []))]);
  const index = importOf(document.text, outline, offset, { imported: spec.unique ? 'uniqueIndex' : 'index', module: core, accepts: (module) => builders.has(module), otherwise: spec.unique ? 'uniqueTableIndex' : 'tableIndex' }, quote);
  const sql = { imported: 'sql', module: 'drizzle-orm', accepts: (module: string) => !OTHER_SQL_TAGS.has(module), otherwise: 'drizzleSql' };
  return { index, sql: needsSql(spec, dialect) ? importOf(document.text, outline, offset, sql, quote) : null };
}

function intoLiteral({ document, spec, attrs }: WriteInput, literal: Extract<HostExpr, { kind: 'array' | 'object' }>, item: string): readonly TextEdit[] {
  if (literal.kind === 'array') return append(document.text, { span: literal.span, items: literal.items.map((i) => i.span) }, item);
  const keys = new Set(literal.properties.flatMap((p) => (p.kind === 'property' ? [p.key] : [])));
  return append(document.text, { span: literal.span, items: literal.properties.map((p) => p.span) }, `${freeKey(spec, attrs, keys)}: ${item}`);
}

/** A property name for the object form: `emailCreatedAtIdx`. */
function freeKey(spec: IndexSpec, attrs: ReadonlyMap<string, string>, taken: ReadonlySet<string>): string {
  const words = spec.keys.map((key) => (key.expr.kind === 'column' ? (attrs.get(key.expr.column) ?? key.expr.column) : key.expr.kind === 'call' ? key.expr.name : 'expression'));
  const base = words.map((word, i) => (i === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('').replace(/\W+/g, '_') + 'Idx';
  for (let i = 1; ; i++) if (!taken.has(i === 1 ? base : `${base}${i}`)) return i === 1 ? base : `${base}${i}`;
}

/** The whole third argument, behind the columns: on lines of its own where the arguments stand on lines of their own. */
function newArgument(input: WriteInput, columns: HostExpr | undefined, shape: 'array' | 'object', param: string, item: string): readonly TextEdit[] {
  const { document: { text }, table } = input;
  const newline = newlineOf(text);
  const start = columns?.span.end ?? table.span.end - 1;
  const own = startsLine(text, table.nameSpan.start);
  const indent = indentAt(text, own ? table.nameSpan.start : start);
  const inner = newline + indent + indentUnit(text);
  const body = shape === 'array' ? item : `${freeKey(input.spec, input.attrs, new Set())}: ${item}`;
  const [open, close] = shape === 'array' ? ['[', ']'] : ['({', '})'];
  const short = own && shape === 'array' && indent.length + body.length + param.length < 70;
  const list = short ? `${open}${body}${close}` : `${open}${inner}${body},${newline}${indent}${close}`;
  return [{ span: { start, end: start }, newText: `,${own ? newline + indent : ' '}(${param}) => ${list}` }];
}
