import type { Dialect } from '../../../facts/dialect.ts';
import type { SymbolPath } from '../../../facts/expr.ts';
import type { ColumnDecl } from '../../../facts/schema.ts';
import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import type { Binding } from '../../../lang/outline.ts';
import type { Span } from '../../../text/span.ts';
import { builderChain, type Step } from '../chain.ts';
import { constantString, follow } from '../constants.ts';
import { propertyOf, stringOf } from '../literals.ts';
import type { Env } from '../names/env.ts';
import { functionName, localFunction, meaningOf, type Names } from '../names/names.ts';
import { inlinedEnv } from '../names/params.ts';
import { builderName, isColumn } from './recognise.ts';
import { typeName } from './types.ts';

export interface ColumnInput { readonly attr: string; readonly expr: HostExpr; readonly span: Span; readonly env: Env | null; readonly dialect: Dialect | null }

/** One column, and what is not known about it. */
export interface ReadColumn { readonly columns: readonly ColumnDecl[]; readonly doubts: readonly string[] }

const MAX_DEPTH = 6;

/** Reads the builder chain of one column. Null for a property that is no column at all (`undefined`). */
export function readColumn(names: Names, input: ColumnInput, modifiers: readonly Step[] = [], depth = 0): ReadColumn | null {
  const at = follow(names, input.expr, input.env);
  if (at.expr.kind === 'nothing') return null;
  const chain = builderChain(at.expr);
  const whole = chain === null ? meaningOf(names, at.expr, at.env) : null;
  if (whole?.kind === 'path' && whole.imported) return { columns: [{ ...decl(names, input, UNKNOWN, modifiers), made: whole.path }], doubts: [] };
  if (chain === null || depth > MAX_DEPTH) return unknown(input, null, `column ${input.attr} is not made here`);
  const all = [...chain.modifiers.map((step) => ({ ...step, env: at.env })), ...modifiers];
  const base = baseOf(names, chain.call, at.env, input.dialect);
  if (base !== null) return { columns: [decl(names, input, base, all)], doubts: [] };
  const fn = localFunction(names, chain.call.callee, at.env);
  const [only] = fn?.returns ?? [];
  if (fn !== null && only !== undefined && fn.returns.length === 1) {
    return readColumn(names, { ...input, expr: only, env: inlinedEnv(fn, chain.call.args, at.env, at.env) }, all, depth + 1);
  }
  return elsewhere(names, input, chain.call, at.env, all);
}

/** A builder of another file: an enum, a custom type, or a function with anything in it; linking looks for it. */
function elsewhere(names: Names, input: ColumnInput, call: CallHost, env: Env | null, modifiers: readonly Step[]): ReadColumn {
  const name = constantString(names, call.args[0], env);
  const column = decl(names, input, { ...UNKNOWN, name }, modifiers);
  const meaning = meaningOf(names, call.callee, env);
  if (meaning.kind === 'path' && meaning.imported) return { columns: [{ ...column, made: meaning.path }], doubts: [] };
  return { columns: [column], doubts: name === null ? [`column ${input.attr} is made at run time`] : [] };
}

const unknown = (input: ColumnInput, type: string | null, doubt: string): ReadColumn => ({
  columns: [{ kind: 'column', attr: input.attr, name: null, type, notNull: false, primaryKey: false, unique: false, references: null, span: input.span }], doubts: [doubt],
});

/** What a builder makes for a table of another file: a column without an attribute of its own. Null for what makes no column. */
export function readMaker(names: Names, binding: Binding, init: HostExpr, dialect: Dialect | null): ColumnDecl | null {
  const made = init.kind === 'function' ? (init.returns.length === 1 ? init.returns[0] : undefined) : init;
  if (made?.kind !== 'call') return null;
  const input = { attr: '', expr: made, span: binding.span, env: null, dialect };
  // A maker of columns (`pgEnum(…)`, `customType(…)`) is called again with the column's name; a function returns a column already made.
  const type = typeOfMaker(names, made, null);
  if (type !== null && init.kind === 'call') return decl(names, input, { ...UNKNOWN, type: type.name }, []);
  const chain = builderChain(made);
  const base = chain === null || !isColumn(names, made, null) ? null : baseOf(names, chain.call, null, dialect);
  return chain === null || base === null ? null : decl(names, input, base, chain.modifiers);
}

interface Base { readonly name: string | null; readonly type: string | null; readonly few?: boolean; readonly implied: Implied }
interface Implied { readonly notNull: boolean; readonly unique: boolean }
const NOTHING_IMPLIED: Implied = { notNull: false, unique: false };
const UNKNOWN: Base = { name: null, type: null, implied: NOTHING_IMPLIED };

/** What the innermost call tells: the column's name and type. */
function baseOf(names: Names, call: CallHost, env: Env | null, dialect: Dialect | null): Base | null {
  const name = constantString(names, call.args[0], env);
  const builder = builderName(names, call, env);
  if (builder !== null) return ofBuilder(names, builder, call, env, dialect, name);
  const made = follow(names, call.callee, env);
  const type = made.expr.kind === 'call' ? typeOfMaker(names, made.expr, made.env) : null;
  return type === null ? null : { name, type: type.name, implied: NOTHING_IMPLIED };
}

