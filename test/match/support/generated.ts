import * as fc from 'fast-check';

/** A generated query over a generated schema, in parts: it is asked with and without its order, and its FROM in another order. */
export interface GeneratedCase {
  readonly indexes: readonly string[];
  readonly select: string;
  readonly from: string;
  readonly where: string;
  readonly order: string;
  readonly limit: string;
}

export type Part = 'order' | 'limit';

export const sqlOf = (c: GeneratedCase, without: readonly Part[] = []): string =>
  `SELECT ${c.select} FROM ${c.from}${c.where === '' ? '' : ` WHERE ${c.where}`}${c.order === '' || without.includes('order') ? '' : ` ORDER BY ${c.order}`}${without.includes('limit') ? '' : c.limit}`;

export const told = (c: GeneratedCase): string => `${sqlOf(c)};\n${c.indexes.join('; ')}`;

/** The arbitraries of one dialect. Conditions are of the columns of t, and name them plainly. */
export interface Grammar {
  readonly index: fc.Arbitrary<string>;
  readonly indexOnU: fc.Arbitrary<string>;
  readonly condition: fc.Arbitrary<string>;
  readonly order: fc.Arbitrary<string>;
  readonly joins: fc.Arbitrary<string>;
  readonly onU: fc.Arbitrary<string>;
}

const LIMITS = ['', ' LIMIT 20'];

/** Conditions put together by AND, some of them an OR of others. */
export function cases(g: Grammar): fc.Arbitrary<GeneratedCase> {
  const atom = fc.oneof({ weight: 6, arbitrary: g.condition }, { weight: 1, arbitrary: fc.tuple(g.condition, g.condition).map(([l, r]) => (l === r ? l : `(${l} OR ${r})`)) }, { weight: 1, arbitrary: fc.tuple(g.condition, g.condition, g.condition).map(([p, q, r]) => `((${p} AND ${q}) OR ${r})`) });
  const onT = fc.array(g.index, { maxLength: 4 }).map((list) => list.map((text, i) => text.replace('$NAME', `i${i}`)));
  const single = fc.record({ indexes: onT, select: fc.constant('*'), from: fc.constant('t'), where: fc.array(atom, { maxLength: 3 }).map((as) => as.join(' AND ')), order: g.order, limit: fc.constantFrom(...LIMITS) });
  const joined = fc.record({ indexes: fc.tuple(onT, fc.array(g.indexOnU, { maxLength: 1 }).map((list) => list.map((text) => text.replace('$NAME', 'iu')))).map(([t, u]) => [...t, ...u]), on: g.joins, kind: fc.constantFrom('JOIN', 'LEFT JOIN'), whereT: fc.array(atom, { maxLength: 2 }), whereU: g.onU })
    .map((c): GeneratedCase => ({ indexes: c.indexes, select: '*', from: `t ${c.kind} u ON ${c.on}`, where: [...c.whereT.map((w) => w.replace(/(?<![.\w])id\b/g, 't.id')), ...(c.whereU === '' ? [] : [c.whereU])].join(' AND '), order: '', limit: '' }));
  return fc.oneof({ weight: 5, arbitrary: single }, { weight: 1, arbitrary: joined });
}
