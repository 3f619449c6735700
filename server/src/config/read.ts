import { type Node, parseTree, type ParseError, printParseErrorCode } from 'jsonc-parser';
import type { Dialect } from '../facts/dialect.ts';
import type { CustomModel, CustomShape, Slot } from '../facts/entry.ts';
import type { Severity } from '../facts/finding.ts';
import { dirname } from '../text/path.ts';
import type { Span } from '../text/span.ts';
import { closest } from './closest.ts';
import { type ConfigProblem, DEFAULT_SETTINGS, type Settings } from './settings.ts';

export const CONFIG_NAME = 'sargable.jsonc';
export const DIALECTS: readonly Dialect[] = ['postgresql', 'sqlite', 'mysql', 'mariadb'];
export const LEVELS: readonly (Severity | 'off')[] = ['off', 'hint', 'information', 'warning', 'error'];
const KEYS = ['$schema', 'dialect', 'include', 'exclude', 'rules', 'smallTables', 'tables', 'quiet', 'models'] as const;

export interface ConfigRead { readonly settings: Settings; readonly problems: readonly ConfigProblem[] }

/** Reads a configuration. A mistake is told at its place and the rest still holds. `ruleIds` are the rules there are. */
export function readConfig(path: string, text: string, ruleIds: readonly string[]): ConfigRead {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const problems: ConfigProblem[] = errors.slice(0, 1).map((e) => ({ path, span: { start: e.offset, end: e.offset + Math.max(1, e.length) }, message: `This is not JSON: ${printParseErrorCode(e.error)}.` }));
  const reader: Reader = { path, problems, ruleIds };
  if (root !== undefined && root.type !== 'object') tell(reader, root, 'The configuration must be an object.');
  const at = new Map(entries(root).map((entry) => [entry.key, entry]));
  for (const entry of at.values()) if (!KEYS.includes(entry.key as (typeof KEYS)[number])) tell(reader, entry.keyNode, unknown('setting', entry.key, KEYS));
  const value = (key: (typeof KEYS)[number]): Node | undefined => at.get(key)?.value;
  const quiet = value('quiet');
  return {
    problems,
    settings: {
      ...DEFAULT_SETTINGS, path, folder: dirname(path), dialect: dialectOf(reader, value('dialect')), include: strings(reader, value('include')), exclude: strings(reader, value('exclude')),
      rules: rulesOf(reader, value('rules')), smallTables: strings(reader, value('smallTables')), tableIgnores: tablesOf(reader, value('tables')), quiet: quiet === undefined ? null : strings(reader, quiet), customModels: modelsOf(reader, value('models')),
    },
  };
}

interface Reader { readonly path: string; readonly problems: ConfigProblem[]; readonly ruleIds: readonly string[] }
interface Entry { readonly key: string; readonly keyNode: Node; readonly value: Node }

const spanOf = (node: Node): Span => ({ start: node.offset, end: node.offset + node.length });
const tell = (reader: Reader, node: Node, message: string): void => void reader.problems.push({ path: reader.path, span: spanOf(node), message });

function entries(node: Node | undefined): Entry[] {
  if (node?.type !== 'object') return [];
  return (node.children ?? []).flatMap((property) => {
    const [keyNode, value] = property.children ?? [];
    return keyNode === undefined || value === undefined ? [] : [{ key: String(keyNode.value), keyNode, value }];
  });
}

function unknown(what: string, name: string, known: readonly string[]): string {
  const near = closest(name, known);
  return `There is no ${what} ${JSON.stringify(name)}.${near === null ? '' : ` Did you mean ${JSON.stringify(near)}?`}`;
}

function oneOf<T extends string>(reader: Reader, node: Node, known: readonly T[], what: string): T | null {
  const found = known.find((k) => k === node.value);
  if (found === undefined) tell(reader, node, typeof node.value === 'string' ? unknown(what, node.value, known) : `This must be one of ${known.join(', ')}.`);
  return found ?? null;
}

const dialectOf = (reader: Reader, node: Node | undefined): Dialect | null => (node === undefined ? null : oneOf(reader, node, DIALECTS, 'dialect'));

function strings(reader: Reader, node: Node | undefined): readonly string[] {
  if (node === undefined) return [];
  if (node.type !== 'array') { tell(reader, node, 'This must be a list of strings.'); return []; }
  return (node.children ?? []).flatMap((item) => {
    if (item.type === 'string') return [String(item.value)];
    tell(reader, item, 'This must be a string.');
    return [];
  });
}

