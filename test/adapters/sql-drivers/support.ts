import { readFileSync } from 'node:fs';
import { sqlDrivers } from '../../../server/src/adapters/sql-drivers/index.ts';
import type { QueryRead } from '../../../server/src/adapters/adapter.ts';
import type { Dialect } from '../../../server/src/facts/dialect.ts';
import type { ColumnRef, Expr } from '../../../server/src/facts/expr.ts';
import type { QueryFact } from '../../../server/src/facts/query.ts';
import { loadSqlParsers } from '../../../server/src/host/sql-parsers.ts';
import { loadSyntax } from '../../../server/src/host/syntax.ts';
import { readOutline } from '../../../server/src/lang/read-outline.ts';
import type { Span } from '../../../server/src/text/span.ts';

const syntax = await loadSyntax();
const sql = await loadSqlParsers();

export interface Read { readonly text: string; readonly facts: QueryRead }

export function readText(text: string, dialect: Dialect | null = null): Read {
  const document = { path: 'a.ts', languageId: 'typescript', text } as const;
  const facts = sqlDrivers.readQueries?.({ document, outline: readOutline(document, syntax), sql, dialect });
  return { text, facts: facts ?? { queries: [], unread: [] } };
}

export const readProject = (name: string): Read => readText(readFileSync(new URL(`project/${name}`, import.meta.url), 'utf8'));

export const slice = (text: string, { span }: { readonly span: Span }): string => text.slice(span.start, span.end);

/** A condition as text: columns by name, `?` for values, `[…]` around what is sent only sometimes. */
export function condition(expr: Expr<ColumnRef> | null): string {
  if (expr === null) return '';
  const out = shape(expr);
  return expr.optional === true ? `[${out}]` : out;
}

function shape(expr: Expr<ColumnRef>): string {
  switch (expr.kind) {
    case 'column': return expr.column.by === 'name' ? expr.column.name : JSON.stringify(expr.column);
    case 'param': return expr.list === true ? '?*' : '?';
    case 'literal': return JSON.stringify(expr.value);
    case 'compare': return `${condition(expr.left)} ${expr.op} ${condition(expr.right)}`;
    case 'and': case 'or': return expr.args.map(condition).join(` ${expr.kind} `);
    case 'in': return `${condition(expr.arg)} in (${expr.items.map(condition).join(', ')})`;
    case 'is': return `${condition(expr.arg)} is ${expr.negated ? 'not ' : ''}${expr.test}`;
    case 'quantified': return `${condition(expr.arg)} ${expr.op} ${expr.quantifier}(${condition(expr.array)})`;
    default: return expr.kind;
  }
}

/** Every column of a condition with the text its span covers. */
export function columnTexts(text: string, value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => columnTexts(text, item));
  if (typeof value !== 'object' || value === null) return [];
  const own = 'kind' in value && value.kind === 'column' && 'span' in value ? [slice(text, value as { span: Span })] : [];
  return [...own, ...Object.entries(value).filter(([key]) => key !== 'span').flatMap(([, inner]) => columnTexts(text, inner))];
}

export const tables = (fact: QueryFact): string => fact.query.sources.map(({ relation }) => (relation.kind === 'table' && relation.table.by === 'name' ? relation.table.name : relation.kind)).join(', ');

/** One line a fact: where, table, condition, and what is special. */
export const line = (fact: QueryFact): string => [
  `${fact.enclosing}: ${fact.query.op} ${tables(fact)}`, condition(fact.query.where) && `where ${condition(fact.query.where)}`, fact.one === true ? 'one' : '', fact.dialect ?? 'any', fact.flags.join(' '),
].filter((part) => part !== '').join(' | ');
