import type { Dialect } from '../facts/dialect.ts';
import type { CompareOp, Expr, LikeOp } from '../facts/expr.ts';
import { quoteName } from './identifiers.ts';

/**
 * One spelling for all ways to write an expression: for comparing a condition with an index's expression or predicate. Independent of
 * dialect, layout and brackets; words are in lower case, strings are not. What was not understood is equal to nothing but itself.
 */
export function canonical<C>(expr: Expr<C>, column: (column: C) => string): string {
  const go = (inner: Expr<C>): string => canonical(inner, column);
  const all = (items: readonly Expr<C>[]): string => items.map(go).join(', ');
  const not = (negated: boolean): string => (negated ? 'not ' : '');
  switch (expr.kind) {
    case 'column': return column(expr.column);
    case 'literal': return literal(expr.value);
    case 'param': return `?${expr.name}`;
    case 'call': return `${expr.name}(${all(expr.args)})`;
    case 'cast': return `cast(${go(expr.arg)} as ${expr.type})`;
    case 'collate': return `(${go(expr.arg)} collate ${expr.collation})`;
    case 'compare': return `(${go(expr.left)} ${expr.op} ${go(expr.right)})`;
    case 'like': return `(${go(expr.arg)} ${not(expr.negated)}${expr.op} ${go(expr.pattern)}${expr.escape ? ` escape ${go(expr.escape)}` : ''})`;
    case 'in': return `(${go(expr.arg)} ${not(expr.negated)}in (${all(expr.items)}))`;
    case 'between': return `(${go(expr.arg)} ${not(expr.negated)}between ${expr.symmetric ? 'symmetric ' : ''}${go(expr.low)} and ${go(expr.high)})`;
    case 'is': return `(${go(expr.arg)} is ${not(expr.negated)}${expr.test})`;
    case 'quantified': return `(${go(expr.arg)} ${expr.op} ${expr.quantifier} (${go(expr.array)}))`;
    case 'operator': return expr.args.length === 1 ? `(${expr.op} ${all(expr.args)})` : `(${expr.args.map(go).join(` ${expr.op} `)})`;
    case 'row': case 'array': return `${expr.kind}[${all(expr.items)}]`;
    case 'and': case 'or': return `(${expr.args.map(go).join(` ${expr.kind} `)})`;
    case 'not': return `(not ${go(expr.arg)})`;
    case 'subquery': case 'opaque': return `<${expr.kind} at ${expr.span.start}-${expr.span.end}>`;
  }
}

function literal(value: string | number | boolean | null): string {
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}

/** How tightly forms bind, loosest first; what binds looser than its surroundings gets brackets. */
const LEVEL = { or: 1, and: 2, not: 3, is: 4, compare: 5, match: 6, operator: 7, sum: 8, product: 9, sign: 10, collate: 11, cast: 12, primary: 13 } as const;
type Level = (typeof LEVEL)[keyof typeof LEVEL];

/** Thrown within this file alone: the expression, or a part of it, has no text in this dialect. */
class Unprintable extends Error {}

interface Printed { readonly text: string; readonly level: Level }

/** An expression over column names as SQL, with no more brackets than it needs. Null for what has no text: subqueries, what was not understood, forms the dialect lacks. */
export function printSql(expr: Expr<string>, dialect: Dialect): string | null {
  try {
    return print(expr, dialect).text;
  } catch (error) {
    if (error instanceof Unprintable) return null;
    throw error;
  }
}

/** Whether an index key must put it in brackets: all but names and, on PostgreSQL, calls. */
export const needsBrackets = (expr: Expr<string>): boolean => expr.kind !== 'column' && expr.kind !== 'call';

