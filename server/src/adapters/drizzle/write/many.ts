import type { Span } from '../../../text/span.ts';
import type { ManyInput, ManyRead } from '../../adapter.ts';
import { OTHER_SQL_TAGS } from '../vocabulary.ts';
import { type Import, importLines, importOf } from './imports.ts';

/** A read by one key as one by `inArray`: a `select` or `findFirst`. Null where columns other than the key are picked, where tables are joined, and for what cuts or groups its rows. */
export function readMany(input: ManyInput): ManyRead | null {
  const { document: { text }, fact, read, attr } = input;
  const statement = text.slice(fact.span.start, fact.span.end);
  const condition = conditionOf(input);
  if (condition === null || !isAlone(text, read, fact.span) || /\.(?:(?:left|inner|right|full|cross)Join|groupBy|having|offset|prepare|\$dynamic|for|limit\((?!\s*1\s*\)))\b/.test(statement) || /\b(?:offset|limit)\s*:/.test(statement)) return null;
  const relational = /\.query\s*\.\s*[\w$]+\s*\.\s*find(?:First|Many)\s*\(/.test(statement);
  const rowAttr = relational ? picked(statement, attr) : selected(statement, condition.column, attr);
  if (rowAttr === null) return null;
  const many = inMany(statement, condition, fact.span).replace(/\s*\.limit\(\s*1\s*\)/, '').replace(/\.findFirst(\s*)\(/, '.findMany$1(').replace(/\.get\(\s*\)$/, '.all()');
  const plain = /\beq\(/.test(many) ? many : many.replace(/\(\s*([\w$]+)\s*,\s*\{\s*eq\s*,?\s*\}\s*\)\s*=>/, '($1) =>');
  const waits = /^\(*await\b/.test(text.slice(read.start, read.end)) || !/\.(?:get|all|sync)\(\s*\)$/.test(statement);
  const takes = /\.findFirst\s*\(/.test(statement) || /\.get\(\s*\)$/.test(statement) ? 'row' : 'rows';
  return { rows: waits ? `await ${plain}` : plain, attr: rowAttr, takes, imports: condition.wanted === null ? [] : [...condition.wanted.edits, ...importLines(text, input.outline, condition.wanted.line === null ? [] : [condition.wanted.line])] };
}

/** Whether a read is the statement itself, awaited or not, or the first of its rows: what else is done with its promise or its rows would be lost. */
const isAlone = (text: string, read: Span, statement: Span): boolean => /^[\s(]*(?:await\b)?[\s(]*$/.test(text.slice(read.start, statement.start)) && /^[\s)]*(?:\[0\])?$/.test(text.slice(statement.end, read.end));

interface Written { readonly span: Span; readonly newText: string; readonly column: string | null; readonly wanted: Import | null }

/** `eq(users.id, key)`, and in an object of conditions the key alone. */
function conditionOf({ document: { text }, outline, comparison, key, keys }: ManyInput): Written | null {
  if (comparison.start === key.start && comparison.end === key.end) return { span: comparison, newText: `{ in: ${keys} }`, column: null, wanted: null };
  const column = /^(?:[\w$]+\.)*eq\(\s*([\w$.]+)\s*,\s*$/.exec(text.slice(comparison.start, key.start))?.[1];
  if (column === undefined || !/^\s*,?\s*\)$/.test(text.slice(key.end, comparison.end))) return null;
  const wanted = importOf(text, outline, 0, { imported: 'inArray', module: 'drizzle-orm', accepts: (module) => !OTHER_SQL_TAGS.has(module), otherwise: 'inArrayOf' }, /from\s+"/.test(text) ? '"' : "'");
  return { span: comparison, newText: `${wanted.name}(${column}, ${keys})`, column, wanted };
}

const inMany = (statement: string, { span, newText }: Written, { start }: Span): string => statement.slice(0, span.start - start) + newText + statement.slice(span.end - start);

/** Whether the key is among the columns that a relational query picks. */
function picked(statement: string, attr: string): string | null {
  const columns = /\bcolumns\s*:\s*\{([^}]*)\}/.exec(statement)?.[1];
  return columns === undefined || new RegExp(`(?<![\\w$])${attr}\\s*:\\s*true\\b`).test(columns) ? attr : null;
}

/** By which name the key is among what is selected. */
function selected(statement: string, column: string | null, attr: string): string | null {
  if (/\.select\(\s*\)/.test(statement)) return attr;
  const what = /\.select\(\s*\{([\s\S]*?)\}\s*\)\s*\.from\(/.exec(statement)?.[1];
  if (what === undefined || column === null) return null;
  const own = column.replace(/[.$]/g, '\\$&');
  return new RegExp(`(?<![\\w$])([A-Za-z_$][\\w$]*)\\s*:\\s*${own}\\s*(?:,|$)`).exec(what)?.[1] ?? null;
}
