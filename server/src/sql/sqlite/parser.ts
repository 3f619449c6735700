import { withOptions, type Stmt } from 'sqlite3-parser';

// SQLite itself reads 1_000 since 3.46; the parser wants it said.
const grammar = withOptions({ digitSeparator: '_' });

export type Parsed = { readonly ok: true; readonly root: Stmt } | { readonly ok: false; readonly message: string; readonly offset: number };

/** One statement to SQLite's own tree. Offsets are UTF-16 of `text`. */
export function parseStatement(text: string): Parsed {
  const result = grammar.parseStmt(text);
  if (result.status === 'ok') return { ok: true, root: result.root };
  const first = result.errors[0];
  return { ok: false, message: first?.message ?? 'syntax error', offset: first?.span.offset ?? 0 };
}
