import type { Dialect } from '../facts/dialect.ts';
import type { Program, ProgramFunction } from '../facts/program.ts';
import type { QueryFact, QueryFlag, SentWrite } from '../facts/query.ts';
import { readSql } from '../sql/index.ts';
import type { SqlParsers } from '../sql/read.ts';
import type { Span } from '../text/span.ts';
import { followed, type Hierarchy, isAbstract, methodOf } from './follow/classes.ts';
import type { CallFrame, Run, Statement } from './follow/run.ts';
import { isDdl, isOpen, previewOf } from './follow/shape.ts';
import { sqlTextOf } from './follow/sql-text.ts';
import type { ClassValue, FunctionValue, Part } from './follow/values.ts';
import { memberIn, type World } from './follow/world.ts';

/** Steps that following one function may take. */
const BUDGET = 4_000;
/** Steps of all functions of a file. */
const FILE_BUDGET = 600_000;

/**
 * Queries that helpers make of a caller's arguments or a subclass's table, at the places that say which: `repo.find_by(status=…)` where `find_by` pastes its
 * keywords, `f"… FROM {self.table}"` for each class that has a table. `templates` are places whose text is only made whole by others. `writes`: calls that lead to a
 * statement that writes, of which no more than that and its table is certain.
 */
export interface HelperQueries { readonly queries: readonly QueryFact[]; readonly templates: readonly Span[]; readonly writes: readonly SentWrite[] }

export interface HelperInput { readonly world: World; readonly hierarchy: Hierarchy; readonly sql: SqlParsers; readonly dialect: Dialect | null }

/** What is said for sure at the places of one file. */
export function helperQueries(file: string, input: HelperInput): HelperQueries {
  const program = input.world.programs.get(file);
  if (program === undefined) return { queries: [], templates: [], writes: [] };
  const state: State = { ...input, file, program, left: FILE_BUDGET, known: new Map(), queries: new Map(), templates: new Map(), writes: new Map() };
  for (const fn of program.functions) follow(state, fn, fn.name, () => ({ v: 'function', file, fn, self: null, owner: null }));
  for (const decl of program.classes) ofClass(state, { v: 'class', file, decl });
  return { queries: [...state.queries.values()].sort((a, b) => a.span.start - b.span.start), templates: [...state.templates.values()], writes: [...state.writes.values()] };
}

interface State extends HelperInput { readonly file: string; readonly program: Program; left: number; readonly known: Map<string, OwnWays>; readonly queries: Map<string, QueryFact>; readonly templates: Map<string, Span>; readonly writes: Map<string, SentWrite> }

/** A method is followed for its own class, or for each that inherits it where its own is only there to be built upon. */
function ofClass(state: State, of: ClassValue): void {
  const { world, hierarchy } = state;
  const below = hierarchy.below(of);
  for (const fn of of.decl.methods) {
    const heirs = isAbstract(world, hierarchy, of) ? below.filter((one) => !isAbstract(world, hierarchy, one) && memberIn(world, one, fn.name)?.method === fn) : [of];
    for (const heir of heirs) follow(state, fn, `${of.decl.name}.${fn.name}`, (run) => methodOf(run, heir, of, fn));
  }
}

function follow(state: State, fn: ProgramFunction, enclosing: string, make: (run: Run) => FunctionValue): void {
  if (state.left <= 0) return;
  const { statements, steps } = followed(state.world, BUDGET, make);
  state.left -= steps;
  for (const statement of statements) tell(state, statement, fn, enclosing);
}

function tell(state: State, statement: Statement, fn: ProgramFunction, enclosing: string): void {
  const { parts } = statement.text;
  const [first] = statement.frames;
  const call = first === undefined ? undefined : state.program.places[first.at];
  if (first === undefined || call === undefined || first.file !== state.file || isDdl(statement.text)) return;
  const write = writtenBy(parts);
  if (write !== null) tellWrite(state, statement, call, write);
  if (write?.op === 'insert') return;
  if (isOpen(parts)) { if (hasNameless(parts)) state.templates.set(String(first.at), call); return; }
  const around = state.program.places[fn.at] ?? call;
  if (isWrittenIn(parts, state, around) || (statement.frames.length > 1 && (!saysSome(parts, state, around) || toldElsewhere(state, statement)))) return;
  for (const fact of factsOf(state, statement, call, around, enclosing)) state.queries.set(`${first.at}|${previewOf(parts)}|${fact.span.start}`, fact);
}

