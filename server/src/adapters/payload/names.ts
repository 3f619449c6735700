/**
 * Names as Payload makes them (to-snake-case 1.0, which it uses for slugs and fields): what has separators is only lowered, so that
 * `search-terms` is `search_terms`, `canonicalURL` is `canonical_u_r_l`, and `fooBar-baz` is `foobar_baz`.
 */
export function snakeCase(name: string): string {
  return words(name).replace(/[\W_]+(.|$)/g, (_, next: string) => (next === '' ? '' : ` ${next}`)).trim().replace(/\s/g, '_');
}

function words(name: string): string {
  if (/\s/.test(name)) return name.toLowerCase();
  if (/[_.:-]/.test(name)) return (name.replace(/[\W_]+(.|$)/g, (_, next: string) => (next === '' ? '' : ` ${next}`)) || name).toLowerCase();
  if (!/[a-z][A-Z]|[A-Z][a-z]/.test(name)) return name.toLowerCase();
  return name.replace(/(.)([A-Z]+)/g, (_, before: string, capitals: string) => `${before} ${capitals.toLowerCase().split('').join(' ')}`).toLowerCase();
}

/** The column of a field: `_status` keeps its underscore. */
export const columnOf = (field: string): string => (field.startsWith('_') ? '_' : '') + snakeCase(field);

/** What may stand in front of `_idx`: PostgreSQL's 63 bytes, of which Payload leaves three for a number (`maxGeneratedIdentifierLength`). */
const LONGEST = 60;

/** `posts_title_idx`; a name that is too long is cut in front of its suffix. */
export const indexName = (name: string): string => (name.length + 4 > LONGEST ? name.slice(0, LONGEST - 4) : name) + '_idx';

export const COLLECTIONS = 'collections/';
export const GLOBALS = 'globals/';
export const VERSIONS = 'versions/';
