import type { ColumnRef } from '../../../facts/expr.ts';
import type { OutputColumn } from '../../../facts/query.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import { chainOf } from './chain.ts';
import { aliasOf, type Draft, namedSource, type SymbolicSource, tableSource } from './draft.ts';
import type { Env } from './env.ts';
import { expandInner } from './expand.ts';
import { isNone, stringOf } from './literals.ts';
import { meaningOf } from './names.ts';
import { nestedExpression, queryOfSource } from './nested.ts';
import { followed, readSql } from './values.ts';

type Output = OutputColumn<ColumnRef>;

/** What `select(…)` and `query(…)` ask for: models, columns, expressions. Each puts its table into FROM. */
export function readEntities(draft: Draft, args: readonly HostExpr[], env: Env | null): void {
  const output = args.flatMap((arg) => readEntity(draft, arg, env));
  if (draft.output !== 'unknown') draft.output = [...draft.output, ...output];
}

function readEntity(draft: Draft, arg: HostExpr, env: Env | null): readonly Output[] {
  if (isNone(arg) || arg.kind === 'string') return [];
  if (arg.kind === 'spread') return spread(draft, arg.arg, env);
  if (arg.kind === 'array') return arg.items.flatMap((item) => readEntity(draft, item, env));
  const meaning = meaningOf(draft.reading, arg, env);
  if (meaning.kind === 'source') return named(draft, meaning.source, arg);
  if (meaning.kind === 'path') {
    add(draft, tableSource(meaning.path, arg.span, draft.entities.length === 0 ? {} : { implied: 'entity', join: 'cross' }));
    return [{ name: meaning.path.at(-1) ?? null, expr: { kind: 'column', column: { by: 'symbol', path: meaning.path, orValue: true }, span: arg.span } }];
  }
  return expression(draft, arg, env);
}

function named(draft: Draft, source: Parameters<typeof namedSource>[1], arg: HostExpr): readonly Output[] {
  if (!draft.entities.some((one) => one.alias === source.alias)) add(draft, namedSource(draft, source, arg.span, draft.entities.length === 0 ? 'from' : 'cross', queryOfSource));
  return [{ name: null, expr: 'all' }];
}

function add(draft: Draft, source: ReturnType<typeof tableSource>): void {
  draft.last ??= source.alias;
  if (!draft.entities.some((one) => one.alias === source.alias)) draft.entities.push(source);
}

/** `func.count(A.id).label('n')`, a subquery, a literal. What its columns name is in FROM: the first of them leads it. */
function expression(draft: Draft, arg: HostExpr, env: Env | null): readonly Output[] {
  const { base, steps } = chainOf(arg, env);
  const label = steps.findLast((step) => step.name === 'label')?.args?.[0] ?? (base.kind === 'call' && base.callee.kind === 'identifier' && base.callee.name === 'label' ? base.args[0] : undefined);
  const statement = expandInner(draft.reading, arg, env);
  const before = draft.mentions.length;
  const read = statement === undefined ? readSql(draft, arg, env) : nestedExpression(draft, statement, arg.span);
  for (const source of draft.mentions.splice(before)) add(draft, isOwnTable(source) ? { ...source, ...(draft.entities.length === 0 ? { join: 'from', implied: 'entity' } : { implied: 'entity' }) } : source);
  return [{ name: stringOf(label), expr: read ?? { kind: 'param', name: '', span: arg.span } }];
}

/** A model's table under its own name, and no alias of it. */
const isOwnTable = ({ alias, relation }: SymbolicSource): boolean => relation.kind === 'table' && relation.table.by === 'symbol' && alias === aliasOf(relation.table.path);

/** `*columns`: a list of this file, else columns that are not known. */
function spread(draft: Draft, arg: HostExpr, env: Env | null): readonly Output[] {
  const at = followed(draft, arg, env);
  if (at.kind === 'array') return at.items.flatMap((item) => readEntity(draft, item, env));
  draft.output = 'unknown';
  return [];
}
