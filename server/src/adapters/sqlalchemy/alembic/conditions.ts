import type { Dialect } from '../../../facts/dialect.ts';
import type { Outline } from '../../../lang/outline.ts';
import type { Span } from '../../../text/span.ts';
import { type Names, truthOf, type Value } from './values.ts';

/**
 * What is known of an `if`. `asks`: it looks whether something is there already, so that on an empty database it runs as far as it is needed; `unknown`: it hangs on something
 * that no file tells.
 */
export type Verdict = 'yes' | 'no' | 'asks' | 'unknown';

export interface Asked { readonly text: string; readonly test: Span; readonly outline: Outline; readonly dialect: Dialect; readonly names: Names }

/** What a test comes to on this dialect. It is read as text: people write few forms of it. */
export function judge(asked: Asked): Verdict {
  return judgeText(unbracketed(asked.text.slice(asked.test.start, asked.test.end).replace(/\s+/g, ' ').trim()), asked, 0);
}

function judgeText(test: string, asked: Asked, depth: number): Verdict {
  if (depth > 8 || test.length > 2000) return 'unknown';
  const either = splitTop(test, ' or ');
  if (either.length > 1) return any(either.map((part) => judgeText(unbracketed(part), asked, depth + 1)));
  const both = splitTop(test, ' and ');
  if (both.length > 1) return all(both.map((part) => judgeText(unbracketed(part), asked, depth + 1)));
  const negated = /^not\s+(.*)$/.exec(test)?.[1];
  if (negated !== undefined) return opposite(judgeText(unbracketed(negated), asked, depth + 1));
  return ofDialect(test, asked) ?? ofNames(test, asked) ?? (asksWhatIsThere(test, asked) ? 'asks' : 'unknown');
}

const opposite = (verdict: Verdict): Verdict => (verdict === 'yes' ? 'no' : verdict === 'no' ? 'yes' : verdict);
const any = (parts: readonly Verdict[]): Verdict => (parts.includes('yes') ? 'yes' : parts.includes('unknown') ? 'unknown' : parts.includes('asks') ? 'asks' : 'no');
const all = (parts: readonly Verdict[]): Verdict => (parts.includes('no') ? 'no' : parts.includes('unknown') ? 'unknown' : parts.includes('asks') ? 'asks' : 'yes');

const unbracketed = (test: string): string => (test.startsWith('(') && closing(test) === test.length - 1 ? unbracketed(test.slice(1, -1).trim()) : test);

function closing(test: string): number {
  let depth = 0;
  for (let i = 0; i < test.length; i++) {
    if (test.charAt(i) === '(') depth++;
    else if (test.charAt(i) === ')' && --depth === 0) return i;
  }
  return -1;
}

/** Parts between a word, outside brackets and strings. */
function splitTop(test: string, word: string): readonly string[] {
  const parts: string[] = [];
  let [depth, from, quote] = [0, 0, ''];
  for (let i = 0; i < test.length; i++) {
    const char = test.charAt(i);
    if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char)) depth--;
    else if (depth === 0 && test.startsWith(word, i)) { parts.push(test.slice(from, i).trim()); from = i + word.length; i = from - 1; }
  }
  return [...parts, test.slice(from).trim()];
}

const FAMILIES: Readonly<Record<string, readonly Dialect[]>> = { postgresql: ['postgresql'], postgres: ['postgresql'], sqlite: ['sqlite'], sqlite3: ['sqlite'], mysql: ['mysql', 'mariadb'], mariadb: ['mariadb', 'mysql'], mssql: [], oracle: [], cockroachdb: [], snowflake: [], bigquery: [], duckdb: [], clickhouse: [] };

