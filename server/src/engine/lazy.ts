/** Computes once, when first asked. */
export function lazy<T>(compute: () => T): () => T {
  let known: { readonly value: T } | null = null;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}

/** Gives an object a field that is computed when first read, and plain data from then on. */
export function lateField(target: object, key: string, compute: () => unknown): void {
  Object.defineProperty(target, key, {
    enumerable: true, configurable: true,
    get: () => {
      const value = compute();
      Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
      return value;
    },
  });
}
