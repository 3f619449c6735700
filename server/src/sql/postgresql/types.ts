import { type Ast, children, location, strings, text } from './ast.ts';
import { closerOf, endAt, kindAt, placeOf, type TokenIndex, wordAt } from './token-index.ts';

/** Words that go on a type of several words. */
const MORE_WORDS: Readonly<Record<string, readonly string[]>> = {
  double: ['precision'], character: ['varying'], char: ['varying'], bit: ['varying'], national: ['character', 'char', 'varying'], nchar: ['varying'],
  interval: ['year', 'month', 'day', 'hour', 'minute', 'second', 'to'],
};

/** The place behind a type that begins at `place`: its words, its length, its time zone, its array bounds. */
function behindType(index: TokenIndex, place: number): number {
  let at = wordAt(index, place) === 'setof' ? place + 1 : place;
  const first = wordAt(index, at);
  at += 1;
  while (kindAt(index, at) === 'dot') at += 2;
  const more = MORE_WORDS[first] ?? [];
  while (more.includes(wordAt(index, at))) at += 1;
  if (kindAt(index, at) === 'open' && index.text.charAt(index.tokens[at]?.start ?? 0) === '(') at = closerOf(index, at) + 1;
  if ((first === 'timestamp' || first === 'time') && /^with(?:out)?$/.test(wordAt(index, at)) && wordAt(index, at + 1) === 'time') at += 3;
  if (wordAt(index, at) === 'array') at += 1;
  while (kindAt(index, at) === 'open' && index.text.charAt(index.tokens[at]?.start ?? 0) === '[') at = closerOf(index, at) + 1;
  return at;
}

/** Where a type that starts at an offset ends. */
export const typeEnd = (index: TokenIndex, start: number): number => endAt(index, behindType(index, placeOf(index, start)) - 1);

/** PostgreSQL's name of a type, short and in lower case: `int4`, `varchar`, `timestamptz`, `my_schema.kind`; arrays end in `[]`. */
export function typeName(node: Ast): string {
  const names = strings(children(node, 'names'));
  const own = names[0] === 'pg_catalog' || names[0] === 'public' ? names.slice(1) : names;
  const array = children(node, 'arrayBounds').map(() => '[]').join('');
  return own.join('.').toLowerCase() + array;
}

/** A column's type as written, in lower case, white space made one: `varchar(40)`, `timestamp with time zone`. */
export function writtenType(index: TokenIndex, node: Ast, at: (byte: number) => number): string {
  const start = at(location(node));
  const written = index.text.slice(start, typeEnd(index, start)).replace(/\s+/g, ' ').replace(/ ?([(,[\]]) ?| (?=\))/g, '$1');
  return written.replaceAll('"', '').replace(/^(?:pg_catalog|public)\./i, '').toLowerCase() || text(node, 'names');
}
