import { readOutline } from '../../../../server/src/lang/read-outline.ts';
import type { BaseModel } from '../../../../server/src/adapters/adapter.ts';
import { removeIndex } from '../../../../server/src/adapters/sqlalchemy/write/remove.ts';
import { writeIndex } from '../../../../server/src/adapters/sqlalchemy/write/index.ts';
import type { Dialect } from '../../../../server/src/facts/dialect.ts';
import type { ColumnRef, Expr } from '../../../../server/src/facts/expr.ts';
import type { IndexSpec } from '../../../../server/src/facts/finding.ts';
import type { ColumnDecl, IndexDef, IndexKey, MixinDecl, TableDecl } from '../../../../server/src/facts/schema.ts';
import { loadSyntax } from '../../../../server/src/host/syntax.ts';
import type { Outline } from '../../../../server/src/lang/outline.ts';
import { applyEdits } from '../../../../server/src/text/edits.ts';
import type { Document } from '../../../../server/src/text/span.ts';

const syntax = await loadSyntax();
const span = { start: 0, end: 0 };

export const documentOf = (text: string): Document => ({ path: 'models.py', languageId: 'python', text });
export const outlineOf = (text: string): Outline => readOutline(documentOf(text), syntax);

export const column = (name: string): Expr<string> => ({ kind: 'column', column: name, span });
export const call = (name: string, ...args: readonly Expr<string>[]): Expr<string> => ({ kind: 'call', name, args, span });
export const key = (expr: string | Expr<string>, more: Partial<IndexKey<string>> = {}): IndexKey<string> => ({ expr: typeof expr === 'string' ? column(expr) : expr, direction: 'asc', nulls: 'default', ...more });
export const desc = (name: string): IndexKey<string> => key(name, { direction: 'desc' });
export const isNull = (name: string): Expr<string> => ({ kind: 'is', test: 'null', negated: false, arg: column(name), span });
export const equals = (name: string, value: string): Expr<string> => ({ kind: 'compare', op: '=', left: column(name), right: { kind: 'literal', type: 'string', value, span }, span });

/** A finished index, as advice hands it to an adapter. */
export const spec = (name: string | null, keys: readonly (string | IndexKey<string>)[], more: Partial<IndexSpec> = {}): IndexSpec =>
  ({ table: 'items', name, unique: false, method: 'btree', keys: keys.map((k) => (typeof k === 'string' ? key(k) : k)), include: [], where: null, span, ...more });

export interface Writing { readonly symbol?: string; readonly dialect?: Dialect; readonly attrs?: ReadonlyMap<string, string>; readonly naming?: string; readonly schema?: string; readonly indexes?: readonly IndexDef<ColumnRef>[]; readonly columns?: readonly ColumnDecl[] }

/** The least of a declaration that writing rests on: its place, its name, what it has of indexes. Bases are found in the same file. */
function declared(text: string, outline: Outline, writing: Writing): { readonly table: TableDecl; readonly bases: readonly BaseModel[] } {
  const { symbol = 'Item', naming, schema, indexes = [], columns = [] } = writing;
  const cls = outline.classes.find((one) => one.name === symbol);
  const named = /(?:__tablename__\s*=\s*|Table\(\s*)(['"])/.exec(text.slice(cls?.span.start ?? 0));
  const at = (cls?.span.start ?? 0) + (named === null ? 0 : named.index + named[0].length - 1);
  const nameSpan = named === null && cls !== undefined ? cls.nameSpan : { start: at, end: at + 1 };
  const table: TableDecl = {
    kind: 'table', adapter: 'sqlalchemy', symbol, name: { literal: 'items' }, schema: schema === undefined ? null : { name: schema }, dialect: null, columns, constraints: [], indexes, casing: null,
    span: cls?.span ?? nameSpan, nameSpan, partial: null, ...(naming === undefined ? {} : { naming: { ix: naming } }),
  };
  const bases = (cls?.bases ?? []).flatMap((base): BaseModel[] => {
    const found = base.kind === 'identifier' ? outline.classes.find((one) => one.name === base.name) : undefined;
    const model: MixinDecl = { kind: 'mixin', symbol: found?.name ?? '', columns: [] };
    return found === undefined ? [] : [{ via: [found.name], model, outline }];
  });
  return { table, bases };
}

/** The text after the fix; null when the adapter says that the declaration cannot hold the index. */
export function written(text: string, index: IndexSpec, writing: Writing = {}): string | null {
  const outline = outlineOf(text);
  const edits = writeIndex({ document: documentOf(text), outline, ...declared(text, outline, writing), spec: index, attrs: writing.attrs ?? new Map(), dialect: writing.dialect ?? 'postgresql' });
  return edits === null ? null : applyEdits(text, edits);
}

/** The text without the index; its place is where `mark` stands. */
export function removed(text: string, index: IndexSpec, mark: string, writing: Writing = {}): string | null {
  const outline = outlineOf(text);
  const start = text.indexOf(mark);
  const place = { start, end: start + mark.length };
  const [first] = index.keys;
  const name = first?.expr.kind === 'column' ? first.expr.column : '';
  const columns: readonly ColumnDecl[] = mark === 'index=True' ? [{ kind: 'column', attr: writing.attrs?.get(name) ?? name, name, type: null, notNull: false, primaryKey: false, unique: false, references: null, indexed: { unique: index.unique, span: place }, span: place }] : [];
  const indexes = mark === 'index=True' ? [] : [{ ...index, name: index.name, keys: index.keys.map((k) => ({ ...k, expr: symbolic(k.expr) })), where: null, span: place }];
  const edits = removeIndex({ document: documentOf(text), outline, ...declared(text, outline, { ...writing, indexes, columns }), spec: index, attrs: writing.attrs ?? new Map(), dialect: writing.dialect ?? 'postgresql' });
  return edits === null ? null : applyEdits(text, edits);
}

const symbolic = (expr: Expr<string>): Expr<ColumnRef> => (expr.kind === 'column' ? { ...expr, column: { by: 'name', qualifier: null, name: expr.column } } : { kind: 'opaque', reason: 'expression', args: [], span: expr.span });