/** What a helper writes for its caller, told at the call where the helper by itself does not know which table that is. */
function tellWrite(state: State, { frames }: Statement, call: Span, write: Pick<SentWrite, 'op' | 'table'>): void {
  const [first, ...rest] = frames;
  if (first?.callee == null || rest.length === 0 || waysOf(state, first.callee).writing.has(wayOf(rest))) return;
  state.writes.set(`${first.at}`, { span: call, ...write });
}

const WRITES = /^\s*(?:(insert)\s+(?:or\s+\w+\s+)?into|(replace)\s+into|(update)|(delete)\s+from)\s+["`]?(\w+)["`]?(?=[\s(])/i;

function writtenBy(parts: readonly Part[]): Pick<SentWrite, 'op' | 'table'> | null {
  const found = WRITES.exec(previewOf(parts));
  const table = found?.[5];
  return found === null || table === undefined ? null : { op: found[3] !== undefined ? 'update' : found[4] !== undefined ? 'delete' : 'insert', table };
}

const hasNameless = (parts: readonly Part[]): boolean => parts.some((part) => (part.p === 'unknown' && part.name) || (part.p === 'maybe' && hasNameless(part.parts)));

/** Whether all of a text stands in the function that hands it on: then it needs no following. */
const isWrittenIn = (parts: readonly Part[], state: State, around: Span): boolean =>
  parts.every((part) => {
    if (part.p === 'maybe') return isWrittenIn(part.parts, state, around);
    const place = part.p === 'text' ? part.place : null;
    const span = place?.file === state.file ? state.program.places[place.at] : undefined;
    return place === null || (span !== undefined && around.start <= span.start && span.end <= around.end);
  });

/** Whether some of a text stands in a function: what a caller adds nothing to is told where it is run. */
const saysSome = (parts: readonly Part[], state: State, around: Span): boolean =>
  parts.some((part) => {
    if (part.p === 'maybe') return saysSome(part.parts, state, around);
    const span = part.p === 'text' && part.place?.file === state.file ? state.program.places[part.place.at] : undefined;
    return span !== undefined && around.start <= span.start && span.end <= around.end;
  });

/** What a function says of itself, whatever it is given, is told inside it and not where it is called. */
function toldElsewhere(state: State, { frames }: Statement): boolean {
  const [first, ...rest] = frames;
  return first?.callee != null && waysOf(state, first.callee).whole.has(wayOf(rest));
}

const wayOf = (frames: readonly CallFrame[]): string => frames.map(({ file, at }) => `${file}:${at}`).join('>');

/** Ways down a function by which it sends statements whatever it is given: `whole` ones, and `writing` ones whose table it knows. */
interface OwnWays { readonly whole: ReadonlySet<string>; readonly writing: ReadonlySet<string> }

function waysOf(state: State, callee: FunctionValue): OwnWays {
  const self = callee.self?.v === 'object' ? callee.self.of : callee.self?.v === 'class' ? callee.self : null;
  const key = `${callee.file}:${callee.fn.at}|${self === null ? '' : `${self.file}:${self.decl.at}`}`;
  const known = state.known.get(key);
  if (known !== undefined) return known;
  const { statements, steps } = followed(state.world, BUDGET, () => callee);
  state.left -= steps;
  const whole = new Set(statements.filter(({ text }) => !isOpen(text.parts)).map(({ frames }) => wayOf(frames)));
  const open = new Set(statements.filter(({ text }) => isOpen(text.parts)).map(({ frames }) => wayOf(frames)));
  const own = { whole: new Set([...whole].filter((way) => !open.has(way))), writing: new Set(statements.filter(({ text }) => writtenBy(text.parts) !== null).map(({ frames }) => wayOf(frames))) };
  state.known.set(key, own);
  return own;
}

function factsOf(state: State, statement: Statement, call: Span, around: Span, enclosing: string): readonly QueryFact[] {
  const text = sqlTextOf(statement.text.parts, { file: state.file, program: state.program, call, around });
  const dialects: readonly Dialect[] = state.dialect === null ? ['postgresql', 'sqlite'] : [state.dialect];
  for (const dialect of dialects) {
    const read = readSql(text, dialect, state.sql);
    if (read.unread.length > 0 || read.queries.length === 0) continue;
    return read.queries.map(({ query, partly, routine }): QueryFact => ({ adapter: 'home-made', query, span: call, enclosing, dialect: state.dialect, confidence: partly ? 'medium' : 'high', flags: flagsOf(statement.text.parts), ...(routine && { routine }) }));
  }
  return [];
}

function flagsOf(parts: readonly Part[]): QueryFlag[] {
  return [...(parts.some((part) => part.p === 'maybe') ? ['optional-predicates' as const] : []), ...(parts.some((part) => part.p === 'unknown') ? ['dynamic-identifier' as const] : []), 'string-built'];
}
