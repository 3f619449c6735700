import type { ConstraintDef, QualifiedName } from '../../facts/schema.ts';
import { type Ast, child, children, flag, strings, text, textOrNull, unwrap } from './ast.ts';
import { type Range, type Reading, schemaName, spanOf, startOf } from './reading.ts';
import { closerOf, endAt, kindAt, placeOf, startAt, type TokenIndex, wordAt } from './token-index.ts';

const ACTIONS: Readonly<Record<string, string>> = { r: 'restrict', c: 'cascade', n: 'set null', d: 'set default' };

/** A constraint of a table, or of one column (`own`). Null for what constrains nothing that matters here (NOT NULL, DEFAULT, …). */
export function readConstraint(reading: Reading, node: Ast, own: string | null): ConstraintDef | null {
  const base = { name: textOrNull(node, 'conname'), span: spanOf(reading, constraintRange(reading, node)) };
  const columns = own === null ? strings(children(node, 'keys')) : [own];
  switch (text(node, 'contype')) {
    case 'CONSTR_PRIMARY': return { kind: 'primary-key', ...base, columns };
    case 'CONSTR_UNIQUE': return { kind: 'unique', ...base, columns, ...included(node), ...(flag(node, 'nulls_not_distinct') ? { nullsNotDistinct: true } : {}) };
    case 'CONSTR_CHECK': return { kind: 'check', ...base };
    case 'CONSTR_EXCLUSION': return { kind: 'exclude', ...base, columns: excluded(node), method: text(node, 'access_method') || 'gist' };
    case 'CONSTR_FOREIGN': return { kind: 'foreign-key', ...base, ...referenceOf(reading, node, own) };
    default: return null;
  }
}

function included(node: Ast): { include?: readonly string[] } {
  const include = strings(children(node, 'including'));
  return include.length > 0 ? { include } : {};
}

/** Columns of an EXCLUDE constraint; an expression has none. */
const excluded = (node: Ast): string[] => children(node, 'exclusions').map((pair) => {
  const [element] = children(unwrap(pair).node, 'items');
  return element ? text(unwrap(element).node, 'name') : '';
});

function referenceOf(reading: Reading, node: Ast, own: string | null): { columns: readonly string[]; refTable: QualifiedName; refColumns: readonly string[]; onDelete: string | null } {
  return {
    columns: own === null ? strings(children(node, 'fk_attrs')) : [own],
    refTable: schemaName(reading, child(node, 'pktable') ?? {}),
    refColumns: strings(children(node, 'pk_attrs')),
    onDelete: ACTIONS[text(node, 'fk_del_action')] ?? null,
  };
}

/** From the constraint's first word to the comma or bracket that ends it; a column's to the next constraint of that column. */
function constraintRange(reading: Reading, node: Ast): Range {
  const { index } = reading;
  const first = placeOf(index, startOf(reading, node));
  return { start: startAt(index, first), end: endAt(index, lastPlace(index, first)) };
}

const NEXT = /^(?:constraint|primary|unique|references|check|default|generated|exclude|collate)$/;

function lastPlace(index: TokenIndex, first: number): number {
  const named = wordAt(index, first) === 'constraint';
  let last = first;
  for (let at = first + (named ? 3 : 1); at < index.tokens.length; at += 1) {
    const kind = kindAt(index, at);
    if (kind === 'comma' || kind === 'close') break;
    const word = wordAt(index, at);
    if (NEXT.test(word) && !/^(?:key|set)$/.test(wordAt(index, at - 1)) && !(word === 'references' && isForeign(index, first))) break;
    if (word === 'not' && wordAt(index, at + 1) === 'null') break;
    at = closerOf(index, at);
    last = at;
  }
  return Math.max(last, named ? first + 2 : first);
}

const isForeign = (index: TokenIndex, first: number): boolean => wordAt(index, first) === 'foreign' || wordAt(index, first + 2) === 'foreign';
