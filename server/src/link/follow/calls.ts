import type { ProgramExpr, ProgramParam } from '../../facts/program.ts';
import { builtinValue, methodValue } from './builtins.ts';
import { evaluated } from './expressions.ts';
import { likeliest, type Names } from './merge.ts';
import { instanceOf } from './objects.ts';
import { DEEPEST_CALL, type Frame, newFrame, type Run } from './run.ts';
import { looksLikeSql } from './shape.ts';
import { runSteps } from './steps.ts';
import { type ClassValue, type FunctionValue, GIVEN, listOf, literalOf, text, UNKNOWN, type Value } from './values.ts';
import { classOfType, memberIn } from './world.ts';

type Call = Extract<ProgramExpr, { e: 'call' }>;

/** What a call is given. `open`: also keywords that are not known. */
export interface Given { readonly args: readonly Value[]; readonly keywords: readonly (readonly [Value, Value])[]; readonly open: boolean }

/** Functions that look at a text, keep it or show it, and run nothing. */
const LOOKS_ONLY = /^(?:append|extend|insert|add|push|join|split|match|search|sub|compile|findall|finditer|fullmatch|debug|info|warning|warn|error|exception|critical|log|print|write|format|strip|startswith|endswith|encode|hash|md5|sha\w*|dumps|assert\w*|setdefault|set|put|update|dedent|cleandoc)$/;

export function callValue(frame: Frame, call: Call): Value {
  const { run } = frame;
  const callee = evaluated(frame, call.of);
  const given = givenBy(frame, call);
  run.frames.push({ file: frame.file, at: call.at, callee: callee.v === 'function' ? callee : callee.v === 'class' ? initOf(run, callee) : null });
  const value = called(frame, call, callee, given);
  run.frames.pop();
  return value;
}

/** What a class does when an object of it is made. */
function initOf(run: Run, of: ClassValue): FunctionValue | null {
  const init = memberIn(run.world, of, '__init__');
  return init?.method ? { v: 'function', file: init.owner.file, fn: init.method, self: madeOf(run, of), owner: init.owner } : null;
}

function called(frame: Frame, call: Call, callee: Value, given: Given): Value {
  switch (callee.v) {
    case 'function': return invoke(frame.run, callee, bindArguments(frame.run, callee, given));
    case 'class': return instanceOf(frame.run, callee, given);
    case 'builtin': return builtinValue(frame, callee.name, given);
    case 'method': return methodValue(frame, call, callee, given);
    default: return unknownCall(frame.run, nameOf(call.of), given);
  }
}

const nameOf = (expr: ProgramExpr): string => (expr.e === 'name' || expr.e === 'attr' ? expr.name : '');

/** What is handed a statement and is not known, is taken for what runs it. */
function unknownCall(run: Run, name: string, given: Given): Value {
  const [first] = given.args;
  if (/^(?:dedent|cleandoc|indent)$/.test(name) && first !== undefined) return first;
  if (LOOKS_ONLY.test(name)) return UNKNOWN;
  for (const value of [...given.args.slice(0, 3), ...given.keywords.map(([, one]) => one)]) {
    if (value.v === 'text' && looksLikeSql(value)) { run.statements.push({ text: value, frames: [...run.frames] }); break; }
  }
  return UNKNOWN;
}

function givenBy(frame: Frame, call: Call): Given {
  let open = false;
  const args = call.args.flatMap((arg): readonly Value[] => {
    if (arg.e !== 'star') return [evaluated(frame, arg)];
    const inner = evaluated(frame, arg.arg);
    return inner.v === 'list' ? inner.items : [];
  });
  const keywords = call.keywords.flatMap(({ name, value, at }): readonly (readonly [Value, Value])[] => {
    if (name !== null) return [[text(name, { file: frame.file, at }), evaluated(frame, value)]];
    const inner = evaluated(frame, value);
    if (inner.v !== 'dict') { open = true; return []; }
    open ||= inner.open;
    return inner.entries;
  });
  return { args, keywords, open };
}

