import type { FlowSpan } from '../../facts/flow.ts';
import { NO_ARGS } from './args.ts';
import { emit, emitOpen, isNewOpen } from './emit.ts';
import { joinAll } from './join.ts';
import { NONE, only, OTHER, union } from './roots.ts';
import { during, type Run } from './run.ts';
import { sendStatement } from './send.ts';
import { type SymbolValue, unknown, type Value } from './values.ts';

/** What iterating gives elements of: going over a statement may send it. */
export function iterated(run: Run, value: Value, at: FlowSpan): Value {
  if (value.v === 'statement') return value.relation !== null || run.world.sending(value.adapter)?.iterates === true ? sendStatement(run, value, at, NONE, 'rows') : unknown(value.roots);
  if (value.v === 'either') return joinAll(value.of.map((one) => iterated(run, one, at)));
  return value.v === 'symbol' ? opened(run, value, 'iterate', at) : value;
}

/** What awaiting gives: it may send a statement. */
export function awaited(run: Run, value: Value, at: FlowSpan): Value {
  if (value.v === 'statement') return run.world.sending(value.adapter)?.awaits === undefined ? value : sendStatement(run, value, at, NONE, null);
  if (value.v === 'either') return joinAll(value.of.map((one) => awaited(run, one, at)));
  return value.v === 'symbol' ? opened(run, value, 'await', at) : value;
}

/** A caller may know that this sends a statement. */
function opened(run: Run, symbol: SymbolValue, op: 'iterate' | 'await', at: FlowSpan): Value {
  const { form, hint } = symbol;
  const perform = op === 'iterate' ? iterated : awaited;
  const given = hint === null ? null : during(run, { guess: true }, () => perform(run, hint, at));
  if (form.is === 'element' || (form.is === 'result' && op === 'await') || (hint !== null && hint.v !== 'unknown' && hint.v !== 'statement')) return symbol;
  if (!isNewOpen(run, symbol, `(${op})`)) return symbol;
  const open = emitOpen(run, at, { op, on: symbol, name: null, args: NO_ARGS });
  return open === null ? (given ?? symbol) : { v: 'symbol', form: { is: 'result', open }, hint: given === hint ? null : given, roots: symbol.roots };
}

/** What has changed is sent, if something has. */
export function flush(run: Run, at: FlowSpan): void {
  if (run.silent) return;
  if (run.changes === null) { emitOpen(run, at, { op: 'flush', on: unknown(), name: null, args: NO_ARGS }); return; }
  emit(run, { what: { kind: 'flush' }, at, varies: run.changes });
  run.changes = null;
}

/** A unit of work has something to send. */
export function changed(run: Run, roots: Value['roots']): void {
  if (!run.silent) run.changes = union(run.changes ?? NONE, roots);
}

/** What a call of something that is not known gives: equal for equal arguments only where that is known. */
export const given = (roots: Value['roots'], pure: boolean): Value => unknown(pure ? roots : union(roots, only(OTHER)));
