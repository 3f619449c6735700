import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import type { Binding, Outline } from '../../../lang/outline.ts';
import { follow, propertyOf } from '../literals.ts';

/** The literal of a collection or a global, with the top-level name that it is bound to. */
export interface Found { readonly kind: 'collection' | 'global'; readonly object: Extract<HostExpr, { kind: 'object' }>; readonly symbol: string | null }

/** Every collection and global that a file declares: by its type, by a function named for it, or in the lists of a configuration. */
export function findEntities(outline: Outline, text: string): readonly Found[] {
  const found = new Map<number, Found>();
  const add = (kind: Found['kind'] | null, expr: HostExpr, symbol: string | null): void => {
    if (kind !== null && isEntity(expr) && !found.has(expr.span.start)) found.set(expr.span.start, { kind, object: expr, symbol });
  };
  for (const binding of outline.bindings) {
    const { init } = binding;
    const symbol = binding.topLevel ? binding.name : null;
    if (init?.kind === 'object') add(kindOf(binding, init, text), init, symbol);
    else if (init?.kind === 'call') for (const arg of init.args) add(kindByName(calleeName(init)), arg, symbol);
  }
  for (const config of findConfigs(outline)) {
    for (const [key, kind] of [['collections', 'collection'], ['globals', 'global']] as const) for (const { expr, symbol } of itemsOf(outline, propertyOf(config, key))) add(kind, expr, symbol);
  }
  return [...found.values()];
}

const isEntity = (expr: HostExpr): expr is Found['object'] => expr.kind === 'object' && propertyOf(expr, 'slug') !== null && propertyOf(expr, 'fields') !== null;

/** A type may stand before the value, behind it, or in a comment above it. */
function kindOf(binding: Binding, { span }: HostExpr, text: string): Found['kind'] | null {
  const stated = binding.type ?? /^\s*\)?\s*(?:as\s+const\s+)?(?:satisfies|as)\s+([\w.]+)/.exec(text.slice(span.end, span.end + 120))?.[1] ?? null;
  if (stated !== null) return kindByType(stated);
  return kindByType(/@type\s*\{[^}]*?(\w+)\s*\}\s*\*\/\s*(?:export\s+)?const\s*$/.exec(text.slice(Math.max(0, binding.span.start - 200), binding.span.start))?.[1] ?? '');
}

const kindByType = (type: string): Found['kind'] | null => (/\bCollectionConfig\b/.test(type) ? 'collection' : /\bGlobalConfig\b/.test(type) ? 'global' : null);
const kindByName = (callee: string): Found['kind'] | null => (/^(?:define|create|build)\w*collection$/i.test(callee) ? 'collection' : /^(?:define|create|build)\w*global$/i.test(callee) ? 'global' : null);

const calleeName = ({ callee }: CallHost): string => (callee.kind === 'identifier' ? callee.name : callee.kind === 'member' ? callee.property : '');

/** What is handed to `buildConfig` and functions named like it. */
export function findConfigs(outline: Outline): readonly Extract<HostExpr, { kind: 'object' }>[] {
  return outline.calls.flatMap((call) => {
    const arg = /config/i.test(calleeName(call)) && call.args[0] !== undefined ? follow(outline, call.args[0]) : null;
    return arg?.kind === 'object' && (propertyOf(arg, 'collections') ?? propertyOf(arg, 'globals')) !== null ? [arg] : [];
  });
}

function itemsOf(outline: Outline, list: HostExpr | null, depth = 0): readonly { readonly expr: HostExpr; readonly symbol: string | null }[] {
  const at = list === null || depth > 8 ? null : follow(outline, list);
  if (at?.kind !== 'array') return [];
  return at.items.flatMap((item) => {
    if (item.kind === 'spread') return itemsOf(outline, item.arg, depth + 1);
    return [{ expr: follow(outline, item), symbol: item.kind === 'identifier' && outline.resolve(item.name, item.span.start)?.topLevel === true ? item.name : null }];
  });
}
