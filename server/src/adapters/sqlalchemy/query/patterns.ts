import type { HostExpr } from '../../../lang/expression.ts';
import type { Cond, Draft } from './draft.ts';
import type { Env } from './env.ts';
import { paramAt } from './literals.ts';
import { followed, readSql } from './values.ts';

/** What stands around what is looked for (`%`). */
interface Affix { readonly before: string; readonly after: string }

/** A LIKE pattern: its text and its parameters in order, so that a leading wildcard shows. */
export function readPattern(draft: Draft, expr: HostExpr, env: Env | null, { before, after }: Affix): Cond {
  const parts = joined([before, ...partsOf(draft, expr, env, 0), after]);
  const read = parts.map((part): Cond => (typeof part === 'string' ? { kind: 'literal', type: 'string', value: part, span: expr.span } : part));
  return read.length === 0 ? { kind: 'literal', type: 'string', value: '', span: expr.span } : read.reduce((left, right) => ({ kind: 'operator', op: '||', args: [left, right], span: expr.span }));
}

type Part = string | Cond;

/** Texts side by side are one. */
function joined(parts: readonly Part[]): readonly Part[] {
  const out: Part[] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (part === '') continue;
    if (typeof part === 'string' && typeof last === 'string') out[out.length - 1] = last + part;
    else out.push(part);
  }
  return out;
}

function partsOf(draft: Draft, expr: HostExpr, env: Env | null, depth: number): readonly Part[] {
  const at = followed(draft, expr, env);
  if (at.kind === 'string') return [at.value];
  if (depth > 20) return [paramAt(expr.span)];
  if (at.kind === 'template' && at.tag === null) return at.quasis.flatMap((quasi, i) => { const hole = at.holes[i]; return [quasi.value, ...(hole === undefined ? [] : partsOf(draft, hole, env, depth + 1))]; });
  if (at.kind === 'binary' && at.op === '+') return [...partsOf(draft, at.left, env, depth + 1), ...partsOf(draft, at.right, env, depth + 1)];
  if (at.kind === 'binary' && at.op === '%' && at.left.kind === 'string') return percent(at.left.value, at.span);
  if (at.kind === 'call' && at.callee.kind === 'member' && at.callee.property === 'format' && at.callee.object.kind === 'string') return braces(at.callee.object.value, at.span);
  return [pastedIn(draft, expr, env)];
}

/** `'%%%s%%' % term`. */
const percent = (text: string, span: HostExpr['span']): readonly Part[] => text.split(/(%%|%\(\w+\)s|%[srd])/).map((part) => (part === '%%' ? '%' : /^%./.test(part) ? paramAt(span) : part));

/** `'%{}%'.format(term)`. */
const braces = (text: string, span: HostExpr['span']): readonly Part[] => text.split(/(\{\{|\}\}|\{[^{}]*\})/).map((part) => (part === '{{' ? '{' : part === '}}' ? '}' : /^\{/.test(part) ? paramAt(span) : part));

const pastedIn = (draft: Draft, expr: HostExpr, env: Env | null): Cond => readSql(draft, expr, env, 1) ?? paramAt(expr.span);
