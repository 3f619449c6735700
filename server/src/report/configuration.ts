import { originOf } from '../config/origins.ts';
import { DEFAULT_QUIET, DEFAULT_SETTINGS, type Globs, type Settings, type TableSettings } from '../config/settings.ts';
import type { FileConfiguration } from '../engine/api.ts';
import type { Place } from '../facts/finding.ts';
import { defaultLevel, rules } from '../rules/index.ts';

/** A value and where it comes from: a place such as `sargable.jsonc:3:14`, `default`, or `found out` from the project itself. */
interface Resolved { readonly value: unknown; readonly from: string }

/** Names files and places for people. */
export interface ConfigurationPlaces { readonly file: (path: string) => string; readonly at: (place: Place) => string }

/** What holds for a file or folder, each value with its origin: the file itself, what it extends, or an override. */
export function configurationReport(path: string, { settings, dialect, included, quiet }: FileConfiguration, places: ConfigurationPlaces): object {
  const from = (...keys: readonly string[]): string | null => { const found = originOf(settings, keys); return found === null ? null : places.at(found); };
  const setting = (key: string, value: unknown, otherwise: unknown): Resolved => resolved(value, otherwise, from(key));
  return {
    path: places.file(path), configuration: settings.path === null ? null : places.file(settings.path), extends: extended(settings).map(places.file), included, judged: included && !quiet,
    dialect: { value: dialect, from: settings.dialect === null ? 'found out' : from('dialect') },
    version: setting('version', settings.version?.join('.') ?? null, null),
    include: setting('include', settings.include.patterns, []), exclude: setting('exclude', settings.exclude.patterns, []), quiet: setting('quiet', quietOf(settings.quiet), DEFAULT_QUIET),
    smallTables: setting('smallTables', settings.smallTables, []), smallBelow: setting('smallBelow', settings.smallBelow, DEFAULT_SETTINGS.smallBelow),
    rules: Object.fromEntries(rules.map((rule) => [rule.id, resolved(settings.rules.get(rule.id), defaultLevel(rule), from('rules', rule.id))])),
    tables: Object.fromEntries([...settings.tables].map(([name, table]) => [name, tableReport(table, nameIn(settings, ['tables'], name), from)])),
    ...(settings.customModels.length > 0 && { models: { value: settings.customModels, from: from('models') } }),
  };
}

const extended = ({ sources, path }: Settings): readonly string[] => [...new Set(sources.map((source) => source.path))].filter((one) => one !== path);

const quietOf = (quiet: Globs | boolean | null): unknown => (quiet === null ? null : typeof quiet === 'boolean' ? quiet : quiet.patterns);

/** A value that is no right one is told as a mistake, and the default holds. */
const resolved = (value: unknown, otherwise: unknown, origin: string | null): Resolved => (origin === null || value === undefined ? { value: otherwise, from: 'default' } : { value, from: origin });

type From = (...keys: readonly string[]) => string | null;

function tableReport(table: TableSettings, name: string, from: From): object {
  const at = (...keys: readonly string[]): string | null => from('tables', name, ...keys) ?? from('tables', name);
  return {
    ...(table.rows !== null && { rows: { value: table.rows, from: at('rows') } }), ...(table.writeHeavy && { writeHeavy: { value: true, from: at('writeHeavy') } }),
    ...(table.ignore.length > 0 && { ignore: { value: table.ignore, from: at('ignore') } }), ...(table.reason !== '' && { reason: { value: table.reason, from: at('reason') } }),
    ...(table.columns.size > 0 && { columns: Object.fromEntries([...table.columns].map(([column, { fewValues, ignore }]) => [column, { ...(fewValues && { fewValues }), ...(ignore.length > 0 && { ignore }), from: at('columns', column) }])) }),
  };
}

/** A name as it is written: tables are known by small letters. */
function nameIn({ sources }: Settings, keys: readonly string[], name: string): string {
  for (const { node } of sources) {
    const owner = node === null ? undefined : keys.reduce<typeof node | undefined>((at, key) => (at?.kind === 'object' ? at.entries.findLast((entry) => entry.key === key)?.value : undefined), node);
    const found = owner?.kind === 'object' ? owner.entries.find(({ key }) => key.toLowerCase() === name) : undefined;
    if (found !== undefined) return found.key;
  }
  return name;
}
