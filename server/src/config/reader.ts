import type { Span } from '../text/span.ts';
import { closest } from './closest.ts';
import { type ConfigEntry, type ConfigNode, entriesOf, itemsOf } from './node.ts';
import type { ConfigProblem } from './settings.ts';

/** Reads values and tells mistakes at their place. */
export interface Reader { readonly path: string; readonly problems: ConfigProblem[]; readonly ruleIds: readonly string[] }

export const tell = (reader: Reader, { span }: { readonly span: Span }, message: string): void => void reader.problems.push({ path: reader.path, span, message });

export function unknown(what: string, name: string, known: readonly string[]): string {
  const near = closest(name, known);
  return `There is no ${what} ${JSON.stringify(name)}.${near === null ? '' : ` Did you mean ${JSON.stringify(near)}?`}`;
}

/** The values of an object by their keys; a key that is none of `known`, or is given twice, is told. `what` says what it must be where it is none. */
export function fieldsOf<K extends string>(reader: Reader, node: ConfigNode | undefined, known: readonly K[], what: string): ReadonlyMap<K, ConfigNode> {
  if (node !== undefined && node.kind !== 'object') tell(reader, node, `This must be ${what}.`);
  const found = new Map<K, ConfigNode>();
  for (const { key, keySpan, value } of entriesOf(node)) {
    const name = known.find((one) => one === key);
    if (name === undefined) tell(reader, { span: keySpan }, unknown('setting', key, known));
    else if (found.has(name)) tell(reader, { span: keySpan }, `${JSON.stringify(key)} is given twice; this one holds.`);
    if (name !== undefined) found.set(name, value);
  }
  return found;
}

/** The entries of an object whose keys are names of the user's. */
export function namedIn(reader: Reader, node: ConfigNode, what: string): readonly ConfigEntry[] {
  if (node.kind !== 'object') tell(reader, node, `This must be ${what}.`);
  return entriesOf(node);
}

export function oneOf<T extends string>(reader: Reader, node: ConfigNode, known: readonly T[], what: string): T | undefined {
  const found = known.find((one) => node.kind === 'string' && one === node.value);
  if (found === undefined) tell(reader, node, node.kind === 'string' ? unknown(what, node.value, known) : `This must be one of ${known.join(', ')}.`);
  return found;
}

/** A list of texts; one text alone where `single` says that it may stand for a list. */
export function texts(reader: Reader, node: ConfigNode, single: 'list' | 'or one' = 'list'): readonly string[] {
  if (node.kind === 'string' && single === 'or one') return [node.value];
  if (node.kind !== 'array') tell(reader, node, `This must be a list of strings${single === 'or one' ? ', or one string' : ''}.`);
  return itemsOf(node).flatMap((item) => {
    if (item.kind === 'string') return [item.value];
    tell(reader, item, 'This must be a string.');
    return [];
  });
}

export function text(reader: Reader, node: ConfigNode | undefined): string | undefined {
  if (node?.kind === 'string') return node.value;
  if (node !== undefined) tell(reader, node, 'This must be a string.');
  return undefined;
}

export function flag(reader: Reader, node: ConfigNode | undefined): boolean | undefined {
  if (node?.kind === 'boolean') return node.value;
  if (node !== undefined) tell(reader, node, 'This must be true or false.');
  return undefined;
}

/** A whole number from 0 on. */
export function count(reader: Reader, node: ConfigNode | undefined): number | undefined {
  if (node?.kind === 'number' && Number.isSafeInteger(node.value) && node.value >= 0) return node.value;
  if (node !== undefined) tell(reader, node, 'This must be a whole number, 0 or more.');
  return undefined;
}

/** A list of rules. Names of rules that there are not are told and left out. */
export function ruleList(reader: Reader, node: ConfigNode | undefined): readonly string[] {
  if (node === undefined) return [];
  if (node.kind !== 'array') tell(reader, node, 'This must be a list of rules.');
  return itemsOf(node).flatMap((item) => {
    if (item.kind !== 'string') { tell(reader, item, 'This must be the name of a rule.'); return []; }
    if (reader.ruleIds.includes(item.value)) return [item.value];
    tell(reader, item, unknown('rule', item.value, reader.ruleIds));
    return [];
  });
}
