import type { Span, TextEdit } from '../../../text/span.ts';
import type { ConditionInput, ConditionTest } from '../../adapter.ts';
import { importEdits } from './imports.ts';
import { type Layout, layoutOf, literal } from './layout.ts';
import { type Names, namesAt } from './names.ts';

/**
 * Puts `func.date(Visit.at) == day` as `and_(Visit.at >= text('(:day)::date').bindparams(day=day), Visit.at < …)`, with what it needs to the imports. A value that
 * is no more than the host's own is compared as it is. Null for operators that are not said with Python's.
 */
export function writeCondition({ document: { text }, outline, span, rewrite }: ConditionInput): readonly TextEdit[] | null {
  const quote = text.split("'").length > text.split('"').length ? "'" : '"';
  const layout = layoutOf(text, { outer: span.start, inner: span.start, quote });
  const names = namesAt(outline, span.start, outline.calls, []);
  const column = slice(text, rewrite.column);
  // A condition by an argument's name has no column to be compared.
  if (!/^[\w.]+\.\w+$/.test(column) || rewrite.tests.some(({ op }) => op === '@>')) return null;
  // One statement has each parameter's name once.
  const given = new Map<string, string>();
  const tests = rewrite.tests.map(({ op, value }) => `${column} ${op === '=' ? '==' : op} ${valueText(value, { text, names, layout, given })}`);
  const all = tests.length === 1 ? tests.join() : `${names.name('and_')}(${tests.join(', ')})`;
  const newText = rewrite.orNull ? `${names.name('or_')}(${all}, ${column}.is_(None))` : all;
  return [{ span: balanced(text, span), newText }, ...importEdits(text, outline, names.missing, layout)];
}

const slice = (text: string, span: Span): string => text.slice(span.start, span.end);

/** Brackets around an operand at either end are no part of it, and of the whole: they go with it. */
function balanced(text: string, { start, end }: Span): Span {
  let [from, to] = [start, end];
  const code = text.slice(start, end).replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, '');
  let [open, missing] = [0, 0];
  for (const character of code) {
    if (character === '(') open++;
    else if (character === ')' && --open < 0) { open = 0; missing++; }
  }
  for (; open > 0; open--) to += /^\s*\)/.exec(text.slice(to, to + 200))?.[0].length ?? 0;
  for (; missing > 0; missing--) from -= /\(\s*$/.exec(text.slice(Math.max(0, from - 200), from))?.[0].length ?? 0;
  return { start: from, end: to };
}

/** A value beside an operator: what binds looser had brackets, which are no part of it. */
function operand(text: string, span: Span): string {
  const source = slice(text, span);
  return /^(?:[\w.]+(?:\([^()]*\))?|'[^']*'|"[^"]*")$/.test(source) ? source : `(${source})`;
}

interface Writing { readonly text: string; readonly names: Names; readonly layout: Layout; readonly given: Map<string, string> }

function valueText(value: ConditionTest['value'], { text, names, layout, given }: Writing): string {
  const [only] = value;
  if (value.length === 1 && only !== undefined) return typeof only !== 'string' ? operand(text, only) : /^-?\d+$/.test(only) ? only : `${names.name('text')}(${literal(only, layout)})`;
  // A sum of values is one of Python too.
  if (value.every((piece) => typeof piece !== 'string' || /^[-+() ]*$/.test(piece))) return value.map((piece) => (typeof piece === 'string' ? piece : operand(text, piece))).join('');
  // Between a parameter and `::` a bracket has to stand, or SQLAlchemy takes the parameter's last letter for another thing.
  const used = new Map<string, string>();
  const sql = value.map((piece) => { if (typeof piece === 'string') return piece; const source = slice(text, piece); const name = parameter(source, given); used.set(name, source); return `(:${name})`; }).join('');
  return `${names.name('text')}(${literal(sql, layout)}).bindparams(${[...used].map(([name, source]) => `${name}=${source}`).join(', ')})`;
}

/** A parameter's name: the value's own where it is one. */
function parameter(source: string, given: Map<string, string>): string {
  const known = given.get(source);
  if (known !== undefined) return known;
  const last = /(?:^|\.)([A-Za-z_]\w*)$/.exec(source)?.[1] ?? 'value';
  const name = [...given.values()].includes(last) ? `${last}_${given.size + 1}` : last;
  given.set(source, name);
  return name;
}
