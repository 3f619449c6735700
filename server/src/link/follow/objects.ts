import { bindArguments, invoke } from './calls.ts';
import { evaluated } from './expressions.ts';
import { type Frame, newFrame, type Run } from './run.ts';
import { TEXT_METHODS } from './texts.ts';
import { type ClassValue, GIVEN, type ObjectValue, text, UNKNOWN, type Value } from './values.ts';
import { memberIn } from './world.ts';

const BUILTINS: ReadonlySet<string> = new Set(['len', 'str', 'repr', 'list', 'tuple', 'set', 'frozenset', 'dict', 'sorted', 'reversed', 'enumerate', 'zip', 'map', 'filter', 'isinstance', 'hasattr', 'getattr', 'setattr', 'type', 'super', 'bool', 'int', 'float', 'print', 'next', 'iter', 'range', 'any', 'all', 'callable', 'bytes', 'issubclass', 'vars']);

/** What a name at the top level of a file stands for. */
export function globalValue(run: Run, file: string, name: string): Value {
  const found = run.world.global(file, name);
  if (found === null) return BUILTINS.has(name) ? { v: 'builtin', name } : UNKNOWN;
  if (found.kind === 'value') return found.value;
  const key = `${found.file}\n${found.name}`;
  const known = run.world.names.get(key);
  if (known !== undefined) return known;
  // A name that leads back to itself says nothing.
  run.world.names.set(key, UNKNOWN);
  const given = run.world.programs.get(found.file)?.names.findLast((one) => one.name === found.name);
  const value = given === undefined ? UNKNOWN : evaluated(newFrame({ ...run, statements: [] }, found.file), given.value);
  run.world.names.set(key, value);
  return value;
}

const LIST_METHODS: ReadonlySet<string> = new Set(['append', 'extend', 'insert', 'copy', 'index', 'pop', 'remove', 'add', 'update']);
const DICT_METHODS: ReadonlySet<string> = new Set(['items', 'keys', 'values', 'get', 'pop', 'copy', 'update', 'setdefault', 'popitem']);

/** `of.name`. */
export function attributeOf(frame: Frame, of: Value, name: string): Value {
  switch (of.v) {
    case 'object': return of.fields.get(name) ?? (name === '__class__' ? of.of : memberValue(frame.run, of.of, name, of));
    case 'class': return name === '__name__' || name === '__qualname__' ? text(of.decl.name, { file: of.file, at: of.decl.nameAt }) : memberValue(frame.run, of, name, of);
    case 'super': return memberValue(frame.run, of.self.v === 'object' ? of.self.of : of.self.v === 'class' ? of.self : of.of, name, of.self, of.of);
    case 'module': return globalValue(frame.run, of.file, name);
    case 'text': return Object.hasOwn(TEXT_METHODS, name) || name === 'format' || name === 'format_map' ? { v: 'method', of, name } : UNKNOWN;
    case 'list': case 'many': return LIST_METHODS.has(name) ? { v: 'method', of, name } : UNKNOWN;
    case 'dict': return DICT_METHODS.has(name) ? { v: 'method', of, name } : UNKNOWN;
    case 'unknown': return of.given ? GIVEN : UNKNOWN;
    default: return UNKNOWN;
  }
}

/** A member of a class as `self` sees it: a method bound, a property asked. */
function memberValue(run: Run, of: ClassValue, name: string, self: Value, after: ClassValue | null = null): Value {
  const found = memberIn(run.world, of, name, after);
  if (found === null) return UNKNOWN;
  const { owner, attr, method } = found;
  if (attr?.value) return evaluated(newFrame(run, owner.file, { owner }), attr.value);
  if (method === null) return UNKNOWN;
  const isClassMethod = method.decorators.includes('classmethod');
  const bound: Value = method.decorators.includes('staticmethod') ? NO_SELF : isClassMethod ? (self.v === 'object' ? self.of : self) : self;
  const value = { v: 'function', file: owner.file, fn: method, self: bound === NO_SELF || (bound.v === 'class' && !isClassMethod) ? null : bound, owner } as const;
  return method.decorators.some((one) => /property$/.test(one)) && self.v === 'object' ? invoke(run, value, bindArguments(run, value, { args: [], keywords: [], open: false })) : value;
}

const NO_SELF: Value = { v: 'none' };

/** What a class makes when it is called. Without an `__init__` its annotated attributes are given in order, as those of a dataclass. */
export function instanceOf(run: Run, of: ClassValue, given: { readonly args: readonly Value[]; readonly keywords: readonly (readonly [Value, Value])[]; readonly open: boolean }): ObjectValue {
  const object: ObjectValue = { v: 'object', of, fields: new Map() };
  const init = memberIn(run.world, of, '__init__');
  if (init?.method) {
    const value = { v: 'function', file: init.owner.file, fn: init.method, self: object, owner: init.owner } as const;
    invoke(run, value, bindArguments(run, value, given));
    return object;
  }
  const attrs = [...run.world.lineage(of)].reverse().flatMap((one) => one.decl.attrs.filter((attr) => attr.type !== null && !/^(?:typing\.)?ClassVar\b/.test(attr.type)));
  for (const [at, attr] of attrs.entries()) {
    const value = given.args[at] ?? given.keywords.find(([key]) => key.v === 'text' && key.parts[0]?.p === 'text' && key.parts[0].text === attr.name)?.[1];
    if (value !== undefined) object.fields.set(attr.name, value);
  }
  return object;
}
