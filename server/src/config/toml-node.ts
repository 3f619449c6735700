import { type AST, ParseError, parseTOML } from 'toml-eslint-parser';
import type { Span } from '../text/span.ts';
import type { NodeRead } from './json-node.ts';
import type { ConfigNode } from './node.ts';

/** An object while it is put together: tables of a TOML file add to one another. */
interface Growing { span: Span; readonly entries: Map<string, { readonly keySpan: Span; value: Growing | ConfigNode }> }

/** Longer files were not written by hand, and the parser takes a second for 300 kB. UTF-16 units. */
const LONGEST = 200_000;
/** So many lines that are no TOML are passed over, one after the other. */
const MOST_REPAIRS = 10;

/**
 * What a TOML file says at `[tool.sargable]` and below. The parser reads a file whole or not at all, so that where it stops the other tools' tables, which are not
 * ours to judge, are blanked out, and after them each line of ours that it stops at.
 */
export function readTomlNode(text: string): NodeRead {
  if (text.length > LONGEST) return { node: undefined, problem: null };
  const whole = attempt(text);
  if (whole.kind === 'read') return { node: whole.node, problem: null };
  let problem: NodeRead['problem'] = null;
  let own = ownTables(text);
  for (let repairs = 0; repairs < MOST_REPAIRS; repairs++) {
    const read = attempt(own);
    if (read.kind === 'read') return { node: read.node, problem };
    const line = lineAround(own, read.at);
    problem ??= { span: line, message: `This is not TOML: ${read.message}.` };
    if (own.slice(line.start, line.end).trim() === '') return { node: undefined, problem };
    own = blank(own, line);
  }
  return { node: undefined, problem };
}

type Attempt = { readonly kind: 'read'; readonly node: ConfigNode | undefined } | { readonly kind: 'failed'; readonly at: number; readonly message: string };

function attempt(text: string): Attempt {
  try {
    return { kind: 'read', node: toolTable(parseTOML(text)) };
  } catch (error) {
    // The parser throws at the first place that is no TOML; anything else that it throws is told at the beginning.
    const at = error instanceof ParseError ? Math.min(error.index, text.length) : 0;
    const message = error instanceof Error ? error.message : String(error);
    return { kind: 'failed', at, message: message.charAt(0).toLowerCase() + message.slice(1) };
  }
}

function lineAround(text: string, at: number): Span {
  // Where a value is missing the parser stops at the end of the line, or on the next one.
  const from = text.slice(0, at).trimEnd().length < at && /^\s*$/.test(text.slice(text.lastIndexOf('\n', at - 1) + 1, at)) ? text.slice(0, at).trimEnd().length : at;
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const end = text.indexOf('\n', from);
  const line = text.slice(start, end < 0 ? text.length : end);
  return { start: start + line.length - line.trimStart().length, end: start + Math.max(1, line.trimEnd().length) };
}

const blank = (text: string, { start, end }: Span): string => text.slice(0, start) + text.slice(start, end).replace(/[^\n]/g, ' ') + text.slice(end);

/** The text with everything blank but the tables of this tool. */
function ownTables(text: string): string {
  let own = false;
  return text.split('\n').map((line) => {
    const header = /^[ \t]*\[\[?[ \t]*([\w"'.@/ \t-]*)/.exec(line);
    if (header !== null && /^[ \t]*\[\[?[^\],=]*(?:\]\]?[ \t]*(?:#.*)?)?\r?$/.test(line)) own = /^tool[ \t]*\.[ \t]*sargable\b/.test(header[1] ?? '');
    return own ? line : line.replace(/[^\r]/g, ' ');
  }).join('\n');
}

function toolTable(program: AST.TOMLProgram): ConfigNode | undefined {
  const [top] = program.body;
  const root: Growing = { span: { start: 0, end: 0 }, entries: new Map() };
  for (const item of top?.body ?? []) {
    if (item.type === 'TOMLKeyValue') { put(root, item); continue; }
    const table = item.resolvedKey.reduce<Growing | null>((at, key, i) => (at === null || typeof key === 'number' ? null : inside(at, key, spanOf(item.key.keys[i] ?? item.key))), root);
    if (table === null) continue;
    if (table.span.end === 0) table.span = spanOf(item.key);
    for (const pair of item.body) put(table, pair);
  }
  const tool = root.entries.get('tool')?.value;
  const own = tool !== undefined && 'entries' in tool && tool.entries instanceof Map ? tool.entries.get('sargable')?.value : undefined;
  return own === undefined ? undefined : finished(own);
}

const spanOf = ({ range: [start, end] }: { readonly range: readonly [number, number] }): Span => ({ start, end });
const isGrowing = (value: Growing | ConfigNode): value is Growing => 'entries' in value && value.entries instanceof Map;

function inside(table: Growing, key: string, keySpan: Span): Growing | null {
  const known = table.entries.get(key)?.value;
  if (known !== undefined) return isGrowing(known) ? known : null;
  const fresh: Growing = { span: { start: keySpan.start, end: 0 }, entries: new Map() };
  table.entries.set(key, { keySpan, value: fresh });
  return fresh;
}

function put(table: Growing, pair: AST.TOMLKeyValue): void {
  const keys = pair.key.keys;
  const last = keys.at(-1);
  const owner = keys.slice(0, -1).reduce<Growing | null>((at, key) => (at === null ? null : inside(at, nameOf(key), spanOf(key))), table);
  if (last !== undefined && owner !== null) owner.entries.set(nameOf(last), { keySpan: spanOf(last), value: contentOf(pair.value) });
}

const nameOf = (key: AST.TOMLBare | AST.TOMLQuoted): string => (key.type === 'TOMLBare' ? key.name : key.value);

function contentOf(node: AST.TOMLContentNode): Growing | ConfigNode {
  const span = spanOf(node);
  if (node.type === 'TOMLArray') return { kind: 'array', span, items: node.elements.map((element) => finished(contentOf(element))) };
  if (node.type === 'TOMLInlineTable') {
    const table: Growing = { span, entries: new Map() };
    for (const pair of node.body) put(table, pair);
    return table;
  }
  if (typeof node.value === 'string') return { kind: 'string', span, value: node.value };
  if (typeof node.value === 'number') return { kind: 'number', span, value: node.value };
  return typeof node.value === 'boolean' ? { kind: 'boolean', span, value: node.value } : { kind: 'other', span };
}

function finished(value: Growing | ConfigNode): ConfigNode {
  if (!isGrowing(value)) return value;
  const entries = [...value.entries].map(([key, { keySpan, value: inner }]) => ({ key, keySpan, value: finished(inner) }));
  return { kind: 'object', span: value.span.end === 0 ? { start: value.span.start, end: entries.at(-1)?.value.span.end ?? value.span.start } : value.span, entries };
}
