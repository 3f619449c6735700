/** A table of a TOML file. Without a prototype, so that no key of a file means anything else. */
export interface TomlTable { readonly [key: string]: TomlValue | undefined }
export type TomlValue = string | boolean | number | readonly TomlValue[] | TomlTable;

export const isTable = (value: TomlValue | undefined): value is TomlTable => typeof value === 'object' && !Array.isArray(value);

type Growing = { [key: string]: TomlValue | Growing | undefined };
interface Reader { readonly text: string; at: number }

/** Deeper values than this are nobody's settings. */
const DEEPEST = 30;

/** Reads a TOML file as far as it is one: a line that is not is passed over. Dates are texts. Of tables in an array the last stands for all. */
export function readToml(text: string): TomlTable {
  const root: Growing = Object.create(null);
  const reader: Reader = { text, at: 0 };
  let table = root;
  for (; ;) {
    skip(reader, /[\s]*(?:#[^\n]*\s*)*/y);
    if (reader.at >= text.length) return root;
    const header = take(reader, /\[\[?([^\]\n]+)\]\]?/y);
    if (header !== null) { table = inside(root, keysOf(header)); continue; }
    const key = take(reader, /((?:"[^"\n]*"|'[^'\n]*'|[\w-]+)(?:[ \t]*\.[ \t]*(?:"[^"\n]*"|'[^'\n]*'|[\w-]+))*)[ \t]*=/y);
    const value = key === null ? null : valueAt(reader, 0);
    if (key !== null && value !== null) put(table, keysOf(key), value);
    else skip(reader, /[^\n]*\n?/y);
  }
}

/** The value behind dotted keys; undefined where there is none. */
export function tomlAt(table: TomlTable, ...path: readonly string[]): TomlValue | undefined {
  let value: TomlValue | undefined = table;
  for (const key of path) value = isTable(value) ? value[key] : undefined;
  return value;
}

/** A text, or a list of them, as a list. */
export const textsOf = (value: TomlValue | undefined): readonly string[] => (typeof value === 'string' ? [value] : Array.isArray(value) ? value.flatMap(textsOf) : []);

function skip(reader: Reader, pattern: RegExp): void {
  pattern.lastIndex = reader.at;
  if (pattern.test(reader.text)) reader.at = pattern.lastIndex;
}

/** The first group, or the whole of what fits at this place. */
function take(reader: Reader, pattern: RegExp): string | null {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text);
  if (found === null) return null;
  reader.at = pattern.lastIndex;
  return found[1] ?? found[0];
}

const keysOf = (dotted: string): string[] => [...dotted.matchAll(/"([^"]*)"|'([^']*)'|([\w-]+)/g)].map(([, double, single, bare]) => double ?? single ?? bare ?? '');

function inside(table: Growing, keys: readonly string[]): Growing {
  let at = table;
  for (const key of keys) {
    const known = at[key];
    const next: Growing = isGrowing(known) ? known : Object.create(null);
    at[key] = next;
    at = next;
  }
  return at;
}

const isGrowing = (value: TomlValue | Growing | undefined): value is Growing => typeof value === 'object' && !Array.isArray(value);

function put(table: Growing, keys: readonly string[], value: TomlValue): void {
  const last = keys.at(-1);
  if (last !== undefined) inside(table, keys.slice(0, -1))[last] = value;
}

function valueAt(reader: Reader, depth: number): TomlValue | null {
  skip(reader, /[ \t]*/y);
  const long = take(reader, /"""([\s\S]*?)"""/y) ?? take(reader, /'''([\s\S]*?)'''/y);
  if (long !== null) return long.replace(/^\r?\n/, '');
  const literal = take(reader, /'([^'\n]*)'/y);
  if (literal !== null) return literal;
  const quoted = take(reader, /"((?:\\.|[^"\\\n])*)"/y);
  if (quoted !== null) return quoted.replace(/\\(.)/g, (_, one: string) => (one === 'n' ? '\n' : one === 't' ? '\t' : one));
  if (depth > DEEPEST) return null;
  if (take(reader, /\[/y) !== null) return itemsAt(reader, depth + 1);
  if (take(reader, /\{/y) !== null) return inlineAt(reader, depth + 1);
  const bare = take(reader, /[^\s,\]}#]+/y);
  return bare === null ? null : bare === 'true' || bare === 'false' ? bare === 'true' : /^[+-]?\d[\d_]*$/.test(bare) ? Number(bare.replaceAll('_', '')) : bare;
}

const BETWEEN = /(?:[\s,]|#[^\n]*\n)*/y;

function itemsAt(reader: Reader, depth: number): readonly TomlValue[] {
  const items: TomlValue[] = [];
  for (; ;) {
    skip(reader, BETWEEN);
    if (take(reader, /\]/y) !== null) return items;
    const item = valueAt(reader, depth);
    if (item === null) return items;
    items.push(item);
  }
}

function inlineAt(reader: Reader, depth: number): TomlTable {
  const table: Growing = Object.create(null);
  for (; ;) {
    skip(reader, BETWEEN);
    if (take(reader, /\}/y) !== null) return table;
    const key = take(reader, /("[^"\n]*"|'[^'\n]*'|[\w.-]+)\s*=/y);
    const value = key === null ? null : valueAt(reader, depth);
    if (key === null || value === null) return table;
    put(table, keysOf(key), value);
  }
}
