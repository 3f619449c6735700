import type { Dialect } from '../facts/dialect.ts';
import type { Severity } from '../facts/finding.ts';
import { dirname } from '../text/path.ts';
import { configText } from './files.ts';
import { type ConfigNode, itemsOf } from './node.ts';
import { count, fieldsOf, namedIn, oneOf, type Reader, tell, texts, unknown } from './reader.ts';
import { modelsOf } from './read-models.ts';
import { tablesOf } from './read-tables.ts';
import { settingsOf } from './resolve.ts';
import type { ConfigProblem, ConfigSource, Globs, Override, Said, Settings } from './settings.ts';

export const DIALECTS: readonly Dialect[] = ['postgresql', 'sqlite', 'mysql', 'mariadb'];
export const LEVELS: readonly (Severity | 'off')[] = ['off', 'hint', 'information', 'warning', 'error'];
const COMMON = ['dialect', 'version', 'quiet', 'rules', 'smallTables', 'smallBelow', 'tables'] as const;
const KEYS = ['$schema', 'extends', 'include', 'exclude', 'models', 'overrides', ...COMMON] as const;
const OVERRIDE_KEYS = ['files', ...COMMON] as const;
type Key = (typeof KEYS)[number] | (typeof OVERRIDE_KEYS)[number];
type Fields = ReadonlyMap<Key, ConfigNode>;

/** What one file says, the files it extends (as they are written, with their places), and its mistakes. */
export interface FileRead { readonly path: string; readonly said: Said; readonly extended: readonly { readonly name: string; readonly node: ConfigNode }[]; readonly problems: readonly ConfigProblem[] }

export interface ConfigRead { readonly settings: Settings; readonly problems: readonly ConfigProblem[] }

/** Reads one file by itself, with nothing that it extends. A mistake is told at its place and the rest still holds. `ruleIds` are the rules there are. */
export function readConfig(path: string, text: string, ruleIds: readonly string[]): ConfigRead {
  const read = readConfigFile(path, text, ruleIds);
  return { settings: settingsOf(path, read === null ? [] : [read.said]), problems: read?.problems ?? [] };
}

/** The same, with what it extends left to whoever has the other files. `root`: the workspace folder, for a file above it. Null for a file that says nothing of this tool. */
export function readConfigFile(path: string, text: string, ruleIds: readonly string[], root: string | null = null): FileRead | null {
  const found = configText(path, text);
  if (found === null) return null;
  const reader: Reader = { path, problems: found.problem === null ? [] : [{ path, ...found.problem }], ruleIds };
  const at: Fields = fieldsOf(reader, found.node, KEYS, 'an object: the configuration');
  const source: ConfigSource = { path, node: found.node ?? null, keys: found.keys };
  const base = baseOf(dirname(path), root);
  const [include, exclude, models, overrides, extended] = [at.get('include'), at.get('exclude'), at.get('models'), at.get('overrides'), at.get('extends')];
  const said: Said = {
    ...commonOf(reader, at, source, base),
    ...(include && { include: globs(reader, include, base) }), ...(exclude && { exclude: globs(reader, exclude, base) }),
    ...(models && { customModels: modelsOf(reader, models) }), ...(overrides && { overrides: overridesOf(reader, overrides, source, base) }),
  };
  return { path, said, extended: extended === undefined ? [] : extendedBy(reader, extended), problems: reader.problems };
}

/** What may be said of a folder and of some of its files alike. */
function commonOf(reader: Reader, at: Fields, source: ConfigSource, base: Base): Said {
  const [dialect, version, quiet, rules, small, tables] = [at.get('dialect'), at.get('version'), at.get('quiet'), at.get('rules'), at.get('smallTables'), at.get('tables')];
  const [dialectSaid, versionSaid, below] = [dialect && oneOf(reader, dialect, DIALECTS, 'dialect'), version && versionOf(reader, version), count(reader, at.get('smallBelow'))];
  return {
    source,
    ...(dialectSaid !== undefined && { dialect: dialectSaid }), ...(versionSaid !== undefined && { version: versionSaid }), ...(below !== undefined && { smallBelow: below }),
    ...(quiet && { quiet: quiet.kind === 'boolean' ? quiet.value : globs(reader, quiet, base) }), ...(rules && { rules: rulesOf(reader, rules) }),
    ...(small && { smallTables: texts(reader, small).map((name) => name.toLowerCase()) }), ...(tables && { tables: tablesOf(reader, tables) }),
  };
}

/** What globs of a file are relative to. */
type Base = Omit<Globs, 'patterns'>;

const baseOf = (folder: string, root: string | null): Base => (folder !== '' && root?.startsWith(`${folder}/`) ? { folder, within: root.slice(folder.length + 1) } : { folder });

const globs = (reader: Reader, node: ConfigNode, base: Base): Globs => ({ ...base, patterns: texts(reader, node, 'or one') });

/** `"14"`, `"8.0.36"`, `14`. */
function versionOf(reader: Reader, node: ConfigNode): readonly number[] | undefined {
  const written = node.kind === 'number' ? String(node.value) : node.kind === 'string' ? node.value.trim() : '';
  if (/^\d{1,4}(?:\.\d{1,4}){0,3}$/.test(written)) return written.split('.').map(Number);
  tell(reader, node, 'This must be a version such as "16" or "8.0.36".');
  return undefined;
}

function rulesOf(reader: Reader, node: ConfigNode): ReadonlyMap<string, Severity | 'off'> {
  const found = new Map<string, Severity | 'off'>();
  for (const { key, keySpan, value } of namedIn(reader, node, 'an object of rule and severity')) {
    if (!reader.ruleIds.includes(key)) { tell(reader, { span: keySpan }, unknown('rule', key, reader.ruleIds)); continue; }
    const level = oneOf(reader, value, LEVELS, 'severity');
    if (level !== undefined) found.set(key, level);
  }
  return found;
}

function overridesOf(reader: Reader, node: ConfigNode, source: ConfigSource, base: Base): readonly Override[] {
  if (node.kind !== 'array') tell(reader, node, 'This must be a list of objects, each with "files" and what holds for them.');
  return itemsOf(node).flatMap((item, i) => {
    const at: Fields = fieldsOf(reader, item, OVERRIDE_KEYS, 'an object with "files" and what holds for them');
    const files = at.get('files');
    const quiet = at.get('quiet');
    if (quiet !== undefined && quiet.kind !== 'boolean') tell(reader, quiet, 'This must be true or false: "files" says of which files.');
    if (item.kind === 'object' && files === undefined) tell(reader, item, 'This needs "files": globs of the files that it holds for.');
    const said = commonOf(reader, quiet?.kind === 'boolean' ? at : new Map([...at].filter(([key]) => key !== 'quiet')), { path: source.path, node: item, keys: [...source.keys, 'overrides', String(i)] }, base);
    return files === undefined ? [] : [{ files: globs(reader, files, base), said }];
  });
}

function extendedBy(reader: Reader, node: ConfigNode): FileRead['extended'] {
  if (node.kind === 'string') return [{ name: node.value, node }];
  if (node.kind !== 'array') tell(reader, node, 'This must be the path of a file, or a list of such.');
  return itemsOf(node).flatMap((item) => {
    if (item.kind === 'string') return [{ name: item.value, node: item }];
    tell(reader, item, 'This must be the path of a file.');
    return [];
  });
}
