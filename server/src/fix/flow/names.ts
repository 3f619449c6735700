/** A name in the plural, as far as English goes; one that is in it stays. */
export function plural(name: string): string {
  if (/(?:[^s]s|data|children|people)$/i.test(name)) return name;
  if (/[^aeiou]y$/i.test(name)) return `${name.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh)$/i.test(name) ? `${name}es` : `${name}s`;
}

/** The name itself, or with the least number behind it that the text does not have yet. */
export function freeName(text: string, name: string): string {
  const taken = (candidate: string): boolean => new RegExp(`(?<![\\w$])${candidate.replaceAll('$', '\\$')}(?![\\w$])`).test(text);
  if (!taken(name)) return name;
  for (let number = 2; ; number++) if (!taken(`${name}${number}`)) return `${name}${number}`;
}

const capital = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1);

/** `users_by_id`, `usersById`. */
export const byKeyName = (rows: string, attr: string, style: 'snake' | 'camel'): string => (style === 'snake' ? `${plural(rows)}_by_${attr}` : `${plural(rows)}By${capital(attr)}`);
