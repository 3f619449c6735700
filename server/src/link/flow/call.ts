import type { FlowCall, FlowExpr, FlowSpan } from '../../facts/flow.ts';
import { NO_ARGS, valuesOf } from './args.ts';
import { builtin } from './builtins.ts';
import { callFunction } from './call-function.ts';
import { callUnit } from './call-unit.ts';
import { construct } from './construct.ts';
import { elementOf } from './elements.ts';
import { emitOpen } from './emit.ts';
import type { Env } from './env.ts';
import { evaluate } from './evaluate.ts';
import { joinAll } from './join.ts';
import { callKnownMethod } from './methods.ts';
import { superMethod } from './super.ts';
import { readAttr } from './read.ts';
import { NONE, type Roots, union, unionAll } from './roots.ts';
import { type Args, during, type Run, underCondition, waitsHere } from './run.ts';
import { rootsOf, type SymbolValue, unknown, type Value } from './values.ts';
import { unknownCall } from './unknown-call.ts';

/** How a call stands in the code. `head`: the callee alone. `of`: what it is called on, as written. */
export interface How { readonly at: FlowSpan; readonly head: FlowSpan; readonly awaited: boolean; readonly of: FlowExpr | null; readonly env?: Env }

export function evaluateCall(run: Run, env: Env, expr: FlowCall, isAwaited: boolean): Value {
  const how: How = { at: expr.at, head: expr.of.at, awaited: isAwaited, of: expr.of.e === 'attr' ? expr.of.of : null, env };
  if (expr.of.e === 'attr') {
    const own = superMethod(run, env, expr.of.of, expr.of.name);
    const receiver = own === null ? evaluate(run, env, expr.of.of) : unknown();
    const args = argsOf(run, env, expr);
    return own !== null ? callValue(run, own, args, how) : callMethod(run, receiver, expr.of.name, args, how);
  }
  const callee = (expr.of.e === 'name' && expr.of.name === 'super' ? superMethod(run, env, expr.of, 'constructor') : null) ?? evaluate(run, env, expr.of);
  return callValue(run, callee, argsOf(run, env, expr), how, expr.of.e === 'name' ? expr.of.name : '');
}

function argsOf(run: Run, env: Env, { args, keywords }: FlowCall): Args {
  if (args.length === 0 && keywords.length === 0) return NO_ARGS;
  const [list, named] = [[] as Value[], new Map<string, Value>()];
  let [more, spread, dict]: [Value | null, Value | undefined, Value | undefined] = [null, undefined, undefined];
  for (const arg of args) {
    const value = evaluate(run, env, arg);
    if (arg.e !== 'spread') { if (more === null) list.push(value); else more = joinAll([more, value]); }
    else if (value.v === 'list' && value.cell.items !== null && more === null) list.push(...value.cell.items);
    else { spread ??= value; more = more === null ? elementOf(value, null) : joinAll([more, elementOf(value, null)]); }
  }
  for (const { name, value } of keywords) {
    const given = evaluate(run, env, value);
    if (name !== null) named.set(name, given);
    else if (given.v === 'object' && given.cell.rest === null) for (const [key, field] of given.cell.fields) named.set(key, field);
    else if (dict === undefined) dict = given;
    else more = more === null ? unknown(rootsOf(given)) : joinAll([more, unknown(rootsOf(given))]);
  }
  return { list, keywords: named, more, ...(spread === undefined ? {} : { spread }), ...(dict === undefined ? {} : { dict }) };
}

/** A call of something that is called on something. */
export function callMethod(run: Run, receiver: Value, name: string, args: Args, how: How): Value {
  if (receiver.v === 'either') return joinAll(receiver.of.map((one) => during(run, underCondition(run), () => callMethod(run, one, name, args, how))));
  if (asksOverWire(receiver)) waitsHere(run, 0);
  const known = callKnownMethod(run, receiver, name, args, how);
  if (known !== null) return known;
  if (receiver.v === 'symbol') return callOfSymbol(run, receiver, name, args, how);
  return callValue(run, readAttr(run, receiver, name, how.head), args, how, name, rootsOf(receiver));
}

/** A method of what only a caller knows: it calls it again, unless it is certain here. */
function callOfSymbol(run: Run, receiver: SymbolValue, name: string, args: Args, how: How): Value {
  const { hint } = receiver;
  const method = hint === null ? null : during(run, { silent: true }, () => readAttr(run, hint, name, how.head));
  if (method !== null && isCertain(run, receiver, method)) return callValue(run, method.v === 'unit' && method.self !== null ? { ...method, self: receiver } : method, args, how, name);
  const open = emitOpen(run, how.at, { op: 'call', on: receiver, name, args });
  const given = method === null || method.v === 'unknown' ? unknownCall(run, name, args, how, rootsOf(receiver)) : during(run, { guess: true }, () => callMethod(run, hint ?? receiver, name, args, how));
  if (open === null) return given;
  return { v: 'symbol', form: { is: 'result', open }, hint: given.v === 'unknown' ? null : given, roots: given.roots };
}

/** A method that no other class has in its place, of something whose class is known. */
function isCertain(run: Run, receiver: SymbolValue, method: Value): boolean {
  if (method.v === 'class' || method.v === 'function') return receiver.form.is !== 'param' || receiver.form.index < 0;
  if (method.v !== 'unit') return false;
  const dot = method.ref.unit.lastIndexOf('.');
  return dot < 0 || run.world.code.overrides({ file: method.ref.file, name: method.ref.unit.slice(0, dot) }, method.ref.unit.slice(dot + 1)).length === 0;
}

/** A call of a value. `name`: what it is called by there. */
export function callValue(run: Run, callee: Value, args: Args, how: How, name = '', receiver: Roots = NONE): Value {
  switch (callee.v) {
    case 'unit': return callUnit(run, callee, args, how.at);
    case 'function': return callFunction(run, callee, args, how.at, name);
    case 'class': return construct(run, callee, args, how.at);
    case 'either': return joinAll(callee.of.map((one) => during(run, underCondition(run), () => callValue(run, one, args, how, name, receiver))));
    case 'symbol': return calledSymbol(run, callee, args, how);
    default: if (asksOverWire(callee)) waitsHere(run, 0);
      return builtin(run, callee, name, args, how) ?? unknownCall(run, name, args, how, receiver);
  }
}

/** Libraries that ask others over a wire, or run other programs. */
const WIRES = /^(?:requests|httpx|aiohttp|urllib|urllib3|subprocess|boto3|smtplib|axios|node-fetch|got|ky|undici|ofetch|(?:node:)?child_process|(?:node:)?https?|execa|nodemailer)(?:[./]|$)/;

function asksOverWire(callee: Value): boolean {
  if (callee.v !== 'place') return false;
  return callee.is === 'outside' ? WIRES.test(callee.file) : callee.is === 'dotted' && /^(?:fetch|requests|httpx|axios|subprocess)$/.test(callee.path[0] ?? '');
}

/** A function that only a caller knows. */
function calledSymbol(run: Run, callee: SymbolValue, args: Args, how: How): Value {
  const { hint } = callee;
  const open = emitOpen(run, how.at, { op: 'call', on: callee, name: null, args });
  const given = hint === null || hint.v === 'unknown' ? unknown(unionAll([callee.roots, ...valuesOf(args).map((value) => rootsOf(value))])) : during(run, { guess: open !== null }, () => callValue(run, hint, args, how));
  if (open === null) return given;
  return { v: 'symbol', form: { is: 'result', open }, hint: given.v === 'unknown' ? null : given, roots: union(given.roots, callee.roots) };
}
