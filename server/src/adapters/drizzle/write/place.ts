import type { CallHost, FunctionHost, HostExpr, Pattern } from '../../../lang/expression.ts';
import type { Span, TextEdit } from '../../../text/span.ts';
import { follow } from '../constants.ts';
import type { Names } from '../names/names.ts';
import { findTables } from '../schema/find.ts';

/** Where a table keeps its indexes: nowhere yet, or a literal that its third argument returns. */
export type Place =
  | { readonly kind: 'none'; readonly call: CallHost }
  /** `isInline`: the function stands in the call itself. */
  | { readonly kind: 'list'; readonly call: CallHost; readonly literal: Extract<HostExpr, { kind: 'array' | 'object' }>; readonly fn: FunctionHost; readonly isInline: boolean };

/** Finds the table's own call and its third argument; null where an index cannot be written in (a table made by a helper, indexes made elsewhere). */
export function placeOf(names: Names, table: Span): Place | null {
  const found = findTables(names).find((t) => t.call.span.start === table.start && t.call.span.end === table.end);
  if (found === undefined || found.made !== found.call) return null;
  const extra = found.call.args[2];
  if (extra === undefined) return found.call.args.length === 2 ? { kind: 'none', call: found.call } : null;
  const fn = follow(names, extra, null).expr;
  if (fn.kind !== 'function' || fn.returns.length !== 1) return null;
  const [literal] = fn.returns;
  return literal?.kind === 'array' || literal?.kind === 'object' ? { kind: 'list', call: found.call, literal, fn, isInline: extra.kind === 'function' && found.call.args.length === 3 } : null;
}

/** How columns are named inside the callback: `t.email`, or `email` where the parameter is taken apart. */
export interface Access { readonly column: (attr: string) => string; readonly edits: () => readonly TextEdit[] }

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

export const memberText = (object: string, attr: string): string => (IDENTIFIER.test(attr) ? `${object}.${attr}` : `${object}[${JSON.stringify(attr)}]`);

/** Reuses the callback's parameter. One that is missing is added, and so is a column that a destructured one leaves out. */
export function accessOf(text: string, fn: FunctionHost, fallback: string): Access | null {
  const [param] = fn.params;
  if (param === undefined) return addedParam(text, fn, fallback);
  if (param.kind === 'name') return { column: (attr) => memberText(param.name, attr), edits: () => [] };
  return param.kind === 'object' ? destructured(text, param) : null;
}

function addedParam(text: string, fn: FunctionHost, name: string): Access | null {
  const open = /^(?:async\s+)?(?:function\b[^(]*)?\(\s*\)/.exec(text.slice(fn.span.start, fn.span.end))?.[0];
  if (open === undefined) return null;
  const start = fn.span.start + open.indexOf('(') + 1;
  return { column: (attr) => memberText(name, attr), edits: () => [{ span: { start, end: fn.span.start + open.length - 1 }, newText: name }] };
}

function destructured(text: string, param: Extract<Pattern, { kind: 'object' }>): Access {
  const added: string[] = [];
  const column = (attr: string): string => {
    const known = param.entries.find((entry) => entry.key === attr)?.target;
    if (known?.kind === 'name') return known.name;
    if (!added.includes(attr)) added.push(attr);
    return attr;
  };
  const last = param.entries.at(-1)?.target;
  const start = last === undefined || last.kind === 'other' ? param.span.start + 1 : last.span.end;
  const edits = (): readonly TextEdit[] => (added.length === 0 ? [] : [{ span: { start, end: start }, newText: last === undefined ? ` ${added.join(', ')}${text[start] === '}' ? ' ' : param.rest === null ? '' : ','}` : `, ${added.join(', ')}` }]);
  return { column, edits };
}

/** What the other tables of a file call the parameter, and whether they return an object: a new third argument looks like theirs. */
export function customs(names: Names): { readonly param: string; readonly shape: 'array' | 'object' } {
  const fns = findTables(names).flatMap((table) => { const extra = table.call.args[2]; return extra?.kind === 'function' ? [extra] : []; });
  const params = fns.flatMap((fn) => (fn.params[0]?.kind === 'name' ? [fn.params[0].name] : []));
  const objects = fns.filter((fn) => fn.returns[0]?.kind === 'object').length;
  return { param: mostCommon(params) ?? 't', shape: objects > fns.length - objects ? 'object' : 'array' };
}

function mostCommon(words: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

