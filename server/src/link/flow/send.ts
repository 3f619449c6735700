import type { FlowSpan } from '../../facts/flow.ts';
import { emit } from './emit.ts';
import { only, queryKey, type Roots, union } from './roots.ts';
import { placeOf, type Run } from './run.ts';
import { listWith, objectOf, type Origin, rowOf, type StatementValue, unknown, type Value } from './values.ts';
import type { UnitQuery } from './world.ts';

type Gives = NonNullable<UnitQuery['gives']>;

/** A statement of the workspace is sent: an event, and what it gives. */
export function sendQuery(run: Run, query: UnitQuery, at: FlowSpan, varies: Roots, receiver: Value | null, gives: Gives | null = null, chosen: Value | null = null): Value {
  const event = emit(run, { what: { kind: 'query', query: query.ref }, at, varies, receiver, chosen });
  const loaded = query.loads.flatMap(({ path, how }) => (how === 'access' ? [] : [path]));
  const asked = query.loads.flatMap(({ path, how }) => (how === 'access' ? [path] : []));
  const kind = gives ?? query.gives ?? (query.one ? 'row' : query.op === 'select' ? 'rows' : null);
  const given = givenBy(kind, { query: query.ref, event, model: query.model, path: '', loaded, asked }, union(only(queryKey(query.ref)), varies));
  return query.under === null || kind !== 'rows' ? given : query.under === '0' ? listWith([given, unknown(given.roots)]) : objectOf(new Map([[query.under, given]]), unknown(given.roots));
}

export function givenBy(gives: Gives | null, from: Origin, roots: Roots): Value {
  if (gives === 'rows') return { v: 'rows', from, roots };
  return gives === 'row' ? rowOf(from, roots) : unknown(roots);
}

/** A statement that is a value is sent. */
export function sendStatement(run: Run, statement: StatementValue, at: FlowSpan, read: Roots, gives: Gives | null): Value {
  const varies = union(statement.roots, read);
  if (statement.query !== null) return sendQuery(run, statement.query, at, varies, statement.receiver, gives);
  const { relation } = statement;
  if (relation === null) return unknown(varies);
  const { from } = relation.row;
  if (from.model === null) return unknown(varies);
  const path = from.path === '' ? relation.name : `${from.path}.${relation.name}`;
  const event = emit(run, { what: { kind: 'lazy', model: from.model, relation: relation.name, query: from.query, loaded: from.loaded, opened: true, path, read: placeOf(run, at) }, at, varies });
  return givenBy(gives ?? 'rows', { query: from.query, event, model: relation.target, path, loaded: [] }, varies);
}
