import type { FlowExpr, FlowStep } from '../../../facts/flow.ts';
import type { RoundsInput } from '../rounds.ts';
import { numberOf } from './count.ts';
import { standsFor } from './given.ts';
import { assignmentsOf, calledName, everyExpr, everyStep, insideStep, mentions, targetNames, unwrapped, within } from './walk.ts';

/** `chunk`, `chunked`, `batched`, `in_batches`, `splitIntoChunks`, `grouper`, of whichever library. Text is cut into chunks too, and those are no lists. */
const cuts = (name: string): boolean => /chunk|batched|batchify|batches$|^(grouper|sliced|partition_all)$/i.test(name) && !/text|doc|content|token|string|markdown|html/i.test(name);

const batchNames = /^_?(batch|chunk|slice|page|bulk|window)(_?(ids|of_ids|rows|items|keys))?$|^(id|item|row|key)_?(batch|chunk|slice)$/i;

/** What only a list is asked for. */
const listMethods = new Set(['map', 'length', 'filter', 'forEach', 'flatMap', 'reduce', 'some', 'every', 'join', 'includes', 'find', 'entries', 'at', 'concat']);
/** Calls that take a list of values for a column, or several rows. */
const takesList = new Set(['in_', 'inArray', 'notInArray', 'not_in', 'any_', 'any', 'unnest', 'values', 'insert_many', 'executemany', 'execute_values', 'insertMany', 'createMany', 'bulk_save_objects', 'add_all', 'bulk_create', 'bulk_insert_mappings', 'bulk_update_mappings', 'whereIn', 'findByIds', 'array', 'copy_records_to_table']);

/** Whether each round takes a piece of a list and not one element: the queries in it are as many as there are pieces. */
export function isBatched(input: RoundsInput): boolean {
  const names = new Set(targetNames(input.target));
  return isCut(input.of, input) || stepsBySize(input) || takesPieces(input) || (input.target?.t === 'name' && isUsedAsList(input.target.name, input, cutsLoosely(input.of) || batchNames.test(input.target.name))) || slicesBy(names, input) || fillsUp(input);
}

/** `chunk(ids, 500)`, `[ids[i:i + 500] for i in range(0, len(ids), 500)]`, `batched(ids, 100)`, be it behind a name. */
function isCut(expr: FlowExpr | null, input: RoundsInput, depth = 0): boolean {
  if (expr === null || depth > 4) return false;
  const bare = unwrapped(expr);
  if (bare.e === 'comprehension') return bare.clauses.length === 1 && isPiece(bare.value, new Set(targetNames(bare.clauses[0]?.target ?? null)));
  if (bare.e === 'call') {
    if (cuts(calledName(bare)) && isSized(bare.args, bare.keywords.map((k) => k.name ?? ''), input)) return true;
    if (['enumerate', 'list', 'tqdm', 'entries', 'map'].includes(calledName(bare))) return isCut(bare.args[0] ?? null, input, depth + 1) || (bare.of.e === 'attr' && isCut(bare.of.of, input, depth + 1));
    return false;
  }
  const value = standsFor(bare, input);
  return value !== null && typeof value !== 'number' && isCut(value, input, depth + 1);
}

/** A second argument that says how many. */
const isSized = (args: readonly FlowExpr[], keywords: readonly string[], input: RoundsInput): boolean => {
  const size = args[1];
  return keywords.some((k) => /size|^n$|count|limit/i.test(k)) || (size !== undefined && (numberOf(size, input) !== null || /size|limit|batch|chunk|max|count|per|^n$/i.test(lastName(size)))) || args.length === 0;
};

const lastName = (expr: FlowExpr): string => (expr.e === 'name' || expr.e === 'attr' ? expr.name : '');

/** `xs[i:i + n]`, `xs.slice(i, i + n)`, of the counter. */
function isPiece(expr: FlowExpr, counter: ReadonlySet<string>): boolean {
  const bare = unwrapped(expr);
  if (bare.e === 'slice') return mentions(bare.from, counter) || mentions(bare.to, counter);
  if (bare.e === 'call' && bare.of.e === 'attr' && (bare.of.name === 'slice' || bare.of.name === 'subarray')) return bare.args.some((arg) => mentions(arg, counter));
  return bare.e === 'call' && ['list', 'tuple', 'islice', 'set'].includes(calledName(bare)) && bare.args[0] !== undefined && isPiece(bare.args[0], counter);
}

/** `i += SIZE`; `range(0, n, SIZE)`. */
function stepsBySize({ loop, of }: RoundsInput): boolean {
  const range = of === null ? null : unwrapped(of);
  if (range?.e === 'call' && calledName(range) === 'range' && range.args.length === 3) return !isOne(range.args[2]);
  const test = loop?.test ?? null;
  const update = loop?.form === 'count' ? loop.update : (loop?.form === 'while' || loop?.form === 'until') && test !== null ? loop.body : [];
  return assignmentsOf(update).some(({ by, names }) => by !== null && !isOne(by) && mentions(test, new Set(names)) && /size|batch|chunk|step|limit|page|per/i.test(nameOrNumber(by)));
}

const isOne = (expr: FlowExpr | undefined): boolean => expr === undefined || (expr.e === 'literal' && (expr.value === 1 || expr.value === -1)) || (expr.e === 'op' && expr.op === '-');

/** A size is a name that says so, or a number; what is counted by (`i += rows.length`) is none. */
const nameOrNumber = (expr: FlowExpr): string => (expr.e === 'literal' && typeof expr.value === 'number' ? 'size' : lastName(expr));

