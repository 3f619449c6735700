/** Attributes by which a class of a project's own making says its table; a trailing part may be quoted, as `__table__`. */
export const TABLE_ATTR = /^_*(?:table|table_?name|db_?table)_*$/i;

/** Attributes that hold a class's indexes, by the names that people give them. */
export const INDEX_ATTR = /^_*(?:db_?|table_?|extra_?)?(?:indexes|indices|index(?:es)?_?(?:defs?|definitions|list|sql|specs?))_*$/i;

/** What a class of a project's own making is called among the declarations of its file: another adapter may know the same class by its name. */
export const ownSymbol = (name: string): string => `own:${name}`;
export const classOfSymbol = (symbol: string): string => symbol.replace(/^own:/, '');
