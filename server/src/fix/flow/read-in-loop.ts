import type { FlowExpr, FlowLoop, FlowSpan, FlowStep, FlowTarget } from '../../facts/flow.ts';
import { contains, type Span } from '../../text/span.ts';
import { assignedIn, boundBy, type FlowNode, namesIn, placeOf, type Trail, within } from './trail.ts';

/** A read that a loop does first in each round, and what it takes to do it once for all of them. Spans are of the document. */
export interface LoopRead {
  /** The expression that gives what was read, with its `await` and what is taken of the result. */
  readonly read: Span;
  /** The statement that the read is the whole value of, and its one name; null where it stands in another expression. */
  readonly given: { readonly target: FlowTarget; readonly at: Span } | null;
  readonly form: 'each' | 'comprehension' | 'callback';
  readonly target: FlowTarget;
  readonly iterable: { readonly span: Span; readonly plain: boolean };
  /** From the loop's keyword to what it goes over. */
  readonly head: Span;
  /** The statement that has the loop in it: what goes before it runs once. */
  readonly statement: Span;
  /** The function around, or the module's statement: a name that is free there can be given. */
  readonly scope: Span;
}

/** What in a callback's loop is called once for each element. */
const CALLBACKS: ReadonlySet<string> = new Set(['map', 'forEach', 'flatMap']);

interface Loop { readonly form: LoopRead['form']; readonly node: FlowNode; readonly target: FlowTarget; readonly of: FlowExpr; readonly head: FlowSpan; /** Steps of one round; null for an expression alone. */ readonly body: readonly FlowStep[] | null }

/**
 * The read at the end of a trail. Null where the loop may leave or change something before it reads, where it reads on a condition, and where its key or the rest of its conditions is made of what the loop works out.
 * `sent`: what sends the statement. `key`: the value that finds the rows.
 */
export function readInLoop({ unit, nodes }: Trail, key: Span): LoopRead | null {
  const whole = wholeRead(nodes);
  const loop = whole === null ? null : loopAround(nodes, whole.index);
  if (whole === null || loop === null || !isFirst(nodes, loop, whole.index)) return null;
  const absolute = ([start, end]: FlowSpan): Span => ({ start: start + unit.span.start, end: end + unit.span.start });
  const own = new Set(boundBy(loop.target));
  const changed = assignedIn(loop.node);
  const outside = (names: ReadonlySet<string>): boolean => [...names].every((name) => !own.has(name) && !changed.has(name));
  const keyNode = [...within(whole.node)].find((node) => node.n === 'expr' && same(absolute(node.expr.at), key));
  const rest = [...within(whole.node)].filter((node) => node.n === 'expr' && node.expr.e === 'name' && !contains(key, absolute(node.expr.at)));
  const keyNames = keyNode === undefined ? new Set<string>() : namesIn(keyNode);
  if (keyNode === undefined || !isPlain(keyNode) || ![...keyNames].some((name) => own.has(name)) || ![...keyNames].every((name) => own.has(name) || !changed.has(name)) || !rest.every((node) => outside(namesIn(node)))) return null;
  const statement = statementAround(nodes, loop);
  if (statement === null) return null;
  return {
    read: absolute(placeOf(whole.node)), given: givenBy(nodes[whole.index - 1], whole.node, absolute), form: loop.form, target: loop.target,
    iterable: { span: absolute(loop.of.at), plain: isPlain({ n: 'expr', expr: loop.of }) }, head: absolute(loop.head), statement: absolute(statement.at), scope: unit.span,
  };
}

const same = (a: Span, b: Span): boolean => a.start === b.start && a.end === b.end;

/** A name, or an attribute of one: what can be said twice. */
function isPlain(node: FlowNode): boolean {
  if (node.n !== 'expr') return false;
  if (node.expr.e === 'name') return true;
  if (node.expr.e === 'attr') return isPlain({ n: 'expr', expr: node.expr.of });
  return node.expr.e === 'index' && node.expr.index.e === 'literal' && isPlain({ n: 'expr', expr: node.expr.of });
}