function print(expr: Expr<string>, dialect: Dialect): Printed {
  const at = (inner: Expr<string>, level: Level): string => {
    const printed = print(inner, dialect);
    return printed.level >= level ? printed.text : `(${printed.text})`;
  };
  const list = (items: readonly Expr<string>[]): string => items.map((item) => print(item, dialect).text).join(', ');
  const not = (negated: boolean): string => (negated ? 'NOT ' : '');
  const primary = (text: string): Printed => ({ text, level: LEVEL.primary });
  switch (expr.kind) {
    case 'column': return primary(quoteName(expr.column, dialect));
    case 'literal': return primary(literalSql(expr.value));
    case 'call': return primary(callSql(expr.name, list(expr.args)));
    case 'cast': return castSql(expr.arg, expr.type, dialect, at);
    case 'collate': return { text: `${at(expr.arg, LEVEL.collate)} COLLATE ${quoteName(expr.collation, dialect)}`, level: LEVEL.collate };
    case 'compare': return { text: `${at(expr.left, LEVEL.match)} ${compareSql(expr.op, dialect)} ${at(expr.right, LEVEL.match)}`, level: expr.op.startsWith('is') ? LEVEL.is : LEVEL.compare };
    case 'like': return { text: `${at(expr.arg, LEVEL.operator)} ${likeSql(expr.op, expr.negated, dialect)} ${at(expr.pattern, LEVEL.operator)}${expr.escape ? ` ESCAPE ${at(expr.escape, LEVEL.operator)}` : ''}`, level: LEVEL.match };
    case 'in': return { text: `${at(expr.arg, LEVEL.operator)} ${not(expr.negated)}IN (${list(expr.items)})`, level: LEVEL.match };
    case 'between': return { text: `${at(expr.arg, LEVEL.operator)} ${not(expr.negated)}BETWEEN ${expr.symmetric ? 'SYMMETRIC ' : ''}${at(expr.low, LEVEL.operator)} AND ${at(expr.high, LEVEL.operator)}`, level: LEVEL.match };
    case 'is': return { text: `${at(expr.arg, LEVEL.compare)} IS ${not(expr.negated)}${expr.test.toUpperCase()}`, level: LEVEL.is };
    case 'quantified': return { text: `${at(expr.arg, LEVEL.operator)} ${expr.op} ${expr.quantifier.toUpperCase()} (${print(expr.array, dialect).text})`, level: LEVEL.match };
    case 'operator': return operatorSql(expr.op, expr.args, at, list);
    case 'row': return primary(`(${list(expr.items)})`);
    case 'array': return dialect === 'postgresql' ? primary(`ARRAY[${list(expr.items)}]`) : refuse();
    case 'and': return { text: expr.args.map((arg) => at(arg, LEVEL.not)).join(' AND '), level: LEVEL.and };
    case 'or': return { text: expr.args.map((arg) => at(arg, LEVEL.and)).join(' OR '), level: LEVEL.or };
    case 'not': return { text: `NOT ${at(expr.arg, LEVEL.is)}`, level: LEVEL.not };
    case 'param': case 'subquery': case 'opaque': return refuse();
  }
}

function refuse(): never {
  throw new Unprintable();
}

function literalSql(value: string | number | boolean | null): string {
  if (typeof value === 'string') return literal(value);
  return value === null ? 'NULL' : String(value).toUpperCase();
}

/** CURRENT_DATE and its kind take no brackets. */
const callSql = (name: string, args: string): string => (args === '' && /^(?:current_|local)\w+$|^(?:user|session_user)$/.test(name) ? name.toUpperCase() : `${name}(${args})`);

function castSql(arg: Expr<string>, type: string, dialect: Dialect, at: (inner: Expr<string>, level: Level) => string): Printed {
  return dialect === 'postgresql' ? { text: `${at(arg, LEVEL.cast)}::${type}`, level: LEVEL.cast } : { text: `CAST(${at(arg, LEVEL.or)} AS ${type})`, level: LEVEL.primary };
}

function compareSql(op: CompareOp, dialect: Dialect): string {
  if (op === 'is-distinct') return dialect === 'sqlite' ? 'IS NOT' : 'IS DISTINCT FROM';
  if (op === 'is-not-distinct') return dialect === 'sqlite' ? 'IS' : 'IS NOT DISTINCT FROM';
  return op;
}

const PATTERN_WORDS: Readonly<Record<'postgresql' | 'sqlite', Partial<Record<LikeOp, readonly [string, string]>>>> = {
  postgresql: { like: ['LIKE', 'NOT LIKE'], ilike: ['ILIKE', 'NOT ILIKE'], similar: ['SIMILAR TO', 'NOT SIMILAR TO'], regex: ['~', '!~'], iregex: ['~*', '!~*'], 'starts-with': ['^@', ''] },
  sqlite: { like: ['LIKE', 'NOT LIKE'], glob: ['GLOB', 'NOT GLOB'], regex: ['REGEXP', 'NOT REGEXP'], match: ['MATCH', 'NOT MATCH'] },
};

function likeSql(op: LikeOp, negated: boolean, dialect: Dialect): string {
  const word = PATTERN_WORDS[dialect === 'postgresql' ? 'postgresql' : 'sqlite'][op]?.[negated ? 1 : 0];
  return word ? word : refuse();
}

function operatorSql(op: string, args: readonly Expr<string>[], at: (inner: Expr<string>, level: Level) => string, list: (items: readonly Expr<string>[]) => string): Printed {
  const [left, right] = args;
  if (!left) return refuse();
  if (op === '[]') return { text: `${at(left, LEVEL.primary)}[${list(args.slice(1))}]`, level: LEVEL.primary };
  if (!right) return { text: `${op}${/[a-z]/i.test(op) ? ' ' : ''}${at(left, LEVEL.cast)}`, level: LEVEL.sign };
  const level = /^[-+]$/.test(op) ? LEVEL.sum : /^[*/%]$/.test(op) ? LEVEL.product : LEVEL.operator;
  const next = level === LEVEL.sum ? LEVEL.product : level === LEVEL.product ? LEVEL.sign : LEVEL.sum;
  return { text: `${at(left, level)} ${op} ${at(right, next)}`, level };
}
