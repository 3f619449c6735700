import { type Dialect, isMysql } from '../facts/dialect.ts';
import type { CompareOp, Expr, LikeOp, LiteralExpr } from '../facts/expr.ts';
import { literal } from './canonical.ts';
import { quoteName } from './identifiers.ts';

/** How tightly forms bind, loosest first; what binds looser than its surroundings gets brackets. */
const LEVEL = { or: 1, and: 2, not: 3, is: 4, compare: 5, match: 6, operator: 7, sum: 8, product: 9, sign: 10, collate: 11, cast: 12, primary: 13 } as const;
type Level = (typeof LEVEL)[keyof typeof LEVEL];

interface Printed { readonly text: string; readonly level: Level }

/** What is printed: for which dialect, how a column is written, and whether something had no text in it. */
interface Printing { readonly dialect: Dialect; readonly column: (name: string) => string; unprintable: boolean }

/** An expression over column names as SQL, with no more brackets than it needs; `column` says how a column is written where its name will not do. Null for what has no text: subqueries, what was not understood, forms the dialect lacks. */
export function printSql(expr: Expr<string>, dialect: Dialect, column = (name: string): string => quoteName(name, dialect)): string | null {
  const printing: Printing = { dialect, column, unprintable: false };
  const { text } = print(expr, printing);
  return printing.unprintable ? null : text;
}

/** The same for people to read: what has no text shows as `…`. */
export const printExpr = (expr: Expr<string>, dialect: Dialect): string => print(expr, { dialect, column: (name) => quoteName(name, dialect), unprintable: false }).text;

/** Whether an index key must put it in brackets: all but names and, on PostgreSQL, calls. */
export const needsBrackets = (expr: Expr<string>): boolean => expr.kind !== 'column' && expr.kind !== 'call';

function print(expr: Expr<string>, printing: Printing): Printed {
  const { dialect } = printing;
  const at = (inner: Expr<string>, level: Level): string => {
    const printed = print(inner, printing);
    return printed.level >= level ? printed.text : `(${printed.text})`;
  };
  const list = (items: readonly Expr<string>[]): string => items.map((item) => print(item, printing).text).join(', ');
  const not = (negated: boolean): string => (negated ? 'NOT ' : '');
  const primary = (text: string): Printed => ({ text, level: LEVEL.primary });
  switch (expr.kind) {
    case 'column': return primary(printing.column(expr.column));
    case 'literal': return primary(expr.type === 'blob' ? missing(printing) : literalSql(expr, dialect));
    case 'call': return primary(callSql(expr.name, list(expr.args)));
    case 'cast': return castSql(expr.arg, expr.type, printing, at);
    case 'collate': return { text: `${at(expr.arg, LEVEL.collate)} COLLATE ${quoteName(expr.collation, dialect)}`, level: LEVEL.collate };
    // No operator of MySQL says that two values differ or are NULL on one side alone.
    case 'compare': if (expr.op === 'is-distinct' && isMysql(dialect)) return { text: `NOT (${at(expr.left, LEVEL.match)} <=> ${at(expr.right, LEVEL.match)})`, level: LEVEL.not }; return { text: `${at(expr.left, LEVEL.match)} ${compareSql(expr.op, dialect)} ${at(expr.right, LEVEL.match)}`, level: expr.op.startsWith('is') ? LEVEL.is : LEVEL.compare };
    case 'like': return { text: `${at(expr.arg, LEVEL.operator)} ${likeSql(expr.op, expr.negated, printing)} ${at(expr.pattern, LEVEL.operator)}${expr.escape ? ` ESCAPE ${at(expr.escape, LEVEL.operator)}` : ''}`, level: LEVEL.match };
    case 'in': return { text: `${at(expr.arg, LEVEL.operator)} ${not(expr.negated)}IN (${list(expr.items)})`, level: LEVEL.match };
    case 'between': return { text: `${at(expr.arg, LEVEL.operator)} ${not(expr.negated)}BETWEEN ${expr.symmetric ? 'SYMMETRIC ' : ''}${at(expr.low, LEVEL.operator)} AND ${at(expr.high, LEVEL.operator)}`, level: LEVEL.match };
    case 'is': return { text: `${at(expr.arg, LEVEL.compare)} IS ${not(expr.negated)}${expr.test.toUpperCase()}`, level: LEVEL.is };
    case 'quantified': return { text: `${at(expr.arg, LEVEL.operator)} ${expr.op} ${expr.quantifier.toUpperCase()} (${print(expr.array, printing).text})`, level: LEVEL.match };
    case 'operator': return operatorSql(expr.op, expr.args, at, list);
    case 'row': return primary(`(${list(expr.items)})`);
    case 'array': return dialect === 'postgresql' ? primary(`ARRAY[${list(expr.items)}]`) : primary(missing(printing));
    case 'and': return { text: expr.args.map((arg) => at(arg, LEVEL.not)).join(' AND '), level: LEVEL.and };
    case 'or': return { text: expr.args.map((arg) => at(arg, LEVEL.and)).join(' OR '), level: LEVEL.or };
    case 'not': return { text: `NOT ${at(expr.arg, LEVEL.is)}`, level: LEVEL.not };
    case 'param': case 'subquery': case 'opaque': return primary(missing(printing));
  }
}

