/**
 * Types of columns by the field's type, as far as PostgreSQL and SQLite agree; null where they do not (a date is a timestamp in one
 * and a text in the other).
 */
export const COLUMN_TYPES: Readonly<Record<string, string | null>> = {
  text: 'varchar', textarea: 'varchar', email: 'varchar', code: 'varchar', slug: 'varchar', checkbox: 'boolean', number: 'numeric', date: null, json: null, richText: null, point: null, select: null, radio: null,
};

/** Fields that only lay out others. */
export const TRANSPARENT: ReadonlySet<string> = new Set(['row', 'collapsible']);

/** Fields without a column or a table. */
export const NO_COLUMN: ReadonlySet<string> = new Set(['ui', 'join']);
