import type { SymbolPath } from '../../facts/expr.ts';
import type { FlowExpr, FlowParam, FlowUnit } from '../../facts/flow.ts';
import type { ClassRef, Meaning } from './code.ts';
import { type Annotation, readAnnotation } from './code-annotation.ts';
import { givenBack, pathOf } from './code-expressions.ts';
import type { UnitRef } from './summary.ts';

/** What a value is an instance of, or a list of such. */
export interface Typed { readonly meaning: Meaning; readonly many: boolean }

export interface TypeReach {
  readonly meaning: (file: string, path: SymbolPath) => Meaning | null;
  readonly unit: (ref: UnitRef) => FlowUnit | null;
  readonly standsFor: (of: ClassRef) => ClassRef;
}

export interface Types {
  readonly ofText: (file: string, text: string) => Typed | null;
  /** What an expression of a file's top level gives: an instance that it makes, or what a function says that it returns. */
  readonly ofExpr: (file: string, expr: FlowExpr) => Typed | null;
  readonly given: (file: string, param: FlowParam) => Typed | null;
}

/** Longer ways from one type to another are circles, or nothing that a person would follow. */
const FARTHEST = 12;

/** Wrappers whose first argument is what is there. */
const THROUGH: ReadonlySet<string> = new Set(['Optional', 'Promise', 'PromiseLike', 'Awaitable', 'Readonly', 'Required', 'NonNullable', 'Awaited', 'InstanceType', 'Final', 'ClassVar', 'NotRequired', 'Mapped', 'Annotated', 'Relation', 'Ref', 'DeepReadonly']);
const MANY: ReadonlySet<string> = new Set(['list', 'List', 'Sequence', 'MutableSequence', 'Iterable', 'Iterator', 'AsyncIterable', 'AsyncIterator', 'Generator', 'AsyncGenerator', 'Collection', 'set', 'Set', 'frozenset', 'FrozenSet', 'AbstractSet', 'deque', 'Array', 'ReadonlyArray', 'ReadonlySet', 'ScalarResult', 'QuerySet', 'IterableIterator', 'DynamicMapped', 'WriteOnlyMapped']);
const MADE_BY_ITS_CALLER: ReadonlySet<string> = new Set(['Iterator', 'AsyncIterator', 'Generator', 'AsyncGenerator', 'Iterable', 'AsyncIterable']);
const NOTHING: ReadonlySet<string> = new Set(['None', 'null', 'undefined', 'void']);
/** Calls that give what they are asked for: FastAPI's, and containers'. */
const PROVIDERS: ReadonlySet<string> = new Set(['Depends', 'Security', 'Provide', 'inject', 'FromDishka']);