function missing(printing: Printing): string {
  printing.unprintable = true;
  return '…';
}

/** MySQL takes a backslash in a string for an escape. */
const literalSql = (expr: LiteralExpr, dialect: Dialect): string => (expr.type !== 'string' ? literal(expr).toUpperCase() : isMysql(dialect) ? literal(expr).replaceAll('\\', '\\\\') : literal(expr));

/** CURRENT_DATE and its kind take no brackets. */
const callSql = (name: string, args: string): string => (args === '' && /^(?:current_|local)\w+$|^(?:user|session_user)$/.test(name) ? name.toUpperCase() : `${name}(${args})`);

function castSql(arg: Expr<string>, type: string, printing: Printing, at: (inner: Expr<string>, level: Level) => string): Printed {
  if (printing.dialect === 'postgresql') return { text: `${at(arg, LEVEL.cast)}::${type}`, level: LEVEL.cast };
  // MySQL: an interval's unit is no part of its type.
  if (type === 'interval' && isMysql(printing.dialect)) return { text: missing(printing), level: LEVEL.primary };
  const array = isMysql(printing.dialect) ? type.replace('[]', ' array') : type;
  return { text: `CAST(${at(arg, LEVEL.or)} AS ${array})`, level: LEVEL.primary };
}

function compareSql(op: CompareOp, dialect: Dialect): string {
  if (op === 'is-distinct') return dialect === 'sqlite' ? 'IS NOT' : 'IS DISTINCT FROM';
  if (op === 'is-not-distinct' && isMysql(dialect)) return '<=>';
  if (op === 'is-not-distinct') return dialect === 'sqlite' ? 'IS' : 'IS NOT DISTINCT FROM';
  return op;
}

const PATTERN_WORDS: Readonly<Record<'postgresql' | 'sqlite' | 'mysql', Partial<Record<LikeOp, readonly [string, string]>>>> = {
  postgresql: { like: ['LIKE', 'NOT LIKE'], ilike: ['ILIKE', 'NOT ILIKE'], similar: ['SIMILAR TO', 'NOT SIMILAR TO'], regex: ['~', '!~'], iregex: ['~*', '!~*'], 'starts-with': ['^@', ''] },
  mysql: { like: ['LIKE', 'NOT LIKE'], regex: ['REGEXP', 'NOT REGEXP'] },
  sqlite: { like: ['LIKE', 'NOT LIKE'], glob: ['GLOB', 'NOT GLOB'], regex: ['REGEXP', 'NOT REGEXP'], match: ['MATCH', 'NOT MATCH'] },
};

function likeSql(op: LikeOp, negated: boolean, printing: Printing): string {
  const word = PATTERN_WORDS[printing.dialect === 'mariadb' ? 'mysql' : printing.dialect][op]?.[negated ? 1 : 0];
  return word || missing(printing);
}

function operatorSql(op: string, args: readonly Expr<string>[], at: (inner: Expr<string>, level: Level) => string, list: (items: readonly Expr<string>[]) => string): Printed {
  const [left, right] = args;
  if (!left) return { text: op, level: LEVEL.primary };
  if (op === '[]') return { text: `${at(left, LEVEL.primary)}[${list(args.slice(1))}]`, level: LEVEL.primary };
  if (!right) return { text: `${op}${/[a-z]/i.test(op) ? ' ' : ''}${at(left, LEVEL.cast)}`, level: LEVEL.sign };
  const level = /^[-+]$/.test(op) ? LEVEL.sum : /^[*/%]$/.test(op) ? LEVEL.product : LEVEL.operator;
  // Dialects rank the other operators differently: only a chain of the same one goes without brackets.
  const chain = left.kind === 'operator' && left.op === op;
  const inner = level === LEVEL.operator ? LEVEL.sign : level;
  const next = level === LEVEL.sum ? LEVEL.product : LEVEL.sign;
  return { text: `${at(left, chain ? level : inner)} ${op} ${at(right, next)}`, level };
}
