import type { Casing } from '../../facts/schema.ts';

/** A column's name from its attribute, as ORMs with a casing option make it (words are runs of digits and lower case, acronyms, or capitalised words). */
export function applyCasing(attr: string, casing: Casing): string {
  if (casing === 'attr') return attr;
  const words = wordsOf(attr);
  return casing === 'snake_case' ? words.join('_') : words.map((word, i) => (i === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('');
}

const wordsOf = (text: string): string[] => (text.replace(/['’]/gu, '').match(/[\da-z]+|[A-Z]+(?![a-z])|[A-Z][\da-z]+/gu) ?? [text]).map((word) => word.toLowerCase());