/** `while (ids.length) { const batch = ids.splice(0, 100) … }`, `batch, ids = ids[:n], ids[n:]`, `while batch := list(islice(it, n))`. */
function takesPieces({ loop, body }: RoundsInput): boolean {
  if (loop === null || loop.form === 'each' || loop.form === 'keys') return false;
  const exprs = [...(loop.test === null ? [] : everyExpr([loop.test])), ...everyStep(body, 'without loops').flatMap((s) => (s.s === 'let' ? everyExpr([s.value]) : []))];
  return exprs.some((e) => (e.e === 'call' && ((calledName(e) === 'splice' && e.args.length === 2 && !isOne(e.args[1])) || calledName(e) === 'islice')) || (e.e === 'slice' && e.from === null && e.to !== null && cutsRest(e.of, exprs)));
}

/** Beside the piece there is what remains: `ids[n:]`. */
const cutsRest = (list: FlowExpr, exprs: readonly FlowExpr[]): boolean => list.e === 'name' && exprs.some((e) => e.e === 'slice' && e.from !== null && e.to === null && e.of.e === 'name' && e.of.name === list.name);

/** `for i in range(pages): part = xs[i * n:(i + 1) * n]`: a piece of a list by the counter, taken in the body. */
function slicesBy(names: ReadonlySet<string>, { body, of, loop }: RoundsInput): boolean {
  const counted = loop?.form === 'count' || (of !== null && unwrapped(of).e === 'call' && calledName(unwrapped(of)) === 'range');
  if (!counted) return false;
  const counters = loop?.form === 'count' ? new Set(assignmentsOf(loop.init).flatMap((a) => a.names)) : names;
  return body.some((s) => (s.s === 'let' || s.s === 'do') && everyExpr(insideStep(s).exprs).some((e) => isPieceOfMany(e, counters)));
}

/** `if (batch.length >= size) { await flush(batch); batch = []; }`: what was gathered over many rounds is sent once it is enough. */
function fillsUp({ body, queries }: RoundsInput): boolean {
  const full = everyStep(body, 'with loops').flatMap((s) => (s.s === 'if' && emptied(s.yes).some((name) => counts(s.test, name)) ? [s.at] : []));
  return full.length > 0 && queries.length > 0 && queries.every((query) => full.some((at) => within(query, at)));
}

/** Lists that are made empty again. */
function emptied(steps: readonly FlowStep[]): readonly string[] {
  const again = everyStep(steps, 'without loops').flatMap((s) => (s.s === 'let' && s.target.t === 'name' && s.value.e === 'list' && s.value.items.length === 0 ? [s.target.name] : s.s === 'let' && s.target.t === 'attr' && s.target.name === 'length' && s.target.of.e === 'name' ? [s.target.of.name] : []));
  const cleared = everyExpr([], steps).flatMap((e) => (e.e === 'call' && e.of.e === 'attr' && (e.of.name === 'clear' || e.of.name === 'splice') && e.of.of.e === 'name' ? [e.of.of.name] : []));
  return [...again, ...cleared];
}

/** `batch.length >= n`, `len(batch) == n`. */
const counts = (test: FlowExpr, name: string): boolean =>
  everyExpr([test]).some((e) => (e.e === 'attr' && e.name === 'length' && e.of.e === 'name' && e.of.name === name) || (e.e === 'call' && calledName(e) === 'len' && e.args[0]?.e === 'name' && e.args[0].name === name));

/** A piece whose both ends move with the counter; `xs[i:]` is the rest. */
const isPieceOfMany = (e: FlowExpr, counters: ReadonlySet<string>): boolean =>
  (e.e === 'slice' && mentions(e.from, counters) && mentions(e.to, counters)) || (e.e === 'call' && e.of.e === 'attr' && e.of.name === 'slice' && e.args.length === 2 && e.args.every((arg) => mentions(arg, counters)));

const cutsLoosely = (expr: FlowExpr | null): boolean => {
  const bare = expr === null ? null : unwrapped(expr);
  return bare !== null && (cuts(calledName(bare)) || /^(batches|chunks|slices|pages)$|_(batches|chunks)$|(Batches|Chunks)$/.test(lastName(bare)));
};

/**
 * The element is handed over where a list of values goes (`inArray(users.id, ids)`). One that is called a batch and treated as a list (counted, gone over, spread) is one too,
 * unless it is also asked for a field of its own.
 */
function isUsedAsList(name: string, { body }: RoundsInput, called: boolean): boolean {
  const exprs = everyExpr([], body);
  const isIt = (e: FlowExpr | undefined): boolean => e?.e === 'name' && e.name === name;
  if (exprs.some((e) => e.e === 'call' && takesColumnList(e.of, calledName(e)) && e.args.some(isIt))) return true;
  if (!called || exprs.some((e) => (e.e === 'attr' && isIt(e.of) && !listMethods.has(e.name)) || (e.e === 'index' && isIt(e.of) && e.index.e === 'literal' && typeof e.index.value === 'string'))) return false;
  return exprs.some((e) => (e.e === 'attr' && isIt(e.of)) || (e.e === 'spread' && isIt(e.of)) || (e.e === 'call' && (takesList.has(calledName(e)) || ['len', 'list', 'tuple', 'set', 'sorted'].includes(calledName(e))) && e.args.some(isIt)) || (e.e === 'comprehension' && e.clauses.some((c) => isIt(c.of)))) || goesOver(name, body);
}

const takesColumnList = (_of: FlowExpr, name: string): boolean => ['in_', 'inArray', 'notInArray', 'any_', 'whereIn', 'unnest'].includes(name);

const goesOver = (name: string, body: readonly FlowStep[]): boolean => everyStep(body, 'with loops').some((s) => s.s === 'loop' && s.of?.e === 'name' && s.of.name === name);
