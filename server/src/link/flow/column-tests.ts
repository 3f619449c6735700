import type { FlowExpr, FlowFunction, FlowTarget } from '../../facts/flow.ts';
import { mentions } from './rounds/walk.ts';

/** A test on a column of a row, as it is written. With several columns, the first one's. */
export interface ColumnTest { readonly column: string; readonly test: string }

/** Longer texts are cut: the test is shown in a sentence. */
const LONGEST = 60;

/** `(r) => r.status === 'open'`: what it asks of its row; null where it asks something else, or more. */
export function testOfFunction({ params, body }: FlowFunction): ColumnTest | null {
  const [param] = params;
  const [step] = body;
  return params.length !== 1 || param === undefined || body.length !== 1 || step?.s !== 'return' || step.value === null ? null : testOf(param.target, [step.value]);
}

/** The tests of `for r in rows if r.status == 'open'`. */
export const testOfClause = (target: FlowTarget, tests: readonly FlowExpr[]): ColumnTest | null => testOf(target, tests);

function testOf(target: FlowTarget, tests: readonly FlowExpr[]): ColumnTest | null {
  if (target.t !== 'name') return null;
  const found = tests.map((test) => columnTest(test, target.name));
  const [first] = found;
  if (first === undefined || first === null || found.some((one) => one === null)) return null;
  const test = found.flatMap((one) => (one === null ? [] : [one.test])).join(' and ');
  return { column: first.column, test: test.length <= LONGEST ? test : `${test.slice(0, LONGEST)}…` };
}

const COMPARES = /^(?:[!=]==?|[<>]=?|in|not in|is|is not)$/;

function columnTest(expr: FlowExpr, row: string): ColumnTest | null {
  const column = columnOf(expr, row);
  if (column !== null) return { column, test: textOf(expr) };
  if (expr.e === 'either' && expr.op === '&&') {
    const [left, right] = [columnTest(expr.left, row), columnTest(expr.right, row)];
    return left === null || right === null ? null : { column: left.column, test: `${left.test} && ${right.test}` };
  }
  if (expr.e === 'call') return listed(expr, row);
  if (expr.e !== 'op') return null;
  const [left, right] = expr.parts;
  if (left !== undefined && (expr.op === '!' || expr.op === 'not')) { const negated = columnOf(left, row); return negated === null ? null : { column: negated, test: `${expr.op === '!' ? '!' : 'not '}${textOf(left)}` }; }
  return left === undefined || right === undefined || expr.parts.length !== 2 || !COMPARES.test(expr.op) ? null : compared(left, expr.op, right, row);
}

function compared(left: FlowExpr, op: string, right: FlowExpr, row: string): ColumnTest | null {
  const [one, other] = [columnOf(left, row), columnOf(right, row)];
  const column = one ?? other;
  const value = one === null ? left : right;
  if (column === null || mentions(value, new Set([row]))) return null;
  return { column, test: `${textOf(left)} ${op} ${textOf(right)}` };
}

/** `ids.includes(r.id)`. */
function listed({ of, args }: Extract<FlowExpr, { e: 'call' }>, row: string): ColumnTest | null {
  const column = args.length === 1 && args[0] !== undefined ? columnOf(args[0], row) : null;
  if (column === null || of.e !== 'attr' || (of.name !== 'includes' && of.name !== 'has') || mentions(of.of, new Set([row]))) return null;
  return { column, test: `${textOf(of)}(${args.map(textOf).join(', ')})` };
}

const columnOf = (expr: FlowExpr, row: string): string | null => (expr.e === 'attr' && expr.of.e === 'name' && expr.of.name === row ? expr.name : null);

function textOf(expr: FlowExpr): string {
  switch (expr.e) {
    case 'name': return expr.name;
    case 'attr': return `${textOf(expr.of)}.${expr.name}`;
    case 'literal': return JSON.stringify(expr.value);
    default: return '…';
  }
}
