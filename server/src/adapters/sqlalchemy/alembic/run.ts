import type { Dialect } from '../../../facts/dialect.ts';
import type { QualifiedName, SchemaOp, SchemaStatement } from '../../../facts/schema.ts';
import type { ScriptStatement } from '../../../facts/script.ts';
import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import { contains, type Span } from '../../../text/span.ts';
import type { AdapterInput } from '../../adapter.ts';
import { type Block, blocksIn } from './blocks.ts';
import { judge, type Verdict } from './conditions.ts';
import { keyword } from './arguments.ts';
import { literalAt } from './literals.ts';
import { operationsOf } from './operations.ts';
import { bound, Evaluator, type Names, NO_NAMES, type Value } from './values.ts';

/** What a way up does: its statements in the order in which they run, and what of it concerns transactions. */
export interface Ran { readonly statements: readonly SchemaStatement[]; readonly steps: readonly ScriptStatement[] }

/** The circumstances of a statement. `sure`: it runs; `asked`: it runs as far as it is needed; `unsure`: nobody can tell. */
export interface Context {
  readonly names: Names;
  /** The table of `batch_alter_table`, by the name that stands for it. */
  readonly batches: ReadonlyMap<string, QualifiedName>;
  readonly runs: 'sure' | 'asked' | 'unsure';
  /** Functions of the file that are being run. */
  readonly within: readonly string[];
}

/** Everything that running a file's functions needs. */
export interface Machine { readonly input: AdapterInput; readonly dialect: Dialect; readonly evaluator: Evaluator; /** Turns of loops and calls that may still be taken. */ left: number }

const MOST_TURNS = 20_000;

/** Runs the functions of these names, one after the other, as far as their text tells what they do. */
export function run(input: AdapterInput, functions: readonly string[]): Ran {
  const runner = new Runner({ input, dialect: input.dialect ?? 'postgresql', evaluator: new Evaluator(input.outline), left: MOST_TURNS });
  for (const name of functions) runner.call(name, null, { names: NO_NAMES, batches: new Map(), runs: 'sure', within: [] });
  return { statements: runner.statements, steps: runner.steps };
}

class Runner {
  readonly statements: SchemaStatement[] = [];
  readonly steps: ScriptStatement[] = [];
  readonly #machine: Machine;
  /** Outermost calls that begin a statement, by offset, found by halves. */
  readonly #calls: readonly CallHost[];

  constructor(machine: Machine) {
    this.#machine = machine;
    this.#calls = [...machine.input.outline.calls].sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  }

  /** A function of the file, with the arguments of a call. */
  call(name: string, call: CallHost | null, context: Context): void {
    const { input, evaluator } = this.#machine;
    const made = input.outline.bindings.find((binding) => binding.kind === 'function' && binding.name === name && binding.topLevel)?.init;
    if (made?.kind !== 'function' || context.within.includes(name) || context.within.length > 10) return;
    const names = call === null ? NO_NAMES : evaluator.given(made, call, context.names);
    const batches = new Map(call === null ? [] : [...context.batches].flatMap(([batch, table]) => paramFor(made, call, batch).map((param) => [param, table] as const)));
    this.#blocks(blocksIn(input.document.text, made.bodySpan), { names, batches, runs: context.runs, within: [...context.within, name] });
  }

  /** False when the function is left in them. */
  #blocks(blocks: readonly Block[], context: Context): boolean {
    let here = context;
    for (const block of blocks) {
      if (--this.#machine.left < 0) return false;
      if (block.kind === 'return') { this.#statement(block.span, here); return false; }
      const left = this.#block(block, here);
      if (left === 'surely') return false;
      if (left === 'perhaps') here = { ...here, runs: 'unsure' };
    }
    return true;
  }

  #block(block: Exclude<Block, { readonly kind: 'return' }>, context: Context): 'no' | 'perhaps' | 'surely' {
    switch (block.kind) {
      case 'statement': this.#statement(block.span, context); return 'no';
      case 'if': return this.#if(block.branches, context);
      case 'for': this.#for(block, context); return 'no';
      case 'while': this.#blocks(block.body, { ...context, runs: 'unsure' }); return 'no';
      case 'with': return this.#with(block.head, block.body, context) ? 'no' : 'surely';
      case 'try': {
        const ended = this.#blocks(block.body, { ...context, runs: context.runs === 'sure' ? 'asked' : context.runs });
        this.#blocks(block.then, context);
        return ended ? 'no' : 'surely';
      }
    }
  }

  #if(branches: Extract<Block, { kind: 'if' }>['branches'], context: Context): 'no' | 'perhaps' | 'surely' {
    const { input, dialect } = this.#machine;
    let runs = context.runs;
    for (const { test, body } of branches) {
      const verdict: Verdict = test === null ? 'yes' : judge({ text: input.document.text, test, outline: input.outline, dialect, names: context.names });
      if (verdict === 'no') continue;
      if (verdict === 'asks' && runs === 'sure') runs = 'asked';
      if (verdict === 'unknown') runs = 'unsure';
      const ended = !this.#blocks(body, { ...context, runs });
      if (verdict === 'yes') return !ended ? 'no' : runs === context.runs ? 'surely' : runs === 'unsure' ? 'perhaps' : 'no';
      // Whoever leaves because something is there already would not leave on an empty database.
      if (ended && verdict === 'unknown') return 'perhaps';
    }
    return 'no';
  }

