import { type Node, parseTree, type ParseError, printParseErrorCode } from 'jsonc-parser';
import type { Span } from '../text/span.ts';
import type { ConfigNode } from './node.ts';

/** What a text says, and what is wrong with it as such. `problem` is the first place where it is not JSON; what could be read is read. */
export interface NodeRead { readonly node: ConfigNode | undefined; readonly problem: { readonly span: Span; readonly message: string } | null }

/** Reads JSON with comments and commas at the end. */
export function readJsonNode(text: string): NodeRead {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  const problem = first === undefined ? null : { span: { start: first.offset, end: first.offset + Math.max(1, first.length) }, message: `This is not JSON: ${WORDS[printParseErrorCode(first.error)] ?? printParseErrorCode(first.error)}.` };
  return { node: root === undefined ? undefined : nodeOf(root, 0), problem };
}

/** What is missing or wrong, for people. */
const WORDS: Readonly<Record<string, string>> = {
  InvalidSymbol: 'a text needs double quotes', InvalidNumberFormat: 'a number is written wrong', PropertyNameExpected: 'a name in double quotes is missing', ValueExpected: 'a value is missing', ColonExpected: 'a colon is missing', CommaExpected: 'a comma is missing',
  CloseBraceExpected: 'a closing brace is missing', CloseBracketExpected: 'a closing bracket is missing', EndOfFileExpected: 'nothing can follow here', UnexpectedEndOfString: 'the closing quote is missing', UnexpectedEndOfComment: 'the comment does not end', InvalidEscapeCharacter: 'there is no such escape',
};

/** Deeper values are nobody's settings. */
const DEEPEST = 40;

function nodeOf(node: Node, depth: number): ConfigNode {
  const span = { start: node.offset, end: node.offset + node.length };
  const children = depth > DEEPEST ? [] : (node.children ?? []);
  if (node.type === 'object') return { kind: 'object', span, entries: children.flatMap((property) => entryOf(property, depth)) };
  if (node.type === 'array') return { kind: 'array', span, items: children.map((child) => nodeOf(child, depth + 1)) };
  const value: unknown = node.value;
  if (typeof value === 'string') return { kind: 'string', span, value };
  if (typeof value === 'number') return { kind: 'number', span, value };
  return typeof value === 'boolean' ? { kind: 'boolean', span, value } : { kind: 'other', span };
}

function entryOf(property: Node, depth: number): { key: string; keySpan: Span; value: ConfigNode }[] {
  const [key, value] = property.children ?? [];
  if (key === undefined || value === undefined) return [];
  return [{ key: String(key.value), keySpan: { start: key.offset, end: key.offset + key.length }, value: nodeOf(value, depth + 1) }];
}
