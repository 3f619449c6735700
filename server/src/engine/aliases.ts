import type { AliasEntry, AliasFact } from '../facts/alias.ts';
import type { SymbolPath } from '../facts/expr.ts';
import type { HostExpr, HostProperty } from '../lang/expression.ts';
import type { Binding, Outline } from '../lang/outline.ts';

/** Top-level names that stand for other names; see facts/alias.ts. */
export function readAliases(outline: Outline): readonly AliasFact[] {
  return outline.bindings.flatMap((binding) => (binding.topLevel ? aliasOf(binding) : []));
}

function aliasOf(binding: Binding): AliasFact[] {
  if (binding.pattern !== null && binding.pattern.of !== null) {
    const { of, key } = binding.pattern;
    if (key === null || binding.kind === 'loop') return [];
    // `a, b = models.A, models.B` takes each from its own place.
    const listed = of.kind === 'array' ? of.items[Number(key)] : undefined;
    const from = pathOf(listed ?? of);
    return from === null ? [] : [{ kind: 'path', symbol: binding.name, path: listed === undefined ? [...from, key] : from }];
  }
  if (binding.init === null) return [];
  if (binding.init.kind === 'object') {
    const entries = binding.init.properties.flatMap(entryOf);
    return entries.length === 0 ? [] : [{ kind: 'object', symbol: binding.name, entries }];
  }
  const path = pathOf(binding.init);
  return path === null ? [] : [{ kind: 'path', symbol: binding.name, path }];
}

function entryOf(property: HostProperty): AliasEntry[] {
  if (property.kind === 'computed') return [];
  const path = pathOf(property.kind === 'spread' ? property.arg : property.value);
  if (path === null) return [];
  return property.kind === 'spread' ? [{ spread: path }] : [{ key: property.key, path }];
}

/** `a.b.c` as a path; null for anything else. */
function pathOf(expr: HostExpr): SymbolPath | null {
  if (expr.kind === 'identifier') return [expr.name];
  if (expr.kind !== 'member') return null;
  const object = pathOf(expr.object);
  return object === null ? null : [...object, expr.property];
}
