import { type Ast, child, children, unwrap } from './ast.ts';
import type { Range, Reading } from './reading.ts';
import { endAt, kindAt, placeOf, startAt, wordAt } from './token-index.ts';

const VERB = /^(?:select|values|table|insert|update|delete|merge)$/;
const SET_OP = /^(?:union|intersect|except)$/;

/** Some place inside a query, by the nodes that always carry one. */
function insideOf(node: Ast): number | null {
  for (const key of ['targetList', 'fromClause', 'valuesLists', 'cols']) {
    const [first] = children(node, key);
    const found = first ? firstLocation(first, 4) : null;
    if (found !== null) return found;
  }
  const target = child(node, 'relation') ?? child(node, 'larg');
  return target ? (locationOf(target) ?? insideOf(target)) : null;
}

function locationOf(node: Ast): number | null {
  const value = node['location'];
  return typeof value === 'number' && value >= 0 ? value : null;
}

function firstLocation(wrapped: Ast, depth: number): number | null {
  const { node } = unwrap(wrapped);
  const own = locationOf(node);
  if (own !== null || depth === 0) return own;
  for (const value of Object.values(node)) {
    const inner = Array.isArray(value) ? value[0] : value;
    const found = typeof inner === 'object' && inner !== null ? firstLocation({ inner }, depth - 1) : null;
    if (found !== null) return found;
  }
  return null;
}

/** A query from its first word to its last token: the tree has no place for it. The whole statement where none is found. */
export function queryRange(reading: Reading, node: Ast): Range {
  const { index } = reading;
  const inside = insideOf(node);
  const whole = { start: startAt(index, 0), end: endAt(index, index.tokens.length - 1) };
  if (inside === null) return whole;
  const verb = verbBefore(reading, placeOf(index, reading.at(inside)));
  if (verb < 0) return whole;
  return { start: startAt(index, verb), end: endAt(index, lastOf(reading, verb)) };
}

/** The word that begins the query around a place: backwards, over closed brackets, out of open ones. */
function verbBefore(reading: Reading, place: number): number {
  const { index } = reading;
  for (let at = Math.min(place, index.tokens.length - 1); at >= 0; at -= 1) {
    if (VERB.test(wordAt(index, at))) return at;
    const partner = index.partner[at] ?? -1;
    if (partner >= 0 && partner < at) at = partner;
  }
  return -1;
}

function lastOf(reading: Reading, verb: number): number {
  const { index } = reading;
  for (let at = verb; at < index.tokens.length; at += 1) {
    if (kindAt(index, at) === 'close' || (at > verb && SET_OP.test(wordAt(index, at)))) return at - 1;
    const partner = index.partner[at] ?? -1;
    if (partner > at) at = partner;
  }
  return index.tokens.length - 1;
}
