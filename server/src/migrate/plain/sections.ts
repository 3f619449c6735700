/**
 * Marker comments that divide one file into its way up and its way back, as they stand in the project's own files, so that every
 * runner of this kind is served as its project writes (goose, dbmate, sql-migrate, node-pg-migrate and home-made ones).
 */
export interface Sections {
  readonly up: string;
  readonly down: string;
  /** An empty line follows a marker. */
  readonly gap: boolean;
  /** Lines that the project puts around each statement (`-- +goose StatementBegin`). */
  readonly wrap: { readonly begin: string; readonly end: string } | null;
}

const UP = /^[ \t]*--[ \t]*(?:\+\w+[ \t]+|\w+:|@)?up\b[^\n\r]*$/im;
const DOWN = /^[ \t]*--[ \t]*(?:\+\w+[ \t]+|\w+:|@)?(?:down|rollback|undo)\b[^\n\r]*$/im;
const BEGIN = /^[ \t]*(--[ \t]*\+\w+[ \t]+StatementBegin)\b[^\n\r]*$/im;

/** The markers of a file; null when it has no pair of them in this order. */
export function sectionsOf(text: string): Sections | null {
  const up = UP.exec(text);
  const down = DOWN.exec(text);
  if (up === null || down === null || down.index < up.index) return null;
  const begin = BEGIN.exec(text)?.[1];
  const gap = /^[ \t]*\r?\n[ \t]*\r?\n/.test(text.slice(up.index + up[0].length));
  return { up: withoutOptions(up[0]), down: withoutOptions(down[0]), gap, wrap: begin === undefined ? null : { begin, end: begin.replace(/Begin$/i, 'End') } };
}

const withoutOptions = (line: string): string => line.trim().replace(/\s+(?:transaction:\w+|notransaction)\b/i, '');