/** The type that `pgEnum('role', […])`, `schema.enum(…)` or `customType({…})` gives to its columns; null for another call. */
function typeOfMaker(names: Names, call: CallHost, env: Env | null): { readonly name: string | null } | null {
  const maker = functionName(names, call.callee, env);
  if (maker === 'customType') return { name: customTypeName(names, call, env) };
  const of = constantString(names, call.args[0], env);
  if (maker === 'pgEnum') return { name: of === null ? 'enum' : `enum:${of}` };
  // `.enum` of a schema is given a name first; a validator's is not.
  return call.callee.kind === 'member' && call.callee.property === 'enum' && of !== null ? { name: `enum:${of}` } : null;
}

const DIALECTS: readonly Dialect[] = ['postgresql', 'sqlite', 'mysql'];

function ofBuilder(names: Names, builder: string, call: CallHost, env: Env | null, dialect: Dialect | null, name: string | null): Base {
  const options = follow(names, (name === null ? call.args[0] : call.args[1]) ?? call, env).expr;
  const tried = dialect === null ? DIALECTS : [dialect];
  const type = builder === 'mysqlEnum' ? 'enum' : (tried.map((d) => typeName(builder, d, options)).find((t) => t !== null) ?? null);
  // Serial columns are never null; MySQL's is also unique.
  const serial = /serial$/.test(builder);
  return { name, type, few: isListed(names, options, env), implied: { notNull: serial, unique: serial && dialect === 'mysql' } };
}

/** More values than this are no handful any more: countries, time zones. */
const A_HANDFUL = 40;

/** `text({ enum: ['open', 'done'] })`: the values are listed. A list of another file counts, for people list what they can survey. */
function isListed(names: Names, options: HostExpr, env: Env | null): boolean {
  const listed = propertyOf(options, 'enum');
  if (listed === null) return false;
  const values = follow(names, listed, env).expr;
  return values.kind !== 'array' || values.items.length <= A_HANDFUL;
}

/** `customType({ dataType() { return 'citext' } })`: the first text that it returns. */
function customTypeName(names: Names, call: CallHost, env: Env | null): string | null {
  const options = follow(names, call.args[0] ?? call, env);
  const dataType = propertyOf(options.expr, 'dataType');
  const [first] = dataType?.kind === 'function' ? dataType.returns : [];
  if (first === undefined) return null;
  const known = constantString(names, first, options.env) ?? (first.kind === 'conditional' ? (constantString(names, first.otherwise, options.env) ?? constantString(names, first.then, options.env)) : null);
  return (known ?? (first.kind === 'template' ? (first.quasis[0]?.value.replace(/\W+$/, '') ?? null) : null))?.toLowerCase() ?? null;
}

function decl(names: Names, input: ColumnInput, base: Base, modifiers: readonly Step[]): ColumnDecl {
  const of = (name: string): Step | undefined => modifiers.findLast((step) => step.name === name && step.args !== null);
  const [primary, unique, references] = [of('primaryKey'), of('unique'), of('references')];
  const identity = of('generatedAlwaysAsIdentity') ?? of('generatedByDefaultAsIdentity');
  const target = references === undefined ? null : referenced(names, references);
  const autoIncrement = of('autoincrement') !== undefined || isTrue(propertyOf(primary?.args?.[0], 'autoIncrement'));
  const uniqueName = unique === undefined ? null : constantString(names, unique.args?.[0], unique.env);
  const onDelete = stringOf(propertyOf(references?.args?.[1], 'onDelete'));
  return {
    kind: 'column', attr: input.attr, name: base.name, type: arrayOf(base.type, modifiers),
    notNull: of('notNull') !== undefined || primary !== undefined || identity !== undefined || base.implied.notNull,
    ...(base.few === true ? { few: true } : {}),
    primaryKey: primary !== undefined, ...(autoIncrement ? { autoIncrement } : {}),
    unique: unique !== undefined || base.implied.unique, ...(uniqueName === null ? {} : { uniqueName }),
    references: target, ...(onDelete === null ? {} : { onDelete }), span: input.span,
  };
}

const isTrue = (expr: HostExpr | null): boolean => expr?.kind === 'boolean' && expr.value;

const arrayOf = (type: string | null, modifiers: readonly Step[]): string | null => {
  const dimensions = modifiers.filter((step) => step.name === 'array').length;
  return type === null || dimensions === 0 ? type : type + '[]'.repeat(dimensions);
};

/** `.references(() => users.id)`. */
function referenced(names: Names, step: Step): SymbolPath | null {
  const fn = step.args?.[0];
  const [target] = fn?.kind === 'function' ? fn.returns : [];
  const meaning = target === undefined ? null : meaningOf(names, target, step.env);
  return meaning?.kind === 'path' && meaning.path.length >= 2 ? meaning.path : null;
}