/** `bind.dialect.name == 'postgresql'`, `dialect in ('mysql', 'mariadb')`, `is_sqlite()`. */
function ofDialect(test: string, { dialect }: Asked): Verdict | null {
  const words = [...test.matchAll(/'([\w+]*)'|"([\w+]*)"/g)].map(([, single, double]) => (single ?? double ?? '').toLowerCase().replace(/\+.*$/, ''));
  const isHere = (word: string): boolean => FAMILIES[word]?.includes(dialect) === true;
  if (words.length > 0 && words.every((word) => Object.hasOwn(FAMILIES, word)) && /dialect|engine|driver|backend|bind|name|db|url/i.test(test)) {
    const here = words.some(isHere);
    return /!=|\bnot in\b|<>/.test(test) === here ? 'no' : 'yes';
  }
  const asked = /\b(?:_|\w+_)?(?:is|using|on|for)_?(postgres(?:ql)?|pg|sqlite3?|mysql|mariadb|mssql|oracle)\b/i.exec(test)?.[1]?.toLowerCase();
  if (asked === undefined || /[=<>]|\bin\b/.test(test)) return null;
  return (asked === 'pg' ? dialect === 'postgresql' : isHere(asked)) ? 'yes' : 'no';
}

/** A name, or a name beside a text, where loops and parameters say what it stands for. */
function ofNames(test: string, { names }: Asked): Verdict | null {
  const said = (value: boolean | null): Verdict | null => (value === null ? null : value ? 'yes' : 'no');
  if (/^(?:True|False|1|0)$/.test(test)) return said(test === 'True' || test === '1');
  if (/is_offline_mode|\.as_sql\b/.test(test)) return 'no';
  const name = /^\w+$/.exec(test)?.[0];
  const value = name === undefined ? undefined : names.get(name);
  if (value !== undefined) return said(truthOf(value));
  const [, left, op, single, double] = /^(\w+) (==|!=|is not|is) (?:'([^']*)'|"([^"]*)"|None)$/.exec(test) ?? [];
  const compared = left === undefined ? undefined : names.get(left);
  if (compared === undefined || op === undefined) return null;
  const equal = equals(compared, single ?? double ?? null);
  return equal === null ? null : said(equal === (op === '==' || op === 'is'));
}

const equals = (value: Value, text: string | null): boolean | null => (value.kind === 'code' ? null : text === null ? value.kind === 'none' : value.kind === 'text' && value.text === text);

const LOOKS = /has_table|has_column|has_index|get_(?:columns|indexes|table_names|view_names|schema_names|foreign_keys|unique_constraints|pk_constraint|check_constraints|enums)|information_schema|\bpg_\w+|sqlite_master|\bPRAGMA\b|\binspect(?:or|ion)?\b|\binsp\b|to_regclass|SHOW (?:INDEX|COLUMNS|TABLES)|\bexists?\b|_exists?\b|\bexists?_|\bexisting\w*/i;

/** The test itself, or what its names were made of, looks at the database as it is. */
function asksWhatIsThere(test: string, { outline, text, test: { start } }: Asked): boolean {
  if (LOOKS.test(test)) return true;
  const names = new Set(test.replace(/'[^']*'|"[^"]*"/g, '').match(/\b[A-Za-z_]\w*\b/g) ?? []);
  return [...names].slice(0, 20).some((name) => made(name, start, outline, text).some((part) => LOOKS.test(part)));
}

/** The texts that a name comes from: what it was given, and one step further. */
function made(name: string, offset: number, outline: Outline, text: string): readonly string[] {
  const binding = outline.resolve(name, offset);
  if (binding === null || binding.init === null) return [];
  const slice = (span: Span): string => text.slice(span.start, Math.min(span.end, span.start + 4000));
  const own = slice(binding.init.span);
  if (binding.init.kind === 'function') return [own];
  const further = [...new Set(own.match(/\b[A-Za-z_]\w*\b/g) ?? [])].slice(0, 20).flatMap((inner) => { const next = inner === name ? null : outline.resolve(inner, binding.span.start); return next?.init == null ? [] : [slice(next.init.span)]; });
  return [own, ...further];
}
