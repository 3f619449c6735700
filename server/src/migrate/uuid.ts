import { hashText } from '../text/hash.ts';

/** An id in the form of a random UUID, made of a seed, so that a dry run and the run after it write the same bytes. */
export function uuidFrom(seed: string): string {
  const hex = [1, 2, 3].map((lane) => Number.parseInt(hashText(`${lane}\n${seed}`), 36).toString(16).padStart(14, '0').slice(-11)).join('').slice(0, 32);
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4] ?? '8';
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `${variant}${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