/** The parameters of a function with what a call gives them; those it does not give have their defaults. */
export function bindArguments(run: Run, { file, fn, self, owner }: FunctionValue, given: Given): Names {
  const names: Names = new Map();
  const args = self === null ? [...given.args] : [self, ...given.args];
  const left = new Map(given.keywords.map((entry) => [literalOf(entry[0]) ?? '', entry] as const));
  const defaults = newFrame(run, file, { owner });
  for (const param of fn.params) {
    if (param.rest === 'list') { names.set(param.name, listOf(args.splice(0), 'tuple')); continue; }
    if (param.rest === 'dict') { names.set(param.name, { v: 'dict', entries: [...left.values()], open: given.open, place: null }); continue; }
    const keyword = left.get(param.name);
    left.delete(param.name);
    const value = args.shift() ?? keyword?.[1];
    names.set(param.name, value ?? (given.open || param.value === null ? UNKNOWN : evaluated(defaults, param.value)));
  }
  return names;
}

/** The parameters of a function that is called by who knows what. */
export function unknownArguments(run: Run, { file, fn, self }: FunctionValue): Names {
  const names: Names = new Map();
  for (const [at, param] of fn.params.entries()) names.set(param.name, at === 0 && self !== null ? self : unknownArgument(run, file, param));
  return names;
}

function unknownArgument(run: Run, file: string, param: ProgramParam): Value {
  if (param.rest === 'list') return { v: 'list', form: 'tuple', items: [], open: true, place: null };
  if (param.rest === 'dict') return { v: 'dict', entries: [], open: true, place: null };
  const of = classOfType(run.world, file, param.type);
  if (of !== null) return madeOf(run, of);
  const type = param.type ?? '';
  if (/^(?:typing\.)?(?:list|List|set|Set|tuple|Tuple|Sequence|Iterable|Collection|frozenset)\b/.test(type)) return { v: 'many', item: GIVEN };
  const sometimes = param.value?.e === 'none' || /\bNone\b|\bOptional\b/.test(type);
  return sometimes || param.type === null && param.value !== null ? UNKNOWN : GIVEN;
}

/** An object of a class that was made somewhere, with arguments that are not known. */
export function madeOf(run: Run, of: ClassValue): Value {
  const known = run.world.made.get(of.decl);
  if (known !== undefined) return known;
  run.world.made.set(of.decl, UNKNOWN);
  const object = instanceOf({ ...run, statements: [] }, of, { args: [], keywords: [], open: true });
  run.world.made.set(of.decl, object);
  return object;
}

/** What a function gives with these arguments; what it runs is noted on the way. */
export function invoke(run: Run, value: FunctionValue, names: Names): Value {
  const id = `${value.file}\n${value.fn.at}`;
  if (run.open.length > DEEPEST_CALL || run.open.filter((one) => one === id).length > 1 || --run.budget < 0) return UNKNOWN;
  run.open.push(id);
  const frame = newFrame(run, value.file, { owner: value.owner, self: value.self ?? UNKNOWN });
  frame.names = names;
  runSteps(frame, value.fn.body);
  run.open.pop();
  if (frame.yielded.length > 0) return value.fn.decorators.some((one) => /contextmanager$/.test(one)) ? likeliest(frame.yielded) : listOf(frame.yielded);
  const result = frame.returned.length === 0 ? UNKNOWN : likeliest(frame.returned);
  return result.v === 'unknown' ? ofAnnotation(run, value) : result;
}

/** A function that says what class of thing it gives (`def repo() -> JobRepository`). */
function ofAnnotation(run: Run, { file, fn }: FunctionValue): Value {
  const of = classOfType(run.world, file, fn.returns);
  return of === null || /^(?:list|List|Iterable|Iterator|Generator|Sequence|dict|Dict|tuple)\b/.test(fn.returns ?? '') ? UNKNOWN : madeOf(run, of);
}

