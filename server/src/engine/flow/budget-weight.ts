/**
 * How many queries: a sum of terms, each so many for `n` to some power and for batches to some power. The key is both powers (`1.0` is n, `0.0` a plain number,
 * `1.1` n times each batch). How large n is only data tells, and each loop has its own: one letter stands for all of them.
 */
export type Weight = ReadonlyMap<string, number>;

export const ZERO: Weight = new Map();
export const ONE: Weight = new Map([['0.0', 1]]);
/** What a loop over data is worth, and one over batches or pages of it. */
export const N: Weight = new Map([['1.0', 1]]);
export const BATCHES: Weight = new Map([['0.1', 1]]);

/** Deeper loops than this, and larger numbers, are as many as nobody reads. */
const HIGHEST = 4;
const LARGEST = 1_000_000;

export const constant = (count: number): Weight => (count <= 0 ? ZERO : new Map([['0.0', Math.min(count, LARGEST)]]));

export const isZero = (weight: Weight): boolean => weight.size === 0;

export function plus(a: Weight, b: Weight): Weight {
  if (isZero(a) || isZero(b)) return isZero(a) ? b : a;
  const sum = new Map(a);
  for (const [key, count] of b) sum.set(key, Math.min((sum.get(key) ?? 0) + count, LARGEST));
  return sum;
}

/** At least as many as either of both, whatever n is. */
export function atLeast(a: Weight, b: Weight): Weight {
  if (isZero(a) || isZero(b)) return isZero(a) ? b : a;
  const larger = new Map(a);
  for (const [key, count] of b) larger.set(key, Math.max(larger.get(key) ?? 0, count));
  return larger;
}

export function times(a: Weight, b: Weight): Weight {
  const product = new Map<string, number>();
  for (const [left, many] of a) {
    for (const [right, more] of b) {
      const [x, y] = [powersOf(left), powersOf(right)];
      const key = `${Math.min(x.data + y.data, HIGHEST)}.${Math.min(x.batches + y.batches, HIGHEST)}`;
      product.set(key, Math.min((product.get(key) ?? 0) + many * more, LARGEST));
    }
  }
  return product;
}

function powersOf(key: string): { readonly data: number; readonly batches: number } {
  const [data = '0', batches = '0'] = key.split('.');
  return { data: Number(data), batches: Number(batches) };
}

/** Numbers by the power of n: plainly, and those for each batch. */
export function byPower(weight: Weight): { readonly plain: readonly number[]; readonly batched: readonly number[] } {
  const [plain, batched]: [number[], number[]] = [[], []];
  for (const [key, count] of weight) {
    const { data, batches } = powersOf(key);
    const list = batches === 0 ? plain : batched;
    list[data] = (list[data] ?? 0) + count;
  }
  return { plain: filled(plain), batched: filled(batched) };
}

const filled = (counts: readonly number[]): readonly number[] => Array.from(counts, (count) => count ?? 0);

const POWERS = ['', '²', '³', '⁴'];

/** `1 + 2n queries`, `1 query, and 2 for each batch`. */
export function weightText(weight: Weight): string {
  const { plain, batched } = byPower(weight);
  const parts = [...(plain.some((count) => count > 0) || batched.length === 0 ? [`${sumText(plain)} ${isOne(plain) ? 'query' : 'queries'}`] : []), ...(batched.length === 0 ? [] : [`${sumText(batched)} for each batch`])];
  return parts.join(', and ');
}

const isOne = (counts: readonly number[]): boolean => counts[0] === 1 && counts.slice(1).every((count) => count === 0);

function sumText(counts: readonly number[]): string {
  const terms = counts.flatMap((count, power) => (count === 0 ? [] : [power === 0 ? String(count) : `${count === 1 ? '' : count}n${POWERS[power - 1] ?? ''}`]));
  return terms.length === 0 ? '0' : terms.join(' + ');
}
