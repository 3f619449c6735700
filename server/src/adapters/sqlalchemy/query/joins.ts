import type { JoinKind } from '../../../facts/query.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import { argumentOf, keywordOf, type Step } from './chain.ts';
import { readCondition } from './conditions.ts';
import { aliasOf, type Cond, type Draft, type SymbolicSource } from './draft.ts';
import type { Env } from './env.ts';
import { firstSource, joinLinks, place, readSource } from './from.ts';
import { functionName } from './functions.ts';
import { allOf, isTrue, opaque, optional, stringOf } from './literals.ts';
import { meaningOf, type Meaning } from './names.ts';
import { relationSource } from './relations.ts';

const kindOf = (step: Pick<Step, 'name' | 'keywords'>): JoinKind =>
  isTrue(keywordOf(step.keywords, 'full')) ? 'full' : step.name.startsWith('outer') || isTrue(keywordOf(step.keywords, 'isouter')) ? 'left' : 'inner';

/** `.join(A.rel)`, `.join(B)`, `.join(B, cond)`, `.join(B, A.rel)`, `.join(A.rel.of_type(b))`, and of old `.join('rel')`, `.join(A.rel, B.rel)`. */
export function readJoin(draft: Draft, step: Step): void {
  const kind = kindOf(step);
  const [target, second, ...more] = step.args ?? [];
  const on = second ?? keywordOf(step.keywords, 'onclause');
  const first = target ?? keywordOf(step.keywords, 'target');
  if (first === null || first === undefined) return;
  if (first.kind === 'array') { joinTo(draft, first.items[0] ?? first, first.items[1] ?? null, { kind, step }); return; }
  // A second relation, and not the condition of the first: `.join(A.b, B.c)`.
  if (second !== undefined && isRelationOrString(draft, first, step.env) && isRelationOrString(draft, second, step.env)) { for (const one of [first, second, ...more]) joinTo(draft, one, null, { kind, step }); return; }
  joinTo(draft, first, on, { kind, step });
}

/** `.join_from(A, B, cond)`. */
export function readJoinFrom(draft: Draft, step: Step): void {
  const left = argumentOf(step, 0, 'from_');
  const target = argumentOf(step, 1, 'target');
  const source = left === null ? null : readSource(draft, left, step.env, 'from');
  if (source !== null && draft.joined.length === 0 && draft.entities[0]?.alias !== source.alias) place(draft, source);
  if (target !== null) joinTo(draft, target, argumentOf(step, 2, 'onclause'), { kind: kindOf(step), step });
}

/** A model is called by a name with a capital, an attribute is not; a table in a variable has no dot. */
function isRelationOrString(draft: Draft, expr: HostExpr, env: Env | null): boolean {
  if (expr.kind === 'string') return true;
  const meaning = meaningOf(draft.reading, expr, env);
  return meaning.kind === 'column' || (meaning.kind === 'path' && meaning.path.length > 1 && !/^[A-Z]/.test(meaning.path.at(-1) ?? ''));
}

interface How { readonly kind: JoinKind; readonly step: Pick<Step, 'env' | 'optional' | 'span'> }

function joinTo(draft: Draft, target: HostExpr, on: HostExpr | null, { kind, step }: How): void {
  const { env } = step;
  const typed = typedRelation(draft, target, env);
  const source = typed ?? (target.kind === 'string' ? namedRelation(draft, target) : readSource(draft, target, env, kind));
  const read = source ?? unknownSource(target);
  const meaning = on === null ? null : meaningOf(draft.reading, on, env);
  const related = meaning !== null && (meaning.kind === 'column' || meaning.kind === 'path') ? relationSource(meaning, target.span) : null;
  const condition = on === null || related !== null ? null : readCondition(draft, on, env);
  const byKey = on === null && typed === null && target.kind !== 'string' && read.relation.kind !== 'unknown';
  const whole: SymbolicSource = { ...read, join: kind, ...relationOf(related), ...(byKey ? { byKey: true } : {}), on: both(read.on, condition, target) };
  place(draft, step.optional && whole.on !== null ? { ...whole, on: optional(whole.on) } : whole);
  draft.last = whole.alias;
}