function rulesOf(reader: Reader, node: Node | undefined): ReadonlyMap<string, Severity | 'off'> {
  if (node !== undefined && node.type !== 'object') tell(reader, node, 'This must be an object of rule and severity.');
  const found = new Map<string, Severity | 'off'>();
  for (const { key, keyNode, value } of entries(node)) {
    if (!reader.ruleIds.includes(key)) { tell(reader, keyNode, unknown('rule', key, reader.ruleIds)); continue; }
    const level = oneOf(reader, value, LEVELS, 'severity');
    if (level !== null) found.set(key, level);
  }
  return found;
}

function tablesOf(reader: Reader, node: Node | undefined): ReadonlyMap<string, readonly string[]> {
  if (node !== undefined && node.type !== 'object') tell(reader, node, 'This must be an object of table and what holds for it.');
  return new Map(entries(node).map(({ key, value }) => [key.toLowerCase(), tableRules(reader, value)]));
}

function tableRules(reader: Reader, node: Node): readonly string[] {
  if (node.type !== 'object') { tell(reader, node, 'This must be an object such as { "ignore": ["unindexed-filter"] }.'); return []; }
  for (const { key, keyNode } of entries(node)) if (key !== 'ignore') tell(reader, keyNode, unknown('setting', key, ['ignore']));
  const ignore = entries(node).find((e) => e.key === 'ignore')?.value;
  const named = strings(reader, ignore);
  for (const item of ignore?.children ?? []) if (typeof item.value === 'string' && !reader.ruleIds.includes(item.value)) tell(reader, item, unknown('rule', item.value, reader.ruleIds));
  return named;
}

const SLOTS: readonly Slot[] = ['name', 'columns', 'unique', 'where'];
const FORMS = ['sql', 'column', 'columns'] as const;
const MODEL_KEYS = ['baseClass', 'tableAttr', 'indexAttr', 'shape'] as const;

function modelsOf(reader: Reader, node: Node | undefined): readonly CustomModel[] {
  if (node === undefined) return [];
  if (node.type !== 'object') { tell(reader, node, 'This must be an object such as { "custom": [] }.'); return []; }
  for (const { key, keyNode } of entries(node)) if (key !== 'custom') tell(reader, keyNode, unknown('setting', key, ['custom']));
  const custom = entries(node).find(({ key }) => key === 'custom')?.value;
  if (custom !== undefined && custom.type !== 'array') tell(reader, custom, 'This must be a list of what holds for classes.');
  return (custom?.type === 'array' ? (custom.children ?? []) : []).flatMap((item) => modelOf(reader, item));
}

function modelOf(reader: Reader, node: Node): readonly CustomModel[] {
  const at = new Map(entries(node).map((entry) => [entry.key, entry]));
  for (const { key, keyNode } of at.values()) if (!MODEL_KEYS.includes(key as (typeof MODEL_KEYS)[number])) tell(reader, keyNode, unknown('setting', key, MODEL_KEYS));
  const [baseClass, tableAttr, indexAttr] = (['baseClass', 'tableAttr', 'indexAttr'] as const).map((key) => stringOf(reader, node, at.get(key)?.value, key));
  const shape = shapeOf(reader, node, at.get('shape')?.value);
  return typeof baseClass !== 'string' || typeof tableAttr !== 'string' || typeof indexAttr !== 'string' || shape === null ? [] : [{ baseClass, tableAttr, indexAttr, shape }];
}

function stringOf(reader: Reader, owner: Node, node: Node | undefined, key: string): string | null {
  if (node?.type === 'string') return String(node.value);
  tell(reader, node ?? owner, node === undefined ? `This needs ${JSON.stringify(key)}.` : 'This must be a string.');
  return null;
}

/** A form's name, the slots of a tuple in order, or the key of each slot. */
function shapeOf(reader: Reader, owner: Node, node: Node | undefined): CustomShape | null {
  if (node?.type === 'string') return oneOf(reader, node, FORMS, 'shape');
  if (node?.type === 'array') return slotsOf(reader, node);
  if (node?.type !== 'object') { tell(reader, node ?? owner, node === undefined ? 'This needs "shape".' : 'This must be "sql", "column", "columns", a list of slots, or an object of slot and key.'); return null; }
  const keys = entries(node).flatMap(({ key, keyNode, value }): [Slot, string][] => {
    const slot = SLOTS.find((one) => one === key);
    if (slot === undefined) tell(reader, keyNode, unknown('slot', key, SLOTS));
    const text = stringOf(reader, node, value, key);
    return slot === undefined || text === null ? [] : [[slot, text]];
  });
  return Object.fromEntries(keys);
}

function slotsOf(reader: Reader, node: Node): readonly Slot[] {
  return (node.children ?? []).flatMap((item) => oneOf(reader, item, SLOTS, 'slot') ?? []);
}
