import type { CallHost } from '../../../lang/expression.ts';
import type { SymbolicQuery } from '../../../facts/query.ts';
import { readList } from './conditions.ts';
import { aliasOf, type Cond, type Draft, finish, startDraft, type SymbolicSource } from './draft.ts';
import type { Env } from './env.ts';
import { keywordConditions } from './keywords.ts';
import type { Meaning } from './names.ts';

/** `A.children.any(B.x == 1)`, `A.parent.has(name='x')`: EXISTS over the related table. Null where the relation's owner is not known by name. */
export function relationExists(draft: Draft, meaning: Meaning, call: CallHost, env: Env | null, depth: number): Cond | null {
  const source = relationSource(meaning, call.span);
  if (source === null) return null;
  const inner = startDraft(draft.reading, draft, 'select');
  inner.joined.push(source);
  inner.last = source.alias;
  inner.where.push(...readList(inner, call.args, env, depth + 1), ...keywordConditions(inner, call.keywords ?? [], env));
  return { kind: 'subquery', form: 'exists', negated: false, query: literalOutput(finish(inner, call.span)), span: call.span };
}

const literalOutput = (query: SymbolicQuery): SymbolicQuery => ({ ...query, output: [{ name: null, expr: { kind: 'literal', type: 'integer', value: 1, span: query.span } }] });

/** The table behind a relation, as a source that hangs on the model that has it. */
export function relationSource(meaning: Meaning, span: SymbolicSource['span']): SymbolicSource | null {
  const made = (alias: string, how: Partial<SymbolicSource>): SymbolicSource => ({ id: 0, alias, relation: { kind: 'unknown', name: alias }, join: 'from', on: null, span, ...how });
  if (meaning.kind === 'column') return made(`${meaning.source.alias}.${meaning.attr}`, { relationOf: meaning.source.alias, relationName: meaning.attr });
  if (meaning.kind !== 'path' || meaning.path.length < 2) return null;
  return made(aliasOf(meaning.path), { relationPath: meaning.path });
}
