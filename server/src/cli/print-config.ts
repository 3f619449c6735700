import { DEFAULT_QUIET, type Settings } from '../config/settings.ts';
import { originsOf } from '../config/origins.ts';
import type { Snapshot } from '../engine/api.ts';
import { readText } from '../host/files.ts';
import { defaultLevel, rules } from '../rules/index.ts';
import { lineIndex, positionAt } from '../text/lines.ts';
import type { Places } from '../report/places.ts';

/** A value and where it comes from: `sargable.jsonc:3:14`, `default`, or `found out` from the project itself. */
interface Resolved { readonly value: unknown; readonly from: string }

/** `check --print-config [path]`: what holds for a file or folder, as JSON, each value with its origin. */
export function printConfig(snapshot: Snapshot, path: string, places: Places): string {
  const { settings, dialect, included, quiet } = snapshot.configuration(path);
  const from = fromOf(settings, snapshot, places);
  const setting = (key: string, value: unknown, otherwise: unknown): Resolved => resolved(value, otherwise, from(key));
  return JSON.stringify({
    path: places.file(path), configuration: settings.path === null ? null : places.file(settings.path), included, judged: included && !quiet,
    dialect: { value: dialect, from: settings.dialect === null ? 'found out' : from('dialect') },
    include: setting('include', settings.include, []), exclude: setting('exclude', settings.exclude, []), quiet: setting('quiet', settings.quiet, DEFAULT_QUIET), smallTables: setting('smallTables', settings.smallTables, []),
    rules: Object.fromEntries(rules.map((rule) => [rule.id, resolved(settings.rules.get(rule.id), defaultLevel(rule), from('rules', rule.id))])),
    tables: Object.fromEntries([...settings.tableIgnores].map(([table, ignore]) => [table, { ignore: { value: ignore, from: from('tables', table) ?? from('tables') } }])),
  }, null, 2);
}

/** A value that is no right one is told as a mistake, and the default holds. */
const resolved = (value: unknown, otherwise: unknown, origin: string | null): Resolved => (origin === null || value === undefined ? { value: otherwise, from: 'default' } : { value, from: origin });

/** The place in the configuration that says something of these keys; null where it does not. */
function fromOf(settings: Settings, snapshot: Snapshot, places: Places): (...keys: readonly string[]) => string | null {
  const { path } = settings;
  // A configuration above the folder is none of its files.
  const text = path === null ? null : (snapshot.text(path) ?? readText(path));
  if (path === null || text === null) return () => null;
  const origins = originsOf(text);
  const index = lineIndex(text);
  return (...keys) => {
    const span = origins(...keys);
    if (span === null) return null;
    const { line, character } = positionAt(index, span.start);
    return `${places.file(path)}:${line + 1}:${character + 1}`;
  };
}
