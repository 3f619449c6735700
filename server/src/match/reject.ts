import type { Rejection, RejectReason } from '../facts/access.ts';
import { columnsOf } from '../facts/walk.ts';
import { type Asked, type Choice, enterArms, type Ways } from './access.ts';
import { accepts } from './accepts.ts';
import { givesOrder } from './order.ts';
import type { PreparedIndex, PreparedKey } from './prepared.ts';
import { probe, termMap } from './probe.ts';
import { type Term, termsOf } from './term.ts';

/** Why each index that does not serve the filter does not. */
export function rejections(asked: Asked, indexes: readonly PreparedIndex[], ways: Ways, chosen: Choice | null): readonly Rejection[] {
  const terms = asked.bearings.flatMap((b) => termsOf(b.compiled));
  return indexes.flatMap((index) => {
    if (chosen?.indexes.includes(index) === true) return [];
    const [reason, detail] = why(asked, index, ways, terms);
    return [{ index: index.index, reason, detail }];
  });
}

type Why = readonly [RejectReason, string];

function why(asked: Asked, index: PreparedIndex, ways: Ways, terms: readonly Term[]): Why {
  if (!index.usable) return ['not-usable', 'it is invisible or invalid'];
  const [first] = index.keys;
  if (first === undefined) return ['not-usable', 'it has no key'];
  const onFirst = terms.filter((t) => t.key === first.key);
  const proof = ways.implied.get(index);
  if (proof !== undefined && proof.how !== 'always' && (onFirst.length > 0 || sharesColumn(index, terms))) {
    return proof.how === 'parameter' ? ['parameter-for-partial', 'it holds only some rows, and whether a parameter asks for just those is known only at run time'] : ['partial-not-implied', 'it holds only some rows, and the query does not ask for just those'];
  }
  const refused = onFirst.map((t) => accepts(first, t, index.method, asked.ground.dialect)).find((a) => !a.ok);
  if (refused !== undefined && !refused.ok && onFirst.every((t) => !accepts(first, t, index.method, asked.ground.dialect).ok)) return [refused.reason, DETAIL[refused.reason] ?? ''];
  if (onFirst.length > 0) return usableKey(asked, index, first);
  return unboundKey(asked, first, terms);
}

const DETAIL: Readonly<Partial<Record<RejectReason, string>>> = {
  'type-mismatch': 'the value’s type makes the database convert the column', collation: 'it is kept in another collation', opclass: 'its operator class does not do this comparison',
  method: 'an index of this kind does not do this comparison', 'expression-mismatch': 'the condition does not compare what the index keeps',
};

/** Its first key is bound: another index is better, or an alternative has no index. */
function usableKey(asked: Asked, index: PreparedIndex, first: PreparedKey): Why {
  const simple = termMap(asked.bearings.filter((b) => b.compiled.arms === null).flatMap((b) => b.compiled.terms));
  if (probe(index, simple, asked.ground.dialect) !== null) return rangeBefore(index, simple) ? ['range-before-equality', 'a range comes before an equality in it'] : ['less-useful', 'another index leaves fewer rows'];
  const served = asked.bearings.some((b) => b.compiled.arms !== null && enterArms(b.compiled.arms, asked, [index], simple, []) !== null);
  return served ? ['less-useful', 'another index leaves fewer rows'] : ['or-arm-unserved', `it serves one alternative of the OR (${first.column ?? 'its key'}), and another one has no index`];
}

function rangeBefore(index: PreparedIndex, terms: ReadonlyMap<string, readonly Term[]>): boolean {
  const forms = index.keys.map((k) => terms.get(k.key)?.map((t) => t.form) ?? []);
  const range = forms.findIndex((f) => f.length > 0 && !f.some((x) => x === 'equality' || x === 'in' || x === 'is-null'));
  return range >= 0 && forms.slice(range + 1).some((f) => f.includes('equality'));
}

function unboundKey(asked: Asked, first: PreparedKey, terms: readonly Term[]): Why {
  const columns = new Set(terms.flatMap((t) => columnsOfTerm(t)));
  // The same column, but wrapped on one side and not on the other, or wrapped in something else.
  const names = columnsOfKey(first);
  if (names.some((c) => columns.has(c)) && terms.some((t) => t.key !== first.key && columnsOfTerm(t).some((c) => names.includes(c)) && (t.side.wrapped !== null || first.column === null))) return ['expression-mismatch', DETAIL['expression-mismatch'] ?? ''];
  const name = first.column ?? 'its first key';
  if (asked.order.some((k) => k.key === first.key)) return ['leading-column-only-in-sort', `${name} comes first in it, and the query only sorts by that`];
  return ['no-condition-on-leading-column', `${name} comes first in it, and the query does not bind that`];
}

const columnsOfTerm = (t: Term): readonly string[] => columnsOfText(t.side.key);
const columnsOfKey = (k: PreparedKey): readonly string[] => columnsOfText(k.key);
const columnsOfText = (text: string): readonly string[] => [...text.matchAll(/\[([^\]]*)\]/g)].map((m) => m[1] ?? '');

function sharesColumn(index: PreparedIndex, terms: readonly Term[]): boolean {
  const columns = new Set(terms.flatMap(columnsOfTerm));
  return index.where.some((e) => columnsOf(e).some((c) => columns.has(c.column)));
}

/** Why no index gives the order: those that have its first column where it would count. */
export function orderRejections(asked: Asked, indexes: readonly PreparedIndex[], ways: Ways): readonly Rejection[] {
  const [first] = asked.order;
  if (first === undefined) return [];
  return indexes.flatMap((index) => {
    if (!index.keys.some((k) => k.key === first.key)) return [];
    if (!index.usable) return [{ index: index.index, reason: 'not-usable' as const, detail: 'it is invisible or invalid' }];
    const proof = ways.implied.get(index);
    if (proof !== undefined && proof.how !== 'always') return [{ index: index.index, reason: 'partial-not-implied' as const, detail: 'it holds only some rows' }];
    const answer = givesOrder(index, asked.order, asked.fixed, asked.ground.dialect);
    return answer.served ? [{ index: index.index, reason: 'less-useful' as const, detail: 'the filter uses another index' }] : [{ index: index.index, reason: answer.reason, detail: ORDER_DETAIL[answer.reason] ?? '' }];
  });
}

const ORDER_DETAIL: Readonly<Partial<Record<RejectReason, string>>> = {
  direction: 'its columns run in other directions', 'nulls-order': 'its nulls come at the other end', 'sort-columns-differ': 'its columns are not those of the order', method: 'an index of this kind has no order', opclass: 'its operator class has another order', collation: 'its collation has another order',
};
