import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import type { Outline } from '../../../lang/outline.ts';

/** One call of the Local API (`payload.find`) or of the database adapter under it (`payload.db.find`). */
export interface LocalCall { readonly method: string; readonly level: 'local' | 'db'; readonly call: CallHost }

/** Every call of a chain on something that is Payload: `payload`, `req.payload`, what `getPayload` gives. */
export function localCalls(outline: Outline, chain: CallHost): readonly LocalCall[] {
  const found: LocalCall[] = [];
  for (let call: CallHost | null = chain; call !== null; call = innerCall(call.callee)) {
    const { callee } = call;
    if (callee.kind !== 'member') continue;
    const level = levelOf(outline, callee.object);
    if (level !== null) found.push({ method: callee.property, level, call });
  }
  return found;
}

function innerCall(callee: HostExpr): CallHost | null {
  let at = callee;
  while (at.kind === 'member') at = at.object;
  return at.kind === 'call' ? at : null;
}

function levelOf(outline: Outline, receiver: HostExpr): LocalCall['level'] | null {
  if (isPayload(outline, receiver)) return 'local';
  return receiver.kind === 'member' && receiver.property === 'db' && isPayload(outline, receiver.object) ? 'db' : null;
}

const NAMED = /^_?payload(?:Client|Instance|CMS)?$/i;
const GETTER = /^getPayload/;

function isPayload(outline: Outline, expr: HostExpr): boolean {
  if (expr.kind === 'await') return isPayload(outline, expr.arg);
  if (expr.kind === 'member') return expr.property === 'payload';
  if (expr.kind === 'call') return expr.callee.kind === 'identifier' && GETTER.test(expr.callee.name);
  if (expr.kind !== 'identifier') return false;
  if (NAMED.test(expr.name)) return true;
  const init = outline.resolve(expr.name, expr.span.start)?.init ?? null;
  return init !== null && (init.kind === 'await' || init.kind === 'call') && isPayload(outline, init);
}
