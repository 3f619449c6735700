import type { Frame, Repeater } from '../../link/flow/summary.ts';

/** How often a loop runs statements: `each`: the statements of one round that are certain, this one included. */
export interface LoopCount { readonly each: number; readonly constant: number | null; readonly sometimes: boolean; readonly outer: string | null }

/** `For each of tasks this loop`, `In each round this loop`, `For each row of users this callback`. */
export function subjectText(loop: Repeater, overTable: string | null): string {
  const each = loop.name !== '' ? `For each of ${loop.name}` : overTable !== null ? `For each row of ${overTable}` : loop.form === 'while' || loop.form === 'recursion' ? 'In each round' : 'For each element';
  return `${each} ${things[loop.form]}`;
}

const things: Readonly<Record<Repeater['form'], string>> = {
  for: 'this loop', while: 'this loop', comprehension: 'this comprehension', callback: 'this callback', concurrent: 'this callback', recursion: 'this function calls itself and', resolver: 'this resolver', serializer: 'this method', template: 'this template',
};

/** More calls than this one after the other are counted in a message, and not named: the related places have them all. */
const named = 3;

/**
 * `reads users`, `calls get_items in models/items.py, which reads items`; `path` is the file that speaks. Of a long way its ends are named:
 * `calls a, which leads through 4 more calls to z in models/z.py, which reads items`.
 */
export function actText(act: string, via: readonly Frame[], path: string): string {
  const placed = via.map(({ name, callee }, at) => `${name}${callee.file === (via[at - 1]?.callee.file ?? path) ? '' : ` in ${callee.file}`}`);
  const [first, last, between] = [placed[0], placed.at(-1), placed.length - 2];
  const calls = placed.length <= named ? placed.map((one) => `calls ${one}`) : [`calls ${first}`, `leads through ${between} more calls to ${last}`];
  return [...calls, act].join(', which ');
}

/** `1 + 2n queries`, `n queries at once, which also takes n connections`, `12 queries`, `n queries for each of users`. */
export function countText(loop: Repeater, { each, constant, sometimes, outer }: LoopCount): string {
  const upTo = sometimes ? 'up to ' : '';
  if (constant !== null) return `${upTo}${constant} queries`;
  const times = each > 1 ? `${each}n` : 'n';
  if (loop.form === 'concurrent') return `${upTo}${times} queries at once, which also takes as many connections`;
  const first = loop.over !== null && outer === null ? '1 + ' : '';
  return `${first}${upTo}${times} queries${outer === null ? '' : outer}`;
}
