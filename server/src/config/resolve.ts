import { dirname } from '../text/path.ts';
import { DEFAULT_SETTINGS, NO_COLUMN, NO_TABLE, type Said, type Settings, type TableSettings } from './settings.ts';

/** The settings of the folder around `path`: `layers` in the order in which they win, the last one above all. */
export const settingsOf = (path: string, layers: readonly Said[]): Settings =>
  layers.reduce(withSaid, { ...DEFAULT_SETTINGS, path, folder: dirname(path) });

/** The settings with what is said above them. Rules and tables add to one another; of anything else what is said last holds. */
export function withSaid(below: Settings, said: Said): Settings {
  const { source, rules, tables, overrides, customModels, ...rest } = said;
  return {
    ...below, ...rest, sources: [source, ...below.sources],
    rules: rules === undefined ? below.rules : new Map([...below.rules, ...rules]),
    tables: tables === undefined ? below.tables : mergedTables(below.tables, tables),
    customModels: customModels === undefined ? below.customModels : [...customModels, ...below.customModels],
    overrides: overrides === undefined ? below.overrides : [...below.overrides, ...overrides],
  };
}

function mergedTables(below: ReadonlyMap<string, TableSettings>, above: ReadonlyMap<string, TableSettings>): ReadonlyMap<string, TableSettings> {
  const merged = new Map(below);
  for (const [name, table] of above) merged.set(name, mergedTable(below.get(name) ?? NO_TABLE, table));
  return merged;
}

function mergedTable(below: TableSettings, above: TableSettings): TableSettings {
  const columns = new Map(below.columns);
  for (const [name, column] of above.columns) {
    const other = columns.get(name) ?? NO_COLUMN;
    columns.set(name, { fewValues: column.fewValues || other.fewValues, ignore: joined(other.ignore, column.ignore), reason: column.reason || other.reason });
  }
  return { rows: above.rows ?? below.rows, writeHeavy: above.writeHeavy || below.writeHeavy, ignore: joined(below.ignore, above.ignore), reason: above.reason || below.reason, columns };
}

const joined = (a: readonly string[], b: readonly string[]): readonly string[] => [...new Set([...a, ...b])];
