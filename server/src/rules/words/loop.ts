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

/** `reads users`, `calls get_items in models/items.py, which reads items`; `path` is the file that speaks. */
export function actText(act: string, via: readonly Frame[], path: string): string {
  let at = path;
  const calls = via.map((frame) => {
    const place = frame.callee.file === at ? '' : ` in ${frame.callee.file}`;
    at = frame.callee.file;
    return `calls ${frame.name}${place}`;
  });
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