const relationOf = (related: SymbolicSource | null): Partial<SymbolicSource> =>
  related === null ? {} : related.relationPath !== undefined ? { relationPath: related.relationPath } : { ...(related.relationOf === undefined ? {} : { relationOf: related.relationOf }), ...(related.relationName === undefined ? {} : { relationName: related.relationName }) };

const both = (a: Cond | null, b: Cond | null, at: HostExpr): Cond | null => allOf([a, b].flatMap((cond) => cond ?? []), at.span);

const unknownSource = (target: HostExpr): SymbolicSource => ({ id: 0, alias: `join@${target.span.start}`, relation: { kind: 'unknown', name: '' }, join: 'inner', on: opaque('join of what is not known', target), span: target.span });

/** `.join('addresses')`: a relation of what the statement starts from. */
function namedRelation(draft: Draft, target: HostExpr): SymbolicSource | null {
  const name = stringOf(target);
  const of = firstSource(draft);
  if (name === null || of === null) return null;
  const ref = of.relation.kind === 'table' && of.relation.table.by === 'symbol' ? of.relation.table : null;
  // A model says more than an alias: what is joined then is called by its own name.
  if (ref !== null && of.alias === aliasOf(ref.path) && /^[A-Z]/.test(ref.path.at(-1) ?? '')) return relationSource({ kind: 'path', path: [...ref.path, name] }, target.span);
  return { id: 0, alias: `${of.alias}.${name}`, relation: { kind: 'unknown', name }, join: 'inner', on: null, relationOf: of.alias, relationName: name, span: target.span };
}

/** `A.rel`, `A.rel.of_type(b)`, `A.rel.and_(cond)`; a path by itself may be a table too, which `byKey` leaves to linking. */
function typedRelation(draft: Draft, target: HostExpr, env: Env | null): SymbolicSource | null {
  if (target.kind === 'call' && target.callee.kind === 'member' && (target.callee.property === 'of_type' || target.callee.property === 'and_')) {
    const source = relationSource(meaningOf(draft.reading, target.callee.object, env), target.span);
    if (source === null) return null;
    if (target.callee.property === 'and_') return { ...source, on: both(null, target.args[0] === undefined ? null : readCondition(draft, target.args[0], env), target) };
    const typed: Meaning | null = target.args[0] === undefined ? null : meaningOf(draft.reading, target.args[0], env);
    return typed?.kind === 'source' ? { ...source, alias: typed.source.alias } : source;
  }
  const meaning = meaningOf(draft.reading, target, env);
  return meaning.kind === 'column' ? relationSource(meaning, target.span) : null;
}

/** `select_from(A)`, `select_from(a.join(b, cond))`, `select_from(join(a, b))`. */
export function readSelectFrom(draft: Draft, step: Step): void {
  for (const arg of step.args ?? []) fromClause(draft, arg, step);
}

function fromClause(draft: Draft, expr: HostExpr, step: Step, depth = 0): void {
  if (depth > 20) return;
  if (expr.kind === 'call' && /^(?:outer)?join$/.test(functionName(draft.reading, expr.callee, step.env) ?? '')) {
    const [left, right, on] = expr.args;
    if (left === undefined || right === undefined) return;
    fromClause(draft, left, step, depth + 1);
    const name = functionName(draft.reading, expr.callee, step.env) ?? 'join';
    joinTo(draft, right, on ?? keywordOf(expr.keywords ?? [], 'onclause'), { kind: kindOf({ name, keywords: expr.keywords ?? [] }), step });
    return;
  }
  const links = joinLinks(expr, step.env);
  if (links !== null) {
    fromClause(draft, links.base, step, depth + 1);
    for (const link of links.links) readJoin(draft, { ...link, optional: step.optional });
    return;
  }
  const source = readSource(draft, expr, step.env, 'from');
  place(draft, source ?? unknownSource(expr));
  draft.last ??= source?.alias ?? null;
}
