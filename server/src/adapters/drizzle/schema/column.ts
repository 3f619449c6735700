import type { Dialect } from '../../../facts/dialect.ts';
import type { SymbolPath } from '../../../facts/expr.ts';
import type { ColumnDecl } from '../../../facts/schema.ts';
import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import type { Span } from '../../../text/span.ts';
import { builderChain, type Step } from '../chain.ts';
import { constantString, follow } from '../constants.ts';
import { propertyOf, stringOf } from '../literals.ts';
import type { Env } from '../names/env.ts';
import { functionName, localFunction, meaningOf, type Names } from '../names/names.ts';
import { inlinedEnv } from '../names/params.ts';
import { builderName } from './recognise.ts';
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

/** A builder of another file: an enum or a custom type when it is given the column's name, else anything. */
function elsewhere(names: Names, input: ColumnInput, call: CallHost, env: Env | null, modifiers: readonly Step[]): ReadColumn {
  const name = constantString(names, call.args[0], env);
  const builder = call.callee.kind === 'identifier' ? call.callee.name : call.callee.kind === 'member' ? call.callee.property : '';
  const enumLike = /enum/i.test(builder);
  const doubts = name === null && !enumLike ? [`column ${input.attr} is made by ${builder}(), which is not of this file`] : [];
  return { columns: [decl(names, input, { name, type: enumLike ? 'enum' : null, implied: NOTHING_IMPLIED }, modifiers)], doubts };
}

const unknown = (input: ColumnInput, type: string | null, doubt: string): ReadColumn => ({
  columns: [{ kind: 'column', attr: input.attr, name: null, type, notNull: false, primaryKey: false, unique: false, references: null, span: input.span }], doubts: [doubt],
});

interface Base { readonly name: string | null; readonly type: string | null; readonly implied: Implied }
interface Implied { readonly notNull: boolean; readonly unique: boolean }
const NOTHING_IMPLIED: Implied = { notNull: false, unique: false };

/** What the innermost call tells: the column's name and type. */
function baseOf(names: Names, call: CallHost, env: Env | null, dialect: Dialect | null): Base | null {
  const name = constantString(names, call.args[0], env);
  const builder = builderName(names, call, env);
  if (builder !== null) return ofBuilder(names, builder, call, env, dialect, name);
  const made = follow(names, call.callee, env);
  if (made.expr.kind !== 'call') return null;
  const maker = functionName(names, made.expr.callee, made.env);
  if (maker === 'customType') return { name, type: customTypeName(names, made.expr, made.env), implied: NOTHING_IMPLIED };
  if (maker === 'pgEnum' || (made.expr.callee.kind === 'member' && made.expr.callee.property === 'enum')) {
    const of = constantString(names, made.expr.args[0], made.env);
    return { name, type: of === null ? 'enum' : `enum:${of}`, implied: NOTHING_IMPLIED };
  }
  return null;
}

const DIALECTS: readonly Dialect[] = ['postgresql', 'sqlite', 'mysql'];

function ofBuilder(names: Names, builder: string, call: CallHost, env: Env | null, dialect: Dialect | null, name: string | null): Base {
  const options = follow(names, (name === null ? call.args[0] : call.args[1]) ?? call, env).expr;
  const tried = dialect === null ? DIALECTS : [dialect];
  const type = builder === 'mysqlEnum' ? 'enum' : (tried.map((d) => typeName(builder, d, options)).find((t) => t !== null) ?? null);
  // Serial columns are never null; MySQL's is also unique.
  const serial = /serial$/.test(builder);
  return { name, type, implied: { notNull: serial, unique: serial && dialect === 'mysql' } };
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