  #for({ target, iterable, body }: Extract<Block, { kind: 'for' }>, context: Context): void {
    const over = this.#valueAt(iterable, context.names);
    const targets = target.split(',').filter((name) => name !== '');
    if (over?.kind !== 'list') { this.#blocks(body, { ...context, runs: 'unsure' }); return; }
    for (const item of over.items) if (!this.#blocks(body, { ...context, names: bound(targets, item, context.names) })) return;
  }

  /** The value that a loop goes over: the outline knows it by the loop's variable, where it brings that in. */
  #valueAt(span: Span, names: Names): Value | null {
    const { input, evaluator } = this.#machine;
    const loop = input.outline.bindings.find((binding) => binding.kind === 'loop' && binding.pattern?.of != null && contains(span, binding.pattern.of.span));
    const over = loop?.pattern?.of ?? literalAt(input.document.text, span);
    return over === null ? null : evaluator.of(over, names);
  }

  #with(head: Span, body: readonly Block[], context: Context): boolean {
    const calls = this.#callsIn(head);
    const written = this.#machine.input.document.text.slice(head.start, head.end);
    const name = /\bas\s+(\w+)\s*$/.exec(written.trimEnd())?.[1];
    const batch = calls.find((call) => methodOf(call) === 'batch_alter_table');
    const outside = calls.find((call) => methodOf(call) === 'autocommit_block');
    if (outside !== undefined) this.steps.push({ kind: 'commit', span: outside.span });
    const table = batch === undefined ? null : this.#tableOf(batch, context.names);
    const ended = this.#blocks(body, batch === undefined || name === undefined || table === null ? context : { ...context, batches: new Map([...context.batches, [name, table]]) });
    if (outside !== undefined) this.steps.push({ kind: 'begin', span: { start: head.end, end: head.end } });
    return ended;
  }

  #tableOf(call: CallHost, names: Names): QualifiedName | null {
    const { evaluator } = this.#machine;
    const name = evaluator.text(call.args[0] ?? keyword(call, 'table_name'), names);
    return name === null ? null : { schema: evaluator.text(keyword(call, 'schema') ?? call.args[1], names), name };
  }

  #statement(span: Span, context: Context): void {
    for (const call of this.#callsIn(span)) {
      const verdict = this.#choice(call, span, context.names);
      if (verdict !== 'no') this.#callAt(call, verdict === 'unknown' ? { ...context, runs: 'unsure' } : context);
    }
  }

  /** `op.drop_table('t') if test else None`. */
  #choice(call: CallHost, statement: Span, names: Names): Verdict {
    const { input, dialect } = this.#machine;
    const [whole, test] = /^\s+if\s+(.+?)\s+else\b/s.exec(input.document.text.slice(call.span.end, Math.min(statement.end, call.span.end + 2000))) ?? [];
    if (whole === undefined || test === undefined) return 'yes';
    const start = call.span.end + whole.indexOf(test, 3);
    return judge({ text: input.document.text, test: { start, end: start + test.length }, outline: input.outline, dialect, names });
  }

  #callAt(call: CallHost, context: Context): void {
    const local = call.callee.kind === 'identifier' ? call.callee.name : null;
    if (local !== null && this.#machine.input.outline.resolve(local, call.span.start)?.kind === 'function') { this.call(local, call, context); return; }
    const { operations, steps } = operationsOf(call, context, this.#machine);
    for (const operation of operations) this.#add(operation, call.span, context);
    this.steps.push(...steps);
  }

  #add(operation: SchemaOp, span: Span, { runs }: Context): void {
    this.statements.push({ operation: runs === 'sure' ? operation : ifNeeded(operation), span, dialect: this.#machine.input.dialect });
    const table = 'table' in operation ? operation.table : null;
    if (runs === 'unsure' && operation.op !== 'unreadable' && table != null) this.statements.push({ operation: { op: 'unreadable', table, reason: 'a migration changes it under a condition that is not known' }, span, dialect: this.#machine.input.dialect });
  }

  /** The calls that begin in a statement, the outermost ones. */
  #callsIn(span: Span): readonly CallHost[] {
    let [low, high] = [0, this.#calls.length];
    while (low < high) { const middle = (low + high) >> 1; if ((this.#calls[middle]?.span.start ?? 0) < span.start) low = middle + 1; else high = middle; }
    const found: CallHost[] = [];
    for (let call = this.#calls[low]; call !== undefined && call.span.start < span.end; call = this.#calls[++low]) if (call.span.start >= (found.at(-1)?.span.end ?? span.start)) found.push(call);
    return found;
  }
}

/** The parameters that a batch is handed on to. */
function paramFor(made: Extract<HostExpr, { kind: 'function' }>, call: CallHost, batch: string): readonly string[] {
  return made.params.flatMap((param, place) => {
    if (param.kind !== 'name') return [];
    const arg = keyword(call, param.name) ?? call.args[place];
    return arg?.kind === 'identifier' && arg.name === batch ? [param.name] : [];
  });
}

const methodOf = (call: CallHost): string => (call.callee.kind === 'member' ? call.callee.property : '');

/** What is made only where it is not there yet. */
function ifNeeded(operation: SchemaOp): SchemaOp {
  return operation.op === 'create-table' || operation.op === 'add-column' || operation.op === 'create-index' ? { ...operation, ifNotExists: true } : operation;
}