/** What is asked of the result belongs to the read: `.scalars().first()`, `await`, `[0]`. */
export function wholeRead(nodes: readonly FlowNode[]): { readonly node: FlowNode; readonly index: number } | null {
  let index = nodes.findLastIndex((node) => node.n === 'expr' && node.expr.e === 'call');
  // The innermost call around all of it is what sends it; calls among its arguments do not hold all of it.
  const start = nodes[index];
  if (start === undefined) return null;
  for (let next = index; next > 0; next--) {
    const [node, around] = [nodes[next], nodes[next - 1]];
    if (node?.n !== 'expr' || around?.n !== 'expr' || !isLink(around.expr, node.expr)) break;
    // What only reads an attribute of the row is no part of it.
    if (around.expr.e !== 'attr') index = next - 1;
  }
  const node = nodes[index];
  return node === undefined ? null : { node, index };
}

const isLink = (around: FlowExpr, expr: FlowExpr): boolean => (around.e === 'attr' || around.e === 'call' || around.e === 'await' || (around.e === 'index' && around.index.e === 'literal')) && around.of === expr;

/** The nearest repeater around a read that is not what it goes over. */
function loopAround(nodes: readonly FlowNode[], from: number): Loop | null {
  for (let index = from - 1; index >= 0; index--) {
    const node = nodes[index];
    if (node?.n === 'step' && node.step.s === 'loop') return eachOf(node, node.step);
    if (node?.n === 'expr' && node.expr.e === 'comprehension') return comprehensionOf(node, node.expr);
    if (node?.n === 'function') return callbackOf(nodes, index);
  }
  return null;
}

const eachOf = (node: FlowNode, loop: FlowLoop): Loop | null => (loop.form !== 'each' || loop.async || loop.target === null || loop.of === null ? null : { form: 'each', node, target: loop.target, of: loop.of, head: loop.head, body: loop.body });

function comprehensionOf(node: FlowNode, expr: Extract<FlowExpr, { readonly e: 'comprehension' }>): Loop | null {
  const [clause, ...others] = expr.clauses;
  return clause === undefined || others.length > 0 || clause.async || clause.tests.length > 0 || expr.form === 'generator' ? null : { form: 'comprehension', node, target: clause.target, of: clause.of, head: clause.at, body: null };
}

/** `xs.map(async (x) => …)`. */
function callbackOf(nodes: readonly FlowNode[], index: number): Loop | null {
  const [call, value, fn] = [nodes[index - 2], nodes[index - 1], nodes[index]];
  if (call?.n !== 'expr' || call.expr.e !== 'call' || value?.n !== 'expr' || fn?.n !== 'function' || call.expr.args[0] !== value.expr) return null;
  const { of } = call.expr;
  const [element] = fn.fn.params;
  if (of.e !== 'attr' || !CALLBACKS.has(of.name) || element === undefined || element.rest !== null) return null;
  return { form: 'callback', node: fn, target: element.target, of: of.of, head: of.at, body: fn.fn.body };
}

/** Whether the read is what a round begins with, and runs in each. */
function isFirst(nodes: readonly FlowNode[], { body, node }: Loop, read: number): boolean {
  const around = nodes.slice(nodes.indexOf(node) + 1, read);
  if (around.some((one) => (one.n === 'expr' && (one.expr.e === 'if' || one.expr.e === 'either' || one.expr.e === 'comprehension')) || one.n === 'function')) return false;
  if (body === null) return true;
  const [step] = around;
  return step?.n === 'step' && step.step === body[0] && around.slice(1).every((one) => one.n !== 'step') && (step.step.s === 'let' || step.step.s === 'do' || step.step.s === 'return');
}

/** The statement that has the loop in it, in the function that the loop is in; one that is a condition or has other statements around the loop would not run it before. */
function statementAround(nodes: readonly FlowNode[], { node }: Loop): FlowStep | null {
  const at = nodes.indexOf(node);
  if (node.n === 'step') return node.step;
  for (let index = at - 1; index >= 0; index--) {
    const around = nodes[index];
    if (around?.n === 'function') return null;
    if (around?.n === 'expr' && (around.expr.e === 'if' || around.expr.e === 'either' || around.expr.e === 'comprehension')) return null;
    if (around?.n === 'step') return ['let', 'do', 'return'].includes(around.step.s) ? around.step : null;
  }
  return null;
}

function givenBy(around: FlowNode | undefined, read: FlowNode, absolute: (at: FlowSpan) => Span): LoopRead['given'] {
  if (around?.n !== 'step' || around.step.s !== 'let' || around.step.op !== null || read.n !== 'expr' || around.step.value !== read.expr) return null;
  return { target: around.step.target, at: absolute(around.step.at) };
}
