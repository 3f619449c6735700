/** By code units: the same on every machine, unlike a locale's order. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export interface Placed { readonly path: string; readonly start: number; readonly rule: string }

/** File order: by path, then by offset; the rule settles what is left. */
export const inFileOrder = (a: Placed, b: Placed): number => compareText(a.path, b.path) || a.start - b.start || compareText(a.rule, b.rule);
