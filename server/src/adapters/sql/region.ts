import type { CallHost, StringHost, TemplateHost } from '../../lang/expression.ts';
import type { Outline } from '../../lang/outline.ts';
import { type HostText, textsOf } from '../../lang/texts.ts';
import { split } from '../../sql/split.ts';
import type { Dialect } from '../../facts/dialect.ts';
import { quotesAround } from '../../text/host-quotes.ts';
import { contains, type Document, type Span } from '../../text/span.ts';

/** The stretch of a document that holds SQL around a statement, and how text is written into it. */
export interface Region {
  readonly span: Span;
  /** `lines`: a SQL file or a template, where a line end is one; `one-line`: between quotes. */
  readonly form: 'lines' | 'one-line';
  readonly escape: (text: string) => string;
}

/**
 * The region around a statement; null where no second statement may be put: in a string that is handed over as one statement (`prepare`, or
 * unknown), or in a migration.
 */
export function regionAround(document: Document, outline: Outline | null, statement: Span, dialect: Dialect): Region | null {
  if (outline === null) return { span: { start: 0, end: document.text.length }, form: 'lines', escape: (text) => text };
  if (isMigration(document, outline, statement)) return null;
  const around = textsOf(outline).find(({ text }) => contains(text.span, statement));
  if (around === undefined || !takesSeveral(around, outline, document.text, dialect)) return null;
  const span = innerOf(around.text);
  const quotes = quotesAround(document.text, around.text.span, span.start);
  return { span, form: quotes.lines ? 'lines' : 'one-line', escape: quotes.escape };
}

/** Migrations are kept in code too, and an applied one is not to be changed. What a function such as `migrate` runs with IF NOT EXISTS is run at every start. */
export function isMigration(document: Document, outline: Outline, statement: Span): boolean {
  const around = outline.enclosing(statement.start).split('.').at(-1) ?? '';
  if (/migrations?\//i.test(document.path)) return true;
  if (!/migrat/i.test(around + document.path.slice(document.path.lastIndexOf('/') + 1))) return false;
  const again = /\bif\s+not\s+exists\b/i.test(document.text.slice(statement.start, statement.start + 120));
  return !(again && /^(run|apply|migrate|init|ensure|set_?up|perform|do|auto)/i.test(around));
}

function takesSeveral({ text, call }: HostText, outline: Outline, source: string, dialect: Dialect): boolean {
  const inner = innerOf(text);
  const statements = split(source.slice(inner.start, inner.end), dialect).filter((piece) => piece.kind === 'statement');
  return statements.length > 1 || runsScripts(call) || isRunByName(text, outline);
}

/** Methods that run all statements of a text: better-sqlite3, node:sqlite, libsql, D1, PGlite, Expo, Python's sqlite3. */
const RUNS_SCRIPTS = new Set(['exec', 'execAsync', 'execSync', 'executeMultiple', 'executescript']);

const runsScripts = (call: CallHost | null): boolean => call !== null && call.callee.kind === 'member' && RUNS_SCRIPTS.has(call.callee.property);

/** `SCHEMA = "…"`, and `db.executescript(SCHEMA)` further down. */
function isRunByName(text: HostText['text'], outline: Outline): boolean {
  const binding = outline.bindings.find(({ init }) => init?.span.start === text.span.start && init.span.end === text.span.end);
  return binding !== undefined && outline.calls.some((call) => runsScripts(call) && call.args.some((arg) => arg.kind === 'identifier' && arg.name === binding.name && outline.resolve(arg.name, arg.span.start)?.span.start === binding.span.start));
}

/** What stands between the quotes. */
export const innerOf = (text: StringHost | TemplateHost): Span => (text.kind === 'string' ? text.inner : { start: text.quasis[0]?.inner.start ?? text.span.start, end: text.quasis.at(-1)?.inner.end ?? text.span.end });
