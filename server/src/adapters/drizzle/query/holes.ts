import type { SymbolPath, TableRef } from '../../../facts/expr.ts';
import type { CallHost, HostExpr, StringHost } from '../../../lang/expression.ts';
import { HOLE, type Hole, type SqlText } from '../../../sql/read.ts';
import { constantString, follow } from '../constants.ts';
import type { Env } from '../names/env.ts';
import { functionName, meaningOf } from '../names/names.ts';
import { COMPARISONS, INFIX } from '../vocabulary.ts';
import { isColumnPath, isTablePath, type Scope } from './scope.ts';
import { sqlTemplate, sqlTextOf } from './template.ts';

/** `before` is the SQL written up to the hole. */
export interface HolePlace { readonly before: string; readonly depth: number }

const MAX_DEPTH = 12;
const TABLE_FOLLOWS = /\b(?:from|join|update|into|table|only|using)\s*$/i;
/** Whether the SQL so far wants a table next. */
export const followsTable = (before: string): boolean => TABLE_FOLLOWS.test(before);

const LIST_FOLLOWS = /\bin\s*\(?\s*$/i;

/** What stands in a hole of a `sql` template: a table, a column, a nested piece, a value. */
export function holeOf(scope: Scope, expr: HostExpr, env: Env | null, place: HolePlace): Hole {
  if (place.depth > MAX_DEPTH) return { kind: 'unknown' };
  const meaning = meaningOf(scope.reading.names, expr, env);
  if (meaning.kind === 'path') return pathHole(scope, meaning.path, meaning.imported, place);
  if (meaning.kind === 'column') return { kind: 'column', column: { by: 'attr', source: meaning.source, attr: meaning.attr } };
  if (meaning.kind === 'source') return meaning.of.kind === 'given' ? { kind: 'unknown' } : { kind: 'table', table: { by: 'name', schema: null, name: meaning.alias } };
  const template = sqlTemplate(scope, expr, env);
  if (template !== null) return { kind: 'fragment', text: sqlTextOf(scope, template.template, template.env, place.depth), optional: false };
  const at = follow(scope.reading.names, expr, env);
  if (at.expr.kind === 'conditional') return conditionalHole(scope, at.expr, at.env, place);
  if (at.expr.kind === 'call') return callHole(scope, at.expr, at.env, place);
  return { kind: 'value', ...(at.expr.kind === 'array' || LIST_FOLLOWS.test(place.before) ? { list: true } : {}) };
}

function pathHole(scope: Scope, path: SymbolPath, imported: boolean, place: HolePlace): Hole {
  if (followsTable(place.before) || isTablePath(scope, path)) return { kind: 'table', table: { by: 'symbol', path } satisfies TableRef };
  if (isColumnPath(scope, path)) return { kind: 'column', column: { by: 'symbol', path } };
  // In a statement of its own no source is known from outside: an imported name with a member is a column there.
  if (scope.sources.length === 0 && scope.outer === null && imported && path.length >= 2) return { kind: 'column', column: { by: 'symbol', path } };
  return { kind: 'value', ...(LIST_FOLLOWS.test(place.before) ? { list: true } : {}) };
}

function conditionalHole(scope: Scope, expr: Extract<HostExpr, { kind: 'conditional' }>, env: Env | null, place: HolePlace): Hole {
  const sides = [expr.then, expr.otherwise].map((side) => holeOf(scope, side, env, { ...place, depth: place.depth + 1 }));
  const fragments = sides.filter((side) => side.kind === 'fragment' && side.text.text.trim() !== '');
  const [only] = fragments;
  if (only?.kind === 'fragment' && fragments.length === 1) return { ...only, optional: true };
  return fragments.length === 0 && sides.every((side) => side.kind === 'value') ? { kind: 'value' } : { kind: 'unknown' };
}

/** `sql.raw('…')`, `sql.identifier('x')`, `sql.join(…)`, `sql.placeholder('id')`; a condition or anything else is a value. */
function callHole(scope: Scope, call: CallHost, env: Env | null, place: HolePlace): Hole {
  const { callee } = call;
  const operator = operatorOf(functionName(scope.reading.names, callee, env));
  if (operator !== null && call.args.length === 2) return operatorHole(scope, call, operator, { env, place });
  if (callee.kind !== 'member' || functionName(scope.reading.names, callee.object, env) !== 'sql') return { kind: 'value', ...(LIST_FOLLOWS.test(place.before) ? { list: true } : {}) };
  const text = constantString(scope.reading.names, call.args[0], env);
  switch (callee.property) {
    case 'identifier': return text === null ? { kind: 'unknown' } : { kind: 'identifier', name: text };
    case 'raw': return text === null ? { kind: 'unknown' } : { kind: 'fragment', text: plainText(call, text, env, scope), optional: false };
    case 'empty': return { kind: 'fragment', text: plainText(call, '', env, scope), optional: false };
    case 'join': return joinHole(scope, call, env, place);
    default: return { kind: 'value' };
  }
}

/** `cosineDistance(t.embedding, v)` inside a template is the operator between its two sides. */
function operatorHole(scope: Scope, call: CallHost, operator: string, { env, place }: { readonly env: Env | null; readonly place: HolePlace }): Hole {
  const holes = call.args.map((arg) => ({ ...holeOf(scope, arg, env, { before: '', depth: place.depth + 1 }), span: arg.span }));
  return { kind: 'fragment', text: { text: `(${HOLE} ${operator} ${HOLE})`, holes, toDocument: () => call.span.start }, optional: false };
}

function operatorOf(name: string | null): string | null {
  if (name === null) return null;
  if (Object.hasOwn(INFIX, name)) return INFIX[name] ?? null;
  if (name === 'like' || name === 'ilike') return name;
  return Object.hasOwn(COMPARISONS, name) ? (new Map<string, string>(Object.entries(COMPARISONS)).get(name) ?? null) : null;
}

function plainText(call: CallHost, text: string, env: Env | null, scope: Scope): SqlText {
  const first = call.args[0];
  const at = first === undefined ? null : follow(scope.reading.names, first, env).expr;
  const literal: StringHost | null = at?.kind === 'string' ? at : null;
  return { text, holes: [], toDocument: literal === null ? () => call.span.start : literal.toDocument };
}

/** `sql.join([a, b], sql` and `)`: its parts where they are written out; a list of unknown length is a list of values. */
function joinHole(scope: Scope, call: CallHost, env: Env | null, place: HolePlace): Hole {
  const [items, separator] = call.args.map((arg) => follow(scope.reading.names, arg, env));
  const between = separator === undefined ? null : sqlTemplate(scope, separator.expr, separator.env);
  const glue = between === null ? ' ' : between.template.quasis.map((q) => q.value).join('');
  if (items?.expr.kind !== 'array' || items.expr.items.some((item) => item.kind === 'spread')) return glue.includes(',') ? { kind: 'value', list: true } : { kind: 'unknown' };
  const holes = items.expr.items.map((item) => ({ ...holeOf(scope, item, items.env, { ...place, depth: place.depth + 1 }), span: item.span }));
  return { kind: 'fragment', text: { text: holes.map(() => HOLE).join(glue), holes, toDocument: () => call.span.start }, optional: false };
}
