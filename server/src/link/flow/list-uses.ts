import type { FlowExpr, FlowSpan, FlowStep, FlowUnit } from '../../facts/flow.ts';
import { type ColumnTest, testOfClause, testOfFunction } from './column-tests.ts';
import { type Parents, parentsIn } from './parents.ts';
import { spanKey } from './query-index.ts';
import { calledName } from './rounds/walk.ts';
import type { FlowEvent, ListUse, UnitRef } from './summary.ts';
import { SAME_METHODS } from './words.ts';

/** Ways to send a statement that give no list, whatever it says. */
const GIVES_ONE: ReadonlySet<string> = new Set(['count', 'exists', 'scalar', 'scalar_one', 'scalar_one_or_none', 'first', 'one', 'one_or_none', 'get', 'fetchone', 'update', 'delete', 'rowcount']);

/** What is done with a list at one place. */
type Done = { readonly does: 'count' | 'exists' | 'other'; readonly at: FlowSpan } | ({ readonly does: 'filter'; readonly at: FlowSpan } & ColumnTest);

/**
 * Lists of rows of this unit's own queries that are read only to be counted, or of which code keeps those that a column of theirs says. Whether the statement could do it
 * is for the rule to say.
 */
export function listUsesOf(unit: FlowUnit, ref: UnitRef, events: readonly FlowEvent[]): readonly ListUse[] {
  const own = new Map(events.flatMap((event) => (event.what.kind === 'query' && event.via.length === 0 && event.at.in.file === ref.file && event.at.in.unit === ref.unit ? [[spanKey(event.at.at), event.what.query] as const] : [])));
  if (own.size === 0) return [];
  const parents = parentsIn(unit.fn);
  const python = ref.file.endsWith('.py');
  return [...parents.of.keys()].flatMap((expr) => {
    const query = own.get(spanKey(expr.at));
    // An `await` has the place of what it waits for where that is how the statement is sent.
    if (query === undefined || (expr.e !== 'call' && expr.e !== 'await') || GIVES_ONE.has(calledName(expr.e === 'await' ? expr.of : expr))) return [];
    return useOf(usesOf(expr, parents, python, 0), query, ref);
  });
}

function useOf(done: readonly Done[], query: ListUse['query'], ref: UnitRef): readonly ListUse[] {
  const [first] = done;
  if (first === undefined || done.some(({ does }) => does === 'other')) return [];
  if (first.does === 'filter') return done.length === 1 ? [{ use: 'filter', query, at: { in: ref, at: first.at }, column: first.column, test: first.test }] : [];
  if (done.some(({ does }) => does === 'filter')) return [];
  const count = done.find(({ does }) => does === 'count');
  return [count === undefined ? { use: 'exists', query, at: { in: ref, at: first.at } } : { use: 'count', query, at: { in: ref, at: count.at } }];
}

/** All that is done with the value of an expression, by a name that it is given too. */
function usesOf(expr: FlowExpr, parents: Parents, python: boolean, depth: number): readonly Done[] {
  const parent = parents.of.get(expr);
  const other = [{ does: 'other' as const, at: expr.at }];
  if (parent === undefined || depth > 12) return other;
  if ('s' in parent) return isTest(parent, expr) ? (python ? [{ does: 'exists', at: expr.at }] : other) : named(parent, expr, parents, python, depth) ?? other;
  if (parent.e === 'await') return usesOf(parent, parents, python, depth + 1);
  if (parent.e === 'comprehension') return [clauseUse(parent, expr)];
  if (parent.e === 'attr') return attrUse(parent, parents, python, depth);
  if (parent.e === 'call') return calledWith(parent, expr, parents, python, depth);
  return python && parents.isTruth(expr) ? [{ does: 'exists', at: expr.at }] : other;
}

const isTest = (step: FlowStep, expr: FlowExpr): boolean => step.s === 'if' && step.test === expr;

/** `const rows = …`: what is done by that name, where it is given nothing else. Null where that is not so. */
function named(step: FlowStep, expr: FlowExpr, parents: Parents, python: boolean, depth: number): readonly Done[] | null {
  if (step.s !== 'let' || step.value !== expr || step.target.t !== 'name' || step.op !== null || parents.given.get(step.target.name) !== 1) return null;
  const around = new Set(parents.repeats(expr));
  // What another one does in each round with the same list, the statement cannot do without being sent in each round.
  return (parents.names.get(step.target.name) ?? []).flatMap((use) => (parents.repeats(use).every((one) => around.has(one)) ? usesOf(use, parents, python, depth + 1) : [{ does: 'other' as const, at: use.at }]));
}

/** `[r for r in rows if r.open]`. */
function clauseUse(expr: Extract<FlowExpr, { e: 'comprehension' }>, of: FlowExpr): Done {
  const [clause] = expr.clauses;
  const test = expr.clauses.length === 1 && clause?.of === of ? testOfClause(clause.target, clause.tests) : null;
  return test === null ? { does: 'other', at: expr.at } : { does: 'filter', at: expr.at, ...test };
}

/** `rows.length`, `rows.filter(…)`, `rows.all()`. */
function attrUse(attr: Extract<FlowExpr, { e: 'attr' }>, parents: Parents, python: boolean, depth: number): readonly Done[] {
  const call = parents.of.get(attr);
  if (attr.name === 'length' && !python) return [countUse(attr, parents)];
  if (call === undefined || 's' in call || call.e !== 'call' || call.of !== attr) return [{ does: 'other', at: attr.at }];
  if (call.args.length === 0 && SAME_METHODS.has(attr.name)) return usesOf(call, parents, python, depth + 1);
  const [callback] = call.args;
  const test = (attr.name === 'filter' || attr.name === 'find') && callback?.e === 'function' ? testOfFunction(callback.fn) : null;
  return [test === null ? { does: 'other', at: attr.at } : { does: 'filter', at: attr.at, ...test }];
}

/** `len(rows)`, `bool(rows)`, `list(rows)`. */
function calledWith(call: Extract<FlowExpr, { e: 'call' }>, expr: FlowExpr, parents: Parents, python: boolean, depth: number): readonly Done[] {
  const name = call.of.e === 'name' ? calledName(call) : '';
  if (!python || call.args.length !== 1 || call.args[0] !== expr) return [{ does: 'other', at: call.at }];
  if (name === 'len') return [countUse(call, parents)];
  if (name === 'bool') return [{ does: 'exists', at: call.at }];
  return name === 'list' ? usesOf(call, parents, python, depth + 1) : [{ does: 'other', at: call.at }];
}

/** A length: compared with nothing at all, or asked whether it is there, it says only whether there are rows. */
function countUse(length: FlowExpr, parents: Parents): Done {
  const parent = parents.of.get(length);
  if (parents.isTruth(length)) return { does: 'exists', at: length.at };
  if (parent === undefined || 's' in parent || parent.e !== 'op') return { does: 'count', at: length.at };
  const [left, right] = parent.parts;
  const bound = right === length ? left : right;
  const value = bound?.e === 'literal' ? bound.value : null;
  const asks = (value === 0 && /^(?:>|[!=]==?)$/.test(parent.op)) || (value === 1 && /^(?:>=|<)$/.test(parent.op));
  return asks && left === length ? { does: 'exists', at: parent.at } : { does: 'count', at: length.at };
}
