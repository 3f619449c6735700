import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import type { Binding } from '../../../lang/outline.ts';
import { contains, type Span } from '../../../text/span.ts';
import { bareNames, type Names } from '../names/names.ts';
import { renew } from '../../../lang/work.ts';
import { findTables, type FoundTable } from './find.ts';

/** A text that has none of these declares no table: every function for tables, own ones included, is called or wrapped by such a name, or called with columns. */
const MAY_DECLARE = /Table\w*\s*[(<.]|\.table\s*[(<]|-core['"]/;

export const mayDeclare = (text: string): boolean => MAY_DECLARE.test(text);

/** The names of a file, with the symbols of its tables: `users`; `tables.users` in an object; `makeTables.users` in a function. */
export function tableSymbols(bare: Names, text: string): Names {
  if (!mayDeclare(text)) return bare;
  const owners = ownersOf(bare, findTables(bare));
  const byBinding = new Map(owners.flatMap((o) => (o.direct && o.binding !== null ? [[o.binding.span.start, o.symbol] as const] : [])));
  return { ...bareNames(bare.outline), symbolOf: (binding) => byBinding.get(binding.span.start) ?? null, known: new Set(owners.map((o) => o.symbol)) };
}

export interface OwnedTable { readonly found: FoundTable; readonly symbol: string; readonly binding: Binding | null; readonly direct: boolean }

/** Each table with a symbol that is unique in the file. A table that no name leads to is called by its own name in parentheses. */
export function ownersOf(names: Names, tables: readonly FoundTable[]): readonly OwnedTable[] {
  const bindings = names.outline.bindings.filter((b) => b.init !== null);
  const taken = new Map<string, number>();
  return tables.map((found) => {
    renew(names.work);
    const owner = ownerOf(names, bindings, found.call);
    const count = (taken.get(owner.symbol) ?? 0) + 1;
    taken.set(owner.symbol, count);
    return { found, ...owner, symbol: count === 1 ? owner.symbol : `${owner.symbol}#${count}` };
  });
}

interface Owner { readonly symbol: string; readonly binding: Binding | null; readonly direct: boolean }

function ownerOf(names: Names, bindings: readonly Binding[], call: CallHost): Owner {
  let inner: Binding | null = null;
  for (const binding of bindings) if (contains(binding.init?.span ?? binding.span, call.span) && (inner === null || binding.span.start > inner.span.start)) inner = binding;
  const keys = inner?.init === null || inner?.init === undefined ? null : wayTo(inner.init, call.span);
  if (inner === null || keys === null) return { symbol: nameless(names, call), binding: null, direct: false };
  return { symbol: [qualified(names, inner), ...keys].join('.'), binding: inner, direct: keys.length === 0 };
}

/** Keys of object literals from an expression down to a call; null when something else stands between. */
function wayTo(expr: HostExpr, call: Span, depth = 0): readonly string[] | null {
  if (depth > 8) return null;
  if (expr.kind === 'call') return expr.span.start === call.start || (expr.callee.kind === 'member' && contains(expr.callee.object.span, call)) ? [] : null;
  if (expr.kind !== 'object') return null;
  for (const property of expr.properties) {
    if (property.kind !== 'property' || !contains(property.span, call)) continue;
    const rest = wayTo(property.value, call, depth + 1);
    return rest === null ? null : [property.key, ...rest];
  }
  return null;
}

function qualified(names: Names, binding: Binding): string {
  if (binding.topLevel) return binding.name;
  const around = names.outline.enclosing(binding.span.start);
  return around === '' || around === binding.name || around.endsWith(`.${binding.name}`) ? (around || binding.name) : `${around}.${binding.name}`;
}

function nameless(names: Names, call: CallHost): string {
  const around = names.outline.enclosing(call.span.start);
  const [first] = call.args;
  return `${around}(${first?.kind === 'string' ? first.value : ''})`;
}
