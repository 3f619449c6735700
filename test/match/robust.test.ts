import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BoundExpr } from '../../server/src/match/bound.ts';
import { accessPaths } from '../../server/src/match/index.ts';
import { catalogOf, queryOf } from './support/scenario.ts';
import { PG } from './support/schemas.ts';

const catalog = catalogOf(`${PG}CREATE INDEX i ON t (a, b); CREATE INDEX p ON t (b) WHERE flag;`, 'postgresql');
const span = { start: 0, end: 0 };
const base = queryOf('SELECT * FROM t WHERE a = 1', catalog);
const column = (name: string): BoundExpr => ({ kind: 'column', column: { source: base.sources[0]?.id ?? 0, column: name }, span });
const equal = (name: string, value: number): BoundExpr => ({ kind: 'compare', op: '=', left: column(name), right: { kind: 'literal', type: 'integer', value, span }, span });

const verdict = (where: BoundExpr): string => accessPaths({ ...base, where }, catalog).map((p) => p.filter).join();
/** It is some 15 (0.2 ms at most); at 100 every file's queries would be felt. */
const MOST_COPIES = 100;
/** Milliseconds of processor time so far: what other programs do does not count. */
const now = (): number => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };

const timed = (where: BoundExpr): { readonly filter: string; readonly ms: number } => {
  const from = now();
  const filter = verdict(where);
  return { filter, ms: now() - from };
};

test('an OR of very many arms takes time in proportion', () => {
  const arms = (n: number): BoundExpr => ({ kind: 'or', span, args: Array.from({ length: n }, (_, i): BoundExpr => ({ kind: 'and', span, args: [equal('a', i), equal('b', i)] })) });
  timed(arms(100));
  const [small, large] = [timed(arms(2000)), timed(arms(20000))];
  assert.deepEqual([small.filter, large.filter], ['served', 'served']);
  assert.ok(large.ms < 40 * Math.max(small.ms, 5), `${small.ms} ms, then ${large.ms} ms`);
});

test('AND and OR in each other are never multiplied out', () => {
  const pair = (i: number): BoundExpr => ({ kind: 'or', span, args: [equal('a', i), equal('amount', i)] });
  const { filter, ms } = timed({ kind: 'and', span, args: Array.from({ length: 40 }, (_, i) => pair(i)) });
  assert.equal(filter, 'not-served');
  assert.ok(ms < 500, `${ms} ms`);
});

test('deep nesting gives an answer', () => {
  let not: BoundExpr = equal('a', 1);
  for (let i = 0; i < 400; i++) not = { kind: 'not', arg: not, span };
  assert.equal(verdict(not), 'served');
  let or: BoundExpr = equal('a', 1);
  for (let i = 0; i < 400; i++) or = { kind: i % 2 === 0 ? 'or' : 'and', args: [or, equal('b', i)], span };
  assert.equal(verdict(or), 'not-served');
  let sum: BoundExpr = column('a');
  for (let i = 0; i < 400; i++) sum = { kind: 'operator', op: '+', args: [sum, { kind: 'literal', type: 'integer', value: i, span }], span };
  assert.equal(verdict({ kind: 'compare', op: '=', left: sum, right: { kind: 'literal', type: 'integer', value: 1, span }, span }), 'not-served');
});

test('what is not known gives no finding', () => {
  assert.equal(verdict({ kind: 'opaque', reason: 'dynamic', args: [column('a')], span }), 'none');
  assert.deepEqual(accessPaths({ ...base, sources: [] }, catalog), []);
  assert.deepEqual(accessPaths({ ...base, sources: base.sources.map((s) => ({ ...s, relation: { kind: 'unknown', name: 'x' } })) }, catalog), []);
  assert.deepEqual(accessPaths({ ...base, sources: base.sources.map((s) => ({ ...s, relation: { kind: 'table', table: { table: 'nowhere' } } })) }, catalog), []);
  assert.deepEqual(accessPaths({ ...base, sources: base.sources.map((s) => ({ ...s, relation: { kind: 'cte', name: 'gone' } })) }, catalog), []);
});

test('a view that reads itself ends', () => {
  const table = catalog.tables.get('t');
  if (table === undefined) return assert.fail('no table');
  const view = { ...table, view: base };
  assert.deepEqual(accessPaths(base, { ...catalog, tables: new Map([['t', view]]) }), []);
});

test('a usual query takes as long as copying it some times', () => {
  const query = queryOf("SELECT t.id FROM t JOIN child c ON c.t_id = t.id WHERE t.a = $1 AND t.status = 'x' AND t.closed IS NULL ORDER BY t.created DESC LIMIT 20", catalog);
  const spent = (work: () => unknown): number => { const from = now(); for (let i = 0; i < 200; i++) work(); return now() - from; };
  for (let i = 0; i < 15; i++) spent(() => accessPaths(query, catalog));
  // Each beside the other, and the best of each: a machine that others use slows both down.
  const rounds = Array.from({ length: 9 }, () => [spent(() => accessPaths(query, catalog)), spent(() => JSON.parse(JSON.stringify(query)))] as const);
  const [own, copy] = [Math.min(...rounds.map(([one]) => one)), Math.min(...rounds.map(([, one]) => one))];
  assert.ok(own < copy * MOST_COPIES, `${own / copy} copies`);
});
