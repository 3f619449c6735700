import type { QueryRef, Root, UnitRef } from './summary.ts';

/** What a value depends on, as keys of roots: sets are never changed once made. */
export type Roots = ReadonlySet<string>;

export const NONE: Roots = new Set();
/** What code gives that is not known: it may be another value each time. */
export const OTHER = 'u';
export const UNKNOWN: Roots = new Set([OTHER]);

/** The instance that a method of TypeScript runs on is no parameter; as a root it has this index. */
export const THIS = -1;

/** Beyond this a value depends on so much that nothing is concluded from it. */
const MOST = 40;

export const paramKey = (index: number): string => `p${index}`;
export const loopKey = (id: number): string => `l${id}`;
export const queryKey = ({ in: unit, at }: QueryRef): string => ['q', unit.file, unit.unit, unit.ordinal, at[0], at[1]].join('\n');
export const unitKey = ({ file, unit, ordinal }: UnitRef): string => `${file}\n${unit}\n${ordinal}`;

export const only = (key: string): Roots => new Set([key]);

export function union(one: Roots, other: Roots): Roots {
  if (other.size === 0 || one === other) return one;
  if (one.size === 0) return other;
  if (isInside(other, one)) return one;
  const all = new Set(one);
  for (const key of other) all.add(key);
  return all.size <= MOST ? all : new Set([...[...all].slice(0, MOST), OTHER]);
}

function isInside(part: Roots, whole: Roots): boolean {
  if (part.size > whole.size) return false;
  for (const key of part) if (!whole.has(key)) return false;
  return true;
}

export const unionAll = (all: readonly Roots[]): Roots => all.reduce(union, NONE);

/** Each root replaced by others. */
export function mapRoots(roots: Roots, of: (key: string) => Roots): Roots {
  let mapped: Roots = NONE;
  for (const key of roots) mapped = union(mapped, of(key));
  return mapped;
}

/** Whether any is a parameter or a repeater, which mean nothing outside of their unit. */
export function restsOnUnit(roots: Roots): boolean {
  for (const key of roots) if (isParam(key) || isLoop(key)) return true;
  return false;
}

export const isParam = (key: string): boolean => key.startsWith('p');
export const isLoop = (key: string): boolean => key.startsWith('l');
export const indexOfKey = (key: string): number => Number(key.slice(1));

/** As the rules see it. */
export function rootOf(key: string): Root {
  if (isParam(key)) return { root: 'param', index: indexOfKey(key) };
  if (isLoop(key)) return { root: 'loop', loop: indexOfKey(key) };
  if (key === OTHER) return { root: 'other' };
  const [, file, unit, ordinal, start, end] = key.split('\n');
  return { root: 'query', query: { in: { file: file ?? '', unit: unit ?? '', ordinal: Number(ordinal) }, at: [Number(start), Number(end)] } };
}
