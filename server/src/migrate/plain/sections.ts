/**
 * Marker comments that divide one file into its way up and its way back, as they stand in the project's own files, so that every
 * runner of this kind is served without being known (goose, dbmate, sql-migrate, node-pg-migrate and home-made ones).
 */
export interface Sections {
  readonly up: string;
  readonly down: string;
  /** How the tool is told to run a file outside a transaction: a line before `up`, or words after it; null where that is not known. */
  readonly outside: { readonly line: string } | { readonly suffix: string } | null;
}

const UP = /^[ \t]*--[ \t]*(?:\+\w+[ \t]+|\w+:|@)?up\b[^\n\r]*$/im;
const DOWN = /^[ \t]*--[ \t]*(?:\+\w+[ \t]+|\w+:|@)?(?:down|rollback|undo)\b[^\n\r]*$/im;

/** The markers of a file; null when it has no pair of them in this order. */
export function sectionsOf(text: string): Sections | null {
  const up = UP.exec(text);
  const down = DOWN.exec(text);
  if (up === null || down === null || down.index < up.index) return null;
  const upLine = withoutOptions(up[0]);
  const downLine = withoutOptions(down[0]);
  return { up: upLine, down: downLine, outside: outsideTransaction(upLine) };
}

const withoutOptions = (line: string): string => line.trim().replace(/\s+(?:transaction:\w+|notransaction)\b/i, '');

function outsideTransaction(up: string): Sections['outside'] {
  if (/\+goose/i.test(up)) return { line: '-- +goose NO TRANSACTION' };
  if (/migrate:up/i.test(up)) return { suffix: ' transaction:false' };
  if (/\+migrate/i.test(up)) return { suffix: ' notransaction' };
  return null;
}
