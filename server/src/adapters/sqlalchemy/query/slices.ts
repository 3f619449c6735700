import type { HostExpr } from '../../../lang/expression.ts';
import type { Step } from './chain.ts';
import type { Reading } from './reading.ts';

const SLICE = /^\s*\[([^\]\n]{0,60})\]/;

/** `query[10:20]` and `query[0]` behind the call that ends a statement: the brackets are no call, so they are looked for in the text. */
export function sliceBehind({ document }: Reading, call: HostExpr): readonly Step[] {
  const match = SLICE.exec(document.text.slice(call.span.end, call.span.end + 80));
  if (match === null) return [];
  const span = { start: call.span.end, end: call.span.end + match[0].length };
  const inner = match[1] ?? '';
  const args = /^\s*\d+\s*$/.test(inner) ? [{ kind: 'number', value: Number(inner), raw: inner.trim(), span } as const] : inner.includes(':') && !/:\s*$/.test(inner) ? [{ kind: 'unknown', span } as const] : null;
  return args === null ? [] : [{ name: '[]', nameSpan: span, args, keywords: [], env: null, object: call, span, optional: false }];
}
