/** `a`, `a and b`, `a, b and c`. */
export function listOf(items: readonly string[], word: 'and' | 'or' = 'and'): string {
  const last = items.at(-1);
  if (last === undefined) return '';
  return items.length === 1 ? last : `${items.slice(0, -1).join(', ')} ${word} ${last}`;
}

/** `1 other query`, `2 other queries`. */
export const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;
