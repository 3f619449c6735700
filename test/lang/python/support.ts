import type { HostExpr } from '../../../server/src/lang/expression.ts';
import type { Outline } from '../../../server/src/lang/outline.ts';
import { readOutline } from '../../../server/src/lang/read-outline.ts';
import { bindingNamed, show, syntax } from '../support.ts';

export const pythonOf = (text: string): Outline => readOutline({ path: 'a.py', languageId: 'python', text }, syntax);

/** The expression a text is, as what a name is given. */
export function givenValue(text: string): HostExpr {
  const { init } = bindingNamed(pythonOf(`value = ${text}\n`), 'value');
  if (init === null) throw new Error(`no expression in ${text}`);
  return init;
}

/** With the arguments by name, which `show` leaves out. */
export function showCall(expr: HostExpr): string {
  if (expr.kind !== 'call' || expr.keywords === undefined) return show(expr);
  const named = expr.keywords.map((keyword) => (keyword.kind === 'property' ? `${keyword.key}=${show(keyword.value)}` : keyword.kind === 'spread' ? `**${show(keyword.arg)}` : '?'));
  return `${show(expr)} with ${named.join(', ')}`;
}
