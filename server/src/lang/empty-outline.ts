import type { Outline } from './outline.ts';

/** Of a file that is not parsed: one error from end to end. */
export const emptyOutline = (length: number): Outline => ({ imports: [], exports: [], bindings: [], calls: [], templates: [], functions: [], classes: [], comments: [], errors: [{ start: 0, end: length }], resolve: () => null, mutationsOf: () => [], enclosing: () => '', conditionsAround: () => [] });

/** Made when it is first asked for, and kept. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