export function typesOf(reach: TypeReach): Types {
  const ofAnnotation = (file: string, from: Annotation, left: number): Typed | null => {
    if (left <= 0) return null;
    const inner = (one: Annotation | undefined): Typed | null => (one === undefined ? null : ofAnnotation(file, one, left - 1));
    switch (from.a) {
      case 'other': return null;
      case 'list': return manyOf(inner(from.of));
      case 'value': return heldBy(reach.meaning(file, from.path));
      case 'union': return agreed(from.parts.filter((part) => !isNothing(part)).map(inner));
      case 'name': return named(file, from, inner, left);
    }
  };
  const named = (file: string, from: Extract<Annotation, { readonly a: 'name' }>, inner: (one: Annotation | undefined) => Typed | null, left: number): Typed | null => {
    const last = from.path.at(-1) ?? '';
    const [first, ...others] = from.args;
    if (from.called !== null) return PROVIDERS.has(last) ? providedBy(file, from.called[0], left - 1) : null;
    if (last === 'Annotated') return annotated(file, inner(first), others, left);
    if (last === 'InstanceType' && first?.a === 'value') return instance(file, first.path, left);
    if (THROUGH.has(last)) return inner(first);
    if (last === 'Coroutine') return inner(from.args[2]);
    if (last === 'Union') return agreed(from.args.filter((part) => !isNothing(part)).map(inner));
    if (MANY.has(last) && from.args.length > 0) return manyOf(inner(first));
    return instance(file, from.path, left);
  };
  const annotated = (file: string, plain: Typed | null, others: readonly Annotation[], left: number): Typed | null => {
    const provider = others.find((one) => one.a === 'name' && one.called !== null && PROVIDERS.has(one.path.at(-1) ?? ''));
    return (provider?.a === 'name' ? providedBy(file, provider.called?.[0], left - 1) : null) ?? plain;
  };
  const instance = (file: string, path: SymbolPath, left: number): Typed | null => {
    const found = reach.meaning(file, path);
    if (found?.m === 'class') return { meaning: { m: 'class', of: reach.standsFor(found.of) }, many: false };
    if (found?.m === 'model' || found?.m === 'outside') return { meaning: found, many: false };
    // An alias: `RepoDep = Annotated[Repo, Depends(get_repo)]`.
    const alias = found?.m === 'value' ? annotationOf(found.expr, 6) : null;
    return alias === null || found?.m !== 'value' ? null : ofAnnotation(found.file, alias, left - 1);
  };
  const providedBy = (file: string, provider: Annotation | undefined, left: number): Typed | null =>
    provider?.a === 'name' && left > 0 ? called(file, provider.called === null ? provider.path : [], left - 1) : null;
  /** What a call of what the path means gives. */
  const called = (file: string, path: SymbolPath, left: number): Typed | null => {
    const found = path.length === 0 || left <= 0 ? null : reach.meaning(file, path);
    if (found?.m === 'unit') return returned(found.ref, left - 1);
    if (found?.m === 'class' || found?.m === 'model') return { meaning: found, many: false };
    return found?.m === 'outside' && /^[A-Z]/.test(found.path.at(-1) ?? '') ? { meaning: found, many: false } : null;
  };
  const returned = (ref: UnitRef, left: number): Typed | null => {
    const unit = reach.unit(ref);
    if (unit === null || left <= 0) return null;
    const stated = unit.fn.returns === null ? null : ofAnnotation(ref.file, unwrapped(readAnnotation(unit.fn.returns), unit), left - 1);
    // An annotation may say less than what is really made: a base, a protocol.
    const given = agreed(givenBack(unit.fn).map((expr) => ofExpr(ref.file, expr, left - 1)));
    return given !== null && given.meaning.m !== 'outside' ? given : (stated ?? given);
  };
  const ofExpr = (file: string, expr: FlowExpr, left: number): Typed | null => {
    if (left <= 0) return null;
    switch (expr.e) {
      case 'await': return ofExpr(file, expr.of, left - 1);
      case 'either': return expr.op === '&&' ? ofExpr(file, expr.right, left - 1) : agreed([ofExpr(file, expr.left, left - 1), ofExpr(file, expr.right, left - 1)].filter((one) => one !== null));
      case 'if': return agreed([ofExpr(file, expr.yes, left - 1), ofExpr(file, expr.no, left - 1)]);
      case 'name': case 'attr': { const found = reach.meaning(file, pathOf(expr) ?? []); return found?.m === 'value' ? fromValue(found, left - 1) : null; }
      case 'call': {
        const path = pathOf(expr.of) ?? [];
        const [provider] = expr.args.length > 0 ? expr.args : expr.keywords.map(({ value }) => value);
        return PROVIDERS.has(path.at(-1) ?? '') && provider !== undefined ? called(file, pathOf(provider) ?? [], left - 1) : called(file, path, left - 1);
      }
      default: return null;
    }
  };
  const fromValue = (found: Extract<Meaning, { readonly m: 'value' }>, left: number): Typed | null =>
    ofExpr(found.file, found.expr, left) ?? (found.type === undefined ? null : ofAnnotation(found.file, readAnnotation(found.type), left));
  const heldBy = (found: Meaning | null): Typed | null => (found?.m === 'value' ? (fromValue(found, FARTHEST) ?? { meaning: found, many: false }) : null);
  const ofText = (file: string, text: string): Typed | null => ofAnnotation(file, readAnnotation(text), FARTHEST);
  return {
    ofText,
    ofExpr: (file, expr) => ofExpr(file, expr, FARTHEST),
    given: (file, { type, value }) => {
      const provided = value?.e === 'call' && PROVIDERS.has(pathOf(value.of)?.at(-1) ?? '') ? ofExpr(file, value, FARTHEST) : null;
      return provided !== null && provided.meaning.m !== 'outside' ? provided : ((type === null ? null : ofText(file, type)) ?? provided);
    },
  };
}

const isNothing = (one: Annotation): boolean => one.a === 'name' && one.path.length === 1 && NOTHING.has(one.path[0] ?? '');
const manyOf = (one: Typed | null): Typed | null => (one === null ? null : { ...one, many: true });

function agreed(found: readonly (Typed | null)[]): Typed | null {
  const [first, ...others] = found;
  return first == null || others.some((other) => JSON.stringify(other) !== JSON.stringify(first)) ? null : first;
}

/** What a generator that is a dependency gives is what it yields. */
const unwrapped = (from: Annotation, { fn }: FlowUnit): Annotation => (from.a === 'name' && fn.flags.includes('generator') && MADE_BY_ITS_CALLER.has(from.path.at(-1) ?? '') ? (from.args[0] ?? from) : from);

/** An expression that is an annotation, kept under a name. */
export function annotationOf(expr: FlowExpr, left: number): Annotation | null {
  if (left <= 0) return null;
  const inner = (one: FlowExpr): Annotation => annotationOf(one, left - 1) ?? { a: 'other' };
  const path = pathOf(expr);
  if (path !== null) return { a: 'name', path, args: [], called: null };
  if (expr.e === 'index') { const of = pathOf(expr.of); return of === null ? null : { a: 'name', path: of, args: (expr.index.e === 'list' ? expr.index.items : [expr.index]).map(inner), called: null }; }
  if (expr.e === 'call') { const of = pathOf(expr.of); return of === null || !PROVIDERS.has(of.at(-1) ?? '') ? null : { a: 'name', path: of, args: [], called: [...expr.args, ...expr.keywords.map(({ value }) => value)].map(inner) }; }
  if (expr.e === 'op' && expr.op === '|') return { a: 'union', parts: expr.parts.map(inner) };
  return expr.e === 'literal' && typeof expr.value === 'string' ? readAnnotation(expr.value) : null;
}
