import type { HostExpr, HostProperty } from '../../lang/expression.ts';
import type { Binding } from '../../lang/outline.ts';
import { alternatives } from './alternatives.ts';
import { type Piece, preview, sqlTextOf } from './pieces.ts';
import { isWholeStatement, looksLikeSql } from './shape.ts';
import type { Reading } from './texts.ts';

/** A statement that stands in a constant of the file and is handed to a database elsewhere. */
export interface Constant { readonly expr: HostExpr; readonly pieces: readonly Piece[] }

/** Deeper data holds no statements that people wrote. */
const DEEPEST = 6;
/** Statements by themselves; longer lists are data of a program that is about SQL. */
const MOST = 400;
const IS_DDL = /^\s*(?:create|alter|drop)\s/i;

/**
 * Whole statements in constants of a module or class that nothing in this file reads: queries kept in a module of their own, `SCHEMA = '…'`, lists and
 * dictionaries of migrations, DDL that a function gives back. They are read where they stand, since the facts of a file know no other file.
 */
export function constantsOf(reading: Reading): { readonly alone: readonly Constant[]; /** Whether there are any, read elsewhere in the file or not. */ readonly any: boolean } {
  const out: Gathered = { alone: [], any: false };
  for (const binding of reading.outline.bindings) {
    if (out.alone.length >= MOST) break;
    if (isKept(binding)) gather(reading, binding.init, 0, out);
    else if (binding.init?.kind === 'function') for (const returned of binding.init.returns) if (mayBeDdl(returned)) gather(reading, returned, 0, out);
  }
  return out;
}

interface Gathered { readonly alone: Constant[]; any: boolean }

const isKept = ({ topLevel, kind, init, pattern }: Binding): boolean => pattern === null && init !== null && ((topLevel && (kind === 'const' || kind === 'let')) || kind === 'field');

function gather(reading: Reading, expr: HostExpr | null, depth: number, out: Gathered): void {
  if (expr === null || depth > DEEPEST || out.alone.length >= MOST) return;
  switch (expr.kind) {
    case 'array': for (const item of expr.items) gather(reading, item, depth + 1, out); return;
    case 'object': for (const property of expr.properties) gather(reading, heldBy(property), depth + 1, out); return;
    case 'string': case 'template': case 'binary': case 'call': text(reading, expr, out); return;
    default:
  }
}

const heldBy = (property: HostProperty): HostExpr | null => (property.kind === 'spread' ? null : property.value);

function text(reading: Reading, expr: HostExpr, out: Gathered): void {
  const first = firstText(expr);
  if (first === null || !mayBegin(first.value)) return;
  out.any = true;
  if (reading.read.has(first.inner.start)) return;
  for (const pieces of alternatives(reading, expr)) {
    const whole = sqlTextOf(pieces);
    if (looksLikeSql(preview(whole)) && isWholeStatement(preview(whole, 20_000))) out.alone.push({ expr, pieces });
  }
}

/** The literal that a text begins with. */
function firstText(expr: HostExpr): { readonly value: string; readonly inner: { readonly start: number } } | null {
  switch (expr.kind) {
    case 'string': return expr;
    case 'template': return expr.quasis[0] ?? null;
    case 'binary': return firstText(expr.left);
    case 'call': return expr.callee.kind === 'member' && /^(?:format|strip)$/.test(expr.callee.property) ? firstText(expr.callee.object) : /^(?:dedent|cleandoc)$/.test(nameOf(expr.callee)) && expr.args[0] !== undefined ? firstText(expr.args[0]) : null;
    default: return null;
  }
}

const nameOf = (callee: HostExpr): string => (callee.kind === 'identifier' ? callee.name : callee.kind === 'member' ? callee.property : '');

/** White space, comments and brackets may stand before a statement. */
const mayBegin = (value: string): boolean => looksLikeSql(value.slice(0, 2000));

function mayBeDdl(expr: HostExpr): boolean {
  if (expr.kind === 'array') return expr.items.some(mayBeDdl);
  const first = firstText(expr);
  return first !== null && IS_DDL.test(first.value);
}
