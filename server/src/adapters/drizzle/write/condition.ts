import type { Span, TextEdit } from '../../../text/span.ts';
import type { ConditionInput, ConditionTest } from '../../adapter.ts';
import { OTHER_SQL_TAGS } from '../vocabulary.ts';
import { type Import, importLines, importOf } from './imports.ts';

const OPERATORS: Readonly<Partial<Record<ConditionTest['op'], string>>> = { '=': 'eq', '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' };

/** Puts ``eq(sql`date(${t.at})`, day)`` as ``and(gte(t.at, sql`${day}::date`), lt(t.at, sql`${day}::date + 1`))``, with what it needs to the imports. Null for an operator that has no function. */
export function writeCondition({ document, outline, span, rewrite }: ConditionInput): readonly TextEdit[] | null {
  const wanted = new Map<string, Import>();
  const name = (imported: string): string => {
    const found = wanted.get(imported) ?? importOf(document.text, outline, span.start, { imported, module: 'drizzle-orm', accepts: (module) => !OTHER_SQL_TAGS.has(module), otherwise: `${imported}Of` }, quoteIn(document.text));
    wanted.set(imported, found);
    return found.name;
  };
  const column = slice(document.text, rewrite.column);
  const tests = rewrite.tests.map((test) => testText(test, column, document.text, name));
  if (tests.includes(null)) return null;
  const all = tests.length === 1 ? tests.join() : `${name('and')}(${tests.join(', ')})`;
  const newText = rewrite.orNull ? `${name('or')}(${all}, ${name('isNull')}(${column}))` : all;
  const imports = [...wanted.values()];
  return [{ span, newText }, ...merged(imports.flatMap((i) => i.edits)), ...importLines(document.text, outline, imports.flatMap((i) => i.line ?? []))];
}

function testText({ op, value }: ConditionTest, column: string, text: string, name: (imported: string) => string): string | null {
  const operator = OPERATORS[op];
  return operator === undefined ? null : `${name(operator)}(${column}, ${valueText(value, text, name)})`;
}

/** A value alone is handed over as it is; with SQL around it, it stands in a template. */
function valueText(value: ConditionTest['value'], text: string, name: (imported: string) => string): string {
  const [only] = value;
  if (value.length === 1 && only !== undefined) return typeof only === 'string' ? plainText(only, name) : slice(text, only);
  return `${name('sql')}\`${value.map((piece) => (typeof piece === 'string' ? piece : `\${${slice(text, piece)}}`)).join('')}\``;
}

/** Whole numbers are the same in both languages. */
const plainText = (sql: string, name: (imported: string) => string): string => (/^-?\d+$/.test(sql) ? sql : `${name('sql')}\`${sql}\``);

const slice = (text: string, span: Span): string => text.slice(span.start, span.end);

/** Several names put at one place of an import list are one edit. */
function merged(edits: readonly TextEdit[]): readonly TextEdit[] {
  const at = new Map<number, TextEdit>();
  for (const edit of edits) {
    const known = at.get(edit.span.start);
    at.set(edit.span.start, known === undefined ? edit : { ...known, newText: known.newText + edit.newText });
  }
  return [...at.values()];
}

const quoteIn = (text: string): string => (/from\s+"/.test(text) ? '"' : "'");
